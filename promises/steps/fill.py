"""Step 2 of the reciprocal table: each service writes its row, what it expects from each other one and commits to.

Nobody sees what others write before step 3; the board shows how far each row is. What stood in the last round is there
already, and is judged: better, the same, worse. Over when every row says it is ready. Source: the simplified version.
"""

from django.utils.translation import ngettext

from promises.models import Entry
from promises.reciprocal import voices
from promises.reciprocal.grid import grid, stamps

SLUG = "fill"

# What is missing


def missing(workshop):
    """What this step still lacks, as sentences; going on is always allowed."""
    unfilled = sum(not service.filled for service in grid(workshop).services)
    told = ngettext(
        "%d service has not said that its row is complete.",
        "%d services have not said that their row is complete.",
        unfilled,
    )
    return [told % unfilled] if unfilled else []


# Screens


def context(workshop):
    table = grid(workshop)
    written = {(line.party, line.towards) for line in table.lines}
    rows = [(service, sum((service.pk, other.pk) in written for other in table.services)) for service in table.services]
    return {"rows": rows, "most": max(len(table.services) - 1, 0)}


def phone(workshop):
    return {"stamps": stamps(workshop)}


def console(workshop):
    return {"missing": missing(workshop), "grid": grid(workshop)}


def mine(person):
    voice = voices.voice_of(person)
    return {"voice": voice, **(own(voice) if voice else {"services": grid(person.workshop).services})}


def own(voice):
    """The voice's own row: [(other service, what it expects from it, what it commits to towards it)]."""
    table = grid(voice.workshop)
    pk = voice.party.pk
    cells = [
        (other, table.cell(pk, other.pk, Entry.EXPECTS), table.cell(pk, other.pk, Entry.COMMITS))
        for other in table.others(pk)
    ]
    return {"cells": cells, "filled": voice.party.filled_at is not None}


urlpatterns = []
