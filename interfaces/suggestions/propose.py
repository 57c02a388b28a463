"""All that is proposed for one wall, in the order in which it is shown: same ideas, categories that grow, new ones.

Kept while the wall stands: a gesture or a refusal asks again, what was not touched is read from the caches below.
"""

from functools import lru_cache
from typing import NamedTuple

from ..likeness import fold
from . import more, same, themes
from .cues import name
from .words import ENGLISH, FRENCH

SAME, MORE, THEME = "same", "more", "theme"


class Note(NamedTuple):
    """What is read of a card."""

    pk: int
    text: str
    polarity: str


class Group(NamedTuple):
    """What is read of a category."""

    pk: int
    name: str
    notes: tuple


class Refused(NamedTuple):
    """What is not asked again."""

    themes: frozenset = frozenset()
    twins: frozenset = frozenset()  # of frozenset({pk, pk})
    themed: frozenset = frozenset()  # of (theme, pk)
    placed: frozenset = frozenset()  # of (category pk, pk)


class Suggestion(NamedTuple):
    """`about` is a theme, a category’s key or the front card’s; `target` the category there is already, or None."""

    kind: str
    about: str
    name: str
    pks: tuple
    target: int | None = None

    @property
    def key(self):
        return f"{self.kind}-{self.about}"


@lru_cache(32)
def propose(loose, groups, language, refused):
    """Suggestions for loose Notes and Groups (tuples); language: of names, and of texts that do not tell."""
    twins = [
        each for notes in (loose, *(group.notes for group in groups)) for each in doubles(notes, language, refused)
    ]
    growing = list(growth(loose, groups, language, refused))
    taken = {pk for each in growing for pk in each.pks}
    left = [note for note in loose if note.pk not in taken]
    return (*twins, *growing, *new(left, groups, language, refused))


def doubles(notes, language, refused):
    """Same ideas of one place: the tray, or a category."""
    for cards in same.stacks(notes, language):
        front, *others = (card.pk for card in cards)
        kept = [pk for pk in others if frozenset((front, pk)) not in refused.twins]
        if kept:
            yield Suggestion(SAME, str(front), "", (front, *kept))


def growth(loose, groups, language, refused):
    """Loose cards that are close to what a category holds."""
    known = {note.pk: note for notes in (loose, *(group.notes for group in groups)) for note in notes}
    held = {group.pk: group.notes for group in groups}
    wrong = {pk: [known[card] for where, card in refused.placed if where == pk and card in known] for pk in held}
    found = more.closest(loose, held, language, wrong)
    for group in groups:
        if group.pk in found:
            yield Suggestion(MORE, str(group.pk), group.name, tuple(note.pk for note in found[group.pk]), group.pk)


def new(loose, groups, language, refused):
    """Themes of the loose cards, the largest first; for the category that has a theme's name, if there is one."""
    named = {fold(group.name): group for group in groups}
    for theme, word, notes in parted(loose, language):
        about, title = called(theme, word, language)
        titles = map(fold, (title, name(theme, FRENCH), name(theme, ENGLISH)))
        target = next((named[each] for each in titles if each in named), None)
        out = {pk for key, pk in refused.themed if key == about}
        out |= {pk for key, pk in refused.placed if target and key == target.pk}
        pks = tuple(note.pk for note in notes if note.pk not in out)
        if about not in refused.themes and len(pks) >= (1 if target else themes.FEWEST):
            yield Suggestion(THEME, about, target.name if target else title, pks, target and target.pk)


def parted(loose, language):
    """[(theme, word or "", cards)] of the loose cards, those of most cards first."""
    found = themes.grouped(loose, language)
    every = [(theme, *part) for theme, notes in found.items() for part in themes.cut(theme, notes, language)]
    return sorted(every, key=lambda each: -len(each[2]))


def called(theme, word, language):
    """How a theme, or the part of it that shares a word, is known and named."""
    title = name(theme, language)
    return (f"{theme}-{fold(word)}"[:40], f"{title} · {word}"[:60]) if word else (theme, title)
