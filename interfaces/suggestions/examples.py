"""What post-its that people have labelled teach beside the lexicon: which words and pairs of words go with which side.

A naive Bayes over complements (Rennie et al., 2003): a word speaks for a side as much as it is more frequent there
than in all the others together. The lexicon leads; some hundred examples only tip what it leaves undecided.
"""

from collections import Counter, defaultdict
from functools import cache, lru_cache
from itertools import pairwise
from math import log
from pathlib import Path

from .words import SMALL, read, stem

SMOOTH = 0.3  # of a word that was never seen with a side
NONE = "other"  # label of examples that belong nowhere


@cache
def labelled(language):
    """[(theme, polarity, text)] of the examples of a language; the theme `other` is none."""
    lines = Path(__file__).with_name("lexicon").joinpath(f"examples.{language}.tsv").read_text().splitlines()
    return [tuple(line.split("\t")) for line in lines]


def marks(text, language):
    """The stems that carry meaning, the first one, and each pair of neighbours."""
    said = read(text, language)
    stems = [stem(word, said.language) for word in said.words]
    pairs = {f"{one} {other}" for one, other in pairwise(stems)}
    return {each for each in stems if each not in SMALL[said.language]} | pairs | {f"^{each}" for each in stems[:1]}


@cache
def weights(language):
    """{mark: {theme: how much it speaks for it, negative against it}}."""
    with_theme, everywhere = defaultdict(Counter), Counter()
    for theme, _polarity, text in labelled(language):
        if theme != NONE:
            found, here = marks(text, language), with_theme[theme]
            here.update(found)
            everywhere.update(found)
    sums = {theme: sum(known.values()) for theme, known in with_theme.items()}
    kinds, total = SMOOTH * len(everywhere), sum(everywhere.values())
    return {
        mark: {
            theme: log((known[mark] + SMOOTH) / (sums[theme] + kinds))
            - log((n - known[mark] + SMOOTH) / (total - sums[theme] + kinds))
            for theme, known in with_theme.items()
        }
        for mark, n in everywhere.items()
    }


@lru_cache(8192)
def leanings(text, language):
    """{theme: how much the examples speak for it}, empty when they know none of its words."""
    heard, known = Counter(), weights(read(text, language).language)
    for mark in marks(text, language):
        for theme, weight in known.get(mark, {}).items():
            heard[theme] += weight
    return heard
