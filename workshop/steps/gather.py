"""Step 1, gather the team: the facilitator invites, the members join from their phones.

Over when everybody expected is in, or when the facilitator says so. The door is open, asks, or is
closed.
"""

from django import forms
from django.shortcuts import get_object_or_404, render
from django.urls import include, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop import access, codes, entrance, knocks, posts
from workshop.change import Refused, change
from workshop.entrance import context, missing  # noqa: F401 -- what the step shows to all
from workshop.gestures import gesture
from workshop.models import Participant
from workshop.seats import PEOPLE, arrive, check_asking, check_door, expected, somebody_in
from workshop.text import TextField, normalise

SLUG = "gather"

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
        with gesture(workshop, by, told_expected(new), workshop.participants.all()):
            Participant.objects.bulk_create(Participant(workshop=workshop, name=name) for name in new)


def told_expected(names):
    return lambda: ngettext("Expected %d more person", "Expected %d more people", len(names)) % len(names)


def join(workshop, name, device):
    """Take a seat by first name; somebody expected under that name is this person. Returns the Participant."""
    with change(workshop):
        check_door(workshop, device)
        person = expected(workshop, name, access.sha256(device))
        check_asking(workshop, person, device)
        return arrive(workshop, person, name, access.sha256(device))


def come_back(workshop, pk, device):
    """Take one's own seat again, from this or another device."""
    with change(workshop):
        check_door(workshop, device)
        person = somebody_in(workshop, pk)
        check_asking(workshop, person, device)
        return arrive(workshop, person, person.name, access.sha256(device))


def rename(workshop, pk, name, by):
    with change(workshop, by=by):
        if workshop.participants.expected().filter(name__iexact=name).exclude(pk=pk).exists():
            raise Refused(_("Somebody already has this name. Add a letter."), field="name")
        row = workshop.participants.filter(pk=pk)
        said = {"old": row.values_list("name", flat=True).get(), "new": name}
        with gesture(workshop, by, lambda: _("Renamed “%(old)s” to “%(new)s”") % said, row):
            row.update(name=name)


def remove(workshop, pk, by):
    """Take somebody out of the room: the screen goes dark within seconds, the code is a new one, post-its stay.

    Undone, they are back in their seat; the code stays the new one.
    """
    with change(workshop, by=by):
        row = workshop.participants.filter(pk=pk)
        name = row.values_list("name", flat=True).get()
        with gesture(workshop, by, lambda: _("Took %s out of the room") % name, row):
            row.filter(removed_at=None).update(removed_at=timezone.now())
        workshop.code = workshop.code and codes.new_code()
        workshop.rights += 1


def open_door(workshop, by):
    """Let in whoever has the code, a new one if the door was closed; those who wait come in too."""
    with change(workshop, by=by):
        if workshop.asks:
            knocks.let_in(workshop)
            knocks.send_off(workshop)
        workshop.code, workshop.asks = workshop.code or codes.new_code(), False


def close_door(workshop, by):
    """Nobody new comes in; the code is forgotten, nobody waits any more, those who are in stay in."""
    with change(workshop, by=by):
        workshop.code = None
        knocks.send_off(workshop)


# Screens


class NamesForm(forms.Form):
    names = TextField(limit=8000, lines=PEOPLE)


class NameForm(forms.Form):
    name = TextField(limit=40)


class DoorForm(forms.Form):
    door = forms.ChoiceField(choices=[("open", ""), ("ask", ""), ("closed", "")])


def console(workshop):
    return {**entrance.console(workshop), "missing": missing(workshop)}


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
def door(request, workshop):
    """The switch of the door: open, ask, closed."""
    position = posts.checked(DoorForm(request.POST))["door"]
    {"open": open_door, "ask": knocks.ask_first, "closed": close_door}[position](workshop, by=request.user)


urlpatterns = [
    path("names/", names, name="names"),
    path("add/", add, name="add"),
    path("person/<int:pk>/", person, name="person"),
    path("name/<int:pk>/", name, name="name"),
    path("out/<int:pk>/", out, name="out"),
    path("door/", door, name="door"),
    path("knocks/", include(knocks.urlpatterns)),
]
