"""Do two names say the same service? Spelling, stems, abbreviations and initials, in French and in English.

Pure functions of text. What they find is proposed to the facilitator, never merged by itself.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import combinations

from rapidfuzz import fuzz
from snowballstemmer import stemmer

SPELLING = 85  # of 100: "logistqiue" is "logistique", "ventes" is not "rentes"
SHORTEST = 4  # letters of an abbreviation that is the beginning of a word: "compta", "info"
SMALL = "a au aux d de des du en et l la le les of the and department departement dept equipe pole service team"
EMPTY = frozenset(SMALL.split())
STEMMERS = [stemmer("french"), stemmer("english")]


def fold(text):
    """Text without case, accents or ligatures: `Œuvres` → `oeuvres`."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).strip()


def split(name):
    return [word for word in re.split(r"[\W_]+", name.casefold()) if word]


@lru_cache(2048)
def words(name):
    """The words that carry meaning: ((folded, its stems), …)."""
    return tuple(
        (fold(word), frozenset(fold(each.stemWord(form)) for each in STEMMERS for form in {word, fold(word)}))
        for word in split(name)
        if fold(word).rstrip("s") not in EMPTY and fold(word) not in EMPTY
    )


def letters(name):
    """A name as one run of letters: `R&D` → `rd`."""
    return "".join(map(fold, split(name)))


@lru_cache(2048)
def initials(name):
    """The abbreviations that a name may have: its initials, with and without the small words."""
    every = [fold(word) for word in split(name)]
    full = [folded for folded, _stems in words(name)]
    shorts = {"".join(word[0] for word in each) for each in (every, full)}
    return frozenset(short for short in shorts if len(short) > 1)


def same_word(one, other):
    (a, stems), (b, others) = one, other
    short, long = sorted((a, b), key=len)
    return bool(stems & others) or (len(short) >= SHORTEST and (long.startswith(short) or fuzz.ratio(a, b) >= SPELLING))


def alike(one, other):
    """Whether two names may well be one service."""
    if fold(one) == fold(other):
        return True
    if letters(one) in initials(other) or letters(other) in initials(one):
        return True
    left, right = words(one), words(other)
    return bool(left) and len(left) == len(right) and all(any(same_word(a, b) for b in right) for a in left)


def look_alikes(rows):
    """The pairs of rows (anything with a `name`) whose names are alike."""
    return [(a, b) for a, b in combinations(rows, 2) if alike(a.name, b.name)]
