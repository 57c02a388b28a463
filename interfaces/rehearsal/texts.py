"""What simulated participants are called and say, in each language: invented, plausible, in several trades."""

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from interfaces.likeness import fold


@cache
def bank(language):
    """texts.fr.toml or texts.en.toml: {names, services, suggestions, trades: {key: {words, like, dislike}}}."""
    with (Path(__file__).parent / f"texts.{language}.toml").open("rb") as file:
        return tomllib.load(file)


@dataclass
class Deck:
    """The post-its of one rehearsal, each written once: those of the team's trade first, then the others."""

    cards: list  # (polarity, text), last one first

    def draw(self):
        return self.cards.pop() if self.cards else None


def deck(language, team, dice=random):
    """Every post-it of the bank, in an order that suits a team of this name."""
    trades, cards = bank(language)["trades"], []
    for trade in sorted(trades, key=lambda key: rank(trades[key], key, team), reverse=True):
        told = [(polarity, text) for polarity in ("like", "dislike") for text in trades[trade][polarity]]
        dice.shuffle(told)
        cards += told
    return Deck(cards)


def rank(trade, key, team):
    """0 for the trade that the team's name speaks of, 1 for what every service hears, 2 for the others."""
    if any(speaks(part, word) for part in fold(team).split() for word in trade["words"]):
        return 0
    return 1 if key == "every" else 2


def speaks(part, word):
    """Whether a word of a team’s name is of this family; the shortest ones (`it`, `rh`) are whole words."""
    return part == word if len(word) < 4 else part.startswith(word)
