"""A service's own row as the classic table: one cell for each other service and column, one line of text a line.

A cell is saved as a whole with what it held when its editor began, so that lines keep their identity, two people may
write in one cell at once, and whoever changed the same line sees both texts. Works without script, a form a row.
"""

import re
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.change import Refused, claim
from workshop.text import TextField

from ..models import Entry
from . import entries, lines, past
from .grid import grid
from .in_force import promised
from .voices import replies, speaking

KINDS = (Entry.EXPECTS, Entry.COMMITS)
TYPED = 4 * entries.MOST  # lines of one cell that are looked at: each one typed is compared with each one that was
NAME = re.compile(r"(expects|commits)-(\d{1,18})", re.ASCII)
SEEN = re.compile(r"(?:\d{1,18}\.\d{1,9}(?: |$))*", re.ASCII)


class Typed(NamedTuple):
    """A cell as somebody typed it: its lines, those it held when they began, and [(primary key, version)] of these."""

    towards: int
    kind: str
    lines: list
    was: list
    seen: list

    @property
    def name(self):
        return f"{self.kind}-{self.towards}"


# Rules


def write(voice, cells):
    """Make these cells (Typed) of the voice's own row what was typed in them: all of them or, refused, none."""
    rows = entries.entries(voice.workshop), replies(voice.workshop)
    with speaking(voice, entries.WRITING, gettext_lazy("Wrote in the row of “%s”"), *rows) as workshop:
        for cell in cells:
            try:
                settle(voice, entries.party_of(workshop, cell.towards, voice), cell)
            except Refused as refused:
                refused.field = cell.name
                raise


def settle(voice, other, cell):
    """Bring one cell to what was typed. Call it inside a change."""
    standing = {entry.pk: entry for entry in entries.cell(voice.party, other, cell.kind)}
    before = {entry.pk: (entry.text, entry.position) for entry in standing.values()}
    unseen = [entry for pk, entry in standing.items() if pk not in {pk for pk, _version in cell.seen}]
    kept = []
    for text, old in zip(cell.lines, lines.match(cell.was, cell.lines), strict=True):
        entry = known(standing, cell, old, text) or same_words(unseen, text)
        if entry is None and (old is None or cell.was[old] != text):
            entry = Entry(party=voice.party, towards=other, kind=cell.kind, text=text)
        if entry and entry not in kept:
            kept.append(entry)
    drop_the_rest(standing, cell, kept)
    kept += [entry for entry in unseen if entry not in kept]
    if len(kept) > max(entries.MOST, len(standing)):
        raise Refused(_("A cell holds %d lines: keep what matters most.") % entries.MOST)
    put_in_order(kept, before)


def known(standing, cell, old, text):
    """The Entry that a typed line is, with its new words; None when there is none, or somebody dropped it meanwhile."""
    pk, version = cell.seen[old] if old is not None else (None, None)
    entry = standing.get(pk)
    if entry and text != cell.was[old] and text != entry.text:
        claim(entry, version, "text", text)
        entries.unmake(entry)
        entry.as_before = False
    return entry


def same_words(unseen, text):
    """A line of these words that came meanwhile: it is not written twice."""
    return next((entry for entry in unseen if entry.text == text), None)


def drop_the_rest(standing, cell, kept):
    """Drop the lines that are typed no longer, unless somebody changed them meanwhile. Call it inside a change."""
    for (pk, version), was in zip(cell.seen, cell.was, strict=True):
        entry = standing.get(pk)
        if entry is None or entry in kept:
            continue
        if entry.version != version and entry.text != was:
            sentence = _("Somebody changed this line while you were taking it away. Both versions are below.")
            raise Refused(sentence, mine=was, theirs=entry.text, version=entry.version)
        entries.leave(entry)


def put_in_order(kept, before):
    """Save what is new, reworded or elsewhere in the cell. Call it inside a change."""
    for position, entry in enumerate(kept, 1):
        entry.position = position
        if before.get(entry.pk) != (entry.text, position):
            entry.save()


# What is posted


def typed(data):
    """[Typed] of the cells in a POST that were changed; Refused when a line is too long, or the page is not ours."""
    names = [NAME.fullmatch(name) for name in data]
    cells = [cell_of(data, found[1], int(found[2])) for found in names if found]
    return [cell for cell in cells if cell.lines != cell.was]


def cell_of(data, kind, towards):
    name = f"{kind}-{towards}"
    was, seen = lines.split(data.get(f"was-{name}", "")), data.get(f"rows-{name}", "")
    pairs = [tuple(map(int, pair.split("."))) for pair in seen.split()] if SEEN.fullmatch(seen) else None
    if pairs is None or len(pairs) != len(was):
        raise Refused(_("This page is out of date. Reload it: your text is kept."), status=400)
    if max(len(was), len(lines.split(data[name]))) > TYPED:
        raise Refused(_("A cell holds %d lines: keep what matters most.") % entries.MOST, field=name, status=422)
    return Typed(towards, kind, checked(data[name], name), was, pairs)


def checked(text, name):
    """The lines of a cell, each as one that is written alone would be."""
    field = TextField(limit=entries.LIMIT, required=False)
    try:
        cleaned = [field.clean(line) for line in lines.split(text)]
    except ValidationError as error:
        raise Refused(error.messages[0], field=name, status=422) from None
    return [line for line in cleaned if line]


# What is shown


class Cell(NamedTuple):
    """A cell to write in: its Lines, what stands in its field, and how the last try was refused."""

    name: str
    kind: str
    other: object
    lines: list
    shown: str
    refused: Refused | None
    promised: list  # what a promise in force says already, beside what is committed to

    @property
    def text(self):
        return "\n".join(line.text for line in self.lines)

    @property
    def rows(self):
        return " ".join(f"{line.pk}.{line.version}" for line in self.lines)

    @property
    def before(self):
        """How many lines stand as in the last round."""
        return sum(line.as_before for line in self.lines)


def cell(voice, other, kind, posted=None, refused=None):
    """One Cell; `posted` keeps in its field what was refused."""
    held = grid(voice.workshop).cell(voice.party.pk, other.pk, kind)
    name = f"{kind}-{other.pk}"
    shown = (posted or {}).get(name) or "\n".join(line.text for line in held)
    given = promised(voice.workshop).get((voice.party.pk, other.pk), []) if kind == Entry.COMMITS else []
    return Cell(name, kind, other, held, shown, refused if refused and refused.field == name else None, given)


def sheet(voice, posted=None, refused=None):
    """The whole row: [(other service, its Cells, what is to be judged of the last round)], and how far it is."""
    judged = past.judged(voice)
    rows = [
        (other, [cell(voice, other, kind, posted, refused) for kind in KINDS], judged.get(other.pk, []))
        for other in grid(voice.workshop).others(voice.party.pk)
    ]
    return {"rows": rows, "empty": empty(voice), "filled": voice.party.filled_at is not None, "most": entries.MOST}


def empty(voice):
    """The other services to which the row says nothing yet."""
    table, pk = grid(voice.workshop), voice.party.pk
    return [other for other in table.others(pk) if not any(table.cell(pk, other.pk, kind) for kind in KINDS)]
