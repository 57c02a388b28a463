"""Which loose post-its belong to a category, from what the facilitator put there and what was refused for it."""

from collections import Counter
from math import inf

from .cues import scores
from .themes import LOUD
from .words import cosine, unit, vectors

ENOUGH = 3  # cards of a category that others may be compared with
THEME, WORDS, REFUSED = 0.6, 1.0, 0.5  # what a shared theme, shared words and words of refused cards weigh
CLOSE = 0.3


def closest(loose, categories, language, refused):
    """{category: its loose cards}: `categories` is {category: cards}, `refused` {category: cards refused for it}."""
    wide = {category: cards for category, cards in categories.items() if len(cards) >= ENOUGH}
    every = [*loose, *(card for cards in (*wide.values(), *refused.values()) for card in cards)]
    known = dict(zip((card.pk for card in every), vectors([card.text for card in every], language), strict=True))
    models = {
        category: (profile(cards, language), middle(cards, known), middle(refused.get(category, ()), known))
        for category, cards in wide.items()
    }
    found = {category: [] for category in models}
    for card in loose:
        near = [(closeness(card, known, model, language), category) for category, model in models.items()]
        best, category = max(near, key=lambda each: each[0], default=(0, None))
        if best >= CLOSE and card not in refused.get(category, ()):
            found[category].append(card)
    return {category: cards for category, cards in found.items() if cards}


def closeness(card, known, model, language):
    themes, words, wrong = model
    heard = shares(card, language)
    common = sum(share * themes[theme] for theme, share in heard.items())
    return THEME * common + WORDS * cosine(known[card.pk], words) - REFUSED * cosine(known[card.pk], wrong)


def shares(card, language):
    """{theme: share of what a card says}; next to nothing when it says nothing loudly."""
    heard = scores(card.text, language)
    total = sum(heard.values()) if max(heard.values(), default=0) >= LOUD else inf
    return {theme: score / total for theme, score in heard.items()}


def profile(cards, language):
    """{theme: share of what the cards of a category say}."""
    heard = Counter()
    for card in cards:
        heard.update({theme: share / len(cards) for theme, share in shares(card, language).items()})
    return heard


def middle(cards, known):
    """The words of some cards together, each as loud as their number makes it."""
    words = Counter()
    for card in cards:
        words.update(known[card.pk])
    return unit(words)
