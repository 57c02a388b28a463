"""Which post-its say the same, nearly word for word: stems and spelling; never two that say the opposite.

A card is anything with a `text` and a `polarity`. Opposite are two polarities, a denial that the other has not
("ils répondent" and "ils ne répondent pas"), two words of OPPOSITES, a word and its negation ("joignable" and
"injoignable"), and two numbers.
"""

from itertools import repeat

from rapidfuzz import fuzz

from .words import LISTS, read

SHARED = 0.7  # of the words that carry meaning
ENOUGH = 0.35  # shared to the letter, below which spelling is not looked at
SPELLED = 85  # of 100
LONG = 4  # letters of a word that may be misspelt or cut short
SPELLINGS = 200_000  # pairs of words looked at in one place; a wall made to take minutes is then read to the letter
ALWAYS = repeat(None)
OPPOSITES = [tuple(line.split()) for line in LISTS["opposite"]["pairs"].strip().splitlines()]  # beginnings of words
NEGATIONS = ("in", "im", "il", "ir", "un", "dis", "des", "non", "mal", "mis")


def stacks(cards, language):
    """Lists of two cards or more that say the same as the first of them."""
    found, left = [], [(card, read(card.text, language)) for card in cards]
    turns = iter(range(SPELLINGS))
    while left:
        front, *others = left
        twins = [other for other in others if same(front, other, turns)]
        if twins:
            found.append([front[0], *(card for card, _said in twins)])
        left = [other for other in others if other not in twins]
    return found


def same(one, other, turns=ALWAYS):
    """Whether two (card, Said) say the same; each pair of words whose spelling is looked at takes one of the turns."""
    (card, said), (twin, told) = one, other
    if card.polarity != twin.polarity or bool(said.denied) != bool(told.denied):
        return False
    if said.words == told.words:
        return True
    both = len(said.stems) + len(told.stems)
    if not both or 2 * len(said.stems & told.stems) < ENOUGH * both:
        return False
    if said.numbers and told.numbers and said.numbers != told.numbers:
        return False
    common = shared(said.stems, told.stems, turns)
    alike = 2 * common >= SHARED * both and (common > 1 or spelled_alike(said.words, told.words))
    return alike and not opposed(said.words, told.words)


def spelled_alike(words, others):
    return fuzz.ratio(" ".join(words), " ".join(others)) >= SPELLED


def shared(stems, others, turns=ALWAYS):
    """How many stems two texts share, misspelt ones included while there are turns left."""
    common = stems & others
    rest = others - common
    return len(common) + sum(is_among(stem, rest, turns) for stem in stems - common)


def is_among(stem, others, turns):
    """Whether a stem is one of others, misspelt."""
    return any(resembles(stem, each) for each, _turn in zip(others, turns, strict=False))


def resembles(one, other):
    short, long = sorted((one, other), key=len)
    return len(short) >= LONG and (long.startswith(short) or fuzz.ratio(short, long) >= SPELLED)


def opposed(words, others):
    """Whether one text has a word whose opposite stands in its place in the other."""
    mine, theirs = set(words) - set(others), set(others) - set(words)
    return any(contrary(word, other) or contrary(other, word) for word in mine for other in theirs)


def contrary(word, other):
    if word.endswith(other) and word[: -len(other)] in NEGATIONS:
        return True
    return any(word.startswith(one) and other.startswith(two) for one, two in OPPOSITES)
