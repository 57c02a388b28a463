"""How a version was kept, as both sides say: one row per commitment, gaps first, and the trend over versions."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from workshop.change import Refused

from . import versions
from .models import Commitment, Review, Score

WORTH = {Score.BROKEN: 0, Score.PARTLY: 1, Score.KEPT: 2}
FURTHEST = 3  # stands for "not said", worse than any verdict


@dataclass
class Row:
    """A commitment with what the team and the client service say of it, now and at the review before."""

    line: Commitment
    team: Score | None
    client: Score | None
    earlier: str

    @property
    def gap(self):
        """How far apart the two sides are, 0 to 2; 0 when one of them has not said."""
        return abs(WORTH[self.team.verdict] - WORTH[self.client.verdict]) if self.team and self.client else 0

    @property
    def sides(self):
        return [(Score.TEAM, self.team), (Score.CLIENT, self.client)]

    @property
    def decision(self):
        return getattr(self.line, "decision", None)

    @property
    def urgency(self):
        """Sorts what is to be talked about first: gaps, then the worst verdicts, then what nobody scored."""
        worths = [WORTH[each.verdict] for each in (self.team, self.client) if each]
        return (-self.gap, min(worths, default=FURTHEST))


def rows(version):
    """The rows of a version in the order of its client services; four queries."""
    lines = versions.lines_of(version).promised().select_related("promise__interface", "decision", "before")
    ordered = lines.order_by("promise__interface__position", "promise__interface", "position", "pk")
    return [row(line) for line in ordered.prefetch_related("scores", "before__scores")]


def row(line):
    said = by_side(line)
    return Row(line, said.get(Score.TEAM), said.get(Score.CLIENT), earlier(line.before))


def earlier(line):
    """What the client service said of the line before this one, else what the team did; empty when nobody did."""
    said = by_side(line) if line else {}
    score = said.get(Score.CLIENT) or said.get(Score.TEAM)
    return score.verdict if score else ""


def by_side(line):
    return {score.side: score for score in line.scores.all()}


def by_interface(rows):
    """[(Interface, [Row])], in order."""
    grouped = {}
    for each in rows:
        grouped.setdefault(each.line.promise.interface, []).append(each)
    return list(grouped.items())


def tallies(rows):
    """Per side, how many lines are kept, partly kept, not kept, unsaid, met at all: [(side, label, {verdict: n})]."""
    return [(side, label, tally(dict(row.sides)[side] for row in rows)) for side, label in Score.SIDES]


def tally(scores):
    counts = dict.fromkeys([*WORTH, "unsaid"], 0)
    for score in scores:
        counts[score.verdict if score else "unsaid"] += 1
    return counts | {"all": sum(counts.values()), "met": counts[Score.KEPT] + counts[Score.PARTLY]}


def trend(version):
    """How the version before was kept, None for the first: (Version, tallies)."""
    last = versions.before(version)
    return (last, tallies(rows(last))) if last else None


def review_of(workshop):
    """The review of the version in force, None when it was never opened."""
    return Review.objects.filter(version=versions.in_force(workshop)).select_related("version").first()


def standing(workshop):
    """The review that is open; Refused when there is none, or when it is closed."""
    review = review_of(workshop)
    if review is None or review.closed_at:
        raise Refused(_("This review is closed.") if review else _("The review is not open yet."))
    return review


def judged(workshop, pk):
    """A commitment of the version under review."""
    line = versions.lines_of(standing(workshop).version).promised().filter(pk=pk).first()
    if line is None:
        raise Refused(_("This line is not part of the version under review."))
    return line
