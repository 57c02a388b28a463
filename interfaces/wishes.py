"""What a draw of pairs has to mind: who works with which client service, and who is never to be with whom.

The first is said by each participant on their phone; the second by the facilitator, and shown on no other screen.
"""

from django import forms
from django.db.models import Q
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from workshop import access, posts
from workshop.change import Refused, change
from workshop.gestures import gesture
from workshop.reading import read_once

from .drawing import Wishes
from .models import Acquaintance, NeverTogether
from .shares import interface_of

DURING = ("ways", "consult")

# Rules


def know(person, interface, known):
    """Say that one works with a client service, or that one does not."""
    with change(person.workshop, by=person, during=DURING) as workshop:
        said = {"interface": interface_of(workshop, interface), "participant": person}
        if known:
            Acquaintance.objects.get_or_create(**said)
        else:
            Acquaintance.objects.filter(**said).delete()


def part(workshop, people, by):
    """Never draw these two people (primary keys) into one pair. A pair they are in already stays."""
    with change(workshop, by=by):
        two = workshop.participants.expected().filter(pk__in=people).order_by("pk")
        if len(two) != 2:
            raise Refused(_("Choose two people."), field="people")
        said = {"one": two[0].name, "other": two[1].name}
        rows = workshop.never_together.all()
        with gesture(workshop, by, lambda: _("%(one)s and %(other)s: never together") % said, rows):
            NeverTogether.objects.get_or_create(workshop=workshop, first=two[0], second=two[1])


def allow(workshop, pk, by):
    """Take such a wish back."""
    with change(workshop, by=by):
        wish = workshop.never_together.select_related("first", "second").filter(pk=pk).first()
        if wish is None:
            raise Refused(_("These two may be together already."))
        said = {"one": wish.first.name, "other": wish.second.name}
        rows = workshop.never_together.all()
        with gesture(workshop, by, lambda: _("%(one)s and %(other)s: together again") % said, rows):
            wish.delete()


# Questions


@read_once
def acquaintances(workshop):
    """[(participant, interface, name)] of those present, in the order of names."""
    here = Q(interface__workshop=workshop, participant__removed_at=None)
    rows = Acquaintance.objects.filter(here).order_by("participant__name")
    return list(rows.values_list("participant", "interface", "participant__name"))


@read_once
def kept_apart(workshop):
    """The NeverTogether rows, their people at hand."""
    return list(workshop.never_together.select_related("first", "second"))


def wishes(workshop):
    knows = frozenset((person, interface) for person, interface, _name in acquaintances(workshop))
    return Wishes(knows, frozenset(frozenset((row.first_id, row.second_id)) for row in kept_apart(workshop)))


def names_of(workshop):
    """{interface: the names of those who work with it}."""
    names = {}
    for _person, interface, name in acquaintances(workshop):
        names.setdefault(interface, []).append(name)
    return names


def strangers(workshop, shares):
    """The interfaces (primary keys) that nobody in charge works with, once somebody has said anything of it."""
    minded = wishes(workshop)
    heads = {share.interface.pk: [person.pk for person in share.people] for share in shares}
    return {pk for pk, people in heads.items() if minded.knows and people and not minded.meets(people, pk)}


# Screens


class KnowForm(forms.Form):
    known = forms.TypedChoiceField(choices=[("1", ""), ("0", "")], coerce=lambda value: value == "1")


class TwoForm(forms.Form):
    people = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, people, *arguments):
        super().__init__(*arguments)
        self.fields["people"].choices = [(person.pk, person.name) for person in people]
        self.fields["people"].error_messages["required"] = _("Choose two people.")


class WishForm(forms.Form):
    wish = posts.KeyField()


@access.participant_verb
def know_them(request, person, interface):
    know(person, interface, posts.checked(KnowForm(request.POST))["known"])


@access.facilitator_page
def apart(request, workshop):
    people = workshop.participants.expected().order_by("name")
    values = {"workshop": workshop, "people": people, "wishes": kept_apart(workshop)}
    return render(request, "steps/ways/apart.html", values)


@access.facilitator_verb
def part_two(request, workshop):
    form = TwoForm(workshop.participants.expected(), request.POST)
    part(workshop, posts.checked(form)["people"], by=request.user)


@access.facilitator_verb
def allow_two(request, workshop):
    allow(workshop, posts.checked(WishForm(request.POST))["wish"], by=request.user)


urlpatterns = [
    path("know/<int:interface>/", know_them, name="know"),
    path("apart/", apart, name="apart"),
    path("apart/part/", part_two, name="part"),
    path("apart/allow/", allow_two, name="allow"),
]
