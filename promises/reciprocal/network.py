"""The map of the table: services on a circle, and what each gives to each other one, as numbers for a template's SVG.

A link goes from who gives to who is given; its width counts commitments, its line and colour say the state of the pair
(solid is matched), so that it reads in black and white. Few services are named beside their point, on two lines at
most, which never meet; many have a short code each, and links with something open alone are drawn strongly.
"""

from functools import cached_property
from itertools import combinations
from math import cos, hypot, pi, sin
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from workshop.parts import stamp
from workshop.reading import read_once

from .. import references
from . import states
from .grid import Service, grid
from .labels import Label, beside, spoke

WIDE, HIGH = 1040, 720  # of the picture
CENTRE, RADIUS = (WIDE // 2, HIGH // 2), 250
NAMED = 12  # services that are named in full: beyond, codes
POINT = 9  # radius of a service's point
WIDTHS = (2, 4, 6, 9)  # of a link, by commitments: none, one, two, more
THIN = (1, 1, 2, 3)  # the same among many services
BEND, APART = 0.3, 20  # how far links lean to the centre; the two ways between two services lean apart
ARROW = 13
# The line of each state: SVG's dashes. A link is drawn over those of the states before its own.
LINES = {
    states.OFFERED: "",
    states.MATCHED: "",
    states.UNANSWERED: "1 11",
    states.CONTRADICTORY: "18 10",
    states.REFUSED: "16 8 1 8",
}
WORDS = {
    states.OFFERED: _("solid and thin: offered, not asked for"),
    states.MATCHED: _("solid: matched"),
    states.UNANSWERED: _("dotted: unanswered"),
    states.CONTRADICTORY: _("dashed: contradictory"),
    states.REFUSED: _("dash and dot: refused"),
}
COLOURS = {  # on paper; those of screens are in css/steps/table.css
    states.OFFERED: "#655b4f",
    states.MATCHED: "#55792c",
    states.UNANSWERED: "#7d5300",
    states.CONTRADICTORY: "#2b4a8f",
    states.REFUSED: "#b4512a",
}
OPEN = {states.UNANSWERED, states.CONTRADICTORY, states.REFUSED}


class Node(NamedTuple):
    service: Service
    code: str
    x: int
    y: int
    label: Label


class Link(NamedTuple):
    """What `giver` gives to `taker`: an ordered pair in which something is said."""

    giver: Service
    taker: Service
    state: str
    commitments: int

    @property
    def width(self):
        """Which of WIDTHS."""
        return 0 if self.state == states.OFFERED else min(self.commitments, len(WIDTHS) - 1)

    word = property(lambda self: states.WORDS[self.state])
    sign = property(lambda self: states.SIGNS[self.state])


class Stroke(NamedTuple):
    """All links that look the same, as one SVG path; `arrows` another one, filled. `is_faint` among many."""

    state: str
    width: int
    path: str
    arrows: str
    is_faint: bool

    dashes = property(lambda self: LINES[self.state])
    colour = property(lambda self: COLOURS[self.state])
    is_open = property(lambda self: self.state in OPEN)


class Network:
    """The map of one table: `nodes` and `strokes` for the picture, `giving` for its table."""

    wide, high, point = WIDE, HIGH, POINT

    def __init__(self, table):
        self.table = table
        self.is_named = len(table.services) <= NAMED

    @cached_property
    def links(self):
        """[Link] in the order of the table."""
        return [
            Link(pair.giver, pair.asker, pair.state, len(pair.commitments))
            for pair in self.table.pairs.values()
            if pair.state != states.EMPTY
        ]

    @cached_property
    def codes(self):
        return references.codes(self.table.services)

    @cached_property
    def nodes(self):
        """[Node] clockwise from the top."""
        services = self.arranged
        return [self.node(service, place, len(services)) for place, service in enumerate(services)]

    @property
    def arranged(self):
        """The services in an order in which those that give each other much are near; many keep that of the table."""
        return untangled(self.table.services, self.links) if self.is_named else self.table.services

    def node(self, service, place, many):
        x, y = around(place / many, RADIUS)
        code = self.codes[service.pk]
        if self.is_named:
            label = beside(service.name, place / many, x, y, POINT, CENTRE)
        else:
            label = spoke(code, place / many, x, y, POINT, CENTRE)
        return Node(service, code, round(x), round(y), label)

    @property
    def widths(self):
        return WIDTHS if self.is_named else THIN

    @cached_property
    def strokes(self):
        """[Stroke], those to be seen first drawn last."""
        where, drawn = {node.service.pk: (node.x, node.y) for node in self.nodes}, {}
        for link in self.links:
            curve, arrow = drawn_between(where[link.giver.pk], where[link.taker.pk], self.widths[link.width])
            curves, arrows = drawn.setdefault((link.state, link.width), ([], []))
            curves.append(curve)
            arrows.append(arrow)
        return [
            self.stroke(state, width, *map("".join, drawn[state, width]))
            for state in LINES
            for width in range(len(WIDTHS))
            if (state, width) in drawn
        ]

    def stroke(self, state, width, path, arrows):
        return Stroke(state, self.widths[width], path, arrows, not self.is_named and state not in OPEN)

    @property
    def key(self):
        """[(state, dashes, colour, what the line means)] of the lines that are drawn."""
        seen = {link.state for link in self.links}
        return [(state, LINES[state], COLOURS[state], WORDS[state]) for state in LINES if state in seen]

    @cached_property
    def giving(self):
        """[(service, its code, [Link] of what it gives, a stamp)]: the map as a table."""
        by_giver = {}
        for link in self.links:
            by_giver.setdefault(link.giver.pk, []).append(link)
        rows = [(service, by_giver.get(service.pk, [])) for service in self.table.services]
        return [(service, self.codes[service.pk], links, stamp(service.name, links)) for service, links in rows]

    @cached_property
    def stamp(self):
        """Differs as soon as anything that the picture shows does."""
        return stamp([(service.pk, service.name) for service in self.table.services], self.links)


@read_once
def network(workshop):
    return Network(grid(workshop))


# Geometry


def around(turn, radius):
    """The point at a part of a whole turn, clockwise from the top."""
    angle = 2 * pi * turn - pi / 2
    return CENTRE[0] + radius * cos(angle), CENTRE[1] + radius * sin(angle)


def drawn_between(start, end, width):
    """(curve, arrow) from one point to another, as pieces of SVG paths."""
    (ax, ay), (bx, by) = start, end
    far = hypot(bx - ax, by - ay) or 1
    cx = (ax + bx) / 2 * (1 - BEND) + CENTRE[0] * BEND - (by - ay) / far * APART
    cy = (ay + by) / 2 * (1 - BEND) + CENTRE[1] * BEND + (bx - ax) / far * APART
    sx, sy = towards(start, (cx, cy), POINT + 3)
    tx, ty = towards(end, (cx, cy), POINT + 2)
    long = ARROW + width
    fx, fy = towards((tx, ty), (cx, cy), long)
    side, ux, uy = (5 + width) / long, fx - tx, fy - ty
    curve = f"M{sx:.0f} {sy:.0f}Q{cx:.0f} {cy:.0f} {fx:.0f} {fy:.0f}"
    left, right = (fx - uy * side, fy + ux * side), (fx + uy * side, fy - ux * side)
    return curve, f"M{tx:.0f} {ty:.0f}L{left[0]:.0f} {left[1]:.0f} {right[0]:.0f} {right[1]:.0f}Z"


def towards(start, end, far):
    """The point that is so far from the start on the way to the end."""
    (ax, ay), (bx, by) = start, end
    whole = hypot(bx - ax, by - ay) or 1
    return ax + (bx - ax) / whole * far, ay + (by - ay) / whole * far


def untangled(services, links):
    """The services in an order that brings those near who have much between them.

    Two change places, or a run of them is turned round, as long as that helps; the first one stays on top.
    """
    weight = {}
    for link in links:
        pair = frozenset((link.giver.pk, link.taker.pk))
        weight[pair] = weight.get(pair, 0) + 1 + link.commitments
    order, best, before = list(services), length(services, weight), None
    while best != before:
        before = best
        for a, b in combinations(range(1, len(order)), 2):
            for other in moved(order, a, b):
                now = length(other, weight)
                if now < best:
                    order, best = other, now
    return order


def moved(order, a, b):
    """Two other orders: a run turned round, and its two ends alone having changed places."""
    run = order[a : b + 1]
    return order[:a] + run[::-1] + order[b + 1 :], [*order[:a], run[-1], *run[1:-1], run[0], *order[b + 1 :]]


def length(order, weight):
    """How much lies how far apart on the circle."""
    place = {service.pk: n for n, service in enumerate(order)}
    total = 0
    for pair, much in weight.items():
        one, other = (place[pk] for pk in pair)
        apart = abs(one - other)
        total += much * min(apart, len(order) - apart) ** 2
    return total
