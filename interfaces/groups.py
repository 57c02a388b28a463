"""The tray of loose post-its and the categories: what is in each, their order and colours, how post-its move."""

from collections import defaultdict

from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from workshop.change import Refused, change
from workshop.gestures import gesture
from workshop.parts import stamp
from workshop.reading import read_once

from .likeness import fold
from .models import Category, PostIt
from .wall import cards, piled

MOST = 30  # categories of one workshop
COLOURS = [
    gettext_lazy("Yellow"),
    gettext_lazy("Blue"),
    gettext_lazy("Pink"),
    gettext_lazy("Green"),
    gettext_lazy("Violet"),
    gettext_lazy("Orange"),
    gettext_lazy("Turquoise"),
    gettext_lazy("Sand"),
    gettext_lazy("Grey"),
]


def check(workshop, name=None, category=None):
    """Refuse to group what is still hidden, and a name that another category (than `category`) has."""
    if not workshop.revealed_at:
        raise Refused(_("The wall is still hidden: reveal it in step 4 first."))
    others = [each for each in workshop.categories.all() if each != category]
    if name and fold(name) in {fold(each.name) for each in others}:
        raise Refused(_("There is already a category “%s”.") % name, field="name")


def found(workshop, pk):
    category = workshop.categories.filter(pk=pk).first()
    if category is None:
        raise Refused(_("This category was removed or merged meanwhile."))
    return category


def these(workshop, pks, **where):
    """The post-its of these primary keys that are on the wall, as a queryset that does not follow their moves.

    What lies in one stack comes along.
    """
    here = workshop.postits.on_the_wall().filter(**where)
    chosen = here.filter(pk__in=pks)
    along = here.filter(Q(pk__in=pks) | Q(stack__in=chosen.exclude(stack=None).order_by().values("stack")))
    return PostIt.objects.filter(pk__in=list(along.values_list("pk", flat=True)))


def content(category):
    """All that a category holds, what was set aside included, as a queryset that does not follow their moves."""
    return PostIt.objects.filter(pk__in=list(category.postits.values_list("pk", flat=True)))


def said_of(category):
    """What phones said of a category, as querysets that do not follow it: proposals, and dots of votes now closed.

    Dots of an open vote are not among them: they go back to those who placed them, to be placed again.
    """
    rows = category.proposals.all(), category.dots.exclude(round__closed_at=None)
    return [each.model.objects.filter(pk__in=list(each.values_list("pk", flat=True))) for each in rows]


def put(postits, category):
    """Move post-its to a category, or to the tray (None), unless they are there. Call it inside a change."""
    postits.exclude(category=category).update(category=category, version=F("version") + 1)


def told(n, target):
    """The sentence of a move of `n` post-its to a category, or to the tray."""
    if target is None:
        return ngettext("Put %(n)d post-it back in the tray", "Put %(n)d post-its back in the tray", n) % {"n": n}
    where = {"n": n, "name": target.name}
    return ngettext("Put %(n)d post-it in “%(name)s”", "Put %(n)d post-its in “%(name)s”", n) % where


def add(workshop, name, position):
    """A new category, in the colour that is used least. Call it inside a change."""
    used = list(workshop.categories.values_list("colour", flat=True))
    if len(used) >= MOST:
        raise Refused(_("There are %d categories, the most there can be: merge some.") % MOST)
    colour = min(Category.COLOURS, key=used.count)
    return Category.objects.create(workshop=workshop, name=name, position=position, colour=colour)


def last(workshop):
    return workshop.categories.aggregate(last=Max("position"))["last"] or 0


def colour(workshop, pk, colour, by):
    """Give a category one of the nine colours (0 to 8). Colour is never the only sign: categories are numbered."""
    if colour not in Category.COLOURS:
        raise Refused(_("There is no such colour."))
    with change(workshop, by=by):
        category = found(workshop, pk)
        own = workshop.categories.filter(pk=pk)
        with gesture(workshop, by, lambda: _("Gave “%s” another colour") % category.name, own):
            own.update(colour=colour, version=F("version") + 1)


def place(workshop, pk, position, by):
    """Put a category at a place of the list, 0 being the first."""
    with change(workshop, by=by):
        moved = found(workshop, pk)
        order = [each for each in workshop.categories.all() if each != moved]
        order.insert(max(0, position), moved)
        with gesture(workshop, by, lambda: _("Moved the category “%s”") % moved.name, workshop.categories.all()):
            arrange(order)


def arrange(order):
    """Number the categories in this order. Call it inside a change."""
    for position, category in enumerate(order, 1):
        Category.objects.filter(pk=category.pk).update(position=position)


@read_once
def counted(workshop):
    """Categories in order, each with its `number`, from 1, and its `count` of post-its: no text."""
    on_the_wall = Count("postits", filter=Q(postits__set_aside_at=None))
    grouped = workshop.categories.annotate(count=on_the_wall)
    categories = list(grouped.order_by("position", "pk"))  # a model’s own order is dropped where rows are grouped
    for number, category in enumerate(categories, 1):
        category.number = number
    return categories


@read_once
def with_cards(workshop):
    """{categories with their `cards`, `piles` and a `stamp` of what is shown of them, loose: the tray’s cards, …}."""
    held, categories = defaultdict(list), counted(workshop)
    for card in cards(workshop):
        held[card.category_id].append(card)
    for category in categories:
        category.cards, category.piles = held[category.pk], piled(held[category.pk])
        head = category.number, len(categories), category.name, category.colour, category.count
        category.stamp = stamp(head, category.cards)
    loose = held[None]
    return {"categories": categories, "loose": loose, "loose_piles": piled(loose), "loose_stamp": stamp(loose)}


def density(cards):
    """How large the board writes, 1 (largest) to 3 (24 px, never less): beyond, it turns pages."""
    load = sum(60 + len(card.text) for card in cards)
    return 1 if load < 1300 else 2 if load < 3000 else 3
