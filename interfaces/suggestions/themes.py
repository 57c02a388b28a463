"""Which post-its speak of the same side of a service: the loudest theme of the lexicon, then the words they share.

Both polarities of a theme go together: "on attend trois semaines" and "une réponse le jour même" are about delays.
"""

import re
from collections import Counter, defaultdict
from functools import lru_cache

from ..likeness import fold
from .cues import scores, themes
from .examples import leanings
from .words import cosine, read, stem, vectors

LOUD = 2  # how loudly a text must speak of a theme
CLEAR = 0.5  # by how much it must be louder than the next theme
LEANING = 0.4  # what examples weigh beside the lexicon
FEWEST = 2  # cards of a group
MOST = 15  # cards of a group that is still read at a glance
SEVERAL = 3  # cards that a word must be in to cut a group
CLOSE = 0.4  # to the nearest of a theme’s cards, for a card that no cue tells


def grouped(cards, language):
    """{theme: cards}, in the order of the wall; cards that fit no theme are in none."""
    groups, quiet = defaultdict(list), []
    for place, card in enumerate(cards):
        theme = theme_of(card.text, language)
        groups[theme].append(place) if theme else quiet.append(place)
    joined(cards, groups, quiet, language)
    return {theme: [cards[place] for place in sorted(places)] for theme, places in groups.items()}


@lru_cache(8192)
def theme_of(text, language):
    """The theme that a text speaks of most loudly, None when it speaks of none. The first one of the lexicon wins."""
    heard = Counter(scores(text, language))
    for theme, weight in leanings(text, language).items():
        heard[theme] += LEANING * weight
    best, second = sorted(order(language), key=lambda theme: -heard.get(theme, 0))[:2]
    clear = heard.get(best, 0) >= max(LOUD, heard.get(second, 0) + CLEAR)
    return best if clear else None


def order(language):
    return list(themes(language))


def joined(cards, groups, quiet, language):
    """Add to each group the quiet cards whose words are close to those of one of its cards."""
    if not quiet:
        return
    vector = vectors([card.text for card in cards], language)
    homes = [(theme, places) for theme, places in groups.items()]
    for place in quiet:
        near = [(max(cosine(vector[place], vector[each]) for each in places), theme) for theme, places in homes]
        closeness, theme = max(near, default=(0, None))
        if closeness >= CLOSE:
            groups[theme] = [*groups[theme], place]


def cut(theme, cards, language):
    """[(word or "", cards)]: a theme of many cards by the words that several of them share, what is left with ""."""
    rest, parts = list(cards), []
    while len(rest) > MOST:
        known = Counter(each for card in rest for each in sharing(theme, card, language))
        fitting = [(n, each) for each, n in known.items() if SEVERAL <= n <= len(rest) / 2]
        if not fitting:
            break
        _n, chosen = max(fitting)
        parts.append([card for card in rest if chosen in sharing(theme, card, language)])
        parts[-1] = (spelled(chosen, parts[-1], language), parts[-1])
        rest = [card for card in rest if chosen not in sharing(theme, card, language)]
    return [*parts, ("", rest)]


def sharing(theme, card, language):
    """The stems of a card that say more than its theme."""
    said = read(card.text, language)
    own = {stem(word, said.language) for word in said.words if theme in scores(word, said.language)}
    return {each for each in said.stems - own if each.isascii() and len(each) > 2}


def spelled(chosen, cards, language):
    """A stem as most of these cards write it."""
    written = Counter(word.lower() for card in cards for word in re.findall(r"[^\W_]+", card.text))
    return max((word for word in written if stem(fold(word), language) == chosen), key=written.get, default=chosen)
