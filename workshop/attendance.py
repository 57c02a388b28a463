"""How many are here, and how many have finished: counts that every screen may show, never names."""

from .models import Finished
from .reading import read_once


@read_once
def present_count(workshop):
    return workshop.participants.present().count()


@read_once
def finished_count(workshop, slug):
    return Finished.objects.filter(step=slug, participant__workshop=workshop, participant__removed_at=None).count()
