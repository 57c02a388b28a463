"""What is measured: each load, on which servers, and in how many of the rounds."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from . import load, meeting, page, paper, sorting, suggesting
from .broken import Broken
from .load import Load
from .servers import CLUSTERS, serving

SQLITE, FAT = ("limit", "ours"), "limit at 1.3 kB"


class Row(NamedTuple):
    """A load by its short name, in the words of the table, and the servers that carry it."""

    key: str
    words: str
    what: object  # a Load, or the name of another measure
    servers: tuple
    once: tuple = ()  # servers that carry it in the first round only: they drown, or never change
    quick: bool = False
    many: bool = False  # with --processes: on PostgreSQL too, beside the others


PLAN = (
    Row("post", "POSTs alone, 20/s, no screen", Load(20, 20, 8, watched=False), ("ours", "plain"), quick=True),
    Row("20x5", "20 phones, 5/s", Load(20, 5, 10), SQLITE, ("textbook",), quick=True),
    Row("60x5", "60 phones, 5/s", Load(60, 5, 10), SQLITE),
    Row("200x1", "200 phones, 1/s", Load(200, 1, 12), SQLITE),
    Row("200x5", "200 phones, 5/s", Load(200, 5, 10), SQLITE, ("textbook",)),
    Row("200x20", "200 phones, 20/s", Load(200, 20, 8), SQLITE, ("textbook", FAT), quick=True, many=True),
    Row("200xburst", "200 phones, each sends one within 2 s", Load(200, 0), SQLITE, ("textbook",), True, True),
    Row("1000x5", "1,000 phones, 5/s", Load(1000, 5, 10), SQLITE),
    Row("1000xburst", "1,000 phones, each sends one within 2 s", Load(1000, 0), SQLITE),
    Row("20x20", "20 workshops of 20 phones, 1/s each", Load(20, 20, 8, rooms=20), SQLITE, many=True),
    Row(
        "20x20xburst",
        "20 workshops of 20 phones, each sends one within 2 s",
        Load(20, 0, rooms=20),
        SQLITE,
        many=True,
    ),
    Row("sorting", "300 post-its grouped at 5 gestures/s, 20 phones", "sorting", ("ours",)),
    Row("table", "a table of 30 services, 3,480 lines, 5 edits/s, 30 phones", "table", ("ours",)),
    Row("paper", "200 phones, 5/s, ten-page PDFs meanwhile", "paper", ("ours",)),
    Row("booklet", "a ten-page PDF alone", "booklet", ("ours",), quick=True),
    Row("page", "a phone's whole page", "page", ("ours",), quick=True),
    Row("suggesting", "suggestions for 300 post-its", "suggesting", ("ours",), quick=True),
)
KEYS = [row.key for row in PLAN]
SIZES = Load(20, 5, 3)  # the run of ours that says how long the reference servers' frames are


@dataclass(frozen=True)
class Wanted:
    """What this run was asked for. `processes` asks for the rows on PostgreSQL, and what they stand against."""

    rounds: int = 3
    quick: bool = False
    only: tuple = ()
    servers: tuple = ()
    processes: tuple = ()

    def cells(self):
        """(round, row, server) of everything to measure; servers take turns inside a row, rows inside a round."""
        for turn in range(self.rounds):
            for row in filter(self.wants, PLAN):
                for server in self.carried(row, turn):
                    yield turn, row, server

    def wants(self, row):
        if self.only:
            return row.key in self.only
        return (row.quick or not self.quick) and (row.many or not self.processes)

    def carried(self, row, turn):
        servers = list(row.servers)
        if self.processes and isinstance(row.what, Load):
            servers += [name for name, processes in CLUSTERS.items() if processes in self.processes]
        elif turn == 0 and (self.servers or not self.quick):
            servers += row.once
        return [each for each in servers if not self.servers or each in self.servers]


def sizes(folder):
    """Bytes of one frame of ours for a phone, the board and the console, in this run."""
    with serving("ours", folder, ()) as server:
        found = asyncio.run(load.measured(server, SIZES))["frame_bytes"]
    return [round(found[audience]) for audience in ("phone", "board", "console")]


def attempted(turn, row, name, folder, sizes, quick):
    """The figures of one cell, or why there are none and the last words of the server's log."""
    try:
        return measured(turn, row, name, folder, sizes, quick)
    except Exception as reason:
        log = Path(folder, "log")
        return {"failed": repr(reason), "log": log.read_text()[-600:] if log.exists() else ""}


def measured(turn, row, name, folder, sizes, quick):
    """One cell: a server started for it alone, the figures it gave."""
    with serving(name, folder, sizes, free=row.what == "paper") as server:
        found = played(server, row.what, turn, quick)
        if "Traceback" in server.log():
            raise Broken("the server logged a failure")
        return found


def played(server, what, turn, quick):
    match what:
        case Load():
            what = replace(what, seconds=min(what.seconds, 3)) if quick else what
            return asyncio.run(load.measured(server, what))
        case "sorting":
            return asyncio.run(sorting.measured(server, seconds=3 if quick else 12))
        case "table":
            return asyncio.run(meeting.measured(server, seconds=3 if quick else 12))
        case "paper":
            what = Load(200, 5, 3 if quick else 10)
            return asyncio.run(paper.meanwhile(server, what, printing_first=bool(turn % 2)))
        case "booklet":
            return asyncio.run(paper.alone(server))
        case "page":
            return page.measured(server)
        case "suggesting":
            return suggesting.measured()
