"""What a device wrote: found by the proof that it alone holds, since no row says whose a post-it is."""

from hmac import compare_digest
from typing import NamedTuple

from workshop import tags
from workshop.prepared import Prepared

from .models import PostIt

PROOFS = Prepared(
    lambda room: (
        PostIt.objects.filter(workshop=room, set_aside_at=None)
        .order_by("-pk")
        .values_list("op_id", "owner_tag", "pk", "polarity", "text", "interface__name")
    ),
    0,
)


class Own(NamedTuple):
    """A post-it, as the device that wrote it shows it; `service` is None for all of them."""

    op_id: str
    owner_tag: str
    pk: int
    polarity: str
    text: str
    service: str | None


def own_postits(person):
    """The post-its on the wall that this person's device wrote, newest first."""
    sign = tags.signer(person.device)
    return [Own(*row) for row in PROOFS.rows(person.workshop_id) if compare_digest(sign(row[0]), row[1])]
