"""Step 3 of the reciprocal table: what one service expects lies beside what the other commits to, and is answered.

The one that is asked answers: accept, propose instead, cannot, why. The board shows every ordered pair with its state,
then one pair after the other; only what is new, changed or not matched is discussed. Over when nothing is unanswered.
Source: the simplified version.
"""

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import ngettext

from promises.models import Entry
from promises.reciprocal import answers, facing, replies, rounds, voices
from promises.reciprocal.fitting import laid_out
from promises.reciprocal.grid import between, grid
from promises.reciprocal.grid import stamps as own_stamps
from promises.reciprocal.in_force import promised
from promises.reciprocal.writing import AnswerForm, DoneForm
from workshop import access, posts

SLUG = "meet"
READ = ("meet", "table")  # the steps in which everybody reads what all have written

# What is missing


def missing(workshop):
    """What this step still lacks, as sentences; going on is always allowed."""
    silent = grid(workshop).matrix.unanswered
    told = ngettext("%d expectation has no answer yet.", "%d expectations have no answer yet.", silent)
    return [told % silent] if silent else []


# Screens


def context(workshop):
    both = facing.both_ways(workshop)
    return {"grid": grid(workshop), "facing": both and laid_out(*both, facing.walk(workshop), known(workshop, both[0]))}


def known(workshop, pair):
    """What promises in force of the one that is asked say already to whoever expects: [Promised]."""
    return promised(workshop).get((pair.giver.pk, pair.asker.pk), [])


def phone(workshop):
    return {"stamps": stamps(workshop)}


def stamps(workshop):
    """Those of all that a service's own part shows; the two on the board are told so."""
    pair = facing.facing(workshop) or ()
    return [(pk, f"{stamp}-{'-'.join(map(str, pair))}" if pk in pair else stamp) for pk, stamp in own_stamps(workshop)]


def console(workshop):
    table, is_open = grid(workshop), workshop.current_step in READ
    return {
        "missing": missing(workshop) if is_open else [],
        "is_open": is_open,
        "walk": facing.walk(workshop),
        "rows": table.matrix.rows if is_open else [],
        "owing": [(service, table.matrix.waiting[service.pk]) for service in table.services] if is_open else [],
    }


def mine(person):
    voice = voices.voice_of(person)
    return {"voice": voice, **(own(voice) if voice else {"services": grid(person.workshop).services})}


def own(voice):
    """What waits for the voice's service, once the room has come here."""
    return answers.own(voice) if voice.workshop.current_step in READ else {"is_early": True}


# The walk


@access.facilitator_verb
def face(request, workshop, asker, giver):
    facing.face(workshop, asker, giver, by=request.user)


@access.facilitator_verb
def turn_away(request, workshop):
    facing.turn_away(workshop, by=request.user)


# Sheets of the console


def paired(workshop, asker, giver):
    """What a sheet shows of two services, both ways; 404 as long as nobody reads it, or when one is not there."""
    services = grid(workshop).by_pk
    if asker == giver or not {asker, giver} <= services.keys() or workshop.current_step not in READ:
        raise Http404
    table = between(workshop, asker, giver)
    return {
        "workshop": workshop,
        "pairs": [table.pair(asker, giver), table.pair(giver, asker)],
        "other_words": answers.other_words(table),
        "said_before": rounds.before(workshop),
        "is_up": facing.facing(workshop) == (asker, giver),
    }


@access.facilitator_page
def pair(request, workshop, asker, giver):
    return render(request, "steps/meet/pair.html", paired(workshop, asker, giver))


class CellForm(forms.Form):
    """A cell of the matrix, as its button says it: asker and giver."""

    pair = forms.RegexField(r"^\d{1,18}-\d{1,18}$")


@access.facilitator_page
def cell(request, workshop):
    asker, giver = map(int, posts.checked(CellForm(request.GET))["pair"].split("-"))
    return pair(request, key=workshop.key, asker=asker, giver=giver)


@access.facilitator_page
def unanswered(request, workshop):
    """Every expectation of the organisation that has no answer, by the service that owes it."""
    table, owing = grid(workshop), []
    if workshop.current_step not in READ:
        raise Http404
    for giver in table.services:
        pairs = [table.pair(asker.pk, giver.pk) for asker in table.others(giver.pk)]
        lines = [(pair, [line for line in pair.expectations if line.state == "unanswered"]) for pair in pairs]
        owing.append((giver, [(pair, silent) for pair, silent in lines if silent]))
    return render(
        request, "steps/meet/unanswered.html", {"workshop": workshop, "owing": [each for each in owing if each[1]]}
    )


@access.facilitator_verb
def say(request, workshop, asker, giver, line, verb):
    """What a service in one's hand says of one line; answers with the sheet as it then is."""
    entry = get_object_or_404(Entry.objects.standing().filter(party__workshop=workshop, kind=Entry.EXPECTS), pk=line)
    speaks = entry.party_id if verb in ("agree", "decline") else entry.towards_id
    voice = voices.voice_for(workshop, speaks, request.user)
    {
        "answer": lambda: replies.answer(voice, line, **posts.checked(AnswerForm(request.POST))),
        "back": lambda: replies.take_back(voice, line),
        "agree": lambda: replies.agree(voice, line),
        "decline": lambda: replies.decline(voice, line, posts.checked(DoneForm(request.POST))["done"]),
    }[verb]()
    return render(request, "steps/meet/pair.html", paired(workshop, asker, giver))


PAIR = "pair/<int:asker>/<int:giver>/"
SAID = ("answer", "back", "agree", "decline")
urlpatterns = [
    path("face/<int:asker>/<int:giver>/", face, name="face"),
    path("away/", turn_away, name="away"),
    path("cell/", cell, name="cell"),
    path("unanswered/", unanswered, name="unanswered"),
    path(PAIR, pair, name="pair"),
    *(
        path(f"{PAIR}{verb}/<int:line>/", say, {"verb": verb}, name=verb)
        for verb in ("answer", "back", "agree", "decline")
    ),
]
