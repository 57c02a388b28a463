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
    """`about` is a theme, a category's primary key or the front card's; `target` a category there is already, or None."""

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
    twins = [each for notes in (loose, *(group.notes for group in groups)) for each in doubles(notes, language, refused)]
    growing = [each for each in growth(loose, groups, language, refused)]
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
    """Themes of the loose cards, the largest first."""
    named = {fold(group.name): group.pk for group in groups}
    found = themes.grouped(loose, language)
    for theme in sorted(found, key=lambda theme: -len(found[theme])):
        if theme in refused.themes:
            continue
        target = next((named[fold(name(theme, each))] for each in (FRENCH, ENGLISH) if fold(name(theme, each)) in named), None)
        pks = tuple(
            note.pk for note in found[theme] if (theme, note.pk) not in refused.themed | {(theme, pk) for where, pk in refused.placed if where == target}
        )
        if len(pks) >= (1 if target else themes.FEWEST):
            yield Suggestion(THEME, theme, name(theme, language), pks, target)
