"""A post-it as words: folded, stemmed, without the small ones; its language; what it denies and what it counts."""

import re
from collections import Counter
from functools import lru_cache
from math import log, sqrt
from typing import NamedTuple

from snowballstemmer import stemmer

from ..likeness import fold

FRENCH, ENGLISH = "fr", "en"
SMALL = {
    FRENCH: "a ai ait alors an apres as au aussi autre autres aux avant avec avez avoir avons bien c ca car ce cela ces cet cette ceux"
    " chaque chez comme d dans de des dire dis disent dit donc du dont elle elles en encore entre es est et ete etes etre eu eux"
    " fait faire faut fois font il ils j je jusque l la le les leur leurs lorsque lui m ma mais me meme memes mes moi mon n ne"
    " ni nos notre nous on ont ou par pas peu peut peuvent plus pour pourquoi puis qu quand que quel quelle quelles quels qui"
    " quoi s sa sans se ses si soit son sont sous souvent sur t ta te tes toi ton toujours tous tout toute toutes tres trop tu"
    " un une va vers voici voila vont vos votre vous vraiment y jamais rien aucun aucune personne point service services equipe",
    ENGLISH: "a about after again all also always am an and any are as at be because been before being between both but by can could"
    " did do does doing done each even ever every for from get gets getting go got had has have having he her here him his how"
    " i if in into is it its just ll make makes many me more most much my never no nobody not nothing now of off often on once"
    " one only or other our out over own really re s say says she should so some such t than that the their them then there"
    " these they thing things this those to too under until up us ve very was we were what when where which while who why"
    " will with without would you your team service department",
}
SMALL = {language: frozenset(words.split()) for language, words in SMALL.items()}
TELLING = {  # words that one of the two languages has, and the other has not
    FRENCH: "le la les des du une est sont nous vous ils elle elles on ne pas pour dans avec sur qui que et mais jamais toujours"
    " tout tous leur leurs ca c d l n qu j ont au aux ce cette ces quand plus sans rien son sa se deja encore trop tres bien",
    ENGLISH: "the they is are we you of and to for with not never always it in that this have has our us their when what be do does"
    " don from i my at them there was were can will would how who but just no every all too ever up get",
}
TELLING = {language: frozenset(words.split()) for language, words in TELLING.items()}
DENIALS = frozenset(
    "pas jamais rien aucun aucune personne ni sans non not no never nobody nothing none without neither cannot hardly".split()
)
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
