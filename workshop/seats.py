"""Seats: who sits on which device, whom a name belongs to, and whether a device may come in at all.

Questions, and what rules do inside their change: gather.py lets in, knocks.py asks first.
"""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from . import limits
from .access import sha256
from .change import Refused
from .models import Participant, Seat

PEOPLE = settings.ROOM


def check_door(workshop, device):
    """Whether somebody may come in now, with this device: refused to one that was taken out of the room."""
    if not workshop.code:
        raise Refused(_("The door has just been closed. Ask the facilitator to open it."))
    if was_removed(workshop, sha256(device)):
        raise Refused(_("The facilitator has taken you out of the room. Ask them if this is a mistake."))
    wait = limits.ARRIVALS.take(workshop.pk)
    if wait:
        raise Refused(_("Many people are coming in at once: try again in a few seconds."), status=429, wait=wait)


def was_removed(workshop, device_hash):
    """Whether this device is the seat of somebody who was taken out of the room."""
    return workshop.seats.filter(device_hash=device_hash).exclude(participant__removed_at=None).exists()


def has_seat(workshop, device):
    """Whether somebody in the room sits on this device already."""
    return workshop.seats.filter(device_hash=sha256(device), participant__removed_at=None).exists()


def is_own(workshop, device, name="", pk=None):
    """Whether the one who sits on this device is meant, by name or by primary key."""
    own = workshop.participants.expected().filter(seats__device_hash=sha256(device)).first()
    return own is not None and (own.pk == pk if pk else own.name.casefold() == name.casefold())


def check_asking(workshop, person, device):
    """Refuse to let in without asking, at a door that asks: one's own seat apart."""
    if workshop.asks and not (person and person.seats.filter(device_hash=sha256(device)).exists()):
        raise Refused(_("The facilitator now lets people in one by one: send your name again."))


def expected(workshop, name, device_hash=""):
    """Whoever is expected under this name, None when nobody is; refused when they are in, on another device."""
    person = workshop.participants.expected().filter(name__iexact=name).first()
    if person and person.joined_at and not person.seats.filter(device_hash=device_hash).exists():
        raise Refused(_("%s is already in. If it is you, pick your name below; if not, add a letter.") % person.name)
    return person


def somebody_in(workshop, pk):
    person = workshop.participants.present().filter(pk=pk).first()
    if person is None:
        raise Refused(_("This name is no longer in the list. Join with your first name."))
    return person


def arrive(workshop, person, name, device_hash):
    """Seat somebody: `person`, or a new one of this name (person None). Call it inside a change."""
    if person is None and workshop.participants.expected().count() >= PEOPLE:
        raise Refused(_("The workshop is full (%d people). Tell the facilitator.") % PEOPLE)
    person = person or Participant(workshop=workshop, name=name)
    person.joined_at = person.joined_at or timezone.now()
    person.save()
    Seat.objects.update_or_create(workshop=workshop, device_hash=device_hash, defaults={"participant": person})
    return person
