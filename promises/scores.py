"""How a version was kept, as both sides say: one row per commitment, gaps first, and the trend over versions.

Each side judges alone: what one said of a line is shown to nobody until the other has said it too, the review is
closed, or the facilitator gives up waiting. A verdict that is known beforehand is repeated rather than given, and the
gaps between the two are what a review is for.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from workshop.change import Refused, digest
from workshop.reading import read_once

from . import versions
from .models import Commitment, Review, Score

WORTH = {Score.BROKEN: 0, Score.PARTLY: 1, Score.KEPT: 2}
FURTHEST = 3  # stands for "not said", worse than any verdict


@dataclass
class Row:
    """A commitment; `said` and `before` are {side: Score} of now and of the review before, `is_shown` who may read."""

    line: Commitment
    said: dict
    before: dict
    is_shown: bool

    team = property(lambda self: self.shown(Score.TEAM))
    client = property(lambda self: self.shown(Score.CLIENT))

    def shown(self, side):
        """What a side says, as far as everybody may read it."""
        return self.said.get(side) if self.is_shown else None

    @property
    def own(self):
        """What the team says, for those who said it."""
        return self.said.get(Score.TEAM)

    @property
    def gap(self):
        """How far apart the two sides are, 0 to 2; 0 when one of them has not said."""
        return abs(WORTH[self.team.verdict] - WORTH[self.client.verdict]) if self.team and self.client else 0

    @property
    def sides(self):
        return [(Score.TEAM, self.team), (Score.CLIENT, self.client)]

    @property
    def waiting(self):
        """The sides that have said something that is not shown yet."""
        return [] if self.is_shown else list(self.said)

    @property
    def decision(self):
        return getattr(self.line, "decision", None)

    @property
    def earlier(self):
        """What the client service said at the review before, else what the team did; empty when nobody did."""
        score = self.before.get(Score.CLIENT) or self.before.get(Score.TEAM)
        return score.verdict if score else ""

    @property
    def urgency(self):
        """Sorts what is to be talked about first: gaps, then the worst verdicts, then what nobody scored."""
        worths = [WORTH[each.verdict] for each in (self.team, self.client) if each]
        return (-self.gap, min(worths, default=FURTHEST))


def rows(version):
    """The rows of a version in the order of its client services; five queries."""
    lines = versions.lines_of(version).promised().select_related("promise__interface__contact", "decision", "before")
    ordered = lines.order_by("promise__interface__position", "promise__interface", "position", "pk")
    everything = is_all_shown(version)
    return [row(line, everything) for line in ordered.prefetch_related("scores", "before__scores")]


@read_once
def now(workshop):
    """The rows of the version in force, once its review is open."""
    review = review_of(workshop)
    return rows(review.version) if review else []


def is_all_shown(version):
    """Whether nothing of the review of a version waits for the other side; it may never have been opened."""
    return is_uncovered(getattr(version, "review", None))


def is_uncovered(review):
    """Whether nothing of a review waits for the other side any more."""
    return bool(review and (review.closed_at or review.shown_at))


def row(line, everything=False):
    said = by_side(line)
    return Row(line, said, by_side(line.before) if line.before else {}, everything or len(said) == len(Score.SIDES))


def by_side(line):
    return {score.side: score for score in line.scores.all()}


def by_interface(rows):
    """[(Interface, [Row])], in order."""
    grouped = {}
    for each in rows:
        grouped.setdefault(each.line.promise.interface, []).append(each)
    return list(grouped.items())


def own_stamp(groups):
    """Differs as soon as the team's own answers do, and tells nobody which: says to a partner's phone to look again."""
    said = [
        (interface.pk, interface.pair_id, [judged_as(row.own) for row in rows], [guess_in(each) for each in seen])
        for interface, rows, seen in groups
    ]
    return digest(repr(said).encode())[:16]


def judged_as(score):
    return score and (score.verdict, score.comment)


def guess_in(seen):
    return seen.guess and seen.guess.answer


def tallies(rows):
    """Per side, how many lines are kept, partly kept, not kept, unsaid, met at all: [(side, label, {verdict: n})]."""
    return [(side, label, tally(rows, side)) for side, label in Score.SIDES]


def tally(rows, side):
    """`unsaid` is `waits` (said, not shown yet) and `silent`; `share` is 0 to 100, None when nothing is shown.

    A line kept in part counts half.
    """
    counts = dict.fromkeys([*WORTH, "unsaid"], 0)
    for each in rows:
        score = each.shown(side)
        counts[score.verdict if score else "unsaid"] += 1
    said = len(rows) - counts["unsaid"]
    share = round(100 * (counts[Score.KEPT] + counts[Score.PARTLY] / 2) / said) if said else None
    waits = sum(side in each.waiting for each in rows)
    known = {"all": len(rows), "met": counts[Score.KEPT] + counts[Score.PARTLY], "share": share}
    return counts | known | {"waits": waits, "silent": counts["unsaid"] - waits}


def trend(version):
    """How the version before was kept, None for the first: (Version, tallies)."""
    last = versions.before(version)
    return (last, tallies(rows(last))) if last else None


def history(version):
    """[(Version, tallies)] of all that were reviewed, this one last."""
    known = version.workshop.versions.filter(number__lte=version.number).exclude(review=None)
    return [(each, tallies(rows(each))) for each in known]


@read_once
def review_of(workshop):
    """The review of the version in force, None when it was never opened."""
    review = Review.objects.filter(version=versions.in_force(workshop)).first()
    if review:
        review.version = versions.in_force(workshop)  # both ways: neither is asked for the other again
    return review


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
