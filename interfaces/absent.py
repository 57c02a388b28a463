"""Who is not here today: still of the workshop, and left out of every draw until the facilitator says otherwise."""

from django import forms
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from workshop import access, posts
from workshop.change import change
from workshop.gestures import gesture

from .models import Absent, PairMember
from .seating import touched

# Rules


def leave_out(workshop, people, by):
    """Exactly these people (primary keys) are not here; they leave the pairs they are in."""
    rows = Absent.objects.filter(participant__workshop=workshop)
    told = rows, *touched(workshop)
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Said who is not here today"), *told):
        absent = list(workshop.participants.present().filter(pk__in=people))
        rows.exclude(participant__in=absent).delete()
        for person in absent:
            Absent.objects.get_or_create(participant=person)
        PairMember.objects.filter(participant__in=absent).delete()
        workshop.pairs.filter(members=None).delete()


# Questions


def here(workshop):
    """Those who joined and are here today."""
    return workshop.participants.present().filter(absent=None)


def away(workshop):
    """Those who joined and are not here today."""
    return workshop.participants.present().exclude(absent=None)


# Screens


class AwayForm(forms.Form):
    here = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, people, *arguments):
        super().__init__(*arguments)
        self.fields["here"].choices = [(person.pk, person.name) for person in people]


@access.facilitator_page
def roll(request, workshop):
    people = workshop.participants.present().select_related("absent").order_by("name")
    return render(request, "steps/ways/roll.html", {"workshop": workshop, "people": people})


@access.facilitator_verb
def call(request, workshop):
    people = list(workshop.participants.present())
    present = posts.checked(AwayForm(people, request.POST))["here"]
    leave_out(workshop, [person.pk for person in people if person.pk not in present], by=request.user)


urlpatterns = [
    path("roll/", roll, name="roll"),
    path("roll/call/", call, name="call"),
]
