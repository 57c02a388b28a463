"""The lexicon: which turns of phrase speak of which side of a service, and how loudly.

A cue is a row of words, as the folded text has them:

    attend* semaine*|jours     two words, with at most two others between them; `*` ends a beginning, `|` is "or"
    pas ~ nouvelles            `~`: with at most six others between them
    a_temps                    `_`: nothing between them
"""

import tomllib
from collections import defaultdict
from functools import cache, lru_cache
from itertools import chain, product
from pathlib import Path
from typing import NamedTuple

from .words import ENGLISH, FRENCH, read

WEIGHTS = {"sure": 5, "strong": 3, "plain": 2, "light": 1}
NEAR, FAR = 2, 6  # words that may stand between two of a cue
HEAD = 3  # letters that cues are looked up by


class Slot(NamedTuple):
    """One word of a cue."""

    exact: frozenset
    beginnings: tuple
    gap: int  # words that may stand before it

    def fits(self, word):
        return word in self.exact or word.startswith(self.beginnings)


class Cue(NamedTuple):
    theme: str
    weight: int
    slots: tuple


def rows(line):
    """Each way to say a cue as it is written: its Slots. What `_` ties together is a way of its own."""
    steps, gap = [], NEAR
    for group in line.split():
        if group == "~":
            gap = FAR
            continue
        ways = group.split("|")
        single = "|".join(way for way in ways if "_" not in way)
        tied = [way.split("_") for way in ways if "_" in way]
        steps.append([row(words, gap) for words in (*([[single]] if single else []), *tied)])
        gap = NEAR
    return [sum(chosen, ()) for chosen in product(*steps)] if steps else []


def row(words, gap):
    """Slots that follow each other with nothing between them."""
    return tuple(slot(word, gap if n == 0 else 0) for n, word in enumerate(words))


def slot(word, gap):
    ways = word.split("|")
    exact = frozenset(way for way in ways if not way.endswith("*"))
    return Slot(exact, tuple(way[:-1] for way in ways if way.endswith("*")), gap)


@cache
def themes(language):
    """{theme: {name, sure, strong, plain, light}} as the lexicon of a language says, in its order."""
    return tomllib.loads(Path(__file__).with_name("lexicon").joinpath(f"{language}.toml").read_text())


@cache
def index(language):
    """{word, or "*" and the first letters of its beginning: [Cue]}: where to look when a word is read."""
    found = defaultdict(list)
    for theme, row in themes(language).items():
        for loudness, weight in WEIGHTS.items():
            for line in row.get(loudness, "").splitlines():
                for cue in (Cue(theme, weight, slots) for slots in rows(line)):
                    for head in heads(cue):
                        found[head].append(cue)
    return found


def heads(cue):
    first = cue.slots[0]
    return {*first.exact, *("*" + way[:HEAD] for way in first.beginnings)}


@lru_cache(8192)
def scores(text, language):
    """{theme: how loudly a text speaks of it}; each place of the text is heard once per theme.

    Of two sums that are equal, the one with the louder cue is a little more.
    """
    said = read(text, language)
    loudest = defaultdict(dict)
    known = index(said.language)
    for place, word in enumerate(said.words):
        for cue in chain(known.get(word, ()), known.get("*" + word[:HEAD], ()), known.get("*" + word[:2], ())):
            if cue.weight > loudest[cue.theme].get(place, 0) and stands(cue.slots, said.words, place):
                loudest[cue.theme][place] = cue.weight
    return {theme: sum(places.values()) + max(places.values()) / 10 for theme, places in loudest.items() if places}


def stands(slots, words, place):
    """Whether a cue stands in a text, its first word at this place."""
    if not slots[0].fits(words[place]):
        return False
    if len(slots) == 1:
        return True
    last = min(len(words), place + 2 + slots[1].gap)
    return any(stands(slots[1:], words, after) for after in range(place + 1, last))


def name(theme, language):
    return themes(language if language in (FRENCH, ENGLISH) else ENGLISH)[theme]["name"]
