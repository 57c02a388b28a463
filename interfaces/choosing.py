"""Pairs choose on their phones, once the facilitator has opened that: one proposes, the other accepts. Part of step 6.

The last one of an odd room may ask to join a pair. Who asked whom is on the two phones concerned, and nowhere else.
"""

from django.db.models import Count, Max
from django.urls import path
from django.utils.translation import gettext as _

from workshop import access
from workshop.change import Refused, change
from workshop.gestures import gesture
from workshop.reading import read_once

from .models import Choosing, PairMember, PairOffer
from .pairs import pairs, unpaired
from .seating import unite
from .wishes import wishes

SLUG = "ways"

# Rules: the facilitator's


def open_choice(workshop, by):
    """Let phones choose their partners. Pairs there are stay, until somebody leaves theirs."""
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Let pairs choose each other"), rows(workshop)):
        Choosing.objects.get_or_create(workshop=workshop)


def close_choice(workshop, by):
    """What was proposed and not answered is forgotten."""
    with change(workshop, by=by):
        PairOffer.objects.filter(by__workshop=workshop).delete()
        with gesture(workshop, by, lambda: _("Ended the choice of pairs"), rows(workshop)):
            rows(workshop).delete()


def rows(workshop):
    return Choosing.objects.filter(workshop=workshop)


# Rules: the participants'


def ask(person, other):
    """Propose to be a pair; two who ask each other are one. One proposal at a time: a new one replaces it."""
    with change(person.workshop, by=person, during=SLUG) as workshop:
        check_open(workshop)
        asked = free_for(workshop, person).get(getattr(other, "pk", other))
        if asked is None:
            raise Refused(_("This person is no longer free, or you are not. Look at the list again."))
        if PairOffer.objects.filter(by=asked, to=person).exists():
            settle(workshop, asked, person)
        else:
            PairOffer.objects.update_or_create(by=person, defaults={"to": asked})


def accept(person, other):
    """Take the proposal of somebody (primary key)."""
    with change(person.workshop, by=person, during=SLUG) as workshop:
        check_open(workshop)
        offer = offers(workshop).filter(by=getattr(other, "pk", other), to=person).first()
        if offer is None or person.pk not in free_for(workshop, offer.by):
            raise Refused(_("This proposal was taken back meanwhile."))
        settle(workshop, offer.by, person)


def decline(person, other):
    """Say no to a proposal (`other` made it), or take one's own back (`other` is oneself)."""
    with change(person.workshop, by=person, during=SLUG) as workshop:
        mine = offers(workshop).filter(by=getattr(other, "pk", other))
        (mine if person.pk == getattr(other, "pk", other) else mine.filter(to=person)).delete()


def leave(person):
    """Leave one's pair, while pairs choose: its client services stay with whoever stays in it."""
    with change(person.workshop, by=person, during=SLUG) as workshop:
        check_open(workshop)
        PairMember.objects.filter(participant=person).delete()
        workshop.pairs.filter(members=None).delete()


def settle(workshop, asker, taker):
    """Make the pair, or the trio that the last one joins; forget what else was proposed. Call it inside a change."""
    there = next((pair.people for pair in pairs(workshop) if taker in pair.people), [taker])
    people = [person.pk for person in (*(there if len(there) > 1 else [taker]), asker)]
    unite(workshop, people)
    PairOffer.objects.filter(by__in=people).delete()
    PairOffer.objects.filter(to__in=people).delete()


def check_open(workshop):
    if not is_open(workshop):
        raise Refused(_("The facilitator has ended the choice of pairs."))


# Questions


@read_once
def is_open(workshop):
    return rows(workshop).exists()


def offers(workshop):
    return PairOffer.objects.filter(by__workshop=workshop).select_related("by", "to")


@read_once
def offers_stamp(workshop):
    """Differs as soon as there is another proposal, or one less; tells nothing else of them."""
    return offers(workshop).aggregate(last=Max("pk"), n=Count("pk"))


def free_for(workshop, person):
    """{primary key: Participant} of those whom this person may ask: alone too; in a pair, for the last one alone."""
    alone = unpaired(workshop)
    if person not in alone:
        return {}
    tables = [[each] for each in alone if each != person]
    tables = tables or [pair.people for pair in pairs(workshop) if len(pair.people) == 2]
    minded = wishes(workshop)
    fit = [people for people in tables if not minded.broken([[each.pk for each in (*people, person)]])]
    return {each.pk: each for people in fit for each in people}


def choice(person):
    """What a phone shows of the choice: {free, asked, askers}; nothing while it is closed."""
    workshop = person.workshop
    if not is_open(workshop):
        return {}
    here = list(offers(workshop))
    askers = [offer.by for offer in here if offer.to_id == person.pk]
    free = [each for each in free_for(workshop, person).values() if each not in askers]
    return {
        "free": sorted(free, key=lambda each: each.name.casefold()),
        "asked": next((offer.to for offer in here if offer.by_id == person.pk), None),
        "askers": askers,
    }


# Screens


@access.facilitator_verb
def begin(request, workshop):
    open_choice(workshop, by=request.user)


@access.facilitator_verb
def end(request, workshop):
    close_choice(workshop, by=request.user)


@access.participant_verb
def propose(request, person, pk):
    ask(person, pk)


@access.participant_verb
def take(request, person, pk):
    accept(person, pk)


@access.participant_verb
def refuse(request, person, pk):
    decline(person, pk)


@access.participant_verb
def go(request, person):
    leave(person)


urlpatterns = [
    path("choice/open/", begin, name="open-choice"),
    path("choice/close/", end, name="close-choice"),
    path("choice/ask/<int:pk>/", propose, name="ask"),
    path("choice/accept/<int:pk>/", take, name="accept"),
    path("choice/decline/<int:pk>/", refuse, name="decline"),
    path("choice/leave/", go, name="leave"),
]
