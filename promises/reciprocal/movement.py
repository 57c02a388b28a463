"""What moved from round to round: how much is matched, what is better or worse, what is new, changed, dropped.

Two services make one ordered pair (asker, giver), as in grid.py: what the asker expects from the giver, and what the
giver commits to towards it. A service's own figures are those of the pairs in which it gives: what is expected of it,
how much of that is matched, what its receivers say of its lines. Services are the same from round to round by the
lasting team behind them. The database counts a round in two questions, whatever its number of lines; what it counted
of rounds that are over is kept.
"""

from dataclasses import dataclass, fields
from functools import cached_property, lru_cache

from django.db import models
from django.db.models import BooleanField, Case, CharField, Exists, F, OuterRef, Value, When
from django.shortcuts import get_object_or_404, render
from django.urls import path

from interfaces.likeness import fold
from workshop import access
from workshop.parts import stamp
from workshop.reading import read_once

from ..models import Entry, Party, ReciprocalTable
from ..movement import percent
from . import states
from .chart import MOST, Chart
from .grid import grid
from .rounds import chain

NEW, CHANGED, KEPT, DROPPED = "new", "changed", "kept", "dropped"
SINCE = Case(
    When(earlier=None, then=Value(NEW)),
    When(text=F("earlier__text"), then=Value(KEPT)),
    default=Value(CHANGED),
    output_field=CharField(),
)


@dataclass
class Figures:
    """What there is in one round, of the whole, of a service, or of an ordered pair."""

    expectations: int = 0
    commitments: int = 0
    matched: int = 0
    better: int = 0
    same: int = 0
    worse: int = 0
    new: int = 0
    changed: int = 0
    kept: int = 0
    dropped: int = 0

    lines = property(lambda self: self.expectations + self.commitments)
    judged = property(lambda self: self.better + self.same + self.worse)

    @property
    def share(self):
        """How many of a hundred expectations are matched, None when nothing is expected."""
        return round(100 * self.matched / self.expectations) if self.expectations else None

    @property
    def told(self):
        """The share in words."""
        return percent(self.share)

    def add(self, name, count):
        if name:
            setattr(self, name, getattr(self, name) + count)

    def take_in(self, other):
        for field in fields(self):
            self.add(field.name, getattr(other, field.name))


@dataclass
class Track:
    """The Figures of something over the rounds, the oldest first, None in a round that it was not part of."""

    name: str
    figures: list

    now = property(lambda self: self.figures[-1] or Figures())
    drawn = property(lambda self: self.figures[-MOST:])

    @cached_property
    def chart(self):
        return Chart(self.figures)

    @property
    def way(self):
        """`up`, `down` or `same`: where the matched share went since the last round; empty without two of them."""
        known = [each and each.share for each in self.figures[-2:]]
        if len(known) < 2 or None in known:
            return ""
        return "same" if known[0] == known[1] else "up" if known[1] > known[0] else "down"


class Count:
    """What there is in one round: {(asker, giver): Figures} by primary keys of Parties, summed when asked for."""

    def __init__(self, pairs):
        self.pairs = pairs

    @cached_property
    def givers(self):
        """{giver: Figures}"""
        return summed((giver, figures) for (_asker, giver), figures in self.pairs.items())

    @cached_property
    def whole(self):
        """Figures, None when nothing was said."""
        return summed((None, figures) for figures in self.givers.values()).get(None)


def summed(rows):
    """{key: Figures} of (key, Figures)."""
    found = {}
    for key, figures in rows:
        found.setdefault(key, Figures()).take_in(figures)
    return found


class Movement:
    """The rounds (ReciprocalTables) up to one of them, and what moved: see Figures and Track.

    `service_of` tells the service of each Party, by primary keys, `names` those at the table in each round.
    """

    def __init__(self, rounds, counts, service_of, names):
        self.rounds, self.counts, self.service_of, self.names = rounds, counts, service_of, names

    @property
    def drawn(self):
        """[(round, its place in the picture)]"""
        places = self.whole.chart.places
        return list(zip(self.rounds[-len(places) :], places, strict=True))

    @property
    def told(self):
        """[(round, Figures of the whole)]"""
        return list(zip(self.rounds, self.whole.figures, strict=True))

    @property
    def is_plotted(self):
        """Whether there is something to compare with."""
        return len(self.rounds) > 1

    @cached_property
    def stamp(self):
        """Differs as soon as anything that is shown of it does."""
        days = [table.held_on for table in self.rounds]
        return stamp(days, self.names[-1], [count.givers for count in self.counts], self.counts[-1].pairs)

    @cached_property
    def whole(self):
        return Track("", [count.whole for count in self.counts])

    @cached_property
    def services(self):
        """A Track for each service now at the table, in its order."""
        given = [summed((self.service_of[pk], each) for pk, each in count.givers.items()) for count in self.counts]
        return [Track(name, [round_.get(service) for round_ in given]) for service, name in self.names[-1].items()]

    @cached_property
    def moved(self):
        """The ordered pairs of services now at the table in which something moved since last time, in their order."""
        here, last = self.names[-1], self.between(self.counts[-1]) if self.is_plotted else {}
        moved = {pair for pair, each in last.items() if each.new or each.changed or each.dropped or each.judged}
        return [(asker, giver) for asker in here for giver in here if (asker, giver) in moved]

    @cached_property
    def pairs(self):
        """A Track for each of them."""
        here, counted = self.names[-1], [self.between(count) for count in self.counts]
        return [
            Track(f"{here[asker]} ← {here[giver]}", [round_.get((asker, giver)) for round_ in counted])
            for asker, giver in self.moved
        ]

    def between(self, count):
        """{(asker, giver): Figures} by services."""
        return summed((tuple(self.service_of[pk] for pk in pair), each) for pair, each in count.pairs.items())


