"""What live screens show around their step: the timer's soft end and what is large on the board; how to conduct it."""

from . import anyway, moves, plan, spotlight
from .guide import GUIDE


def context(workshop, audience, step):
    values = {"spot": spotlight.spot(workshop), "soft_end": moves.SOFT_END}
    return values | conducting(workshop, step) if audience == "console" else values


def conducting(workshop, step):
    after = GUIDE[step.after.slug] if step.after else None
    return {
        "guide": GUIDE[step.slug],
        "guide_after": after,
        "anyways": anyway.count(workshop),
        **plan.context(workshop),
    }
