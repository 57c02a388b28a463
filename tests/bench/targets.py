"""The figures that must be shown, in the words of the project's table of them; what was measured comes from the run."""

from math import inf
from statistics import median
from typing import NamedTuple


class Target(NamedTuple):
    """`figure` of `server` under `load` is at most `most`; a ratio when `against` names a (server, load, figure)."""

    words: str
    what: str
    load: str
    figure: str  # a path in the row: "last.p50"
    most: float
    unit: str = "×"
    against: tuple = ()
    server: str = "ours"


def limit(load, figure):
    return "limit", load, figure


BURST = "200 phones, each sends one within 2 s"
CROWD = "1,000 phones, each sends one within 2 s"
PRINTED = "p95 while a 10-page PDF is rendered / quiet p95"
MANY, TWO = "with PostgreSQL and two processes behind nginx", "PostgreSQL, 2 processes"
TARGETS = (
    Target("20 phones, 5/s", "last screen p50", "20x5", "last.p50", 8, "ms"),
    Target("200 phones, 5/s", "last screen p50", "200x5", "last.p50", 4, against=limit("200x5", "last.p50")),
    Target("200 phones, 20/s", "last screen p50", "200x20", "last.p50", 3, against=limit("200x20", "last.p50")),
    Target("200 phones, 20/s", "last screen p95", "200x20", "last.p95", 3, against=limit("200x20", "last.p95")),
    Target(BURST, "last screen p95", "200xburst", "last.p95", 6, against=limit("200xburst", "last.p95")),
    Target(BURST, "last screen p95", "200xburst", "last.p95", 60, "ms"),
    Target(BURST, "lost", "200xburst", "lost", 0, ""),
    Target("1,000 phones, 5/s", "last screen p50", "1000x5", "last.p50", 2, against=limit("1000x5", "last.p50")),
    Target(CROWD, "last screen p95", "1000xburst", "last.p95", 3000, "ms"),
    Target(CROWD, "lost", "1000xburst", "lost", 0, ""),
    Target("server CPU per delivered frame, 200 phones, 20/s", "µs", "200x20", "cpu_per_frame", 5)._replace(
        against=limit("200x20", "cpu_per_frame")
    ),
    Target(
        "server CPU per POST, against Django's default handler in the same run", "ms", "post", "cpu_per_post", 0.7
    )._replace(against=("plain", "post", "cpu_per_post")),
    Target("memory per socket", "200 phones", "200x20", "memory", 40, "kB"),
    Target(PRINTED, "last screen p95", "paper", "last.p95", 2, against=("ours", "paper", "quiet.last.p95")),
    Target(MANY, "200 phones, 20/s: last screen p50", "200x20", "last.p50", 2, server=TWO)._replace(
        against=("ours", "200x20", "last.p50")
    ),
    Target(MANY, "20 workshops of 20: last screen p50", "20x20", "last.p50", 2, server=TWO)._replace(
        against=("ours", "20x20", "last.p50")
    ),
    Target("300 post-its on the wall: a facilitator's gesture → board", "p95", "sorting", "board.p95", 60, "ms"),
    Target("300 post-its on the wall: a page opened", "console", "sorting", "console_page", 150, "ms"),
    Target(
        "30 services: a line edited at a desk → board",
        "p95",
        "table",
        "board.p95",
        1,
        against=("ours", "sorting", "board.p95"),
    ),
    Target("PDF of ten pages", "later ones", "booklet", "later", 2, "s"),
    Target("PDF of ten pages", "first after start", "booklet", "first", 4, "s"),
    Target("a phone's whole page", "transferred", "page", "kilobytes", 60, "kB"),
    Target("a phone's whole page", "usable, CPU throttled 4×", "page", "usable", 1000, "ms"),
    Target("suggestions for 300 post-its", "never seen before", "suggesting", "ms", 500, "ms"),
)


def at(row, figure):
    """The figure at a path of a row, None when it is not there."""
    for name in figure.split("."):
        row = row.get(name) if isinstance(row, dict) else None
    return row


class Verdict(NamedTuple):
    target: Target
    ours: float
    other: float | None
    value: float  # what the target bounds
    foreign: float  # cores that others used meanwhile

    @property
    def is_met(self):
        return self.value <= self.target.most


def verdicts(rows):
    """A Verdict for each target that these rows can judge: ratios inside a round, then medians; losses are summed."""
    for target in TARGETS:
        pairs = [pair for turn in sorted({row["round"] for row in rows}) if (pair := found(target, rows, turn))]
        if pairs:
            ours, others = zip(*pairs, strict=True)
            values = [a / b for a, b in pairs] if target.against else ours
            value = sum(values) if target.what == "lost" else median(values)
            yield Verdict(
                target, median(ours), median(others) if target.against else None, value, foreign(target, rows)
            )


def foreign(target, rows):
    """Cores that others used while the rows of a target were measured."""
    wanted = {(target.server, target.load), target.against[:2]}
    busy = [row["foreign"] for row in rows if (row["server"], row["load"]) in wanted and "foreign" in row]
    return median(busy) if busy else 0


def found(target, rows, turn):
    """(our figure, what it stands against or 1) of one round; None when one of them was not measured in it.

    A row that failed is an infinite figure.
    """
    here = {(row["server"], row["load"]): row for row in rows if row["round"] == turn}
    row, other = here.get((target.server, target.load), {}), 1
    if target.against:
        server, load, figure = target.against
        other = at(here.get((server, load)), figure)
    if "failed" in row:
        return inf, other or 1
    ours = at(row, target.figure)
    return None if ours is None or not other else (ours, other)
