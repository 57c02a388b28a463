"""A fair draw: who sits with whom, who looks after which client service. Numbers only; pairs.py makes rows of them.

What holds: nobody sits with somebody they are never to be with; no pair has two services more than another. What is
sought then: that of each service at least one of those in charge works with it. Chance decides all the rest.
"""

import secrets
from itertools import combinations
from typing import NamedTuple

BY_TWO = 2  # people in a pair
TRIES = 200  # exchanges that are tried before what was found so far is taken
DICE = secrets.SystemRandom()


class Wishes(NamedTuple):
    """What a draw has to mind; people and services by their primary keys."""

    knows: frozenset  # (person, service): this person works with that service
    apart: frozenset  # frozenset((person, person)): never in one pair

    def broken(self, tables):
        """How many people sit with somebody they are never to be with."""
        return sum(frozenset(two) in self.apart for people in tables for two in combinations(people, 2))

    def meets(self, people, service):
        return any((person, service) in self.knows for person in people)

    def known(self, services):
        """Which of these services somebody works with."""
        return {service for _person, service in self.knows} & set(services)


def draw(people, services, wishes):
    """(tables, hands): people by two with one trio when odd, and the services that each table looks after.

    None when people who are never to be together cannot be told apart.
    """
    tables = groups(DICE.sample(people, len(people)))
    best, hands = judged(tables, services, wishes)
    for _try in range(TRIES):
        if best == (0, len(services) - len(wishes.known(services))):
            break
        other = exchanged(tables)
        score, dealt = judged(other, services, wishes)
        if score <= best:
            tables, best, hands = other, score, dealt
    return None if best[0] else (tables, hands)


def judged(tables, services, wishes):
    """((people who sit wrongly, services that nobody in charge knows), hands)."""
    hands = deal(tables, services, wishes)
    strange = sum(not wishes.meets(people, each) for people, hand in zip(tables, hands, strict=True) for each in hand)
    return (wishes.broken(tables), strange), hands


def groups(people):
    """People by two, in their order; an odd one makes the last pair a trio."""
    two = [people[n : n + BY_TWO] for n in range(0, len(people), BY_TWO)]
    if len(two) > 1 and len(two[-1]) == 1:
        odd = two.pop()
        two[-1] += odd
    return two


def exchanged(tables):
    """The tables with two people of different tables exchanged, by chance."""
    if len(tables) < BY_TWO:
        return tables
    one, other = DICE.sample(range(len(tables)), 2)
    return exchange(tables, one, DICE.choice(tables[one]), other, DICE.choice(tables[other]))


def exchange(tables, one, person, other, somebody):
    swap = {person: somebody, somebody: person}
    here = {n: [swap.get(each, each) for each in tables[n]] for n in (one, other)}
    return [here.get(n, people) for n, people in enumerate(tables)]


def redraw(tables, number, hands, wishes):
    """The tables once somebody of table `number` changed places with somebody of another one; None when nobody may.

    `hands` are the services of each table, which stay where they are.
    """
    seats = [(n, somebody) for n, people in enumerate(tables) for somebody in people if n != number]
    moves = [exchange(tables, number, person, *seat) for person in tables[number] for seat in seats]
    allowed = [move for move in moves if not wishes.broken(move)]
    if not allowed:
        return None
    strange = [
        sum(not wishes.meets(people, each) for people, hand in zip(move, hands, strict=True) for each in hand)
        for move in allowed
    ]
    return DICE.choice([move for move, score in zip(allowed, strange, strict=True) if score == min(strange)])


def deal(tables, services, wishes):
    """The services of each table: loads even, and as many as can be with somebody who works with them."""
    return Deal(tables, services, wishes).hands


class Deal:
    """Services dealt to tables: each has `least`, and `extra` of them have one more."""

    def __init__(self, tables, services, wishes):
        self.tables, self.wishes = tables, wishes
        self.least, self.extra = divmod(len(services), len(tables))
        self.hands = [[] for _table in tables]
        for service in DICE.sample(services, len(services)):
            self.place(service, set())
        for service in set(services) - {each for hand in self.hands for each in hand}:
            self.give(service)

    def has_room(self, number):
        """Whether a table may have one more."""
        fuller = sum(len(hand) > self.least for hand in self.hands)
        return len(self.hands[number]) < self.least + (fuller < self.extra)

    def place(self, service, seen):
        """Give a service to a table that knows it, others making room for it if need be; whether that was possible."""
        knowing = [n for n, people in enumerate(self.tables) if self.wishes.meets(people, service)]
        for number in DICE.sample(knowing, len(knowing)):
            if number not in seen:
                seen.add(number)
                if self.has_room(number) or self.make_room(number, seen):
                    self.hands[number].append(service)
                    return True
        return False

    def make_room(self, number, seen):
        """Move a service of this table to another one that knows it."""
        for held in self.hands[number]:
            if self.place(held, seen):
                self.hands[number].remove(held)
                return True
        return False

    def give(self, service):
        free = [n for n in range(len(self.tables)) if self.has_room(n)]
        fewest = min(len(self.hands[n]) for n in free)
        self.hands[DICE.choice([n for n in free if len(self.hands[n]) == fewest])].append(service)
