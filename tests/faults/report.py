"""What a run found: a table to read, a file to keep."""

import json
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

from .truth import shares

LIBRARIES = "django", "channels", "daphne"
COLUMNS = "stage", "acked", "faults", "lost", "doubled", "gap s", "recovery s", "settled s", "ack ms", "board ms", "MB"


def failed(run):
    return [sentence for found in run.found for sentence in found.broken]


def row(found):
    ack, board = (
        "/".join(f"{1000 * v:.0f}" for v in shares(values, 0.5, 0.95, 0.99)) for values in (found.ack, found.board)
    )
    return [
        found.stage,
        found.acknowledged,
        len(found.faults),
        found.lost,
        found.doubled,
        f"{found.gap:.1f}",
        f"{found.recovery:.1f}",
        f"{found.settled:.1f}",
        ack,
        board,
        f"{found.rss:.0f}",
    ]


def table(run):
    rows = [[str(cell) for cell in row(found)] for found in run.found]
    lines = ["| " + " | ".join(cells) + " |" for cells in (COLUMNS, ["---"] * len(COLUMNS), *rows)]
    acked, faults = (sum(values) for values in zip(*((f.acknowledged, len(f.faults)) for f in run.found), strict=True))
    lost, doubled = sum(f.lost for f in run.found), sum(f.doubled for f in run.found)
    bound = f"0 of {acked} lost: at most {300 / max(1, acked):.3f} % with 95 % confidence. " if not lost else ""
    total = f"{acked} acknowledged under {faults} faults, {lost} lost, {doubled} doubled. {bound}"
    total += f"Seed {run.seed}, {run.server.database}."
    notes = [f"{found.stage}: {found.notes}" for found in run.found if found.notes]
    told = failed(run)
    return "\n".join([*lines, "", total, *notes, *(["", "FAILED", *told] if told else ["all invariants hold"]), ""])


def write(run, asked):
    versions = {name: version(name) for name in LIBRARIES} | {"python": platform.python_version()}
    versions |= {"sqlite": sqlite3.sqlite_version} if run.server.database == "sqlite" else run.server.versions()
    stages = [
        vars(found) | {"ack": shares(found.ack, 0.5, 0.95, 0.99), "board": shares(found.board, 0.5, 0.95, 0.99)}
        for found in run.found
    ]
    told = {
        "seed": run.seed,
        "short": run.short,
        "database": asked.database,
        "broken": asked.broken,
        "versions": versions,
        "stages": stages,
    }
    Path(asked.json).write_text(json.dumps(told | {"failed": failed(run)}, indent=1))
