"""What a post-it may hold, and what a device wrote: found by the proof that it alone holds, since no row says whose."""

from hmac import compare_digest
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from workshop import tags
from workshop.change import Refused
from workshop.prepared import Prepared

from .models import PostIt

OPEN = ("postits", "categories")  # steps in which a post-it may be written
SOFT, HARD = 140, 280  # characters of one post-it
MOST = 1500  # post-its of one workshop; not counted by person, who is unknown: limits.POSTS slows each down

ALL = Prepared(lambda room: PostIt.objects.filter(workshop=room).values_list("pk"), 0)
PROOFS = Prepared(
    lambda room: (
        PostIt.objects.filter(workshop=room, entered_by=None)
        .order_by("-pk")
        .values_list(
            "op_id",
            "owner_tag",
            "pk",
            "number",
            "polarity",
            "text",
            "interface__name",
            "late",
            Q(set_aside_at__isnull=False),
            "explanation",
            "explanation__by",
        )
    ),
    0,
)


class Own(NamedTuple):
    """A post-it, as the device that wrote it shows it; `service` is None for all of them."""

    op_id: str
    owner_tag: str
    pk: int
    number: int
    polarity: str
    text: str
    service: str | None
    late: bool
    aside: bool
    explanation: int | None
    explainer: int | None  # when its author chose to be named


def own_postits(person):
    """What this person's device wrote, newest first, what was set aside included."""
    sign = tags.signer(person.device)
    return [Own(*row) for row in PROOFS.rows(person.workshop_id) if compare_digest(sign(row[0]), row[1])]


def is_own(person, postit):
    return tags.is_own(person.device, postit.op_id, postit.owner_tag)


def own(person, pk, aside=False):
    """A post-it that this person's device wrote; Refused otherwise, when it is gone, and, unless `aside`, set aside."""
    postit = person.workshop.postits.filter(pk=pk).first()
    if postit is None or not is_own(person, postit):
        raise Refused(_("Only the device that wrote a post-it can change it."), status=403)
    if postit.set_aside_at and not aside:
        raise Refused(_("The facilitator has set this post-it aside: it can no longer be changed."))
    return postit


def check_room(workshop, more=1):
    """Refuse what would make more post-its than there can be."""
    if ALL.count(workshop.pk) + more > MOST:
        raise Refused(_("This workshop has %d post-its, the most there can be. Tell the facilitator.") % MOST)


def number(workshop):
    """The next number of a post-it. Call it inside a change: the workshop's row keeps it."""
    workshop.last_number += 1
    return workshop.last_number
