"""Lines from a spreadsheet: read whole, shown before anything is written, then taken in at once or not at all.

service;towards;kind;text, as `sheets.py` writes them: with its headers in either language, in any order, or without;
separated by semicolons, commas or tabs; UTF-8, with its mark or without, UTF-16 as Excel saves it, else Windows-1252.
"""

import csv
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from interfaces.likeness import fold
from workshop.text import TextField

from ..models import Entry
from ..sheets import harmless
from . import entries, sheets
from .grid import Service, grid

COLUMNS = ("service", "towards", "kind", "text")
MOST = 5_000  # lines of one file
SEPARATORS = ";\t,"
# What people write beside our own words.
KINDS = {
    Entry.EXPECTS: ("expects", "expectation", "attend", "attente", "attends de", "attendre de"),
    Entry.COMMITS: ("commits", "commitment", "s'engage", "engagement", "s'engage envers", "s'engager envers"),
}


class Fresh(NamedTuple):
    """A line that would be added; `number` is its line in the file."""

    number: int
    party: Service
    towards: Service
    kind: str
    text: str

    @property
    def cell(self):
        return self.party.pk, self.towards.pk, self.kind


class Read(NamedTuple):
    """What a file says: lines to add, how many are there already, (line, sentence) of what is wrong."""

    fresh: list
    known: int
    faults: list


class Fault(Exception):
    """One line cannot be taken; says why."""


# Text


def decoded(data):
    """The text of a file's bytes. Raises Fault when it is none."""
    if data.startswith(b"PK"):
        raise Fault(_("This is a workbook. In your spreadsheet, save it as CSV, then choose that file."))
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Fault(_("This file holds no text that can be read. Save it as CSV in UTF-8."))


def rows(text):
    """(line number, [cell]) of each line that says something, and only then: a quoted cell may have several lines."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in text.split("\n") if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    reader, begins = csv.reader(text.splitlines(keepends=True), delimiter=separator), 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begins, [bare(cell) for cell in cells]
        begins = reader.line_num + 1


def bare(cell):
    """A cell as it was typed, without the apostrophe that kept a spreadsheet from calculating it."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


# Words


def plain(text):
    return fold(" ".join(text.replace("’", "'").split()))


def in_every_language(words):
    """{folded word in each language: key} of a dictionary of lazy words."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {plain(str(word)): key for key, word in words.items()}
    return found


def heads(cells):
    """{column: its place} when this line names columns, else None; says which one it lacks."""
    known = in_every_language(sheets.LABELS) | {column: column for column in COLUMNS}
    named = [known.get(plain(cell)) for cell in cells]
    if named.count(None) > len(named) // 2 or "service" not in named:
        return None
    lacking = [column for column in COLUMNS if column not in named]
    if lacking:
        raise Fault(_("A column is missing: “%s”.") % sheets.LABELS[lacking[0]])
    return {column: named.index(column) for column in COLUMNS}


# Reading


def read(workshop, text):
    """The Read of a file's text against the table as it is."""
    try:
        place, every = columns(list(rows(text)))
    except Fault as reason:
        return Read([], 0, [(1, str(reason))])
    except csv.Error:
        return Read([], 0, [(1, _("The quotes of this file do not close."))])
    reader = Reader(grid(workshop), place)
    for number, cells in every[:MOST]:
        reader.look(number, cells)
    if len(every) > MOST:
        reader.faults.append((every[MOST][0], _("From here on there are too many lines: take in %d at once.") % MOST))
    return Read(reader.fresh, reader.known, reader.faults)


def columns(every):
    """({column: place}, the lines that are left): those that the first line names, else in their usual order."""
    if not every:
        raise Fault(_("There is no line in it."))
    named = heads(every[0][1])
    return (named, every[1:]) if named else ({column: n for n, column in enumerate(COLUMNS)}, every)


class Reader:
    """Reads one line after the other, for one table and one order of columns."""

    def __init__(self, table, place):
        self.table, self.place, self.held = table, place, {}
        self.fresh, self.known, self.faults = [], 0, []
        self.by_name = {plain(service.name): service for service in table.services}
        self.kinds = in_every_language(sheets.KINDS_OF_LINES)
        self.kinds |= {word: kind for kind, words in KINDS.items() for word in words}
        self.field = TextField(limit=entries.LIMIT)

    def look(self, number, cells):
        """Take one line, or say what is wrong with it."""
        try:
            fresh = self.line(number, cells)
        except Fault as reason:
            self.faults.append((number, str(reason)))
            return
        there = self.held.setdefault(fresh.cell, [line.text for line in self.table.cell(*fresh.cell)])
        if fresh.text in there:
            self.known += 1
        elif len(there) >= entries.MOST:
            self.faults.append((number, _("A cell holds %d lines: keep what matters most.") % entries.MOST))
        else:
            there.append(fresh.text)
            self.fresh.append(fresh)

    def line(self, number, cells):
        """The Fresh of a line. Raises Fault."""
        if len(cells) <= max(self.place.values()):
            raise Fault(_("Four columns are expected: service, towards, kind, text."))
        service, towards, kind, text = (cells[self.place[column]] for column in COLUMNS)
        party, other = self.service(service), self.service(towards)
        if party == other:
            raise Fault(_("A service expects nothing of itself: “%s” stands on both sides.") % party.name)
        if plain(kind) not in self.kinds:
            raise Fault(_("“%s” is neither “expects from” nor “commits to”.") % kind)
        try:
            return Fresh(number, party, other, self.kinds[plain(kind)], self.field.clean(text))
        except ValidationError as error:
            raise Fault(error.messages[0]) from None

    def service(self, name):
        if not name:
            raise Fault(_("A service is missing."))
        if plain(name) not in self.by_name:
            raise Fault(_("“%s” is not at the table.") % name[:80])
        return self.by_name[plain(name)]
