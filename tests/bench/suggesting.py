"""Suggested groups against people's labels: two sets of post-its in each language, one that the lexicon learnt from and
one that it never saw; beside them, what costs nothing: one heap, and words with pieces of words.

A pair of cards is right when both have the same main label, found when both are in one suggested group. *Precision* is
the share of found pairs that are right, *purity* the share of grouped cards that have the label most of their group
has, *coverage* the share of cards in a group. F1 is between precision and recall of pairs.
"""

import tomllib
from collections import Counter
from itertools import combinations
from math import log
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from interfaces.suggestions import cues, examples, propose, themes, words

DATA = Path(__file__).parent.parent / "data"
SETS = [
    (language, which) for language in ("fr", "en") for which in ("learn", "unseen", "other", "third", "fourth")
]  # unseen to fourth: by four hands
CARDS, TIMES = 300, 5  # of the set that is timed, and how often
JOINED = 0.005  # average likeness at which the baseline stops: what suits it best on what may be learnt from


class Card(NamedTuple):
    pk: int
    text: str
    polarity: str
    label: str


def cards(language, which):
    if which == "learn":
        return [Card(n, text, polarity, label) for n, (label, polarity, text) in enumerate(examples.labelled(language))]
    rows = tomllib.loads((DATA / f"postits.{language}.{which}.toml").read_text())["postit"]
    return [Card(n, row["text"], row["polarity"], row["themes"][0]) for n, row in enumerate(rows)]


def ours(known, language):
    """The groups that are suggested for a wall where nothing is grouped yet: sets of primary keys."""
    notes = tuple(propose.Note(card.pk, card.text, card.polarity) for card in known)
    found = propose.new(notes, (), language, propose.Refused())
    return [set(each.pks) for each in found]


def heap(known, _language):
    return [{card.pk for card in known}]


def pieces(known, language):
    """Stems and pieces of four letters, weighted by rarity, joined by average likeness."""
    vectors = weighed([parts(card.text, language) for card in known])
    likeness = {(a, b): words.cosine(vectors[a], vectors[b]) for a, b in combinations(range(len(known)), 2)}
    groups = {n: [n] for n in range(len(known))}
    while len(groups) > 1:
        best, a, b = max((average(groups[a], groups[b], likeness), a, b) for a, b in combinations(groups, 2))
        if best < JOINED:
            break
        groups[a] += groups.pop(b)
    return [{known[n].pk for n in group} for group in groups.values() if len(group) > 1]


def average(one, other, likeness):
    return sum(likeness[min(a, b), max(a, b)] for a in one for b in other) / (len(one) * len(other))


def parts(text, language):
    said = words.read(text, language)
    return {*said.stems, *("#" + word[n : n + 4] for word in said.stems for n in range(len(word) - 3))}


def weighed(texts):
    known = Counter(part for text in texts for part in text)
    return [words.unit({part: log(len(texts) / known[part]) for part in text}) for text in texts]


WAYS = {"ours": ours, "one heap": heap, "words and pieces": pieces}


def figures(known, groups):
    """{f1, precision, recall, purity, coverage} of groups of primary keys, against the cards' labels."""
    label = {card.pk: card.label for card in known}
    found = [pair for group in groups for pair in combinations(group, 2)]
    right = sum(label[a] == label[b] for a, b in found)
    there = sum(n * (n - 1) // 2 for n in Counter(label.values()).values())
    precision, recall = right / len(found) if found else 1.0, right / there
    grouped = sum(map(len, groups))
    pure = sum(Counter(label[pk] for pk in group).most_common(1)[0][1] for group in groups)
    return {
        "f1": 2 * precision * recall / (precision + recall) if right else 0.0,
        "precision": precision,
        "recall": recall,
        "purity": pure / grouped if grouped else 1.0,
        "coverage": grouped / len(known),
    }


def judged(language, which, ways=WAYS):
    known = cards(language, which)
    slow = {"words and pieces"} if which == "learn" else set()  # minutes, for as many cards
    return {way: figures(known, find(known, language)) for way, find in ways.items() if way not in slow}


def measured():
    """Everything that is printed: {sets: {"fr learn": {way: figures}}, ms, ms_again}."""
    found = {f"{language} {which}": judged(language, which) for language, which in SETS}
    cold, warm = zip(*(timed(seen) for seen in range(TIMES)), strict=True)
    return {"sets": found, "ms": median(cold), "ms_again": median(warm)}


def timed(_turn):
    """(ms for a wall of 300 never seen before, ms for the same wall once a card has been moved)."""
    notes = wall()
    for kept in (words.read, words.stem, cues.scores, themes.theme_of, propose.propose):
        kept.cache_clear()
    began = perf_counter()
    propose.propose(notes, (), "fr", propose.Refused())
    half = perf_counter()
    propose.propose(notes[4:], (propose.Group(1, "Délais", notes[:4]),), "fr", propose.Refused())
    return (half - began) * 1000, (perf_counter() - half) * 1000


def wall():
    """300 Notes, both languages mixed as the sets have them; no two of one text."""
    every = [card for language, which in SETS for card in cards(language, which)]
    texts = [each.text for each in every] + [f"{one.text} {other.text}" for one, other in combinations(every[:30], 2)]
    return tuple(propose.Note(n, text, every[n % len(every)].polarity) for n, text in enumerate(texts[:CARDS]))
