"""Step 1 of the reciprocal table: the services at it, and who speaks for each.

The facilitator lays the table: the usual list, the organisation's teams, a pasted list. Representatives join by code
and say which service they speak for; a service that answers at its desk has a private link. Over when each service has
a voice. Source: the simplified version of the method.
"""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from promises.models import Party, Speaker
from promises.reciprocal import services, voices
from promises.reciprocal.grid import grid
from workshop import access, entrance, posts
from workshop.change import Refused, change
from workshop.text import TextField, normalise

SLUG = "parties"

# Rules


def speak_for(person, pk):
    """Say which service one speaks for; saying another one later replaces it."""
    with change(person.workshop, by=person) as workshop:
        party = workshop.parties.standing().filter(pk=pk).first()
        if party is None:
            raise Refused(_("This service has left the table meanwhile."))
        Speaker.objects.update_or_create(participant=person, defaults={"party": party})


# What is missing


def missing(workshop):
    """What this step still lacks, as sentences; going on is always allowed."""
    seated = grid(workshop).services
    if len(seated) < 2:
        return [_("A table needs at least two services.")]
    heard = set(speakers(workshop))
    linked = set(Party.objects.standing().filter(workshop=workshop).exclude(link=None).values_list("pk", flat=True))
    silent = sum(service.pk not in heard | linked for service in seated)
    return (
        [ngettext("%d service has no voice yet.", "%d services have no voice yet.", silent) % silent] if silent else []
    )


def speakers(workshop):
    """{party's primary key: names of those who speak for it}."""
    found = {}
    rows = Speaker.objects.filter(party__workshop=workshop, participant__removed_at=None).order_by("pk")
    for party, name in rows.values_list("party", "participant__name"):
        found.setdefault(party, []).append(name)
    return found


# Screens


class NamesForm(forms.Form):
    names = TextField(limit=4000, lines=services.MOST)

    def clean_names(self):
        name = TextField(limit=80)
        return [name.clean(each) for each in map(normalise, self.cleaned_data["names"].split("\n")) if each]


class PartyForm(forms.Form):
    party = posts.KeyField()


def context(workshop):
    return {**entrance.context(workshop), "services": grid(workshop).services, "speakers": speakers(workshop)}


def console(workshop):
    return {**entrance.console(workshop), "missing": missing(workshop)}


def mine(person):
    return {"voice": voices.voice_of(person), "services": grid(person.workshop).services}


def own(voice):
    return {}


@access.facilitator_verb
def seat(request, workshop):
    services.seat(workshop, posts.checked(NamesForm(request.POST))["names"], by=request.user)


@access.facilitator_verb
def unseat(request, workshop, pk):
    get_object_or_404(workshop.parties, pk=pk)
    services.unseat(workshop, pk, by=request.user)


@access.participant_verb
def speak(request, person):
    speak_for(person, posts.checked(PartyForm(request.POST))["party"])


urlpatterns = [
    path("seat/", seat, name="seat"),
    path("unseat/<int:pk>/", unseat, name="unseat"),
    path("speak/", speak, name="speak"),
]
