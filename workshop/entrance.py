"""Who is in the room and how one comes in: what the first step of a workshop shows, whichever method it follows."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import codes, knocks, watching
from .attendance import present_count


def missing(workshop):
    """Who is still to come, as sentences."""
    absent = workshop.participants.expected().filter(joined_at=None).count()
    sentences = []
    if absent:
        sentences.append(
            ngettext("%d person expected is not here yet.", "%d people expected are not here yet.", absent) % absent
        )
    if present_count(workshop) < 2:
        sentences.append(_("A workshop needs at least two people."))
    return sentences


def context(workshop):
    people = list(workshop.participants.expected())
    return {
        "people": people,
        "present": [p for p in people if p.joined_at],
        "join_path": reverse("join", args=[codes.seal(workshop.code)]) if workshop.code else "",
    }


def console(workshop):
    seats = {}
    for participant in workshop.seats.values_list("participant", flat=True):
        seats[participant] = seats.get(participant, 0) + 1
    return {
        "devices": seats,
        "absent": workshop.participants.expected().filter(joined_at=None),
        "waiting": knocks.waiting(workshop),
        "handover": workshop.handovers.select_related("giver", "taker").last(),
        "facilitations": workshop.facilitations.select_related("facilitator").order_by("pk"),
        "watch_path": reverse("watch", args=[watching.watch_token(workshop)]),
    }
