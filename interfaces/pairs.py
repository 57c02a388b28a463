"""Pairs: drawn or composed by the facilitator, and the interfaces shared out among them. Part of step 6."""

import secrets

from django import forms
from django.db.models import Count, F
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from workshop import access, posts
from workshop.change import Refused, change
from workshop.gestures import gesture
from workshop.reading import read_once

from .models import Pair, PairMember
from .shares import interface_of

BY_TWO, LARGEST = 2, 3  # people in a pair, in a trio
DICE = secrets.SystemRandom()

# Rules


def draw(workshop, by):
    """Draw pairs among those present, and share the interfaces out evenly among them."""
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Drew the pairs"), *touched(workshop)):
        people = list(workshop.participants.present())
        if len(people) < 2:
            raise Refused(_("A pair needs two people who are here."))
        DICE.shuffle(people)
        seat(workshop, groups(people))
        deal(workshop)


def pair_up(workshop, members, by):
    """Put two or three people together (primary keys); they leave the pairs they were in. Returns the Pair."""
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Composed a pair"), *touched(workshop)):
        people = list(workshop.participants.present().filter(pk__in=members))
        if not 2 <= len(people) <= LARGEST:
            raise Refused(_("Choose two people, or three."), field="members")
        before = workshop.interfaces.filter(pair__members__participant__in=people).distinct()
        looked_after = list(before.values_list("pk", flat=True))
        pair = Pair.objects.create(workshop=workshop, position=workshop.pairs.count())
        sit(pair, people)
        empty = workshop.pairs.filter(members=None)
        hand(workshop.interfaces.filter(pk__in=looked_after, pair__in=empty), pair)
        empty.delete()
    return pair


def share_out(workshop, by):
    """Share the interfaces out evenly among the pairs there are."""
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Shared the interfaces out"), *touched(workshop)):
        if not workshop.pairs.exists():
            raise Refused(_("There is no pair yet: draw them first."))
        deal(workshop)


def assign(workshop, interface, pair, by):
    """Give an interface to a pair (primary keys); its lines go with it."""
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Moved an interface"), workshop.interfaces.all()):
        new = workshop.pairs.filter(pk=getattr(pair, "pk", pair)).first()
        if new is None:
            raise Refused(_("This pair is no longer there: the pairs were changed meanwhile."))
        hand(workshop.interfaces.filter(pk=interface_of(workshop, interface).pk), new)


# Questions


@read_once
def pairs(workshop):
    """The workshop's pairs, their people at hand."""
    return list(workshop.pairs.prefetch_related("members__participant"))


@read_once
def unpaired(workshop):
    """Those present who are in no pair, or alone in one."""
    alone = workshop.pairs.filter(members__participant__removed_at=None).annotate(n=Count("members")).filter(n=1)
    paired = PairMember.objects.filter(pair__workshop=workshop).exclude(pair__in=alone)
    return list(workshop.participants.present().exclude(pk__in=paired.values("participant")))


# Seating, inside a change


def groups(people):
    """People by two, in their order; an odd one makes the last pair a trio."""
    two = [people[n : n + BY_TWO] for n in range(0, len(people), BY_TWO)]
    if len(two) > 1 and len(two[-1]) == 1:
        odd = two.pop()
        two[-1] += odd
    return two


def touched(workshop):
    """What drawing pairs changes: all that undoing it must give back."""
    members = PairMember.objects.filter(pair__workshop=workshop)
    return workshop.pairs.all(), members, workshop.interfaces.all()


def seat(workshop, tables):
    """Make exactly these pairs, rows used again, so that drawing can be undone. Call it inside a change."""
    rows = list(workshop.pairs.all())
    for position in range(len(rows), len(tables)):
        rows.append(Pair.objects.create(workshop=workshop, position=position))
    PairMember.objects.filter(pair__in=rows).exclude(
        participant__in=[person for people in tables for person in people]
    ).delete()
    for pair, people in zip(rows, tables, strict=False):
        sit(pair, people)
    workshop.pairs.filter(members=None).delete()


def sit(pair, people):
    """Put people in a pair, out of the one they were in. Call it inside a change."""
    for person in people:
        PairMember.objects.update_or_create(participant=person, defaults={"pair": pair})


def deal(workshop):
    """One interface to each pair in turn. Call it inside a change."""
    rows = list(workshop.pairs.all())
    for turn, interface in enumerate(workshop.interfaces.treated()):
        hand(workshop.interfaces.filter(pk=interface.pk), rows[turn % len(rows)])


def hand(interfaces, pair):
    """Give a queryset of interfaces to a pair. Call it inside a change."""
    interfaces.update(pair=pair, version=F("version") + 1)


# Screens


class PairForm(forms.Form):
    members = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, people, *arguments):
        super().__init__(*arguments)
        self.fields["members"].choices = [(person.pk, person.name) for person in people]
        self.fields["members"].error_messages["required"] = _("Choose two people, or three.")


class MoveForm(forms.Form):
    pair = forms.IntegerField()


@access.facilitator_verb
def cast(request, workshop):
    draw(workshop, by=request.user)


@access.facilitator_verb
def deal_out(request, workshop):
    share_out(workshop, by=request.user)


@access.facilitator_page
def people(request, workshop):
    values = {"workshop": workshop, "pairs": pairs(workshop), "unpaired": unpaired(workshop)}
    return render(request, "steps/ways/pair.html", values | {"present": workshop.participants.present()})


@access.facilitator_verb
def compose(request, workshop):
    form = PairForm(workshop.participants.present(), request.POST)
    pair_up(workshop, posts.checked(form)["members"], by=request.user)


@access.facilitator_page
def hands(request, workshop, pk):
    values = {"workshop": workshop, "interface": interface_of(workshop, pk), "pairs": pairs(workshop)}
    return render(request, "steps/ways/move.html", values)


@access.facilitator_verb
def move(request, workshop, pk):
    assign(workshop, pk, posts.checked(MoveForm(request.POST))["pair"], by=request.user)


urlpatterns = [
    path("draw/", cast, name="draw"),
    path("share/", deal_out, name="share"),
    path("pair/", people, name="pair"),
    path("pair/compose/", compose, name="compose"),
    path("hands/<int:pk>/", hands, name="hands"),
    path("hands/<int:pk>/move/", move, name="move"),
]
