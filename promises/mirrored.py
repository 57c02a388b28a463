"""The mirror at a review: the contact answers again, the pair says what it thinks the contact would say.

Like verdicts, one side's answer waits for the other's (see scores.py); it is laid beside what the contact said last.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from interfaces.mirror import CONSULT, echo, review_moment
from interfaces.models import Echo, Sentence
from workshop.change import Refused

from . import scores, versions

WORST = len(Echo.ANSWERS) - 1


@dataclass
class Seen:
    """A sentence: what the team believes, what the contact answers, and answered last time: Echo or None each."""

    sentence: Sentence
    guess: Echo | None
    answer: Echo | None
    before: Echo | None
    everything: bool

    @property
    def is_shown(self):
        return self.everything or bool(self.guess and self.answer)

    team = property(lambda self: self.guess if self.is_shown else None)
    client = property(lambda self: self.answer if self.is_shown else None)

    @property
    def gap(self):
        """How far the team is from what the contact answers, 0 to 3."""
        return abs(self.team.depth - self.client.depth) if self.team and self.client else 0

    @property
    def movement(self):
        """How many answers closer (above 0) or further (below 0) than last time; None unless both are known."""
        return self.before.depth - self.client.depth if self.before and self.client else None

    @property
    def urgency(self):
        """Sorts what is to be talked about first: gaps, then the answers furthest from what was hoped for."""
        return (-self.gap, -self.client.depth if self.client else 1)


def guess_moment(number):
    """The moment under which the team's own answers are kept."""
    return f"{review_moment(number)}-team"


def last_moments(version):
    """Moments before the review of a version, the last one first."""
    earlier = version.workshop.versions.filter(number__lt=version.number).exclude(review=None)
    return [review_moment(each.number) for each in reversed(earlier)] + [CONSULT]


def seen(version):
    """{interface's primary key: [Seen]}, gaps first; five queries."""
    sentences = Sentence.objects.filter(interface__promises__version=version).select_related("interface")
    everything, last = scores.is_all_shown(version), last_moments(version)
    grouped = {}
    for sentence in sentences.prefetch_related("echoes"):
        grouped.setdefault(sentence.interface_id, []).append(look(sentence, version.number, last, everything))
    return {pk: sorted(found, key=lambda each: each.urgency) for pk, found in grouped.items()}


def look(sentence, number, last, everything):
    given = {each.moment: each for each in sentence.echoes.all()}
    before = next((given[moment] for moment in last if moment in given), None)
    return Seen(sentence, given.get(guess_moment(number)), given.get(review_moment(number)), before, everything)


def asked(workshop, pk):
    """A sentence about the version under review."""
    version = scores.standing(workshop).version
    sentence = Sentence.objects.filter(interface__promises__version=version, pk=pk).select_related("interface").first()
    if sentence is None:
        raise Refused(_("This sentence was removed meanwhile."))
    return sentence


def keep_guess(workshop, sentence, answer):
    """Keep what the team believes of one sentence. Call it inside a change."""
    echo(sentence, guess_moment(versions.in_force(workshop).number), answer)
