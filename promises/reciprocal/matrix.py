"""Every ordered pair of services and its state, as large screens show it: rows expect, columns are expected from.

Made of numbers alone: with 30 services and four lines a pair, 3,480 lines are looked at in each round. A row has a
stamp, so that a changed cell costs its row; a service has one of all that touches it, so that its phones fetch their
part when that changes and only then.
"""

from collections import Counter
from functools import cached_property
from typing import NamedTuple

from workshop.prepared import Prepared

from .. import references
from ..models import Entry
from . import states

MARKS = Prepared(
    lambda room: (
        Entry.objects.filter(party__workshop=room, dropped_at=None)
        .order_by()
        .values_list(
            *("party", "towards", "kind", "pk", "version", "position", "as_before", "movement"),
            *("reply__pk", "reply__version", "reply__answer", "reply__agreed_at", "reply__declined_at"),
            *("reply__commitment", "reply__commitment__dropped_at"),
        )
    ),
    0,
)
# Up to so many services, a board has room for this: a word in each cell and names above the columns; signs and codes.
DENSITIES = ((4, "words-large"), (8, "words"), (14, "codes-wide"), (30, "codes"))
PAGED = "codes paged"  # more rows than a board can show at once: two halves, in turn


class Mark(NamedTuple):
    """One ordered pair. `expected` and `committed` are numbers of lines."""

    asker: object
    giver: object
    state: str = states.EMPTY
    expected: int = 0
    committed: int = 0
    is_to_discuss: bool = False

    word, sign = states.WORD, states.SIGN


class Row(NamedTuple):
    """What one service expects from each other one: its Marks, None where it would meet itself."""

    pk: int
    asker: object
    code: str
    marks: list
    stamp: int


class Matrix:
    """All marks of a table, from its services and the rows of MARKS."""

    def __init__(self, services, lines):
        self.services = services
        self.touched = dict.fromkeys((service.pk for service in services), 0)
        self.found = {}  # {(asker, giver): [states of expectations, number of commitments, is anything new]}
        for line in lines:
            self.look(*line)

    def look(self, party, towards, kind, *line):
        """Count one line in its pair, and in what touches its two services."""
        if party not in self.touched or towards not in self.touched:
            return
        pk, version, position, as_before, movement, reply, replied, answer, agreed, declined, commitment, dropped = line
        shown = hash(
            (pk, version, position, len(movement), reply or 0, replied or 0, declined is None, dropped is None)
        )
        self.touched[party] += shown
        self.touched[towards] += shown
        expects = kind == Entry.EXPECTS
        seen = self.found.setdefault((party, towards) if expects else (towards, party), [[], 0, False])
        if expects:
            stands = commitment is not None and dropped is None
            seen[0].append(states.of_answer(answer, agreed is not None, stands, declined is not None))
        else:
            seen[1] += 1
        seen[2] |= not as_before or movement == Entry.WORSE

    @cached_property
    def by_pair(self):
        """{(asker, giver): Mark} of all ordered pairs."""
        return {
            (asker.pk, giver.pk): self.mark(asker, giver)
            for asker in self.services
            for giver in self.services
            if asker.pk != giver.pk
        }

    def mark(self, asker, giver):
        said = self.found.get((asker.pk, giver.pk))
        if said is None:
            return Mark(asker, giver)
        expectations, committed, is_new = said
        is_open = is_new or any(state != states.MATCHED for state in expectations)
        state = states.of_pair(expectations, committed)
        return Mark(asker, giver, state, len(expectations), committed, is_open)

    def written(self, party, towards):
        """How many lines one service wrote about another one, of both kinds."""
        expected, given = self.found.get((party, towards)), self.found.get((towards, party))
        return (len(expected[0]) if expected else 0) + (given[1] if given else 0)

    @cached_property
    def rows(self):
        return [self.row(service) for service in self.services]

    def row(self, asker):
        marks = [self.by_pair.get((asker.pk, giver.pk)) for giver in self.services]
        code = self.codes[asker.pk]
        shown = [mark and (mark.giver.pk, *mark[2:]) for mark in marks]
        return Row(asker.pk, asker, code, marks, hash((asker.name, code, self.density, *shown)))

    is_paged = property(lambda self: self.density == PAGED)

    @property
    def halves(self):
        """The rows as they are on a board: all at once, or in two halves that take turns (static/js/pages.js)."""
        half = -(-len(self.rows) // 2)
        return [self.rows[:half], self.rows[half:]] if self.is_paged else [self.rows]

    @cached_property
    def density(self):
        """What a board has room for in each cell, a name of a class of its sheet."""
        return next((name for most, name in DENSITIES if len(self.services) <= most), PAGED)

    is_coded = property(lambda self: self.density.startswith("codes"))
    is_worded = property(lambda self: self.density.startswith("words"))

    is_crowded = property(lambda self: len(self.services) > 6)  # for a console, narrower than the board

    @property
    def head(self):
        """Differs as soon as what stands above the columns does."""
        return hash((self.density, *((service.pk, service.name) for service in self.services)))

    @cached_property
    def codes(self):
        """{party's primary key: a short code, unique here}"""
        return references.codes(self.services)

    @property
    def columns(self):
        return [(service, self.codes[service.pk]) for service in self.services]

    @cached_property
    def counts(self):
        """[(state, sign, word, number of ordered pairs)], in the order of the legend."""
        counted = Counter(mark.state for mark in self.by_pair.values())
        return [(state, states.SIGNS[state], word, counted[state]) for state, word in states.WORDS.items()]

    @cached_property
    def expectations(self):
        """{state: number of expectations} of the whole table."""
        here = [seen[0] for seen in self.found.values()]
        return Counter(state for expected in here for state in expected)

    @property
    def commitments(self):
        return sum(committed for _expected, committed, _is_new in self.found.values())

    @property
    def expected(self):
        return self.expectations.total()

    @property
    def answered(self):
        return self.expected - self.unanswered

    @property
    def unanswered(self):
        return self.expectations[states.UNANSWERED]

    @cached_property
    def waiting(self):
        """{giver's primary key: number of expectations it has not answered}"""
        counted = Counter()
        for (_asker, giver), (expected, _committed, _is_new) in self.found.items():
            counted[giver] += expected.count(states.UNANSWERED)
        return counted

    @cached_property
    def to_discuss(self):
        """The Marks that are to be discussed, in the order of the walk: two services one way, then the other."""
        place = {service.pk: n for n, service in enumerate(self.services)}
        marks = [mark for mark in self.by_pair.values() if mark.is_to_discuss]
        return sorted(marks, key=lambda mark: in_order(place, mark.asker.pk, mark.giver.pk))


def in_order(place, asker, giver):
    """Where an ordered pair comes in the walk."""
    a, b = place[asker], place[giver]
    return min(a, b), max(a, b), a > b
