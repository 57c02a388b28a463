"""Brings a room to a step by playing every step before it, and that one's beginning."""

from workshop import method

from . import session1, session2
from .clock import bring, let_pass

SCENES = {
    "gather": session1.gather,
    "mission": session1.mission,
    "services": session1.client_services,
    "postits": session1.post_its,
    "categories": session1.synthesis,
    "ways": session1.ways_of_working,
    "consult": session2.consultation,
    "promise": session2.promising,
    "review": session2.judgement,
}
DAYS_AFTER = {"ways": 1, "consult": 21, "promise": 200}  # until the next step of a workshop that lives most of a year


def play(room, until, arrive_only=False):
    """Play the steps up to `until`, in which the room stays; `arrive_only` leaves that one untouched."""
    for step in method.METHOD[: method.BY_SLUG[until].number]:
        bring(room.workshop, step.slug, room.facilitator)
        last = step.slug == until
        if not (last and arrive_only):
            SCENES[step.slug](room, whole=not last)
        if not last and step.slug in DAYS_AFTER:
            let_pass(room.workshop, DAYS_AFTER[step.slug])
