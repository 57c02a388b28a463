"""How long the room has been at work in each step.

A workshop lives for most of a year: what counts is the time in which the room was there. It is measured from one sign
of life to the next. A sign of life is a change made by a participant, or made by anybody while a phone listens; a
facilitator who prepares alone at home gives none. Two signs more than QUIET apart are two sittings: lunch, the night
and the weeks between them count for nothing. A coffee break counts: it makes the room late like anything else.
"""

from datetime import timedelta

from . import clock, method
from .hub import hub
from .models import Participant, Timing

QUIET = timedelta(minutes=30)
NOTHING = timedelta()


def count(workshop, by):
    """Add the time since the last sign of life, if this change is one. Call it inside a change."""
    if isinstance(by, Participant) or hub.has_phones(workshop.pk):
        now = clock.now()
        workshop.spent += since(workshop, now)
        workshop.acted_at = now


def since(workshop, moment):
    """What counts of the time between the last sign of life and a moment."""
    gap = moment - workshop.acted_at if workshop.acted_at else NOTHING
    return gap if NOTHING < gap <= QUIET else NOTHING


def leave(workshop, moment):
    """Close the account of the step that the room leaves at this moment. Call it inside a change."""
    last = since(workshop, moment)
    spent, workshop.spent = workshop.spent + last, NOTHING
    if last:
        workshop.acted_at = moment
    if spent:
        row = timed(workshop, workshop.step)
        row.used += spent
        row.save(update_fields=["used"])


def timed(workshop, slug):
    """The row of a step, made now when there is none. Call it inside a change."""
    minutes = method.BY_SLUG[slug].minutes
    values = {"planned": minutes, "minutes": minutes}
    return Timing.objects.get_or_create(workshop=workshop, step=slug, defaults=values)[0]


def used(workshop, row, slug, now):
    """The time used in a step so far; `row` is its Timing, None when there is none."""
    past = row.used if row else NOTHING
    return past + (workshop.spent + since(workshop, now) if workshop.step == slug else NOTHING)
