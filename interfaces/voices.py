"""How many people have written nothing yet: a count for the console, never who.

No row, column or order may tell who wrote a post-it, so this is kept in the memory of this process alone: for each
workshop, the set of those who have written something. A restart forgets it; what is known then is only a lower bound
("at least"). Shown only where it points at nobody: among FEW people or more, when at least CROWD of them have written
and at least CROWD have not, and while nobody was taken out of the room since, whose silence the count would tell.
"""

from collections import OrderedDict
from threading import Lock

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workshop.attendance import present_count
from workshop.models import Participant
from workshop.prepared import Prepared

FEW, CROWD = 6, 3
KEPT = 1000  # workshops
LEFT = Prepared(
    lambda room: Participant.objects.filter(workshop=room, removed_at__isnull=False).order_by("-removed_at")[:1], 0
)


class Voices:
    """Who has written something in one workshop; `whole` when nothing was written before it was known here."""

    def __init__(self, whole):
        self.people, self.whole, self.since = set(), whole, timezone.now()
        self.met = set()  # who was met again since the last post-it


ROOMS, lock = OrderedDict(), Lock()


def heard(person, first=False):
    """This person has written something; `first`: nobody in this workshop had before."""
    with lock:
        voices = known(person.workshop_id, whole=first)
        voices.people |= {person.pk, *voices.met}
        voices.met.clear()


def met(person):
    """This person's phone shows something of its own: known from the next post-it on, as no screen changes before."""
    with lock:
        known(person.workshop_id, whole=False).met.add(person.pk)


def known(pk, whole):
    """The Voices of a workshop, begun when there are none; of KEPT workshops at most. Call it under the lock."""
    voices = ROOMS[pk] = ROOMS.get(pk) or Voices(whole)
    ROOMS.move_to_end(pk)
    if len(ROOMS) > KEPT:
        ROOMS.popitem(last=False)
    return voices


def hear(person, first):
    """Remember it once it is committed, before any screen is told. Call it inside a change."""
    transaction.on_commit(lambda: heard(person, first))


def said(workshop):
    """The sentence of the console; empty when there is none that exposes nobody."""
    voices, present = ROOMS.get(workshop.pk), present_count(workshop)
    if voices is None or present < FEW or somebody_left(workshop, voices.since):
        return ""
    written = min(len(voices.people), present)
    if written < CROWD:
        return ""
    if not voices.whole and present - written >= CROWD:
        return _("At least %(n)d people of %(all)d have written something.") % {"n": written, "all": present}
    if present - written < CROWD:
        return _("Nearly everybody has written something: two people at most have not.")
    return _("%d people have written nothing yet.") % (present - written)


def somebody_left(workshop, since):
    last = LEFT.first(workshop.pk)
    return last is not None and last.removed_at >= since
