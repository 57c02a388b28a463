"""Cells pasted from a spreadsheet: what would be written where, shown before any of it is.

Tab-separated text as spreadsheets copy it: quoted where a cell has several lines, each line one of ours. When a first
column names services of the table, each row goes to its own; otherwise rows and columns follow each other from a cell.
"""

import csv
from typing import NamedTuple

from interfaces.likeness import fold
from workshop.parts import stamp

from . import entries, lines, row
from .grid import grid

HEADS = {"", "service", "services", "le service", "the service"}  # what stands above the names
MOST = 20_000  # characters of one paste


class Plan(NamedTuple):
    """`cells`: [(other service, kind, lines that are there, lines that come)]; `unknown`: rows for no service here."""

    cells: list
    unknown: list

    @property
    def lines(self):
        return sum(len(fresh) for *_where, fresh in self.cells)

    @property
    def services(self):
        return len({other.pk for other, *_rest in self.cells})

    @property
    def crowded(self):
        """The cells that would hold more lines than a cell does."""
        full = [(other, kind, len(held) + len(fresh)) for other, kind, held, fresh in self.cells]
        return [each for each in full if each[2] > entries.MOST]

    @property
    def stamp(self):
        return stamp([(other.pk, kind, held, fresh) for other, kind, held, fresh in self.cells])


def table_of(text):
    """[[cell, …]] of tab-separated text, where quoted cells may have several lines; rows without a word left out."""
    with_ends = text.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True)
    return [cells for cells in csv.reader(with_ends, dialect="excel-tab") if any(cell.strip() for cell in cells)]


def plan(voice, text, at=""):
    """The Plan of a paste into the voice's row; `at` names the cell it begins in where no column names services."""
    table = grid(voice.workshop)
    others = table.others(voice.party.pk)
    pasted, by_name = table_of(text), {fold(other.name): other for other in others}
    if any(fold(cells[0]) in by_name for cells in pasted):
        placed, unknown = by_names(pasted, by_name)
    else:
        placed, unknown = from_cell(pasted, others, at)
    cells = []
    for (other, kind), words in placed.items():
        held = [line.text for line in table.cell(voice.party.pk, other.pk, kind)]
        fresh = [line for line in dict.fromkeys(words) if line not in held]
        if fresh:
            cells.append((other, kind, held, fresh))
    return Plan(cells, unknown)


def by_names(pasted, by_name):
    """({(service, kind): lines}, [(name, lines)] of rows that name no other service of the table)."""
    placed, unknown = {}, []
    for number, (name, *cells) in enumerate(pasted):
        other = by_name.get(fold(name))
        if other:
            put(placed, other, row.KINDS, cells)
            beyond = [line for cell in cells[len(row.KINDS) :] for line in lines.split(cell)]
            unknown += [("", beyond)] if beyond else []
        elif number or fold(name) not in HEADS:
            unknown.append((name.strip(), [line for cell in cells for line in lines.split(cell)]))
    return placed, unknown


def from_cell(pasted, others, at):
    """The same, downwards and to the right from a cell."""
    found = row.NAME.fullmatch(at)
    kinds = row.KINDS[row.KINDS.index(found[1]) :] if found else row.KINDS
    first = next((n for n, other in enumerate(others) if found and other.pk == int(found[2])), 0)
    placed, unknown = {}, []
    for number, cells in enumerate(pasted, first):
        if number < len(others):
            put(placed, others[number], kinds, cells)
        beyond = cells if number >= len(others) else cells[len(kinds) :]
        left = [line for cell in beyond for line in lines.split(cell)]
        if left:
            unknown.append(("", left))
    return placed, unknown


def put(placed, other, kinds, cells):
    for kind, cell in zip(kinds, cells, strict=False):
        placed.setdefault((other, kind), []).extend(lines.split(cell))


def as_typed(voice, planned):
    """[row.Typed] that writes a Plan: what is there, then what comes."""
    table = grid(voice.workshop)
    cells = []
    for other, kind, held, fresh in planned.cells:
        seen = [(line.pk, line.version) for line in table.cell(voice.party.pk, other.pk, kind)]
        name = f"{kind}-{other.pk}"
        cells.append(row.Typed(other.pk, kind, held + row.checked("\n".join(fresh), name), held, seen))
    return cells
