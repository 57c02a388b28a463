"""The picture of a movement over rounds: where its line, its points and its bars are, in the SVG's own units.

Above, the share of expectations that are matched, 0 to 100; below, how many lines are better (upwards) and worse
(downwards) than in the round before.
"""

from dataclasses import dataclass

from ..movement import percent

LEFT, STEP = 140, 240  # of the first round, from one round to the next
TOP, HIGH = 60, 200  # where 100 is, how far 0 is below
MIDDLE, REACH = 380, 68  # between better and worse, the longest bar
WIDE, APART = 44, 6  # of a bar
MOST = 8  # rounds that are drawn: four years; the table says them all


@dataclass(frozen=True)
class Bar:
    x: int
    y: int
    height: int
    count: int


class Chart:
    """`points` are (x, y, share in words); `better` and `worse` are Bars, one per round that judged something."""

    def __init__(self, figures):
        self.figures = figures[-MOST:]
        self.width = LEFT + STEP * max(1, len(self.figures) - 1) + LEFT
        self.longest = max([1, *(max(each.better, each.worse) for each in self.figures if each)])

    levels = ((100, TOP), (50, TOP + HIGH // 2), (0, TOP + HIGH))
    middle = MIDDLE

    @property
    def places(self):
        """The rounds that are drawn, as x."""
        return [LEFT + STEP * place for place in range(len(self.figures))]

    @property
    def points(self):
        shares = [(x, each.share) for x, each in zip(self.places, self.figures, strict=True) if each]
        return [(x, TOP + HIGH - HIGH * share // 100, percent(share)) for x, share in shares if share is not None]

    @property
    def path(self):
        return " ".join(f"{x},{y}" for x, y, _share in self.points)

    @property
    def better(self):
        bars = [(x, each.better, self.length(each.better)) for x, each in self.judged]
        return [Bar(x - WIDE - APART, MIDDLE - length, length, count) for x, count, length in bars]

    @property
    def worse(self):
        return [Bar(x + APART, MIDDLE, self.length(each.worse), each.worse) for x, each in self.judged]

    @property
    def judged(self):
        return [(x, each) for x, each in zip(self.places, self.figures, strict=True) if each and each.judged]

    def length(self, count):
        return round(REACH * count / self.longest)
