"""Who gives and who receives: of each service, the commitments both ways, and the expectations met or still open.

A bar grows both ways from the middle: to the left what a service gives, to the right what it receives; what is still
open comes after it, outlined, so that it reads in black and white. Numbers are whole, for SVG.
"""

from dataclasses import dataclass
from functools import cached_property

from workshop.parts import stamp
from workshop.reading import read_once

from . import states
from .grid import Service, grid

HALF = 1000  # of a bar, from the middle to one end
AT_ONCE = 14  # services of one column of the board: beyond, two columns
COUNTED = [states.MATCHED, states.UNANSWERED, states.CONTRADICTORY, states.REFUSED]


@dataclass
class Weight:
    """One service. `of_it` are expectations of it, `its` those it has itself; met or open."""

    service: Service
    gives: int = 0
    receives: int = 0
    met_of_it: int = 0
    open_of_it: int = 0
    met_its: int = 0
    open_its: int = 0
    scale: int = 1  # what the longest side of any bar counts

    @property
    def given(self):
        """The length of what it gives, in HALF."""
        return HALF * self.gives // self.scale

    @property
    def received(self):
        return HALF * self.receives // self.scale

    @property
    def owed(self):
        """The length of what is expected of it and open."""
        return HALF * self.open_of_it // self.scale

    @property
    def awaited(self):
        return HALF * self.open_its // self.scale

    @property
    def given_from(self):
        """Where the bar of what it gives begins, left of the middle, which is 0."""
        return -self.given

    @property
    def owed_from(self):
        return -self.given - self.owed

    @property
    def stamp(self):
        """Differs as soon as anything that its row shows does."""
        return stamp(*vars(self).values())


class Balance:
    """All services, on one scale."""

    def __init__(self, matrix):
        self.matrix, self.services = matrix, matrix.services

    @cached_property
    def weights(self):
        """[Weight] in the order of the table."""
        found = {service.pk: Weight(service) for service in self.services}
        for (asker, giver), (expected, committed, _is_new) in self.matrix.found.items():
            self.weigh(found[asker], found[giver], expected.count(states.MATCHED), len(expected), committed)
        sides = [max(each.gives + each.open_of_it, each.receives + each.open_its) for each in found.values()]
        for each in found.values():
            each.scale = max([1, *sides])
        return list(found.values())

    @staticmethod
    def weigh(asker, giver, met, expected, committed):
        """Add one ordered pair to the Weights of its two services."""
        giver.gives += committed
        asker.receives += committed
        asker.met_its += met
        giver.met_of_it += met
        asker.open_its += expected - met
        giver.open_of_it += expected - met

    @cached_property
    def by_pk(self):
        return {weight.service.pk: weight for weight in self.weights}

    @property
    def columns(self):
        """The weights as a board has room for them: one column, or two."""
        half = -(-len(self.weights) // 2)
        many = len(self.weights) > AT_ONCE
        return [self.weights[:half], self.weights[half:]] if many else [self.weights]

    @property
    def counts(self):
        """[(state, sign, word, number of expectations)]"""
        found = self.matrix.expectations
        return [(state, states.SIGNS[state], states.WORDS[state], found[state]) for state in COUNTED]

    @property
    def commitments(self):
        return self.matrix.commitments

    @property
    def open(self):
        """How many expectations are not matched."""
        return self.matrix.expected - self.matrix.expectations[states.MATCHED]


@read_once
def balance(workshop):
    return Balance(grid(workshop).matrix)
