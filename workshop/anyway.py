"""Going on anyway: what a step still lacks is listed before the room leaves it, never blocks, and is kept.

Only the way forward asks and is kept: going back leaves nothing behind. Moves are in moves.py; a version that is sealed
with something missing keeps its own (promises/steps/promise.py).
"""

from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language, override

from . import access, clock, method
from .models import LANGUAGES, Anyway
from .prepared import Prepared
from .reading import read_once

KEPT = Prepared(lambda room: Anyway.objects.filter(workshop=room, stayed_at=None).order_by().values_list("pk"), 0)


# Questions


def lacks(workshop, slug):
    """What the room's step still lacks, for whoever takes the room on to `slug`; nothing on the way back."""
    here = method.BY_SLUG[workshop.current_step]
    return here.module.missing(workshop) if method.own_step(workshop, slug) and is_on(here.slug, slug) else []


def is_on(step, to):
    return method.BY_SLUG[to].number > method.BY_SLUG[step].number


@read_once
def count(workshop):
    """How many times something was missing and the room went on."""
    return KEPT.count(workshop.pk)


def told(row):
    """A row as a screen tells it: {"step", "to": names, "name", "at", "stayed_at", "missing": [sentence]}."""
    missing = row.missing.get(get_language()) or next(iter(row.missing.values()), [])
    step, to = method.BY_SLUG[row.step].name, method.BY_SLUG[row.to].name if row.to else ""
    return {"step": step, "to": to, "name": row.name, "at": row.at, "stayed_at": row.stayed_at, "missing": missing}


# What rules write


def note(workshop, step, to, by, missing, at=None):
    """Keep what `missing(workshop)` lists, in each language; nothing when it lists nothing. Call it inside a change."""
    said = {}
    for language, _name in LANGUAGES:
        with override(language):
            said[language] = [str(sentence) for sentence in missing(workshop)]
    if any(said.values()):
        who = {"by": by, "name": by.name if by else ""}
        workshop.anyways.create(step=step, to=to, missing=said, at=at or clock.now(), **who)


def leave(workshop, slug, by, at):
    """The room is about to leave its step for `slug`: it was asked to at `at`. Call it inside a change."""
    if is_on(workshop.step, slug):
        note(workshop, workshop.step, slug, by, method.BY_SLUG[workshop.step].module.missing, at)


def stay(workshop, at):
    """The move that was asked for at `at` does not happen: it stays in the list, as cancelled.

    Call it inside a change.
    """
    workshop.anyways.filter(at=at, stayed_at=None).exclude(to="").update(stayed_at=clock.now())


# Screens


@access.facilitator_page
def sheet(request, workshop):
    """Each time that the room went on, the last first, those that were cancelled among them."""
    rows = [told(row) for row in reversed(workshop.anyways.all())]
    return render(request, "parts/anyways.html", {"workshop": workshop, "rows": rows})


urlpatterns = [path("anyway/", sheet, name="anyway")]
