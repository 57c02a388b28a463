"""The whole table as it is read: services, lines with their answers, ordered pairs with a state.

30 services are 870 ordered pairs: services are one question, and lines are read when somebody asks for them, all of
them, those that touch one service, or those between two. The matrix reads no text at all: see matrix.py.
"""

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import NamedTuple

from django.db.models import Q

from workshop.parts import stamp
from workshop.prepared import Prepared
from workshop.reading import read_once_for_all

from ..models import Entry, Party, Reply
from . import matrix, states

PARTIES = Prepared(
    lambda room: (
        Party.objects.standing().filter(workshop=room).values_list("pk", "name", "version", "filled_at", "met_at")
    ),
    0,
)


def lines(*where):
    """The standing lines that fulfil these conditions, cell by cell in their order, as Line is made of them."""
    return (
        Entry.objects.standing()
        .filter(*where)
        .order_by("position", "pk")
        .values_list(
            *("pk", "party", "towards", "kind", "text", "version", "as_before", "movement", "earlier"),
            *("reply__answer", "reply__text", "reply__commitment", "reply__agreed_at", "reply__version"),
            *("reply__declined_at", "reply__commitment__dropped_at"),
        )
    )


LINES = Prepared(lambda room: lines(Q(party__workshop=room)), 0)
TOUCHING = Prepared(lambda pk: lines(Q(party=pk) | Q(towards=pk)), 0)
BETWEEN = Prepared(lambda one, other: lines(Q(party=one, towards=other) | Q(party=other, towards=one)), 0, 0)


class Service(NamedTuple):
    """A party as every screen may show it."""

    pk: int
    name: str
    version: int
    filled: bool
    met: bool


class Line(NamedTuple):
    """An entry and the answer to it; `reply_version` 0 and `answer` None when there is none."""

    pk: int
    party: int
    towards: int
    kind: str
    text: str
    version: int
    as_before: bool
    movement: str
    earlier: int | None
    answer: str | None
    said: str | None
    commitment: int | None
    agreed: bool
    reply_version: int
    declined: bool = False
    stands: bool = True  # what it was settled with is still in the table

    @property
    def state(self):
        """Of an expectation: see states.py."""
        return states.of_answer(self.answer, self.agreed, self.stands, self.declined)

    word, sign = states.WORD, states.SIGN

    @property
    def proposed(self):
        """What is proposed instead and not agreed to yet; empty when nothing is."""
        return self.said if self.answer == Reply.INSTEAD and not self.agreed else ""

    @property
    def is_new(self):
        """Whether it is to be discussed whatever was answered: new, changed, or worse than in the last round."""
        return not self.as_before or self.movement == Entry.WORSE


@dataclass
class Pair:
    """What `asker` expects from `giver`, beside what `giver` commits to towards `asker`."""

    asker: Service
    giver: Service
    expectations: list = field(default_factory=list)
    commitments: list = field(default_factory=list)

    @cached_property
    def state(self):
        return states.of_pair({line.state for line in self.expectations}, self.commitments)

    word, sign = states.WORD, states.SIGN

    @cached_property
    def stamp(self):
        """Differs as soon as anything that the pair shows does."""
        return stamp(self.expectations, self.commitments, self.asker.name, self.giver.name)

    @property
    def is_to_discuss(self):
        """Whether something is new, changed, worse or not matched: what stands as before is not discussed again."""
        unmatched = any(line.state != states.MATCHED for line in self.expectations)
        return unmatched or any(line.is_new for line in [*self.expectations, *self.commitments])


class Grid:
    """Every service at the table and the lines between them; `read` gives the rows of the lines when they are wanted.

    `read_marks` gives what the matrix is made of, without texts: see matrix.MARKS.
    """

    def __init__(self, services, read, read_marks=list):
        self.services, self.read, self.read_marks = services, read, read_marks
        self.by_pk = {service.pk: service for service in services}

    @cached_property
    def lines(self):
        return [told(row) for row in self.read()]

    @cached_property
    def cells(self):
        """{(party, towards, kind): [Line]}"""
        found = {}
        for line in self.lines:
            found.setdefault((line.party, line.towards, line.kind), []).append(line)
        return found

    @cached_property
    def matrix(self):
        """Every ordered pair and its state."""
        return matrix.Matrix(self.services, self.read_marks())

    def cell(self, party, towards, kind):
        """The lines of one cell, in their order."""
        return self.cells.get((party, towards, kind), [])

    def pair(self, asker, giver):
        """The ordered Pair of two services, by primary keys."""
        return Pair(
            self.by_pk[asker],
            self.by_pk[giver],
            self.cell(asker, giver, Entry.EXPECTS),
            self.cell(giver, asker, Entry.COMMITS),
        )

    def others(self, party):
        return [service for service in self.services if service.pk != party]

    @cached_property
    def line_by_pk(self):
        return {line.pk: line for line in self.lines}


@read_once_for_all
def grid(workshop):
    services = [
        Service(pk, name, version, filled is not None, met is not None)
        for pk, name, version, filled, met in PARTIES.rows(workshop.pk)
    ]
    return Grid(services, partial(LINES.rows, workshop.pk), partial(matrix.MARKS.rows, workshop.pk))


def touching(workshop, party):
    """The table with no other lines than those of one service and towards it."""
    return Grid(grid(workshop).services, partial(TOUCHING.rows, party))


@read_once_for_all
def between(workshop, one, other):
    """The table with no other lines than those between two of its services."""
    return Grid(grid(workshop).services, partial(BETWEEN.rows, one, other))


def told(row):
    """A Line of a row of lines()."""
    *entry, answer, said, commitment, agreed, version, declined, dropped = row
    stands = commitment is not None and dropped is None
    return Line(*entry, answer, said, commitment, agreed is not None, version or 0, declined is not None, stands)


def stamps(workshop):
    """[(party's primary key, stamp)] of all that its own part shows: a phone fetches that again when it changes."""
    table = grid(workshop)
    names, touched = stamp([service.name for service in table.services]), table.matrix.touched
    return [(service.pk, stamp(service, names, touched.get(service.pk))) for service in table.services]
