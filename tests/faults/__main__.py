"""`python -m tests.faults [--short] [--seed N] [--stages NAME…] [--broken NAME] [--json FILE]`

Real processes on loopback, phones that behave as ours do, a proxy that fails on demand. Exit status 0 only when every
invariant holds after every fault.
"""

import argparse
import asyncio
import os
import secrets
import sys
import tempfile
from pathlib import Path

NAMES = "calm", "crash", "deploy", "database", "disk", "network", "slow", "clock", "races", "return"
BROKEN = {path.stem for path in (Path(__file__).parent / "broken").glob("*.py")} - {"__init__"}


def options(words=None):
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a minute: fewer post-its, fewer faults of each kind")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--stages", nargs="+", choices=NAMES, default=NAMES)
    parser.add_argument("--broken", choices=sorted(BROKEN), help="serve a broken build: this run must fail")
    parser.add_argument("--json", default=".faults.json")
    return parser.parse_args(words)


def main(words=None):
    asked = options(words)
    with tempfile.TemporaryDirectory(prefix="promesse-faults-") as folder:
        origin = "http://promesse.test"
        prepare(folder, origin)
        from . import report
        from .play import play

        run = asyncio.run(play(asked, folder, origin))
        report.write(run, asked)
        sys.stdout.write(report.table(run))
    return 1 if report.failed(run) else 0


def prepare(folder, origin):
    """The product's own data folder and database, and Django in this process to play rules and to look at rows."""
    os.environ |= {
        "PROMESSE_DATA": folder,
        "PROMESSE_ORIGINS": origin,
        "PROMESSE_SECRET": secrets.token_urlsafe(48),
        "DJANGO_SETTINGS_MODULE": "workshop.settings",
    }
    os.environ.pop("DATABASE_URL", None)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
