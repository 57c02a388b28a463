"""Files that a workshop keeps beside the database: documents that are printed once, then read from here.

They can be made again at any time: none is in a backup, and each process has its own. A folder per workshop under
PROMESSE_DATA, named by its key; the oldest files go when there are too many, all of them with the workshop.
"""

import os
import secrets
from contextlib import suppress
from shutil import rmtree

from django.conf import settings

from .models import Workshop

FOLDER = settings.DATA / "documents"
MOST = 200  # files of one workshop: a dozen client services, two languages, several versions


def kept(workshop, name):
    """What was kept under this name (bytes), None when it was not."""
    with suppress(OSError):
        return (FOLDER / workshop.key / name).read_bytes()


def keep(workshop, name, content, before=""):
    """Keep bytes under a name, whole or not at all; returns those that were kept first, when others were faster.

    What was kept under other names that begin with `before` is replaced. Without room on disk nothing is kept.
    """
    with suppress(OSError):
        folder = FOLDER / workshop.key
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = put(folder, name, content)
        tidy(folder, name, before)
        sweep()
    return content


def put(folder, name, content):
    fresh = folder / f".{secrets.token_hex(8)}"
    try:
        with fresh.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # somebody else was faster: the same bytes for everybody
            os.link(fresh, folder / name)
    finally:
        fresh.unlink(missing_ok=True)
    return (folder / name).read_bytes()


def tidy(folder, name, before):
    """Remove what this file replaces, and the oldest ones beyond MOST."""
    others = [file for file in folder.iterdir() if file.name != name]
    replaced = [file for file in others if before and file.name.startswith(before)]
    left = sorted(set(others) - set(replaced), key=lambda file: file.stat().st_mtime)
    for file in replaced + left[: max(0, len(left) + 1 - MOST)]:
        file.unlink(missing_ok=True)


def erase(key):
    """Remove all that is kept of a workshop."""
    rmtree(FOLDER / key, ignore_errors=True)


def sweep():
    """Remove what is left of workshops that are gone: erased by another process, or with the database."""
    names = [each.name for each in FOLDER.iterdir()]
    known = set(Workshop.objects.filter(key__in=names).values_list("key", flat=True))
    for name in set(names) - known:
        erase(name)
