"""Pairs: drawn or composed by the facilitator, and the interfaces shared out among them. Part of step 6.

The draw itself is in drawing.py, what it minds in wishes.py, the rows it changes in seating.py; choosing.py is for
pairs that find each other on their phones.
"""

from django import forms
from django.db.models import Count
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from workshop import access, posts
from workshop.change import Refused, change
from workshop.gestures import gesture
from workshop.reading import read_once

from . import drawing
from .absent import here
from .models import PairMember
from .seating import deal, give, hand, seat, sit, touched, unite
from .shares import interface_of
from .wishes import acquaintances, wishes

LARGEST = 3  # people in a trio

# Rules


def draw(workshop, by):
    """Draw pairs among those present, and share the interfaces out: fairly, and to those who work with them."""
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Drew the pairs"), *touched(workshop)):
        people = list(here(workshop).values_list("pk", flat=True))
        if len(people) < 2:
            raise Refused(_("A pair needs two people who are here."))
        services = list(workshop.interfaces.treated().values_list("pk", flat=True))
        tables, hands = possible(drawing.draw(people, services, wishes(workshop)))
        give(workshop, seat(workshop, tables), hands)


def redraw(workshop, pair, by):
    """Draw one pair again: one of it changes places with somebody of another pair; the services stay where they are."""
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Drew one pair again"), *touched(workshop)):
        rows = [each for each in pairs(workshop) if each.people]
        number = next((n for n, each in enumerate(rows) if each.pk == getattr(pair, "pk", pair)), None)
        if number is None:
            raise Refused(_("This pair is no longer there: the pairs were changed meanwhile."))
        if len(rows) == 1:
            raise Refused(_("There is no other pair to change places with."))
        hands = [list(each.interfaces.treated().values_list("pk", flat=True)) for each in rows]
        for each, people in zip(
            rows, possible(drawing.redraw(seated(rows), number, hands, wishes(workshop))), strict=True
        ):
            sit(each, people)


def draw_rest(workshop, by):
    """Draw those without a pair; one alone makes a trio. Interfaces that nobody looks after are shared out."""
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Drew those without a pair"), *touched(workshop)):
        alone, minded = [person.pk for person in unpaired(workshop)], wishes(workshop)
        if not alone:
            raise Refused(_("Everybody who is here is in a pair."))
        if len(alone) == 1:
            twos = [people for people in seated(pairs(workshop)) if len(people) == drawing.BY_TWO]
            fit = [[*two, *alone] for two in twos if not minded.broken([[*two, *alone]])]
            tables = [drawing.DICE.choice(fit)] if fit else possible(None)
        else:
            tables, _hands = possible(drawing.draw(alone, [], minded))
        for people in tables:
            unite(workshop, people)
        deal_orphans(workshop, minded)


def pair_up(workshop, members, by):
    """Put two or three people together (primary keys); they leave the pairs they were in. Returns the Pair."""
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Composed a pair"), *touched(workshop)):
        people = list(here(workshop).filter(pk__in=members).values_list("pk", flat=True))
        if not 2 <= len(people) <= LARGEST:
            raise Refused(_("Choose two people, or three."), field="members")
        return unite(workshop, people)


def share_out(workshop, by):
    """Share the interfaces out evenly among the pairs there are."""
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Shared the interfaces out"), *touched(workshop)):
        if not workshop.pairs.exists():
            raise Refused(_("There is no pair yet: draw them first."))
        deal(workshop, wishes(workshop))


def assign(workshop, interface, pair, by):
    """Give an interface to a pair (primary keys); its lines go with it."""
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Moved an interface"), workshop.interfaces.all()):
        new = workshop.pairs.filter(pk=getattr(pair, "pk", pair)).first()
        if new is None:
            raise Refused(_("This pair is no longer there: the pairs were changed meanwhile."))
        hand(workshop.interfaces.filter(pk=interface_of(workshop, interface).pk), new)


def possible(drawn):
    """What was drawn; Refused when those who are never to be together leave no way."""
    if drawn is None:
        raise Refused(_("Nothing can be drawn that keeps apart those who are never to be together."))
    return drawn


def deal_orphans(workshop, minded):
    """Interfaces without a pair, to those with fewest, acquainted ones first. Call it inside a change."""
    rows = [pair for pair in pairs(workshop) if pair.people]
    loads = {pair.pk: pair.interfaces.treated().count() for pair in rows}
    for interface in workshop.interfaces.treated().filter(pair=None):
        known = {pair.pk: minded.meets([person.pk for person in pair.people], interface.pk) for pair in rows}
        chosen = min(rows, key=lambda pair: (loads[pair.pk], not known[pair.pk]))
        loads[chosen.pk] += 1
        hand(workshop.interfaces.filter(pk=interface.pk), chosen)


# Questions


@read_once
def pairs(workshop):
    """The workshop's pairs, their people at hand."""
    return list(workshop.pairs.prefetch_related("members__participant"))


@read_once
def unpaired(workshop):
    """Those here who are in no pair, or alone in one."""
    alone = workshop.pairs.filter(members__participant__removed_at=None).annotate(n=Count("members")).filter(n=1)
    paired = PairMember.objects.filter(pair__workshop=workshop).exclude(pair__in=alone)
    return list(here(workshop).exclude(pk__in=paired.values("participant")))


def seated(rows):
    """The people of each Pair, by their primary keys."""
    return [[person.pk for person in pair.people] for pair in rows]


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
def cast_one(request, workshop, pk):
    redraw(workshop, pk, by=request.user)


@access.facilitator_verb
def cast_rest(request, workshop):
    draw_rest(workshop, by=request.user)


@access.facilitator_verb
def deal_out(request, workshop):
    share_out(workshop, by=request.user)


@access.facilitator_page
def people(request, workshop):
    values = {"workshop": workshop, "pairs": pairs(workshop), "unpaired": unpaired(workshop)}
    return render(request, "steps/ways/pair.html", values | {"present": here(workshop)})


@access.facilitator_verb
def compose(request, workshop):
    form = PairForm(here(workshop), request.POST)
    pair_up(workshop, posts.checked(form)["members"], by=request.user)


@access.facilitator_page
def hands(request, workshop, pk):
    knowing = {person for person, interface, _name in acquaintances(workshop) if interface == pk}
    values = {"workshop": workshop, "interface": interface_of(workshop, pk), "pairs": pairs(workshop)}
    return render(request, "steps/ways/move.html", values | {"knowing": knowing})


@access.facilitator_verb
def move(request, workshop, pk):
    assign(workshop, pk, posts.checked(MoveForm(request.POST))["pair"], by=request.user)


urlpatterns = [
    path("draw/", cast, name="draw"),
    path("draw/<int:pk>/", cast_one, name="redraw"),
    path("draw/rest/", cast_rest, name="draw-rest"),
    path("share/", deal_out, name="share"),
    path("pair/", people, name="pair"),
    path("pair/compose/", compose, name="compose"),
    path("hands/<int:pk>/", hands, name="hands"),
    path("hands/<int:pk>/move/", move, name="move"),
]
