"""What moved from round to round: how much is matched, what is better or worse, what is new, changed, dropped.

A service's own figures are those of the pairs in which it gives: what is expected of it, how much of that is matched,
what its receivers say of its lines. Services are the same from round to round by the lasting team behind them.
"""

from dataclasses import dataclass
from functools import cached_property

from django.shortcuts import get_object_or_404, render
from django.urls import path

from workshop import access
from workshop.parts import stamp
from workshop.reading import read_once

from ..models import ReciprocalTable
from .chart import MOST, Chart
from .counting import Figures, counted, remembered, seats, summed
from .grid import grid
from .rounds import chain


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
