"""The wall of post-its: columns, one per client service and one for all. Counts always, texts only once revealed."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from workshop.parts import stamp
from workshop.prepared import Prepared
from workshop.reading import read_once

from .clients import treated
from .models import POLARITIES, PostIt


class Card(NamedTuple):
    """A revealed post-it, as every screen may show it."""

    pk: int
    version: int
    text: str
    polarity: str
    interface_id: int | None
    category_id: int | None
    service: str | None  # the name of its client service, None for all of them
    stack: int | None = None
    is_open: bool | None = None  # whether every card of its stack is shown
    behind: tuple = ()  # the Cards of its stack that are shown with it

    @property
    def times(self):
        """How many cards of its stack are here, itself included."""
        return 1 + len(self.behind)

    @property
    def edition(self):
        """Differs as soon as anything that a card shows does."""
        return stamp(self)


STACKED = "stack_id", "stack__is_open"
CARDS = Prepared(
    lambda room: (
        PostIt.objects.on_the_wall()
        .filter(workshop=room)
        .values_list("pk", "version", "text", "polarity", "interface_id", "category_id", "interface__name", *STACKED)
    ),
    0,
)
TALLY = Prepared(
    lambda room: (
        PostIt.objects.filter(workshop=room)
        .values_list("interface_id", "polarity", Q(set_aside_at__isnull=False))
        .annotate(n=Count("pk"))
    ),
    0,
)


@read_once
def cards(workshop):
    """The revealed post-its that are on the wall, as Cards, in order; none before the wall is revealed."""
    if not workshop.revealed_at:
        return []
    return [Card(*row) for row in CARDS.rows(workshop.pk)]


def piled(cards):
    """The cards of one place as they lie: the first of each stack, with the others behind it."""
    piles = {}
    for card in cards:
        piles.setdefault(("stack", card.stack) if card.stack else card.pk, []).append(card)
    return [front._replace(behind=tuple(behind)) if behind else front for front, *behind in piles.values()]


@read_once
def tally(workshop):
    """{(interface pk or None, polarity, whether it was set aside): how many post-its}."""
    return {(pk, polarity, bool(aside)): n for pk, polarity, aside, n in TALLY.rows(workshop.pk)}


def counts(workshop):
    """{total on the wall, aside_count}."""
    rows = tally(workshop).items()
    return {name: sum(n for key, n in rows if key[2] == aside) for name, aside in (("total", 0), ("aside_count", 1))}


def silent(workshop):
    """Treated client services without a post-it of their own."""
    spoken = {pk for pk, _polarity, aside in tally(workshop) if not aside}
    return [service for service in treated(workshop) if service.pk not in spoken]


@read_once
def wall(workshop):
    """{columns: [{pk, name, sides: [{polarity, label, count, postits}], count, stamp}], density: 1 to 5}."""
    held = defaultdict(list)
    for card in cards(workshop):
        held[card.interface_id, card.polarity].append(card)
    services = [(None, _("All services")), *((each.pk, each.name) for each in treated(workshop))]
    columns = [column(pk, name, tally(workshop), held) for pk, name in services]
    fullest = max(each["count"] for each in columns)
    return {"columns": columns, "density": density(len(columns) * fullest)}


def column(pk, name, counted, held):
    counted = {polarity: counted.get((pk, polarity, False), 0) for polarity, _label in POLARITIES}
    sides = [
        {"polarity": polarity, "label": label, "count": counted[polarity], "postits": held[pk, polarity]}
        for polarity, label in POLARITIES
    ]
    shown = stamp(name, counted, [(card.pk, card.version) for side in sides for card in side["postits"]])
    return {"pk": pk or 0, "name": name, "sides": sides, "count": sum(counted.values()), "stamp": shown}


def density(load):
    """How tightly the board packs its cards, 1 (roomy) to 5; `load` is columns × post-its in the fullest one."""
    return next((level for level, most in enumerate((24, 60, 120, 240), 1) if load <= most), 5)
