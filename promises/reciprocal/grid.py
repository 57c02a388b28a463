"""The whole table, read once a round in two questions: services, lines with their answers, ordered pairs with a state.

30 services are 870 ordered pairs: rows are tuples, not objects, and a pair is made when somebody looks at it.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from workshop.parts import stamp
from workshop.prepared import Prepared
from workshop.reading import read_once

from ..models import Entry, Party, Reply
from . import states

PARTIES = Prepared(
    lambda room: (
        Party.objects.standing().filter(workshop=room).values_list("pk", "name", "version", "filled_at", "met_at")
    ),
    0,
)
LINES = Prepared(
    lambda room: (
        Entry.objects.standing()
        .filter(party__workshop=room)
        .order_by("position", "pk")
        .values_list(
            *("pk", "party", "towards", "kind", "text", "version", "as_before", "movement", "earlier"),
            *("reply__answer", "reply__text", "reply__commitment", "reply__agreed_at", "reply__version"),
        )
    ),
    0,
)


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

    @property
    def state(self):
        """Of an expectation: see states.py."""
        return states.of_answer(self.answer, self.agreed)

    @property
    def proposed(self):
        """What is proposed instead and not agreed to yet; empty when nothing is."""
        return self.said if self.answer == Reply.INSTEAD else ""


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

    @property
    def word(self):
        return states.WORDS[self.state]

    @property
    def sign(self):
        return states.SIGNS[self.state]

    @cached_property
    def stamp(self):
        """Differs as soon as anything that the pair shows does."""
        return stamp(self.expectations, self.commitments, self.asker.name, self.giver.name)

    @property
    def is_to_discuss(self):
        """Whether something is new, changed, worse or not matched: what stands as before is not discussed again."""
        lines = [*self.expectations, *self.commitments]
        unmatched = any(line.state != states.MATCHED for line in self.expectations)
        return unmatched or any(not line.as_before or line.movement == Entry.WORSE for line in lines)


class Grid:
    """Every service at the table and every line between them."""

    def __init__(self, services, lines):
        self.services = services
        self.by_pk = {service.pk: service for service in services}
        self.lines = lines
        self.cells = {}  # {(party, towards, kind): [Line]}
        for line in lines:
            self.cells.setdefault((line.party, line.towards, line.kind), []).append(line)

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
    def pairs(self):
        """Every ordered pair, row by row: {(asker, giver): Pair}."""
        return {
            (asker.pk, giver.pk): self.pair(asker.pk, giver.pk)
            for asker in self.services
            for giver in self.services
            if asker.pk != giver.pk
        }

    @property
    def rows(self):
        """[(asker, [Pair or None where it would meet itself])], in the order of the services."""
        return [(asker, [self.pairs.get((asker.pk, giver.pk)) for giver in self.services]) for asker in self.services]

    @cached_property
    def line_by_pk(self):
        return {line.pk: line for line in self.lines}


@read_once
def grid(workshop):
    services = [
        Service(pk, name, version, filled is not None, met is not None)
        for pk, name, version, filled, met in PARTIES.rows(workshop.pk)
    ]
    return Grid(services, [told(row) for row in LINES.rows(workshop.pk)])


def told(row):
    """A Line of a row of LINES."""
    *entry, answer, said, commitment, agreed, version = row
    return Line(*entry, answer, said, commitment, agreed is not None, version or 0)


def stamps(workshop):
    """[(party's primary key, stamp)] of all that its own part shows: a phone fetches that again when it changes."""
    table, touching = grid(workshop), {}
    for line in table.lines:
        touching.setdefault(line.party, []).append(line)
        touching.setdefault(line.towards, []).append(line)
    names = [service.name for service in table.services]
    return [(service.pk, stamp(service, names, touching.get(service.pk))) for service in table.services]
