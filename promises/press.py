"""The press: HTML goes to a process of its own and comes back as PDF, so that printing never slows the room.

Two presses at most, spawned on first use, at a low priority, kept warm for ten minutes. A press that is late is killed,
which a `ProcessPoolExecutor` cannot do; being daemons, presses end with the server. What they run is `printer.py`.
"""

import atexit
import hashlib
import multiprocessing
import os
import signal
import tempfile
import threading
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree
from time import monotonic

PRESSES, SECONDS, IDLE_SECONDS, NICENESS = 2, 30, 600, 10
PATIENCE = 3  # seconds that a document waits for a press, and holds a thread of the server

processes = multiprocessing.get_context("spawn")  # a fork would copy the server's threads and connections
slots = threading.BoundedSemaphore(PRESSES)
idle = []  # (process, pipe) of presses that wait for work


class Late(Exception):
    """No PDF in time: both presses are taken, or this one was too slow and is gone."""


class Spoiled(Exception):
    """The document cannot be printed; says only the kind of error, never the content."""


def pdf(html, sheets, files=(), seconds=SECONDS):
    """Print a whole HTML page with style sheets of `static/print` (`["paper", "booklet"]`). Returns bytes.

    `files` are attached: (name, description, bytes). Waits in the calling thread; raises Late, Spoiled.
    """
    deadline = monotonic() + seconds
    if not slots.acquire(timeout=min(seconds, PATIENCE)):
        raise Late
    try:
        good, answer = ordered((html, sheets, files), deadline)
    finally:
        slots.release()
    if not good:
        raise Spoiled(answer)
    return answer


@cache
def fingerprint():
    """Changes with the printer, its library and its style sheets (hex): another one prints another paper."""
    here = Path(__file__).resolve().parent
    files = [here / "printer.py", *sorted((here.parent / "static/print").iterdir())]
    library = version("weasyprint").encode()
    return hashlib.sha256(b"".join([library, *(file.read_bytes() for file in files)])).hexdigest()


def ordered(order, deadline):
    """One order through one press: (True, bytes) or (False, kind of error)."""
    process, pipe = take()
    try:
        pipe.send(order)
        if not pipe.poll(max(0, deadline - monotonic())):
            raise Late
        answer = pipe.recv()
    except (Late, OSError, EOFError):
        process.kill()
        pipe.close()
        raise Late from None
    idle.append((process, pipe))
    return answer


def take():
    """A press that waits, or a new one."""
    while idle:
        process, pipe = idle.pop()
        if process.is_alive():
            return process, pipe
        pipe.close()
    ours, theirs = processes.Pipe()
    process = processes.Process(target=run, args=(theirs, scratch()), daemon=True, name="press")
    process.start()
    theirs.close()
    return process, ours


@cache
def scratch():
    """Where presses keep their fonts: WeasyPrint leaves them behind when a process ends at once."""
    folder = tempfile.mkdtemp(prefix="promesse-press-")
    atexit.register(rmtree, folder, ignore_errors=True)
    return folder


def stop():
    """End the presses that wait. The server needs no call of this; tests do."""
    while idle:
        process, pipe = idle.pop()
        pipe.close()
        process.join(2)


def run(pipe, folder):
    """In a press: print order after order until the other end is closed, or nothing came for long."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's: it ends us
    os.nice(NICENESS)
    tempfile.tempdir = folder
    from .printer import printed  # here only: the server never loads WeasyPrint

    with suppress(EOFError, OSError):
        while pipe.poll(IDLE_SECONDS):
            pipe.send(attempt(printed, *pipe.recv()))


def attempt(printed, *order):
    try:
        return True, printed(*order)
    except Exception as error:  # whatever it is, the person gets a sentence and the press goes on
        return False, type(error).__name__
