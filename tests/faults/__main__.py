"""`python -m tests.faults [--short] [--seed N] [--stages NAME…] [--database postgresql]
[--broken NAME] [--json FILE]`

Real processes on loopback, phones that behave as ours do, a proxy that fails on demand. Exit status 0 only when every
invariant holds after every fault.
"""

import argparse
import asyncio
import os
import secrets
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.many.house import opened

NAMES = "calm", "crash", "deploy", "database", "disk", "network", "slow", "clock", "races", "return"
BROKEN = {path.stem for path in (Path(__file__).parent / "broken").glob("*.py")} - {"__init__"}


def options(words=None):
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a minute: fewer post-its, fewer faults of each kind")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--stages", nargs="+", choices=NAMES, default=NAMES)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--broken", choices=sorted(BROKEN), help="serve a broken build: this run must fail")
    parser.add_argument("--json", default=".faults.json")
    return parser.parse_args(words)


def main(words=None):
    asked = options(words)
    with ExitStack() as stack:
        house = None
        if asked.database == "postgresql":
            house = stack.enter_context(opened(processes=2, spare=1))
            os.environ |= house.env
        else:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="promesse-faults-"))
            os.environ |= alone(folder)
        prepare(house)
        failed = asyncio.run(played(asked, house))
    return 1 if failed else 0


def alone(folder):
    """The environment of one process with SQLite."""
    os.environ.pop("DATABASE_URL", None)
    return {
        "PROMESSE_DATA": folder,
        "PROMESSE_ORIGINS": "http://promesse.test",
        "PROMESSE_SECRET": secrets.token_urlsafe(48),
        "DJANGO_SETTINGS_MODULE": "workshop.settings",
    }


async def played(asked, house):
    """Play it, say what was found; returns the sentences of what does not hold."""
    from . import report
    from .play import play

    run = await play(asked, house, os.environ["PROMESSE_DATA"], os.environ["PROMESSE_ORIGINS"])
    report.write(run, asked)
    sys.stdout.write(report.table(run))
    return report.failed(run)


def prepare(house):
    """Django in this process, to play rules and to look at rows; tables, unless the house has made them."""
    import django
    from django.core.management import call_command

    django.setup()
    if house is None:
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
