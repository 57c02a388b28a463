"""Step 3 of the reciprocal table: what one service expects lies beside what the other commits to, and is answered.

The one that is asked answers: accept, propose instead, cannot, why. The board shows every ordered pair with its state,
then one pair after the other; only what is new, changed or not matched is discussed. Over when nothing is unanswered.
Source: the simplified version.
"""

from django.utils.translation import ngettext

from promises.models import Entry
from promises.reciprocal import states, voices
from promises.reciprocal.grid import grid, stamps

SLUG = "meet"

# What is missing


def missing(workshop):
    """What this step still lacks, as sentences; going on is always allowed."""
    lines = [line for line in grid(workshop).lines if line.kind == Entry.EXPECTS]
    silent = sum(line.state == states.UNANSWERED for line in lines)
    told = ngettext("%d expectation has no answer yet.", "%d expectations have no answer yet.", silent)
    return [told % silent] if silent else []


# Screens


def context(workshop):
    return {"grid": grid(workshop)}


def phone(workshop):
    return {"stamps": stamps(workshop)}


def console(workshop):
    return {"missing": missing(workshop)}


def mine(person):
    voice = voices.voice_of(person)
    return {"voice": voice, **(own(voice) if voice else {"services": grid(person.workshop).services})}


def own(voice):
    """Pairs of the voice's service: where it is asked, and where it asks."""
    table, pk = grid(voice.workshop), voice.party.pk
    others = table.others(pk)
    asked = [table.pair(other.pk, pk) for other in others]
    asking = [table.pair(pk, other.pk) for other in others]
    return {
        "asked": [pair for pair in asked if pair.expectations],
        "asking": [pair for pair in asking if pair.expectations],
    }


urlpatterns = []
