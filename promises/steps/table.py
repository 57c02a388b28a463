"""Step 4 of the reciprocal table: what stands, who gives and receives how much, the day of the next round.

Over when the next round has a day. Source: the simplified version, practised twice a year.
"""

from django.utils.translation import gettext as _

from promises.reciprocal import voices, year
from promises.reciprocal.grid import grid, stamps

SLUG = "table"

# What is missing


def missing(workshop):
    """What this step still lacks, as sentences; going on is always allowed."""
    return [] if workshop.reciprocal.next_on else [_("The next round has no day yet.")]


# Screens


def context(workshop):
    return {"grid": grid(workshop), "reciprocal": workshop.reciprocal}


def phone(workshop):
    return {"stamps": stamps(workshop)}


def board(workshop):
    return year.board(workshop)


def console(workshop):
    return {"missing": missing(workshop), **year.console(workshop)}


def mine(person):
    voice = voices.voice_of(person)
    return {"voice": voice, **(own(voice) if voice else {"services": grid(person.workshop).services})}


def own(voice):
    """What the voice's service committed to, and what was committed to towards it."""
    table, pk = grid(voice.workshop), voice.party.pk
    return {"pairs": [(table.pair(other.pk, pk), table.pair(pk, other.pk)) for other in table.others(pk)]}


urlpatterns = [*year.urlpatterns]
