"""What services at the table promise each other already: the commitments of promises in force, beside the table's own.

A service's promise in force is the version that was sealed last in any workshop of its team, rehearsals apart. Its
words are those it was sealed with, which never change: they are read once a process. Who is promised what depends on
who sits at the table, and is asked each time.
"""

from typing import NamedTuple

from django.db.models import F, OuterRef, Subquery

from interfaces.likeness import fold
from interfaces.models import Interface
from workshop.prepared import Prepared
from workshop.reading import read_once

from .. import sentence
from ..models import Commitment, Version

READ = ("who", "what", "whom", "delay", "exception")  # enough to know it again; the promise itself says the rest
MOST = 400  # versions kept in memory, some 20 kB each
KEPT = {}  # {(version's primary key, opened at): Kept}; a primary key alone may be given again

IN_FORCE = (
    Version.objects.filter(kept__isnull=False, workshop__is_rehearsal=False, workshop__team=OuterRef("workshop__team"))
    .order_by("-sealed_at", "-pk")
    .values("pk")[:1]
)
BETWEEN = Prepared(
    lambda room, again: Interface.objects.filter(
        workshop__team__parties__workshop=room,
        workshop__team__parties__removed_at=None,
        client__parties__workshop=again,
        client__parties__removed_at=None,
        client__organisation=F("workshop__team__organisation"),
        workshop__versions=Subquery(IN_FORCE),
    ).values_list(
        *("workshop__team__parties", "client__parties", "pk", "name"),
        *("workshop__versions", "workshop__versions__opened_at"),
    ),
    *(0, 0),
)


class Promised(NamedTuple):
    """One commitment of a promise in force: `P-COMPTA-03`, its words, the number of the version."""

    reference: str
    text: str
    number: int
    kind: str = "promised"  # where it is listed among Lines
    said: str = ""


class Kept(NamedTuple):
    """A sealed version's number, and the promise to each client service by its interface, or by its folded name."""

    number: int
    promise_to: dict


@read_once
def promised(workshop):
    """{(giver's party, taker's party), primary keys: [Promised]}: one question, two when a version is new here."""
    rows = BETWEEN.rows(workshop.pk, workshop.pk)
    remember({(version, opened_at) for *_between, version, opened_at in rows})
    found = {}
    for giver, taker, interface, name, *version in rows:
        number, promise_to = KEPT[tuple(version)]
        promise = promise_to.get(interface) or promise_to.get(fold(name))
        for line in promise["commitments"] if promise else []:
            found.setdefault((giver, taker), []).append(Promised(line["reference"], words(line), number))
    return found


def remember(versions):
    """Read the words of those sealed versions that are not at hand."""
    fresh = dict(versions - KEPT.keys())
    if len(KEPT) + len(fresh) > MOST:
        KEPT.clear()
        fresh = dict(versions)
    if fresh:
        for pk, number, kept in Version.objects.filter(pk__in=fresh).values_list("pk", "number", "kept"):
            KEPT[pk, fresh[pk]] = Kept(number, by_service(kept))


def by_service(kept):
    """Its promises by the interfaces that its record names; one that came with a file names none."""
    interface_of = kept.get("rows", {}).get("services", {})
    return {interface_of.get(each["code"], fold(each["client_service"])): each for each in kept["promises"]}


def words(line):
    """A commitment in one sentence: who does what for whom within what delay, without what is still open."""
    slots = {slot: line.get(slot, "") if slot in READ else "" for slot in Commitment.SLOTS}
    pieces = [each for each in sentence.pieces(slots)[0] if not each.is_gap]
    text = "".join(each.before + each.text + each.after for each in pieces).strip(" ,.")
    return text[:1].upper() + text[1:] + "."
