"""The map of the table: services on a circle, and what each gives to each other one, as numbers for a template's SVG.

A link goes from who gives to who is given; its width counts commitments, its line and colour say the state of the pair
(solid is matched), so that it reads in black and white. Few services are named beside their point, on two lines at
most, which never meet; many have a short code each, and links with something open alone are drawn strongly.
"""

from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from workshop.parts import stamp
from workshop.reading import read_once

from . import states
from .circle import CENTRE, HIGH, POINT, RADIUS, WIDE, around, drawn_between, untangled
from .grid import Service, grid
from .labels import Label, beside, is_joined, spoke

NAMED = 12  # services that are named in full: beyond, codes
WIDTHS = (2, 4, 6, 9)  # of a link, by commitments: none, one, two, more
THIN = (1, 1, 2, 3)  # the same among many services
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

    @property
    def is_coded_on_paper(self):
        """Whether paper shows its code, since it could not draw its name."""
        return is_joined(self.service.name)


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

    word, sign = states.WORD, states.SIGN


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

    def __init__(self, matrix):
        self.matrix = matrix
        self.is_named = len(matrix.services) <= NAMED

    @cached_property
    def links(self):
        """[Link] in the order of the table."""
        return [
            Link(mark.giver, mark.asker, mark.state, mark.committed)
            for mark in self.matrix.by_pair.values()
            if mark.state != states.EMPTY
        ]

    @cached_property
    def nodes(self):
        """[Node] clockwise from the top."""
        services = self.arranged
        return [self.node(service, place, len(services)) for place, service in enumerate(services)]

    @property
    def arranged(self):
        """The services in an order in which those that give each other much are near; many keep that of the table."""
        return untangled(self.matrix.services, self.links) if self.is_named else self.matrix.services

    def node(self, service, place, many):
        x, y = around(place / many, RADIUS)
        code = self.matrix.codes[service.pk]
        if self.is_named:
            label = beside(service.name, place / many, x, y, POINT, CENTRE)
        else:
            label = spoke(code, place / many, x, y, POINT, CENTRE)
        return Node(service, code, round(x), round(y), label)

    @property
    def widths(self):
        return WIDTHS if self.is_named else THIN

    @property
    def coded_on_paper(self):
        """[(code, service)] for the key on paper: of many services all, else those whose name it cannot draw."""
        coded = [each for each in self.matrix.services if not self.is_named or is_joined(each.name)]
        return [(self.matrix.codes[each.pk], each) for each in coded]

    @cached_property
    def strokes(self):
        """[Stroke], those to be seen first drawn last."""
        where, drawn = {node.service.pk: (node.x, node.y) for node in self.nodes}, {}
        for link in self.links:
            curve, arrow = drawn_between(
                where[link.giver.pk], where[link.taker.pk], self.widths[link.width], not self.is_named
            )
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
        """[(Stroke, what its line means)] of the states that are drawn."""
        seen = {link.state for link in self.links}
        strokes = [
            Stroke(state, 2 if state == states.OFFERED else 6, "", "", False) for state in LINES if state in seen
        ]
        return [(stroke, WORDS[stroke.state]) for stroke in strokes]

    @cached_property
    def giving(self):
        """[(service, its code, [Link] of what it gives, a stamp)]: the map as a table."""
        by_giver = {}
        for link in self.links:
            by_giver.setdefault(link.giver.pk, []).append(link)
        rows = [(service, by_giver.get(service.pk, [])) for service in self.matrix.services]
        return [(service, self.matrix.codes[service.pk], links, stamp(service.name, links)) for service, links in rows]

    @cached_property
    def stamp(self):
        """Differs as soon as anything that the picture shows does."""
        return stamp([(service.pk, service.name) for service in self.matrix.services], self.links)


@read_once
def network(workshop):
    return Network(grid(workshop).matrix)
