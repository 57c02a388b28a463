"""Where things are on the circle of a map (network.py): points, links with their arrows, the order of the services."""

from itertools import combinations
from math import cos, hypot, pi, sin

WIDE, HIGH = 1060, 720  # of the picture
CENTRE, RADIUS = (WIDE // 2, HIGH // 2), 250
POINT = 9  # radius of a service's point
BEND, APART = 0.3, 20  # how far links lean to the centre; the two ways between two services lean apart
ARROWS = (13, 7)  # the length of an arrow's head, and among many


def around(turn, radius):
    """The point at a part of a whole turn, clockwise from the top."""
    angle = 2 * pi * turn - pi / 2
    return CENTRE[0] + radius * cos(angle), CENTRE[1] + radius * sin(angle)


def drawn_between(start, end, width, is_many=False):
    """(curve, arrow) from one point to another, as pieces of SVG paths."""
    (ax, ay), (bx, by) = start, end
    far = hypot(bx - ax, by - ay) or 1
    cx = (ax + bx) / 2 * (1 - BEND) + CENTRE[0] * BEND - (by - ay) / far * APART
    cy = (ay + by) / 2 * (1 - BEND) + CENTRE[1] * BEND + (bx - ax) / far * APART
    sx, sy = towards(start, (cx, cy), POINT + 3)
    tx, ty = towards(end, (cx, cy), POINT + 2)
    long = ARROWS[is_many] + width
    fx, fy = towards((tx, ty), (cx, cy), long)
    side, ux, uy = (ARROWS[is_many] * 0.4 + width) / long, fx - tx, fy - ty
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
