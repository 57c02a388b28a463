"""What has moved since the review before, as numbers for a picture and words for its table.

A share is 0 to 100: commitments kept, those in part counting half; a mirror's answer, 100 for yes, 0 for the opposite.
"""

from collections import Counter
from dataclasses import dataclass

from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from interfaces.models import Echo
from workshop import access

from . import mirrored, scores, versions

LEFT, WIDE = 12, 176  # where 0 and 100 are on a track 200 wide
TOP, HIGH, STEP = 20, 120, 110  # of the chart of versions: where 100 is, how far 0 is below, from one to the next


@dataclass
class Move:
    """One thing that moved; `then` and `now` are shares or None, `told` how each is said."""

    name: str
    side: str
    then: int | None
    now: int | None
    told: tuple

    x_then = property(lambda self: x(self.then))
    x_now = property(lambda self: x(self.now))

    @property
    def by(self):
        """How far it moved, None unless both are known."""
        return None if None in (self.then, self.now) else self.now - self.then

    @property
    def way(self):
        return "" if self.by is None else "up" if self.by > 0 else "down" if self.by < 0 else "same"


def x(share):
    return None if share is None else LEFT + WIDE * share // 100


def percent(share):
    return "—" if share is None else _("%d%%") % share


def services(version):
    """[Move] per client service and side."""
    last = versions.before(version)
    before = {of.pk: scores.tallies(rows) for of, rows in scores.by_interface(scores.rows(last) if last else [])}
    return [
        move
        for interface, rows in scores.by_interface(scores.rows(version))
        for move in pair(interface, scores.tallies(rows), before.get(interface.pk, []))
    ]


def pair(interface, tallies, before):
    then = {side: counts["share"] for side, _label, counts in before}
    for side, label, counts in tallies:
        told = percent(then.get(side)), percent(counts["share"])
        yield Move(interface.name, label, then.get(side), counts["share"], told)


def sentences(version):
    """[Move] per sentence of the mirror, of what the client services answer; the furthest from hoped for first."""
    found = [each for group in mirrored.seen(version).values() for each in group]
    return [sentence(each) for each in sorted(found, key=lambda each: each.urgency)]


def sentence(seen):
    told = tuple(echo.get_answer_display() if echo else "—" for echo in (seen.before, seen.client))
    then, now = (hoped(echo.depth) if echo else None for echo in (seen.before, seen.client))
    return Move(seen.sentence.text, seen.sentence.interface.name, then, now, told)


def hoped(depth):
    return round(100 - 100 * depth / mirrored.WORST)


def slopes(moves):
    """Answers as lines from last time to now, the thicker the more of them; None when none is known twice.

    `levels` are (label, y, how many then, how many now), `lines` (y then, y now, way, thickness), `ways` counted.
    """
    known = [move for move in moves if move.way]
    then, now = Counter(move.then for move in known), Counter(move.now for move in known)
    levels = [(label, hoped(depth)) for depth, (_answer, label) in enumerate(Echo.ANSWERS)]
    lines = Counter((move.then, move.now, move.way) for move in known)
    return known and {
        "levels": [(label, y(share), then[share], now[share]) for label, share in levels],
        "lines": [(y(a), y(b), way, 1 + 4 * count // len(known)) for (a, b, way), count in sorted(lines.items())],
        "ways": Counter(move.way for move in known),
    }


def y(share):
    return TOP + HIGH - HIGH * share // 100


def chart(version):
    """The shares of every version reviewed: what the SVG draws, and what its table says."""
    known = scores.history(version)
    lines = [line(rank, label, known) for rank, (_side, label) in enumerate(scores.Score.SIDES)]
    return {
        "versions": [(each, 60 + STEP * place) for place, (each, _tallies) in enumerate(known)],
        "lines": lines,
        "width": 120 + STEP * max(1, len(known) - 1),
        "levels": [(100, TOP), (50, TOP + HIGH // 2), (0, TOP + HIGH)],
    }


def line(rank, label, known):
    """One side over the versions: its points as (x, y, share), and as SVG wants them."""
    shares = [tallies[rank][2]["share"] for _version, tallies in known]
    points = [(60 + STEP * place, y(share), share) for place, share in said(shares)]
    told = [percent(share) for share in shares]
    return {"label": label, "points": points, "path": " ".join(f"{a},{b}" for a, b, _share in points), "told": told}


def said(shares):
    return [(place, share) for place, share in enumerate(shares) if share is not None]


def context(version):
    """All of it; `is_second` when there is something to compare with."""
    every = {"services": services(version), "sentences": sentences(version), "chart": chart(version)}
    return every | {"is_second": any(move.then is not None for move in every["services"] + every["sentences"])}


@access.facilitator_page
def page(request, workshop):
    """The picture of the movement, with its table, to be printed or shown."""
    version = versions.in_force(workshop)
    values = {"workshop": workshop, "version": version, "review": scores.review_of(workshop)}
    return render(request, "promises/movement.html", values | (context(version) if values["review"] else {}))


urlpatterns = [path("movement/", page, name="movement")]
