"""What became of an expectation, and of an ordered pair of services: pure questions about rows that are read already.

An ordered pair is (asker, giver): what the asker expects from the giver lies beside what the giver commits to towards
the asker. Source: mission.md §3.6, the reciprocity matcher.
"""

from django.utils.translation import gettext_lazy as _

from ..models import Reply

MATCHED, UNANSWERED, CONTRADICTORY, REFUSED = "matched", "unanswered", "contradictory", "refused"
OFFERED, EMPTY = "offered", "empty"  # commitments that nobody asked for; nothing either way
WORDS = {
    MATCHED: _("Matched"),
    UNANSWERED: _("Unanswered"),
    CONTRADICTORY: _("Contradictory"),
    REFUSED: _("Refused"),
    OFFERED: _("Offered, not asked for"),
    EMPTY: _("Nothing said"),
}
SIGNS = {MATCHED: "✓", UNANSWERED: "?", CONTRADICTORY: "≠", REFUSED: "✕", OFFERED: "+", EMPTY: "·"}
# Of whatever has a `state`: its word in the active language, its sign.
WORD = property(lambda self: WORDS[self.state])
SIGN = property(lambda self: SIGNS[self.state])
WORST_FIRST = [CONTRADICTORY, REFUSED, UNANSWERED, MATCHED]


def of_answer(answer, agreed, stands=True, declined=False):
    """The state of an expectation by its reply: an `answer` of Reply, or none; whether its proposal was agreed to.

    `stands`: whether the commitment that it was settled with is still in the table. `declined`: whoever expects says
    that the answer does not do.
    """
    if not answer:
        return UNANSWERED
    if answer == Reply.CANNOT:
        return REFUSED
    if declined or (answer == Reply.INSTEAD and not agreed):
        return CONTRADICTORY
    return MATCHED if stands else UNANSWERED


def of_pair(expectation_states, commitments):
    """The state of an ordered pair: the worst of its expectations; without any, whether something is committed to."""
    for state in WORST_FIRST:
        if state in expectation_states:
            return state
    return OFFERED if commitments else EMPTY
