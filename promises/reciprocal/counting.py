"""How many lines of each kind a round holds, pair by pair, and what became of those of the round before.

Two services make one ordered pair (asker, giver), as in grid.py: what the asker expects from the giver, and what the
giver commits to towards it. The database counts a round in two questions, whatever its number of lines; what it counted
of rounds that are over is kept.
"""

from dataclasses import dataclass, fields
from functools import cached_property, lru_cache

from django.db import models
from django.db.models import BooleanField, Case, CharField, Exists, F, OuterRef, Q, Value, When

from interfaces.likeness import fold

from ..models import Entry, Party
from ..movement import percent
from . import states

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


def names_of(kind, since, answer, agreed, declined, stands, judged):
    """Among which Figures a line is counted."""
    if kind == Entry.COMMITS:
        return "commitments", since, judged
    is_matched = states.of_answer(answer, agreed, stands, declined) == states.MATCHED
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
    """(party, towards, kind, since last time, answer, agreed, declined, stands, movement, how many) of what stands.

    See states.of_answer for what is said of the answer.
    """
    settled = Q(reply__commitment__isnull=False, reply__commitment__dropped_at=None)
    rows = Entry.objects.standing().filter(party__workshop=room)
    rows = rows.annotate(since=SINCE, answer=F("reply__answer"), stands=holds(settled))
    rows = rows.annotate(agreed=holds(~Q(reply__agreed_at=None)), declined=holds(~Q(reply__declined_at=None)))
    return grouped(rows.order_by(), "since", "answer", "agreed", "declined", "stands", "movement")


def holds(condition):
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def gone(before, now):
    """(party, towards, kind, how many) of what stood in a round and no longer stands in the one after it."""
    later = Entry.objects.standing().filter(earlier=OuterRef("pk"), party__workshop=now)
    return grouped(Entry.objects.standing().filter(~Exists(later), party__workshop=before).order_by())


def grouped(rows, *more):
    return rows.values_list("party", "towards", "kind", *more).annotate(count=models.Count("pk"))
