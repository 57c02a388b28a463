"""What the mirror of each interface asks: sentences that the team would like to hear, settled by the facilitator.

Proposed from the wall: for each category that the client service's "we would like to hear" post-its fall into, the one
that says it best. Nothing of it is shown outside before a facilitator keeps it, rewords it, or sends the link.
"""

from collections import defaultdict

from django import forms
from django.db.models import Max
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from workshop import access, posts
from workshop.change import Refused, change, claim
from workshop.gestures import gesture
from workshop.reading import read_once
from workshop.text import TextField

from .groups import counted
from .models import LIKE, Sentence
from .shares import interface_of, shares
from .wall import cards, piled
from .written import HARD

USUAL, MOST = 5, 7  # sentences that are proposed, and that one mirror may hold: it takes three minutes

# Rules


def fill_mirrors(workshop, by):
    """Keep the proposed sentences of every mirror that has none."""
    with change(workshop, by=by):
        every = Sentence.objects.filter(interface__workshop=workshop)
        with gesture(workshop, by, lambda: _("Filled the empty mirrors"), every):
            filled = set(every.values_list("interface", flat=True))
            kept = [each for pk, few in proposed(workshop).items() if pk not in filled for each in few]
            if not Sentence.objects.bulk_create(kept):
                raise Refused(_("There is nothing to propose for the mirrors that are empty."))


def fill(workshop, interface):
    """Keep what is proposed for one mirror, unless it has sentences. Call it inside a change."""
    if not interface.sentences.exists():
        Sentence.objects.bulk_create(proposed(workshop).get(interface.pk, []))


def add_sentence(workshop, interface, text, postit=None, category=None, by=None):
    """One more sentence, from a post-it, from a category, or in words of one's own."""
    with change(workshop, by=by):
        interface = interface_of(workshop, interface)
        mirror = interface.sentences
        if mirror.count() >= MOST:
            raise Refused(_("A mirror holds %d sentences, so that it takes three minutes: remove one first.") % MOST)
        last = mirror.aggregate(last=Max("position"))["last"] or 0
        with gesture(workshop, by, lambda: _("Added a sentence to the mirror of “%s”") % interface.name, mirror.all()):
            mirror.create(text=text, position=last + 1, **source(workshop, postit, category))


def source(workshop, postit, category):
    """The revealed post-it, or the category, that a sentence comes from; what is gone leaves no trace."""
    card = next((card for card in cards(workshop) if card.pk == postit), None)
    if card:
        return {"postit_id": card.pk, "category_id": card.category_id}
    return {"category": workshop.categories.filter(pk=category).first()}


def reword(workshop, pk, text, version, by):
    """Say a sentence in other words; `version` is the one that was seen."""
    with change(workshop, by=by):
        sentence = unanswered(workshop, pk)
        own = Sentence.objects.filter(pk=sentence.pk)
        told = {"name": sentence.interface.name}
        with gesture(workshop, by, lambda: _("Reworded a sentence of the mirror of “%(name)s”") % told, own):
            claim(sentence, version, "text", text)
            sentence.save()


def drop_sentence(workshop, pk, by):
    """Take a sentence out of the mirror."""
    with change(workshop, by=by):
        sentence = unanswered(workshop, pk)
        own, told = Sentence.objects.filter(pk=sentence.pk), {"name": sentence.interface.name}
        with gesture(workshop, by, lambda: _("Removed a sentence from the mirror of “%(name)s”") % told, own):
            own.delete()


def raise_sentence(workshop, pk, by):
    """Ask a sentence one place earlier."""
    with change(workshop, by=by):
        sentence = found(workshop, pk)
        mirror, told = sentence.interface.sentences, {"name": sentence.interface.name}
        order = list(mirror.all())
        place = order.index(sentence)
        order.insert(max(0, place - 1), order.pop(place))
        with gesture(workshop, by, lambda: _("Moved a sentence of the mirror of “%(name)s”") % told, mirror.all()):
            for position, each in enumerate(order, 1):
                mirror.filter(pk=each.pk).update(position=position)


def found(workshop, pk):
    """A sentence of the workshop; Refused when it is gone."""
    sentence = Sentence.objects.filter(interface__workshop=workshop, pk=pk).select_related("interface").first()
    if sentence is None:
        raise Refused(_("This sentence was removed meanwhile."))
    return sentence


def unanswered(workshop, pk):
    """A sentence that may still change: what was answered is asked again at the review, in the same words."""
    sentence = found(workshop, pk)
    if sentence.echoes.exists():
        raise Refused(_("This sentence was answered: it keeps its words, and is asked again at the review."))
    return sentence


