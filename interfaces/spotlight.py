"""What of the content may be large on the board: a post-it of the revealed wall, a category, a client service.

Named `postit-12`, `category-3`, `service-5`. Where a step's own board shows a client service alone, it does so by
itself (`lit_service`); elsewhere the service comes with what the wall says of it.
"""

from workshop.reading import read_once
from workshop.spotlight import Spot

from .groups import with_cards
from .wall import cards

KINDS = ("postit", "category", "service")
LOADS = (300, 700, 1300)  # letters that each size of text still holds, a card being worth CARD more
CARD = 20
LETTERS = (60, 140)  # of a post-it alone


def find(workshop, name):
    """The Spot of that name, None when there is nothing to show."""
    kind, _dash, pk = name.partition("-")
    if kind not in KINDS or not pk.isdecimal():
        return None
    return {"postit": postit, "category": category, "service": service}[kind](workshop, int(pk))


def postit(workshop, pk):
    card = next((card for card in cards(workshop) if card.pk == pk), None)
    return card and Spot("postit", card.service or "", [card], level(len(card.text), LETTERS))


def category(workshop, pk):
    groups = with_cards(workshop)["categories"] if workshop.revealed_at else []
    found = next((each for each in groups if each.pk == pk), None)
    return found and Spot("category", found.name, found.cards, size(found.cards))


def service(workshop, pk):
    name = next((each.name for each in standing(workshop) if each.pk == pk), None)
    said = [card for card in cards(workshop) if card.interface_id == pk]
    return name and Spot("service", name, said, size(said))


@read_once
def standing(workshop):
    return list(workshop.interfaces.standing())


def size(cards):
    """How large the board writes these cards, 1 (largest) to 4 (24 px)."""
    return level(sum(CARD + len(card.text) for card in cards), LOADS)


def level(load, bounds):
    """1 for what is within the first bound, and so on."""
    return 1 + sum(load > bound for bound in bounds)


def lit_service(workshop):
    """The primary key of the client service that is up, 0 when none is."""
    kind, _dash, pk = workshop.spotlight.partition("-")
    return int(pk) if kind == "service" and pk.isdecimal() else 0
