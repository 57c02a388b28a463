"""Step 1, gather the team: the facilitator invites, the members join from their phones.

Over when everybody expected is in, or when the facilitator says so. The door (an eight-character code) may be closed.
"""

from django import forms
from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop import access, codes, limits, posts, watching
from workshop.attendance import present_count
from workshop.change import Refused, change
from workshop.models import Participant, Seat
from workshop.text import TextField, normalise

SLUG = "gather"
PEOPLE = settings.ROOM

# Rules


def invite(workshop, names, by):
    """Expect these people, one name a line; names already there are left alone."""
    wanted = {}
    for name in filter(None, map(normalise, names.split("\n"))):
        wanted.setdefault(name[:40].casefold(), name[:40])
    with change(workshop, by=by):
        known = {p.name.casefold() for p in workshop.participants.expected()}
        new = [name for folded, name in wanted.items() if folded not in known]
        if len(known) + len(new) > PEOPLE:
            raise Refused(_("A workshop has room for %d people.") % PEOPLE, field="names")
        Participant.objects.bulk_create(Participant(workshop=workshop, name=name) for name in new)


def join(workshop, name, device):
    """Take a seat by first name; somebody expected under that name is this person. Returns the Participant."""
    with change(workshop):
        check_door(workshop, device)
        person = workshop.participants.expected().filter(name__iexact=name).first()
        if person and person.joined_at and not person.seats.filter(device_hash=access.sha256(device)).exists():
            raise Refused(
                _("%s is already in. If it is you, pick your name below; if not, add a letter.") % person.name
            )
        if person is None and workshop.participants.expected().count() >= PEOPLE:
            raise Refused(_("The workshop is full (%d people). Tell the facilitator.") % PEOPLE)
        person = person or Participant(workshop=workshop, name=name)
        person.joined_at = person.joined_at or timezone.now()
        person.save()
        sit(person, device)
    return person


def come_back(workshop, pk, device):
    """Take one's own seat again, from this or another device."""
    with change(workshop):
        check_door(workshop, device)
        person = workshop.participants.present().filter(pk=pk).first()
        if person is None:
            raise Refused(_("This name is no longer in the list. Join with your first name."))
        sit(person, device)
    return person


def sit(person, device):
    """Seat a person on a device. Call it inside a change."""
    Seat.objects.update_or_create(
        workshop=person.workshop, device_hash=access.sha256(device), defaults={"participant": person}
    )


def check_door(workshop, device):
    """Whether somebody may come in now, with this device: refused to one that was taken out of the room."""
    if not workshop.code:
        raise Refused(_("The door has just been closed. Ask the facilitator to open it."))
    if workshop.seats.filter(device_hash=access.sha256(device)).exclude(participant__removed_at=None).exists():
        raise Refused(_("The facilitator has taken you out of the room. Ask them if this is a mistake."))
    wait = limits.ARRIVALS.take(workshop.pk)
    if wait:
        raise Refused(_("Many people are coming in at once: try again in a few seconds."), status=429, wait=wait)


def rename(workshop, pk, name, by):
    with change(workshop, by=by):
        if workshop.participants.expected().filter(name__iexact=name).exclude(pk=pk).exists():
            raise Refused(_("Somebody already has this name. Add a letter."), field="name")
        workshop.participants.filter(pk=pk).update(name=name)


def remove(workshop, pk, by):
    """Take somebody out of the room: the screen goes dark within seconds, the code is a new one, post-its stay."""
    with change(workshop, by=by):
        workshop.participants.filter(pk=pk, removed_at=None).update(removed_at=timezone.now())
        workshop.code = workshop.code and codes.new_code()
        workshop.rights += 1


def open_door(workshop, by):
    """Open the door with a new code."""
    with change(workshop, by=by):
        workshop.code = workshop.code or codes.new_code()


def close_door(workshop, by):
    """Nobody new comes in; the code is forgotten, those who are in stay in."""
    with change(workshop, by=by):
        workshop.code = None


# What is missing


def missing(workshop):
    """What this step still lacks, as sentences; going on is always allowed."""
    absent = workshop.participants.expected().filter(joined_at=None).count()
    present = present_count(workshop)
    sentences = []
    if absent:
        sentences.append(
            ngettext("%d person expected is not here yet.", "%d people expected are not here yet.", absent) % absent
        )
    if present < 2:
        sentences.append(_("A workshop needs at least two people."))
    return sentences


# Screens


class NamesForm(forms.Form):
    names = TextField(limit=8000, lines=PEOPLE)


class NameForm(forms.Form):
    name = TextField(limit=40)


def context(workshop):
    people = list(workshop.participants.expected())
    return {
        "people": people,
        "present": [p for p in people if p.joined_at],
        "join_path": reverse("join", args=[codes.seal(workshop.code)]) if workshop.code else "",
    }


def console(workshop):
    seats = {}
    for participant in workshop.seats.values_list("participant", flat=True):
        seats[participant] = seats.get(participant, 0) + 1
    return {
        "devices": seats,
        "facilitations": workshop.facilitations.select_related("facilitator").order_by("pk"),
        "missing": missing(workshop),
        "watch_path": reverse("watch", args=[watching.watch_token(workshop)]),
    }


def seats_to_return_to(workshop):
    return workshop.participants.present().order_by("name")


@access.facilitator_page
def names(request, workshop):
    return render(request, "steps/gather/names.html", {"workshop": workshop})


@access.facilitator_verb
def add(request, workshop):
    invite(workshop, posts.checked(NamesForm(request.POST))["names"], by=request.user)


@access.facilitator_page
def person(request, workshop, pk):
    found = get_object_or_404(workshop.participants.expected(), pk=pk)
    return render(request, "steps/gather/person.html", {"workshop": workshop, "person": found})


@access.facilitator_verb
def name(request, workshop, pk):
    get_object_or_404(workshop.participants.expected(), pk=pk)
    rename(workshop, pk, posts.checked(NameForm(request.POST))["name"], by=request.user)


@access.facilitator_verb
def out(request, workshop, pk):
    get_object_or_404(workshop.participants.expected(), pk=pk)
    remove(workshop, pk, by=request.user)


@access.facilitator_verb
def unlock(request, workshop):
    open_door(workshop, by=request.user)


@access.facilitator_verb
def lock(request, workshop):
    close_door(workshop, by=request.user)


urlpatterns = [
    path("names/", names, name="names"),
    path("add/", add, name="add"),
    path("person/<int:pk>/", person, name="person"),
    path("name/<int:pk>/", name, name="name"),
    path("out/<int:pk>/", out, name="out"),
    path("unlock/", unlock, name="unlock"),
    path("lock/", lock, name="lock"),
]
