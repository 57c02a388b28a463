"""What phones are asked in step 5, one thing at a time: the facilitator opens a round and closes it."""

from typing import NamedTuple

from django import forms
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from workshop import access, posts
from workshop.change import Refused, change
from workshop.prepared import Prepared
from workshop.reading import read_once

from .groups import check
from .models import Round

DOTS = range(1, 10)  # what a person may be given


class Current(NamedTuple):
    """The round that is open."""

    pk: int
    kind: str
    dots: int
    several: bool


OPEN = Prepared(
    lambda room: Round.objects.filter(workshop=room, closed_at=None).values_list("pk", "kind", "dots", "several"), 0
)

# Rules


def begin(workshop, kind, by, dots=3, several=False):
    """Ask all phones: `kind` is Round.PROPOSE, or Round.VOTE with so many dots each, several on one category or not."""
    with change(workshop, by=by):
        check(workshop)
        if workshop.rounds.filter(closed_at=None).exists():
            raise Refused(_("The phones are being asked something already: close that first."))
        if kind == Round.VOTE and not workshop.categories.exists():
            raise Refused(_("There is no category to vote on yet."))
        workshop.rounds.filter(put_away_at=None).update(put_away_at=timezone.now())
        Round.objects.create(workshop=workshop, kind=kind, dots=dots, several=several)


def close(workshop, by):
    """Ask no more; what was answered stays."""
    with change(workshop, by=by):
        workshop.rounds.filter(closed_at=None).update(closed_at=timezone.now())


def put_away(workshop, by):
    """Take the result of the last vote off the board."""
    with change(workshop, by=by):
        workshop.rounds.exclude(closed_at=None).filter(put_away_at=None).update(put_away_at=timezone.now())


@read_once
def current(workshop):
    """The Current round; None when nothing is asked, as before the wall is revealed."""
    return next((Current(*row) for row in OPEN.rows(workshop.pk)), None) if workshop.revealed_at else None


def asked(workshop, kind):
    """The open round of this kind; Refused when phones are not asked that any more."""
    now = current(workshop)
    if now is None or now.kind != kind:
        raise Refused(_("This was closed meanwhile: thank you for what you gave."))
    return now


# Screens


class BallotForm(forms.Form):
    dots = forms.TypedChoiceField(choices=[(each, each) for each in DOTS], coerce=int)
    several = forms.BooleanField(required=False)


@access.facilitator_verb
def help_begin(request, workshop):
    begin(workshop, Round.PROPOSE, by=request.user)


@access.facilitator_page
def ballot(request, workshop):
    return render(request, "steps/categories/ballot.html", {"workshop": workshop, "choices": DOTS, "usual": 3})


@access.facilitator_verb
def vote_begin(request, workshop):
    begin(workshop, Round.VOTE, by=request.user, **posts.checked(BallotForm(request.POST)))


@access.facilitator_verb
def end(request, workshop):
    close(workshop, by=request.user)


@access.facilitator_verb
def away(request, workshop):
    put_away(workshop, by=request.user)


urlpatterns = [
    path("help/", help_begin, name="help"),
    path("ballot/", ballot, name="ballot"),
    path("vote/", vote_begin, name="vote"),
    path("close/", end, name="close"),
    path("away/", away, name="put-away"),
]
