"""What the phones' proposals come to: on which loose post-its the room agrees, and on which it does not."""

from collections import Counter, defaultdict
from typing import NamedTuple

from workshop.attendance import present_count
from workshop.prepared import Prepared
from workshop.reading import read_once

from .groups import counted
from .likeness import fold
from .models import Proposal
from .wall import cards

AGREE = 2  # phones that must say the same, none saying another
PHONES = 3  # whose answer is wanted on each card, when there are so many

ANSWERS = Prepared(
    lambda room: (
        Proposal.objects.filter(postit__workshop=room, postit__category=None, postit__set_aside_at=None)
        .order_by("pk")
        .values_list("postit_id", "category_id", "name", "unsure")
    ),
    0,
)


class Place(NamedTuple):
    """Where a card is proposed to go: a category, or a name that none has yet (`pk` 0)."""

    pk: int
    number: int
    colour: int
    name: str


class Opinion(NamedTuple):
    """What the room says of one loose card: [(Place, how many phones)], most first."""

    card: object
    places: list

    @property
    def agrees(self):
        return len(self.places) == 1 and self.places[0][1] >= AGREE

    @property
    def differs(self):
        return len(self.places) > 1


@read_once
def answers(workshop):
    """{card pk: [(category pk or None, new name, unsure)]} of the loose cards, what was only dealt left out."""
    given = defaultdict(list)
    for card, category, name, unsure in ANSWERS.rows(workshop.pk):
        if category or name or unsure:
            given[card].append((category, name, unsure))
    return given


@read_once
def opinions(workshop):
    """The Opinions on the loose cards that at least one phone has a place for, in the order of the tray."""
    given, known = answers(workshop), places(workshop)
    loose = [card for card in cards(workshop) if card.category_id is None and card.pk in given]
    found = [Opinion(card, ranked(given[card.pk], known)) for card in loose]
    return [opinion for opinion in found if opinion.places]


def places(workshop):
    """{category pk, and its folded name: its Place}."""
    rows = [Place(each.pk, each.number, each.colour, each.name) for each in counted(workshop)]
    return {key: place for place in rows for key in (place.pk, fold(place.name))}


def ranked(rows, known):
    """[(Place, how many)], most first; a new name that a category has by now is that category."""
    votes, spellings = Counter(), defaultdict(Counter)
    for category, name, _unsure in rows:
        key = known[category] if category in known else known.get(fold(name), fold(name))
        if key:
            votes[key] += 1
            spellings[key][name] += 1
    named = [(key, n) if isinstance(key, Place) else (new(spellings[key]), n) for key, n in votes.most_common()]
    return sorted(named, key=lambda each: -each[1])


def new(spellings):
    return Place(0, 0, 0, spellings.most_common(1)[0][0])


def agreed(workshop):
    """[(Place, [cards])] on which the room agrees, existing categories first, in their order."""
    held = {}
    for opinion in opinions(workshop):
        if opinion.agrees:
            place = opinion.places[0][0]
            key = place.pk or fold(place.name)
            held.setdefault(key, (place, []))[1].append(opinion.card)
    return sorted(held.values(), key=lambda each: (not each[0].pk, each[0].number))


def progress(workshop, loose):
    """{given, wanted}: answers on the `loose` cards, three on each when there are so many phones."""
    most = min(PHONES, present_count(workshop))
    return {"given": sum(min(most, len(rows)) for rows in answers(workshop).values()), "wanted": most * loose}
