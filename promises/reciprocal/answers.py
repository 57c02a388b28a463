"""What a service sees of step 3: what is expected of it beside what it commits to, and what the others answered it.

What needs somebody comes first; what is settled, or stands as before, is folded.
"""

from typing import NamedTuple

from ..models import Entry, Reply
from . import facing, grid, in_force, rounds, states


class Side(NamedTuple):
    """An ordered Pair as one of the two sees it: expectations that wait for it, and the others."""

    pair: object
    other: object
    waiting: list
    rest: list
    is_up: bool  # on the board now
    promised: list  # what promises in force of the one that is asked say already

    @property
    def stamp(self):
        """Differs as soon as anything that is shown of it does."""
        return self.pair.asker.pk, self.pair.giver.pk, self.pair.stamp, self.is_up, tuple(self.promised)

    @property
    def is_open(self):
        """Whether it is shown first: something waits, is worse than in the last round, or is on the board."""
        return self.is_up or bool(self.waiting) or any(line.movement == Entry.WORSE for line in self.rest)


def own(voice):
    """{"asked": Sides where the voice's service answers, "asking": where it expects, …}, folded ones apart."""
    table, pk, up = grid.touching(voice.workshop, voice.party.pk), voice.party.pk, facing.facing(voice.workshop)
    given = in_force.promised(voice.workshop)
    asked = [side(table, other.pk, pk, other, waits_for_giver, up, given) for other in table.others(pk)]
    asking = [side(table, pk, other.pk, other, waits_for_asker, up, given) for other in table.others(pk)]
    asked, asking = ([each for each in sides if each.pair.expectations] for sides in (asked, asking))
    return {
        "asked": [each for each in asked if each.is_open],
        "asked_folded": [each for each in asked if not each.is_open],
        "to_answer": sum(len(each.waiting) for each in asked),
        "asking": [each for each in asking if each.is_open],
        "asking_folded": [each for each in asking if not each.is_open],
        "to_decide": sum(len(each.waiting) for each in asking),
        "other_words": other_words(table),
        "said_before": rounds.before(voice.workshop),
        "up": up and pk in up and table.pair(*up),
        "met": voice.party.met_at is not None,
    }


def side(table, asker, giver, other, waits, up, given):
    pair = table.pair(asker, giver)
    waiting = [line for line in pair.expectations if waits(line)]
    rest = [line for line in pair.expectations if not waits(line)]
    return Side(pair, other, waiting, rest, up in ((asker, giver), (giver, asker)), given.get((giver, asker), []))


def waits_for_giver(line):
    """Whether the one that is asked is to say something: nothing was said yet, or it does not do."""
    return line.state == states.UNANSWERED or line.declined


def waits_for_asker(line):
    """Whether the one that expects is to say something: something else is proposed."""
    return bool(line.proposed) and not line.declined


def other_words(table):
    """{expectation's primary key: the commitment it is settled with}, where that says it in other words."""
    given = {
        line.pk: table.line_by_pk.get(line.commitment)
        for line in table.lines
        if line.answer and line.answer != Reply.CANNOT and line.commitment
    }
    words = {line.pk: line.said or line.text for line in table.lines}
    return {pk: commitment for pk, commitment in given.items() if commitment and commitment.text != words[pk]}