@read_once
def movement(workshop):
    """The Movement of a round's chain, up to this round."""
    rounds = chain(workshop.reciprocal)
    last = [remembered(*two) for two in zip([None, *map(mark, rounds)], map(mark, rounds[:-1]), strict=False)]
    now = counted(rounds[-2].workshop_id if last else None, workshop.pk)
    return Movement(rounds, [*last, now], *seats([table.workshop_id for table in rounds]))


def mark(table):
    """What tells a round as it is from the same round before a change: (workshop, since when it exists, revision)."""
    return table.workshop_id, table.workshop.created_at, table.workshop.revision


@lru_cache(256)
def remembered(before, now):
    """The Count of a round that is over, as of these marks of it and of the round before: it hardly ever changes."""
    return counted(before and before[0], now[0])


def counted(before, now):
    """The Count of one round after another one, by their workshops' primary keys: two questions, one for the first."""
    pairs = {}

    def figures(party, towards, kind):
        pair = (party, towards) if kind == Entry.EXPECTS else (towards, party)
        return pairs.setdefault(pair, Figures())

    for party, towards, kind, *said, count in lines(now):
        for name in names_of(kind, *said):
            figures(party, towards, kind).add(name, count)
    for party, towards, kind, count in gone(before, now) if before else []:
        figures(party, towards, kind).add(DROPPED, count)
    return Count(pairs)


def names_of(kind, since, answer, agreed, judged):
    """Among which Figures a line is counted."""
    if kind == Entry.COMMITS:
        return "commitments", since, judged
    is_matched = states.of_answer(answer, agreed) == states.MATCHED
    return "expectations", since, judged, "matched" if is_matched else ""


def seats(rooms):
    """({party's primary key: what tells its service from others}, [{service: name} of each round])."""
    service_of, names = {}, [{} for _room in rooms]
    rows = Party.objects.filter(workshop__in=rooms).order_by("position", "pk")
    for pk, room, team, name, removed_at in rows.values_list("pk", "workshop", "team", "name", "removed_at"):
        service_of[pk] = team or fold(name)
        if removed_at is None:
            names[rooms.index(room)][service_of[pk]] = name
    return service_of, names


def lines(room):
    """(party, towards, kind, since the last round, answer, agreed, movement, how many) of all that stands."""
    agreed = Case(When(reply__agreed_at=None, then=False), default=True, output_field=BooleanField())
    rows = Entry.objects.standing().filter(party__workshop=room)
    rows = rows.annotate(since=SINCE, answer=F("reply__answer"), agreed=agreed).order_by()
    return grouped(rows, "since", "answer", "agreed", "movement")


def gone(before, now):
    """(party, towards, kind, how many) of what stood in a round and no longer stands in the one after it."""
    later = Entry.objects.standing().filter(earlier=OuterRef("pk"), party__workshop=now)
    return grouped(Entry.objects.standing().filter(~Exists(later), party__workshop=before).order_by())


def grouped(rows, *more):
    return rows.values_list("party", "towards", "kind", *more).annotate(count=models.Count("pk"))


def pairs_moved(workshop):
    """[(asker, giver)] of grid.Service, in which something moved since the last round."""
    moved = movement(workshop)
    seated = {moved.service_of[service.pk]: service for service in grid(workshop).services}
    return [(seated[asker], seated[giver]) for asker, giver in moved.moved]


@access.facilitator_page
def page(request, workshop):
    """The picture of the movement with its tables, to be printed or shown."""
    get_object_or_404(ReciprocalTable, workshop=workshop)
    return render(request, "reciprocal/movement_page.html", {"workshop": workshop, "movement": movement(workshop)})


urlpatterns = [path("movement/", page, name="movement")]
