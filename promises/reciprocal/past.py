"""What is judged of the last round: each line by the service that it was good for, in the words it had then.

A line that its service has reworded or dropped since is judged all the same, and nothing tells that it was: what others
write in this round is read by nobody before they meet.
"""

from typing import NamedTuple

from django.db.models import Q

from ..models import Entry


class Past(NamedTuple):
    """A line of the last round as its receiver sees it; `pk` is that of the same line in this one."""

    pk: int
    party: int
    towards: int
    kind: str
    text: str
    movement: str


def judged(voice):
    """{other service's primary key: [Past] that the voice's service judges}, expectations of its own first."""
    own = Q(party=voice.party.pk, kind=Entry.EXPECTS, dropped_at=None)
    received = Q(towards=voice.party.pk, kind=Entry.COMMITS)
    rows = (
        Entry.objects.filter(own | received, party__removed_at=None, towards__removed_at=None)
        .exclude(earlier=None)
        .order_by("-kind", "position", "pk")
        .values_list("pk", "party", "towards", "kind", "earlier__text", "movement")
    )
    found = {}
    for line in map(Past._make, rows):
        other = line.towards if line.party == voice.party.pk else line.party
        found.setdefault(other, []).append(line)
    return found
