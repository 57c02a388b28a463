"""How many are here, and how many have finished: counts that every screen may show, never names."""

from .models import Finished, Participant
from .prepared import Prepared
from .reading import read_once

PRESENT = Prepared(lambda room: Participant.objects.present().filter(workshop=room).values_list("pk"), 0)
FINISHED = Prepared(
    lambda room, slug: Finished.objects.filter(
        step=slug, participant__workshop=room, participant__removed_at=None
    ).values_list("pk"),
    0,
    "",
)
DONE = Prepared(lambda person, slug: Finished.objects.filter(participant=person, step=slug).values_list("pk"), 0, "")


@read_once
def present_count(workshop):
    return PRESENT.count(workshop.pk)


@read_once
def finished_count(workshop, slug):
    return FINISHED.count(workshop.pk, slug)


def has_finished(person, slug):
    return bool(DONE.rows(person.pk, slug))
