"""The room helps: each phone is dealt loose post-its, proposes a place for each, and the facilitator accepts.

A phone asks for its cards, and gets those that fewest phones have. What it proposes is nobody's: see models/helping.py.
"""

from collections import Counter

from django import forms
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop import access, posts, tags
from workshop.change import Refused, change
from workshop.gestures import gesture
from workshop.parts import stamp
from workshop.reading import read_once
from workshop.text import TextField

from . import dots, groups
from .agreement import ANSWERS, agreed, opinions, progress
from .clients import treated
from .models import Proposal, Round
from .rounds import asked, current
from .wall import cards

SLUG = "categories"
HAND = 3  # cards that a phone holds at once
LENGTH = 60  # characters of a new name

# Rules: the phone's


def deal(person):
    """Give this phone loose post-its until it holds HAND of them, those first that fewest phones were dealt."""
    with change(person.workshop, by=person, during=SLUG, unlinked=True) as workshop:
        asked(workshop, Round.PROPOSE)
        take(workshop, person, HAND - len(hand(person)["hand"]))


def propose(person, pk, category=None, name=""):
    """Say where a card that this phone was dealt belongs: a category (primary key), a new name, or neither."""
    with change(person.workshop, by=person, during=SLUG, unlinked=True) as workshop:
        asked(workshop, Round.PROPOSE)
        place = category and groups.found(workshop, category)
        own = Proposal.objects.filter(postit__workshop=workshop, tag=sign(person, pk))  # of this card, on this phone
        if not own.update(category=place, name="" if place else name, unsure=not (place or name)):
            raise Refused(_("This post-it was not dealt to this phone."), status=403)
        take(workshop, person, put_down(workshop, person))


def take(workshop, person, number):
    """Deal so many more cards to a phone. Call it inside a change."""
    held = own_rows(person)
    shares = Counter(card for card, *_answer in ANSWERS.rows(workshop.pk))
    fresh = [card for card in loose(workshop) if card.pk not in held]
    fairest = sorted(fresh, key=lambda card: (shares[card.pk], sign(person, card.pk)))
    for card in fairest[: max(0, number)]:
        Proposal.objects.create(postit_id=card.pk, tag=sign(person, card.pk))


def put_down(workshop, person):
    """Forget the unanswered cards that were grouped meanwhile; returns how many. Call it inside a change."""
    here = {card.pk for card in loose(workshop)}
    gone = [row.pk for row in own_rows(person).values() if row.postit_id not in here and not is_answered(row)]
    return Proposal.objects.filter(pk__in=gone).delete()[0]


# Rules: the facilitator's


def accept(workshop, postits, by):
    """Put post-its (primary keys) where the room agrees that they belong; what it no longer agrees on stays."""
    with change(workshop, by=by):
        groups.check(workshop)
        wanted = set(postits)
        moves = [(place, [card.pk for card in held if card.pk in wanted]) for place, held in agreed(workshop)]
        chosen = groups.these(workshop, [pk for _place, pks in moves for pk in pks])
        n = len(chosen)
        if not n:
            raise Refused(_("The room does not agree on these post-its any more: look again."))
        with gesture(workshop, by, lambda: told(n), workshop.categories.all(), chosen):
            for place, pks in moves:
                follow(workshop, place, pks)


def told(n):
    return ngettext("Put %d post-it where the room wants it", "Put %d post-its where the room wants them", n) % n


def follow(workshop, place, pks):
    """Put post-its in a Place, made when it is new. Call it inside a change."""
    if pks:
        new = None if place.pk else groups.add(workshop, place.name, groups.last(workshop) + 1)
        groups.put(groups.these(workshop, pks), new or groups.found(workshop, place.pk))


# Questions


def loose(workshop):
    return [card for card in cards(workshop) if card.category_id is None]


def sign(person, pk):
    """The tag of this phone's answer on a card; never the one that proves who wrote it."""
    return tags.owner_tag(person.device, f"place of {pk}")


def own_rows(person):
    """{card pk: Proposal} of all that this phone was dealt, in an order that stays."""
    signed = [sign(person, card.pk) for card in cards(person.workshop)]
    rows = Proposal.objects.filter(postit__workshop=person.workshop_id, tag__in=signed).select_related("category")
    return {row.postit_id: row for row in rows.order_by("pk")}


def is_answered(row):
    return bool(row.category_id or row.name or row.unsure)


def hand(person):
    """{hand: the loose cards to answer, answered: [(card, Proposal)], left: whether there are more to deal}."""
    rows = own_rows(person)
    held = {card.pk: card for card in loose(person.workshop)}
    mine = [(held[pk], row) for pk, row in rows.items() if pk in held]
    return {
        "hand": [card for card, row in mine if not is_answered(row)][:HAND],
        "answered": [(card, row) for card, row in mine if is_answered(row)],
        "left": len(held) > len(mine),
    }


# Screens


@read_once
def context(workshop, loose_count):
    """What every screen may know: the round, how far it is, and a stamp of what phones are asked."""
    now = current(workshop)
    names = [(each.pk, each.name, each.colour) for each in groups.counted(workshop)] if now else []
    shown = {"round": now, "asking": stamp(now, names, bool(loose_count)), **dots.context(workshop, now)}
    return {**shown, **(progress(workshop, loose_count) if now and now.kind == Round.PROPOSE else {})}


def console(workshop, loose_count):
    """Where the room agrees and where it does not; `round_stamp` differs as soon as anything of it does."""
    room = agreed(workshop)
    differing = [opinion for opinion in opinions(workshop) if opinion.differs]
    about = context(workshop, loose_count), room, differing, bool(groups.counted(workshop))
    return {
        "agreed": room,
        "agreed_count": sum(len(held) for _place, held in room),
        "differing": differing,
        "round_stamp": stamp(about),
        "services": treated(workshop),  # what the tray may be sifted by
    }


def mine(person):
    """What this phone is asked: its cards, or its dots."""
    now = current(person.workshop)
    if now is None:
        return {}
    return {"round": now, **(dots.own(person, now) if now.kind == Round.VOTE else hand(person))}


class ProposalForm(forms.Form):
    category = posts.KeyField(required=False)
    name = TextField(limit=LENGTH, required=False)


class AcceptForm(forms.Form):
    postits = forms.RegexField(r"^\d{1,15}(?: \d{1,15})*$", strip=True)  # primary keys, separated by spaces


@access.participant_verb
def more(request, person):
    deal(person)


@access.participant_page
def card(request, person, pk):
    """Where one card belongs: the sheet that a phone answers on."""
    groups.check(person.workshop)
    shown = next((each for each in loose(person.workshop) if each.pk == pk), None)
    values = {"workshop": person.workshop, "card": shown, "categories": groups.counted(person.workshop)}
    return render(request, "steps/categories/proposal.html", values)


@access.participant_verb
def say(request, person, pk):
    propose(person, pk, **posts.checked(ProposalForm(request.POST)))


@access.facilitator_verb
def yes(request, workshop):
    pks = posts.checked(AcceptForm(request.POST))["postits"].split()
    accept(workshop, map(int, pks), by=request.user)


urlpatterns = [
    path("more/", more, name="more"),
    path("card/<int:pk>/", card, name="card"),
    path("card/<int:pk>/say/", say, name="say"),
    path("accept/", yes, name="accept"),
]
