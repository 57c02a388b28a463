"""Dots put on categories: secret until the vote is closed, then a result, which the categories' order may follow."""

from typing import NamedTuple

from django import forms
from django.db.models import Sum
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop import access, posts, tags
from workshop.attendance import present_count
from workshop.change import Refused, change
from workshop.gestures import gesture
from workshop.prepared import Prepared
from workshop.reading import read_once

from .groups import arrange, counted, found
from .models import Dots, Round
from .rounds import asked

SLUG = "categories"

PLACED = Prepared(lambda pk: Dots.objects.filter(round=pk).values_list("number"), 0)
CLOSED = Prepared(
    lambda room: (
        Round.objects.filter(workshop=room, kind=Round.VOTE, put_away_at=None)
        .exclude(closed_at=None)
        .order_by("-pk")
        .values_list("pk")[:1]
    ),
    0,
)
SUMS = Prepared(
    lambda pk: Dots.objects.filter(round=pk).order_by().values_list("category_id").annotate(n=Sum("number")), 0
)


class Score(NamedTuple):
    """A category and the dots on it."""

    pk: int
    number: int
    colour: int
    name: str
    dots: int


# Rules


def put(person, category, number):
    """Put so many of one's dots on a category (primary key); 0 takes them back."""
    with change(person.workshop, by=person, during=SLUG, unlinked=True) as workshop:
        vote, chosen = asked(workshop, Round.VOTE), found(workshop, category)
        others = sum(n for pk, n in placed(person, vote).items() if pk != category)
        if number > 1 and not vote.several:
            raise Refused(_("One dot at most on each category in this vote."))
        if others + number > vote.dots:
            raise Refused(full(vote.dots))
        own = Dots.objects.filter(round=vote.pk, category=chosen, tag=sign(person, vote, category))
        own.delete()
        if number:
            Dots.objects.create(round_id=vote.pk, category=chosen, tag=sign(person, vote, category), number=number)


def full(n):
    return ngettext("Your %d dot is placed: take it back first.", "You have %d dots: take one back first.", n) % n


def apply(workshop, by):
    """Put the categories in the order of the last vote; those with as many dots keep theirs."""
    with change(workshop, by=by):
        scores = result(workshop)
        if scores is None:
            raise Refused(_("There is no result to follow."))
        order = {score.pk: place for place, score in enumerate(scores)}
        with gesture(workshop, by, lambda: _("Ordered the categories by their dots"), workshop.categories.all()):
            arrange(sorted(workshop.categories.all(), key=lambda each: order[each.pk]))


# Questions


def sign(person, vote, pk):
    return tags.owner_tag(person.device, f"dots of {vote.pk} on {pk}")


def placed(person, vote):
    """{category pk: dots} of this phone."""
    signed = [sign(person, vote, each.pk) for each in counted(person.workshop)]
    return dict(Dots.objects.filter(round=vote.pk, tag__in=signed).values_list("category_id", "number"))


@read_once
def result(workshop):
    """The Scores of the last vote while the board shows it, most dots first; None otherwise."""
    closed = CLOSED.rows(workshop.pk)
    if not closed:
        return None
    sums = dict(SUMS.rows(closed[0][0]))
    scores = [Score(each.pk, each.number, each.colour, each.name, sums.get(each.pk, 0)) for each in counted(workshop)]
    return sorted(scores, key=lambda score: -score.dots)


# Screens


def context(workshop, now):
    """{placed, all_dots} while a vote is open: how many, never where; {scores, most} once it is closed."""
    if now and now.kind == Round.VOTE:
        used = sum(n for (n,) in PLACED.rows(now.pk))
        return {"placed": used, "all_dots": now.dots * present_count(workshop)}
    scores = None if now else result(workshop)
    return {"scores": scores, "most": max([1, *(score.dots for score in scores or [])])}


def own(person, vote):
    """{own_dots: [(category, dots, may put one more)], dots_left}."""
    held = placed(person, vote)
    left = vote.dots - sum(held.values())
    most = vote.dots if vote.several else 1
    rows = [(each, held.get(each.pk, 0)) for each in counted(person.workshop)]
    return {"own_dots": [(each, n, left > 0 and n < most) for each, n in rows], "dots_left": left}


class DotsForm(forms.Form):
    number = forms.IntegerField(min_value=0, max_value=9)


@access.participant_verb
def place(request, person, pk):
    put(person, pk, posts.checked(DotsForm(request.POST))["number"])


@access.facilitator_verb
def order(request, workshop):
    apply(workshop, by=request.user)


urlpatterns = [
    path("dots/<int:pk>/", place, name="dots"),
    path("by-dots/", order, name="by-dots"),
]
