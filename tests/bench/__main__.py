"""The live room's figures: `bin/bench [--quick] [--rounds N] [--only LOAD…] [--servers NAME…] [--resume]`.

Every server is measured in the same run, in turn, by the same clients: the *limit* (limit.c stores nothing), *ours*
(what bin/run starts), the *textbook* (textbook.py), and *plain* (ours on Django's own handler). The reference servers
send, to each audience, frames as long as ours are in this run: a limit with longer frames would flatter us. That bytes
hardly cost anything is measured too: *limit at 1.3 kB*.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from . import machine, plan, report
from .servers import ready, staged


def options():
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one short round of the main loads: two minutes")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=plan.KEYS, default=[], metavar="LOAD", help=", ".join(plan.KEYS))
    parser.add_argument("--servers", nargs="+", default=[], metavar="NAME", help="limit, ours, textbook, plain")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--processes", type=int, nargs="+", choices=[1, 2, 4], help="on PostgreSQL, behind nginx")
    parser.add_argument("--json", type=Path, default=Path(".bench.json"), help="written after each row")
    parser.add_argument("--resume", action="store_true", help="keep the rows of that file, measure what is missing")
    parser.add_argument("--report", action="store_true", help="print the tables of that file, measure nothing")
    return parser.parse_args()


def main():
    asked = options()
    is_kept = (asked.resume or asked.report) and asked.json.exists()
    kept = json.loads(asked.json.read_text()) if is_kept else {"machine": machine.described(), "rows": []}
    if not asked.report:
        measure(wanted(asked), kept, asked.json)
    show(kept)


def wanted(asked):
    processes = asked.processes or ([1, 2, 4] if asked.database == "postgresql" else [])
    rounds = 1 if asked.quick else asked.rounds
    return plan.Wanted(rounds, asked.quick, tuple(asked.only), tuple(asked.servers), tuple(processes))


def measure(wanted, kept, file):
    kept["rows"] = [row for row in kept["rows"] if "failed" not in row]
    done = {(row["round"], row["load"], row["server"]) for row in kept["rows"]}
    with tempfile.TemporaryDirectory(prefix="promesse-bench-") as folder:
        os.environ |= {
            "PROMESSE_DATA": folder,
            "PROMESSE_SECRET": "x" * 64,
            "DJANGO_SETTINGS_MODULE": "workshop.settings",
        }
        ready()
        with staged({}) as stage:
            stage("prepare")
        kept["sizes"] = kept.get("sizes") or plan.sizes(folder)
        for turn, row, server in wanted.cells():
            if (turn, row.key, server) not in done:
                found = plan.attempted(turn, row, server, folder, kept["sizes"], wanted.quick)
                kept["rows"].append({"round": turn, "load": row.key, "server": server} | found)
                file.write_text(json.dumps(kept, indent=1))
                sys.stderr.write(f"{turn + 1}. {row.words} · {server} · {short(found)}\n")


def short(found):
    """A row while it is being waited for."""
    if "failed" in found:
        return f"FAILED: {found['failed']}\n{found['log']}"
    return (
        report.three(found["last"])
        if found.get("last")
        else ", ".join(
            f"{name} {report.told(value)}" for name, value in found.items() if isinstance(value, (int, float))
        )
    )


def show(kept):
    sys.stdout.write(
        "\n".join(
            [
                report.targets(kept["rows"]),
                report.everything(kept["rows"]),
                report.shares(kept["rows"]),
                report.suggested(kept["rows"]),
            ]
        )
    )
    sys.stdout.write("\n".join(f"- {note}" for note in report.notes(kept)) + "\n")
    sys.exit(any("failed" in row for row in kept["rows"]))


if __name__ == "__main__":
    main()
