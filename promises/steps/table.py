"""Step 4 of the reciprocal table: what stands, who gives and receives how much, the day of the next round.

The board shows the balance, the map or the matrix, as the facilitator chooses; each service leaves with its own page.
Over when the next round has a day. Source: the simplified version, practised twice a year.
"""

from django.utils.translation import gettext as _

from promises.models import ReciprocalTable
from promises.reciprocal import downloads, outcome, states, taking_in, voices, year
from promises.reciprocal.balance import balance
from promises.reciprocal.grid import grid, stamps
from promises.reciprocal.network import network

SLUG = "table"

# What is missing


def missing(workshop):
    """What this step still lacks, as sentences; going on is always allowed."""
    return [] if outcome.of_round(workshop).next_on else [_("The next round has no day yet.")]


# Screens


def context(workshop):
    return {
        "grid": grid(workshop),
        "round": outcome.of_round(workshop),
        "balance": balance(workshop),
        "network": network(workshop),
        "signs": states.SIGNS,
        "words": states.WORDS,
    }


def phone(workshop):
    return {"stamps": stamps(workshop)}


def board(workshop):
    return year.board(workshop)


def console(workshop):
    return {
        "missing": missing(workshop),
        **year.console(workshop),
        "pictures": ReciprocalTable.PICTURES,
        "is_open": downloads.is_open(workshop),
        "still_open": outcome.still_open(workshop) if downloads.is_open(workshop) else [],
    }


def mine(person):
    voice = voices.voice_of(person)
    return {"voice": voice, **(own(voice) if voice else {"services": grid(person.workshop).services})}


def own(voice):
    """What the voice's service committed to, what was committed to towards it, and what is open, both ways.

    Nothing before step 3, since anybody may ask for this part in any step.
    """
    table, pk = grid(voice.workshop), voice.party.pk
    others = table.others(pk) if downloads.is_open(voice.workshop) else []
    pairs = [(table.pair(other.pk, pk), table.pair(pk, other.pk)) for other in others]
    return {
        "round": outcome.of_round(voice.workshop),
        "given": [given for given, _received in pairs if given.commitments],
        "received": [received for _given, received in pairs if received.commitments],
        "of_us": outcome.with_open_lines(given for given, _received in pairs),
        "ours": outcome.with_open_lines(received for _given, received in pairs),
        "weight": balance(voice.workshop).by_pk[pk],
        "signs": states.SIGNS,
        "words": states.WORDS,
    }


urlpatterns = [*outcome.urlpatterns, *downloads.urlpatterns, *taking_in.urlpatterns, *year.urlpatterns]
