"""Taking the room from step to step, its timer, and its attention. Nothing here deletes anything."""

from datetime import timedelta

from django.utils.translation import gettext as _

from . import anyway, clock, method
from .change import Refused, change
from .models import Finished, Workshop

DELAY = timedelta(seconds=5)
SOFT_END = 30  # seconds after zero to finish a sentence, told on every screen; then time is over


def take_everyone(workshop, slug, by):
    """Move the room to a step, DELAY from now."""
    if not method.own_step(workshop, slug):
        raise Refused(_("There is no such step."))
    with change(workshop, by=by):
        if workshop.step == slug:
            raise Refused(_("The room is already in this step."))
        if workshop.moves_at:
            anyway.stay(workshop, workshop.moves_at - DELAY)
        now = clock.now()
        workshop.next_step, workshop.moves_at = slug, now + DELAY
        anyway.leave(workshop, slug, by, now)
        workshop.timer_ends_at = workshop.timer_left = None
        workshop.eyes_up = False


def stay(workshop, by):
    """Cancel a move that has not happened yet."""
    with change(workshop, by=by):
        if not workshop.moves_at:
            raise Refused(_("The room has already moved. You can take everyone back: nothing is lost."))
        anyway.stay(workshop, workshop.moves_at - DELAY)
        workshop.next_step, workshop.moves_at = "", None


def arrive(workshop):
    """Write down a move that is due; called by the slow tick."""
    with change(workshop):
        pass


def due():
    """Workshops whose move is due and not yet written down."""
    return Workshop.objects.filter(moves_at__lte=clock.now())


def start_timer(workshop, minutes, by):
    with change(workshop, by=by):
        length = workshop.timer_left or timedelta(minutes=minutes)
        workshop.timer_ends_at, workshop.timer_left = clock.now() + length, None


def pause_timer(workshop, by):
    with change(workshop, by=by):
        if not workshop.timer_ends_at:
            raise Refused(_("The timer is not running."))
        workshop.timer_left = max(workshop.timer_ends_at - clock.now(), timedelta())
        workshop.timer_ends_at = None


def add_minute(workshop, by):
    with change(workshop, by=by):
        if workshop.timer_ends_at:
            workshop.timer_ends_at = max(workshop.timer_ends_at, clock.now()) + timedelta(minutes=1)
        else:
            workshop.timer_left = (workshop.timer_left or timedelta()) + timedelta(minutes=1)


def stop_timer(workshop, by):
    with change(workshop, by=by):
        workshop.timer_ends_at = workshop.timer_left = None


def look_up(workshop, by):
    """Turn phones to one sentence, or give them back: drafts are kept."""
    with change(workshop, by=by):
        workshop.eyes_up = not workshop.eyes_up


def finish(person, slug, done=True):
    """Say, or take back (`done` False), that one has finished a step; saying it twice changes nothing."""
    with change(person.workshop, by=person, during=slug, unlinked=True):
        if done:
            Finished.objects.get_or_create(participant=person, step=slug)
        else:
            Finished.objects.filter(participant=person, step=slug).delete()


def renew_watch(workshop, by):
    """Make a new watch link; screens opened by the old one are turned away."""
    with change(workshop, by=by):
        workshop.watch_epoch += 1
        workshop.rights += 1