# Questions


@read_once
def mirrors(workshop):
    """{interface's primary key: [Sentence]} of those that have some, in order."""
    held = defaultdict(list)
    for sentence in Sentence.objects.filter(interface__workshop=workshop):
        held[sentence.interface_id].append(sentence)
    return dict(held)


@read_once
def proposed(workshop):
    """{interface's primary key: [unsaved Sentence]}: what would be asked; no query per interface."""
    wished = [card for card in cards(workshop) if card.polarity == LIKE]
    return {share.interface.pk: proposal(share.interface, wished) for share in shares(workshop)}


def proposal(interface, wished):
    best = chosen([card for card in wished if card.interface_id in (interface.pk, None)])
    sources = [{"postit_id": card.pk, "category_id": card.category_id, "text": card.text} for card in best[:USUAL]]
    return [Sentence(interface=interface, position=place, **each) for place, each in enumerate(sources, 1)]


def chosen(wished):
    """Cards, the best first: one of each category before a second one of any, from where most was said."""
    themes = defaultdict(list)
    for pile in piled(wished):
        themes[("category", pile.category_id) if pile.category_id else pile.pk].append(pile)
    by_weight = sorted(themes.values(), key=lambda piles: -sum(map(weight, piles)))
    in_turn = [(turn, pile) for piles in by_weight for turn, pile in enumerate(sorted(piles, key=merit))]
    return [pile for _turn, pile in sorted(in_turn, key=lambda each: each[0])]


def weight(pile):
    """How much a pile counts: what was written about this client service counts twice."""
    return pile.times * (2 if pile.interface_id else 1)


def merit(pile):
    """The order within a category: about this client service, said by most, short."""
    return pile.interface_id is None, -pile.times, len(pile.text)


def offered(workshop, interface):
    """What a sentence can be taken from, by category, loose ones last: [(Category or None, [Card])]."""
    taken = {sentence.postit_id for sentence in interface.sentences.all()}
    about = [card for card in cards(workshop) if card.polarity == LIKE and card.interface_id in (interface.pk, None)]
    piles = [pile for pile in piled(about) if pile.pk not in taken]
    held = [
        (each, [pile for pile in piles if pile.category_id == getattr(each, "pk", None)])
        for each in [*counted(workshop), None]
    ]
    return [(category, here) for category, here in held if here]


# Screens


class TakeForm(forms.Form):
    text = TextField(limit=HARD, points=2000)
    postit = posts.KeyField(required=False)
    category = posts.KeyField(required=False)


class RewordForm(forms.Form):
    text = TextField(limit=HARD, points=2000)
    version = forms.IntegerField()


def sheet(request, workshop, interface):
    """The sheet in which a mirror is settled: what it asks, and what can be added."""
    values = {"workshop": workshop, "interface": interface, "sentences": interface.sentences.prefetch_related("echoes")}
    values |= {"offered": offered(workshop, interface), "most": MOST}
    return render(request, "steps/consult/mirror.html", values)


@access.facilitator_page
def mirror(request, workshop, pk):
    return sheet(request, workshop, interface_of(workshop, pk))


@access.facilitator_verb
def fill_all(request, workshop):
    fill_mirrors(workshop, by=request.user)


@access.facilitator_verb
def take(request, workshop, pk):
    add_sentence(workshop, pk, by=request.user, **posts.checked(TakeForm(request.POST)))
    return sheet(request, workshop, interface_of(workshop, pk))


@access.facilitator_verb
def change_words(request, workshop, pk):
    interface = found(workshop, pk).interface
    reword(workshop, pk, by=request.user, **posts.checked(RewordForm(request.POST)))
    return sheet(request, workshop, interface)


@access.facilitator_verb
def drop(request, workshop, pk):
    interface = found(workshop, pk).interface
    drop_sentence(workshop, pk, by=request.user)
    return sheet(request, workshop, interface)


@access.facilitator_verb
def earlier(request, workshop, pk):
    raise_sentence(workshop, pk, by=request.user)
    return sheet(request, workshop, found(workshop, pk).interface)


urlpatterns = [
    path("mirror/fill/", fill_all, name="mirror-fill"),
    path("mirror/<int:pk>/", mirror, name="mirror"),
    path("mirror/<int:pk>/take/", take, name="mirror-take"),
    path("mirror/sentence/<int:pk>/reword/", change_words, name="mirror-reword"),
    path("mirror/sentence/<int:pk>/drop/", drop, name="mirror-drop"),
    path("mirror/sentence/<int:pk>/earlier/", earlier, name="mirror-earlier"),
]
