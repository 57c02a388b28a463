"""Step 1 of the reciprocal table: the services at it, and who speaks for each.

The facilitator lays the table: the usual list, the organisation's teams, a pasted list. Representatives join by code
and say which service they speak for; a service that answers at its desk has a private link. Over when each service has
a voice. Source: the simplified version of the method.
"""

from django import forms
from django.shortcuts import render
from django.urls import include, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interfaces.contacts import ContactForm
from promises.models import Speaker
from promises.reciprocal import handed, reminders, seats, services, voices
from promises.reciprocal.grid import grid
from promises.reciprocal.seats import speakers
from workshop import access, entrance, mailbox, posts
from workshop.change import Refused, change
from workshop.models import LANGUAGES
from workshop.parts import stamp
from workshop.text import TextField, normalise
from workshop.views import own_part

SLUG = "parties"
DENSITIES = (8, 15, 24, 32)  # services on the board, up to which each size of text holds

# Rules


def speak_for(person, pk):
    """Say which service one speaks for; saying another one later replaces it."""
    with change(person.workshop, by=person) as workshop:
        party, voice = services.standing(workshop, pk), voices.voice_of(person)
        if workshop.step != SLUG and voice and voice.party != party:
            raise Refused(
                _("Rows are being written: whom one speaks for changes in step 1 only. Tell the facilitator.")
            )
        Speaker.objects.update_or_create(participant=person, defaults={"party": party})


# What is missing


def missing(workshop):
    """What this step still lacks, as sentences; going on is always allowed."""
    mute = seats.mute(workshop)
    told = ngettext("%d service has no voice yet.", "%d services have no voice yet.", mute)
    lacks = [told % mute] if mute else []
    if len(grid(workshop).services) < 2:
        lacks = [_("A table needs at least two services.")]
    return lacks + reminders.next_one(workshop) + mailbox.lacks(workshop)


# Screens


class NamesForm(forms.Form):
    names = TextField(limit=4000, lines=services.MOST)

    def clean_names(self):
        name = TextField(limit=80)
        return [name.clean(each) for each in map(normalise, self.cleaned_data["names"].split("\n")) if each]


class RenameForm(forms.Form):
    name = TextField(limit=80)
    version = forms.IntegerField()


class PlaceForm(forms.Form):
    number = forms.IntegerField(min_value=0, max_value=services.MOST)


class PartyForm(forms.Form):
    party = posts.KeyField()


def context(workshop):
    return {**entrance.context(workshop), "services": grid(workshop).services, "speakers": speakers(workshop)}


def board(workshop):
    every = seats.seats(workshop)
    density = next((level for level, most in enumerate(DENSITIES, 1) if len(every) <= most), len(DENSITIES) + 1)
    return {"seats": every, "voiced": len(every) - seats.mute(workshop), "density": density}


def phone(workshop):
    """What a phone's own part shows, so that it asks again when that changes."""
    return {"seated": stamp([(each.pk, each.name) for each in grid(workshop).services], speakers(workshop))}


def console(workshop):
    every = seats.seats(workshop)
    told = {"seats": every, "voiced": len(every) - seats.mute(workshop), "reminded": reminders.told(workshop)}
    offered = services.offered(workshop, every)
    told |= {"offered": offered, "usual": "" if every else services.usual(offered), "undecided": undecided(workshop)}
    return {**entrance.console(workshop), **told, "missing": missing(workshop)}


def undecided(workshop):
    """Names of those in the room who have not said yet for whom they speak."""
    heard = Speaker.objects.filter(party__removed_at=None).values("participant")
    return list(workshop.participants.present().exclude(pk__in=heard).values_list("name", flat=True))


def mine(person):
    voice = voices.voice_of(person)
    return {"voice": voice, "services": grid(person.workshop).services, "speakers": speakers(person.workshop)}


def own(voice):
    return {"speakers": speakers(voice.workshop)}


@access.participant_verb
def speak(request, person):
    """Said in any step: the answer is what the room's step shows to this service."""
    speak_for(person, posts.checked(PartyForm(request.POST))["party"])
    return own_part(request, person, person.workshop.current_step)


@access.facilitator_verb
def seat(request, workshop):
    services.seat(workshop, posts.checked(NamesForm(request.POST))["names"], by=request.user)


@access.facilitator_verb
def unseat(request, workshop, pk):
    services.unseat(workshop, pk, by=request.user)


@access.facilitator_verb
def name(request, workshop, pk):
    data = posts.checked(RenameForm(request.POST))
    services.rename(workshop, pk, data["name"], data["version"], by=request.user)


@access.facilitator_verb
def move(request, workshop, pk):
    services.place(workshop, pk, posts.checked(PlaceForm(request.POST))["number"], by=request.user)


@access.facilitator_verb
def write(request, workshop, pk):
    seats.name_contact(workshop, pk, **posts.checked(ContactForm(request.POST)), by=request.user)


@access.facilitator_page
def sheet(request, workshop, template, pk=None):
    """A form in the console's sheet: about one service, or to put more of them at the table."""
    party = services.standing(workshop, pk) if pk is not None else None
    return render(request, template, {"workshop": workshop, "party": party, "languages": LANGUAGES})


# Private links


@access.facilitator_verb
def link(request, workshop, pk):
    """One more secret of the link that is open, or a first link: shown this once, with a message to send."""
    return handed.shown(request, workshop, pk, seats.share_link(workshop, pk, by=request.user))


@access.facilitator_verb
def renew(request, workshop, pk):
    return handed.shown(request, workshop, pk, seats.renew_link(workshop, pk, by=request.user))


@access.facilitator_verb
def shut(request, workshop, pk):
    seats.close_link(workshop, pk, by=request.user)


urlpatterns = [
    path("speak/", speak, name="speak"),
    path("seat/", seat, name="seat"),
    path("paste/", sheet, {"template": "steps/parties/paste.html"}, name="paste"),
    path("unseat/<int:pk>/", unseat, name="unseat"),
    path("edit/<int:pk>/", sheet, {"template": "steps/parties/edit.html"}, name="edit"),
    path("contact/<int:pk>/", sheet, {"template": "steps/parties/contact.html"}, name="contact"),
    path("name/<int:pk>/", name, name="name"),
    path("move/<int:pk>/", move, name="move"),
    path("write/<int:pk>/", write, name="write"),
    path("link/<int:pk>/", link, name="link"),
    path("link/<int:pk>/renew/", renew, name="renew"),
    path("link/<int:pk>/close/", shut, name="shut"),
    path("", include("promises.reciprocal.invitations")),
]
