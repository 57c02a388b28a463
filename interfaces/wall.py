"""The wall of post-its: columns, one per client service and one for all. Counts always, texts only once revealed."""

from collections import Counter, defaultdict
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from workshop.parts import stamp
from workshop.prepared import Prepared
from workshop.reading import read_once

from . import crowding
from .clients import treated
from .models import POLARITIES, PostIt

LEFT_OUT = -1  # stands for the client services that post-its speak of and that are no longer treated


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
    number: int | None = None  # of the paper it was written on
    late: bool = False  # written after the reveal
    explained: bool = False  # its author offered to
    explainer: str | None = None  # and chose to be named
    behind: tuple = ()  # the Cards of its stack that are shown with it

    @property
    def times(self):
        """How many cards of its stack are here, itself included."""
        return 1 + len(self.behind)

    @property
    def edition(self):
        """Differs as soon as anything that a card shows does."""
        return stamp(self)


SHOWN = [
    "pk",
    "version",
    "text",
    "polarity",
    "interface_id",
    "category_id",
    "interface__name",
    "stack_id",
    "stack__is_open",
]
MARKS = ["number", "on_paper", "late", "explanation", "explanation__by__name"]
CARDS = Prepared(lambda room: PostIt.objects.on_the_wall().filter(workshop=room).values_list(*SHOWN, *MARKS), 0)
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
    return [card(*row) for row in CARDS.rows(workshop.pk)]


def card(*row):
    *shown, number, on_paper, late, explanation, explainer = row
    return Card(*shown, number if on_paper else None, bool(late), explanation is not None, explainer)


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
    """{columns: [{pk, name, sides: [{polarity, label, count, postits}], count, stamp}], paged, density}."""
    services = [(None, _("All services")), *((each.pk, each.name) for each in treated(workshop))]
    known = {pk for pk, _name in services}
    held, counted = defaultdict(list), Counter()
    for each in cards(workshop):
        held[each.interface_id if each.interface_id in known else LEFT_OUT, each.polarity].append(each)
    for (pk, polarity, aside), n in tally(workshop).items():
        if not aside:
            counted[pk if pk in known else LEFT_OUT, polarity] += n
    if any(pk == LEFT_OUT for pk, _polarity in counted):
        services.append((LEFT_OUT, _("Services left out")))
    columns = [column(pk, name, counted, held) for pk, name in services]
    return {"columns": columns, "paged": len(columns) > crowding.PAGE, "density": crowding.density(columns)}


def column(pk, name, counted, held):
    sides = [
        {"polarity": polarity, "label": label, "count": counted[pk, polarity], "postits": held[pk, polarity]}
        for polarity, label in POLARITIES
    ]
    counts = [side["count"] for side in sides]
    shown = stamp(name, counts, [(each.pk, each.version) for side in sides for each in side["postits"]])
    return {"pk": pk or 0, "name": name, "sides": sides, "count": sum(counts), "stamp": shown}
