"""A post-it as words: folded, stemmed, without the small ones; its language; what it denies and what it counts."""

import re
import tomllib
from collections import Counter
from functools import lru_cache
from math import log, sqrt
from pathlib import Path
from typing import NamedTuple

from snowballstemmer import stemmer

from ..likeness import fold

FRENCH, ENGLISH = "fr", "en"
LISTS = tomllib.loads(Path(__file__).with_name("lexicon").joinpath("words.toml").read_text())
SMALL, TELLING = (
    {each: frozenset(text.split()) for each, text in LISTS[name].items()} for name in ("small", "telling")
)
DENIALS = frozenset(" ".join(LISTS["deny"].values()).split())
NUMBERS = "un deux trois quatre cinq six sept huit neuf dix", "one two three four five six seven eight nine ten"
DIGITS = {word: str(n) for words in NUMBERS for n, word in enumerate(words.split(), 1) if word not in ("un", "one")}
STEMMERS = {FRENCH: stemmer("french"), ENGLISH: stemmer("english")}
WORD = re.compile(r"[^\W_]+")


class Said(NamedTuple):
    """A text as it is compared."""

    language: str
    words: tuple  # all of them, folded, in order
    stems: frozenset  # of those that carry meaning
    denied: int  # how many times it says no
    numbers: frozenset


@lru_cache(8192)
def read(text, language):
    """A text as Said; `language` is what it is taken for when it does not tell."""
    words = tuple(split(text))
    own = language_of(words, language)
    carrying = [word for word in words if word not in SMALL[own] and not word.isdigit()]
    numbers = frozenset(DIGITS.get(word, word) for word in words if word.isdigit() or word in DIGITS)
    return Said(own, words, frozenset(stem(word, own) for word in carrying), denials(words), numbers)


def split(text):
    """The folded words of a text; "don't" is "do not"."""
    plain = fold(text).replace("’", "'").replace("won't", "will not").replace("can't", "can not")
    return WORD.findall(re.sub(r"(\w)n't\b", r"\1 not", plain))


def language_of(words, otherwise):
    """The language whose small words a text has most of."""
    french, english = (sum(word in TELLING[each] for word in words) for each in (FRENCH, ENGLISH))
    return otherwise if french == english else FRENCH if french > english else ENGLISH


def denials(words):
    return sum(word in DENIALS for word in words)


@lru_cache(16384)
def stem(word, language):
    return STEMMERS[language].stemWord(word)


def vectors(texts, language):
    """Each text as {stem: weight}, of length 1: a stem counts for more the fewer texts have it."""
    said = [read(text, language).stems for text in texts]
    known = Counter(stem for stems in said for stem in stems)
    return [unit({stem: log(1 + len(said) / known[stem]) for stem in stems}) for stems in said]


def unit(vector):
    length = sqrt(sum(weight * weight for weight in vector.values()))
    return {stem: weight / length for stem, weight in vector.items()} if length else {}


def cosine(one, other):
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[stem] for stem, weight in one.items() if stem in other)
