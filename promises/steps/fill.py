"""Step 2 of the reciprocal table: each service writes its row, what it expects from each other one and commits to.

On a phone one other service at a time; at a desk the whole row as a table. Nobody sees what others write before step 3;
the board shows how far each row is. What stood in the last round is there already, and is judged: better, the same,
worse. Over when every row says it is complete. Source: the simplified version.
"""

from django.shortcuts import render
from django.urls import path
from django.utils.translation import ngettext

from promises.models import Entry
from promises.reciprocal import entries, past, rounds, row, voices
from promises.reciprocal.grid import grid, stamps
from promises.reciprocal.in_force import promised
from promises.reciprocal.progress import progress
from workshop import access
from workshop.views import own_part

SLUG = "fill"

# What is missing


def missing(workshop):
    """What this step still lacks, as sentences; going on is always allowed."""
    every = progress(workshop)
    silent = sum(not each.begun and not each.service.filled for each in every)
    unfilled = sum(not each.service.filled for each in every)
    said = ngettext("%d service has written nothing yet.", "%d services have written nothing yet.", silent)
    told = ngettext(
        "%d service has not said that its row is complete.",
        "%d services have not said that their row is complete.",
        unfilled,
    )
    return [sentence % count for sentence, count in ((said, silent), (told, unfilled)) if count]


# Screens


def context(workshop):
    every = progress(workshop)
    filled = sum(each.service.filled for each in every)
    columns = next(n for n, most in enumerate((6, 16, 30, 40), 1) if len(every) <= most)
    return {"rows": every, "most": max(len(every) - 1, 0), "filled_count": filled, "columns": columns}


def phone(workshop):
    return {"stamps": stamps(workshop)}


def console(workshop):
    silent = [each for each in progress(workshop) if each.state == "silent"]
    return {"missing": missing(workshop), "services": grid(workshop).services, "silent": silent}


def mine(person):
    voice = voices.voice_of(person)
    values = facing(voice, getattr(person, "facing", None)) if voice else {"services": grid(person.workshop).services}
    return {"voice": voice, **values}


def own(voice):
    """The whole row as a table, at a desk."""
    return {"is_sheet": True, "may_write": True, **row.sheet(voice)}


def facing(voice, pk=None):
    """One other service at a time: `pk`, or the first one that nothing is said to yet."""
    table, own_pk = grid(voice.workshop), voice.party.pk
    others, lacking = table.others(own_pk), row.empty(voice)
    here = next((each for each in others if each.pk == pk), None) or (lacking or others or [None])[0]
    at = others.index(here) if here else 0
    values = {
        "others": [(other, sum(len(table.cell(own_pk, other.pk, kind)) for kind in row.KINDS)) for other in others],
        "now": here,
        "number": at + 1,
        "before": others[at - 1] if at else None,
        "after": others[at + 1] if at + 1 < len(others) else None,
        "empty": lacking,
        "filled": voice.party.filled_at is not None,
        "limit": entries.LIMIT,
        "most": entries.MOST,
    }
    return values | (between(voice, here) if here else {})


def between(voice, other):
    """What one's service says to another one; what it judges of the last round; what it dropped from there."""
    table, pk = grid(voice.workshop), voice.party.pk
    judged = past.judged(voice).get(other.pk, [])
    return {
        "commits": table.cell(pk, other.pk, Entry.COMMITS),
        "expects": table.cell(pk, other.pk, Entry.EXPECTS),
        "received": [line for line in judged if line.kind == Entry.COMMITS],
        "dropped": entries.dropped(pk, other.pk)[:5],
        "promised": promised(voice.workshop).get((pk, other.pk)),
        "promised_us": promised(voice.workshop).get((other.pk, pk)),
        "said_before": rounds.before(voice.workshop),
    }


@access.participant_page
def one(request, person, other):
    """The person's own part, at another service."""
    person.facing = other
    response = own_part(request, person, SLUG)
    if not any(service.pk == other for service in grid(person.workshop).services):
        response["HX-Refresh"] = "true"  # it has left the table, and its forms with it
    return response


@access.participant_page
def line(request, person, pk):
    """One line of the own row in a sheet, to be reworded or dropped."""
    voice = voices.voice_of(person)
    values = {"voice": voice, "entry": entries.own(voice, pk) if voice else None, "workshop": person.workshop}
    return render(request, "steps/fill/line.html", values)


urlpatterns = [
    path("one/<int:other>/", one, name="one"),
    path("line/<int:pk>/", line, name="line"),
]
