"""The responsibility matrix: for each interface, who is responsible, accountable, consulted, informed. Part of step 7.

Source: RACI as the method uses it: exactly one A in a row, at least one R, and nobody who carries most of the rows.
"""

from dataclasses import dataclass

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop import access, posts
from workshop.change import Refused, change
from workshop.gestures import gesture
from workshop.reading import read_once

from .models import Contact, Responsibility
from .shares import interface_of, shares

DOES, ANSWERS, IS_ASKED = "R", "A", "C"
CARRIES = (DOES, ANSWERS)
PARTICIPANT, CONTACT = "participant", "contact"

# Rules


def letter(workshop, interface, who, letter, by):
    """Give somebody a letter for an interface; "" takes it back. `who` is ("participant" or "contact", primary key)."""
    if letter not in ("", *dict(Responsibility.LETTERS)):
        raise Refused(_("A letter is R, A, C or I."))
    with change(workshop, by=by):
        interface = interface_of(workshop, interface)
        person = found(workshop, interface, *who)
        letters = interface.responsibilities
        said = {"who": person.name, "letter": letter or "–", "what": interface.name}
        with gesture(workshop, by, lambda: _("%(who)s is %(letter)s for %(what)s") % said, letters.all()):
            if letter:
                letters.update_or_create(**{who[0]: person}, defaults={"letter": letter})
            else:
                letters.filter(**{who[0]: person}).delete()


def fill(workshop, by):
    """Give letters to the rows that have none: the first of the pair A, the others R, the contact C."""
    every = Responsibility.objects.filter(interface__workshop=workshop)
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Filled the empty rows of the matrix"), every):
        empty = [share for share in shares(workshop) if share.people and not share.interface.responsibilities.exists()]
        if not empty:
            raise Refused(_("Every client service that has a pair has letters already."))
        Responsibility.objects.bulk_create(one for share in empty for one in usual(share))


def usual(share):
    first, *others = share.people
    yield Responsibility(interface=share.interface, participant=first, letter=ANSWERS)
    for person in others:
        yield Responsibility(interface=share.interface, participant=person, letter=DOES)
    if hasattr(share.interface, CONTACT):
        yield Responsibility(interface=share.interface, contact=share.interface.contact, letter=IS_ASKED)


def found(workshop, interface, kind, pk):
    """The participant, or the contact of this interface, of a primary key; Refused when they have left."""
    if kind not in (PARTICIPANT, CONTACT):
        raise Http404
    people = Contact.objects.filter(interface=interface) if kind == CONTACT else workshop.participants.expected()
    person = people.filter(pk=getattr(pk, "pk", pk)).first()
    if person is None:
        raise Refused(_("This person is no longer in the workshop."))
    return person


# Questions


@dataclass
class Row:
    """One interface of the matrix: `cells` in the order of the people, the contact's letter, what is wrong."""

    interface: object
    cells: list
    contact_letter: str
    problems: list


@read_once
def matrix(workshop):
    """(people with what they carry, rows); people are those present."""
    people = list(workshop.participants.present())
    letters, asked = {}, {}
    for given in Responsibility.objects.filter(interface__workshop=workshop):
        letters[given.interface_id, given.participant_id] = given.letter
        asked[given.interface_id] = given.letter if given.contact_id else asked.get(given.interface_id, "")
    interfaces = workshop.interfaces.treated().select_related("contact")
    rows = [row(interface, people, letters, asked.get(interface.pk, "")) for interface in interfaces]
    return [(person, load(index, rows)) for index, person in enumerate(people)], rows


def row(interface, people, letters, contact_letter):
    cells = [(person, letters.get((interface.pk, person.pk), "")) for person in people]
    return Row(interface, cells, contact_letter, problems([given for _person, given in cells]))


def problems(letters):
    """What is wrong with one row of letters, as sentences."""
    answering = letters.count(ANSWERS)
    sentences = [] if answering else [_("nobody answers for it (A)")]
    if answering > 1:
        sentences.append(ngettext("%d person answers for it (A)", "%d people answer for it (A)", answering) % answering)
    if DOES not in letters:
        sentences.append(_("nobody does it (R)"))
    return sentences


def load(index, rows):
    """(how many rows somebody carries, whether that is too many: more than two, and more than half of them)."""
    carried = sum(each.cells[index][1] in CARRIES for each in rows)
    return carried, carried > max(2, len(rows) / 2)


# Screens


class LetterForm(forms.Form):
    letter = forms.ChoiceField(choices=[*Responsibility.LETTERS, ("", "")], required=False)


@access.facilitator_page
def cell(request, workshop, interface, kind, pk):
    where = interface_of(workshop, interface)
    person = found(workshop, where, kind, pk)
    given = where.responsibilities.filter(**{kind: person}).first()
    values = {"workshop": workshop, "interface": where, "kind": kind, "person": person, "given": given}
    return render(request, "steps/consult/letter.html", values | {"letters": Responsibility.LETTERS})


@access.facilitator_verb
def give(request, workshop, interface, kind, pk):
    given = posts.checked(LetterForm(request.POST))["letter"]
    letter(workshop, interface, (kind, pk), given, by=request.user)


@access.facilitator_verb
def offer(request, workshop):
    fill(workshop, by=request.user)


urlpatterns = [
    path("raci/fill/", offer, name="fill"),
    path("raci/<int:interface>/<slug:kind>/<int:pk>/", cell, name="cell"),
    path("raci/<int:interface>/<slug:kind>/<int:pk>/give/", give, name="give"),
]
