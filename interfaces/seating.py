"""People put in pairs, client services in their hands: the rows that a draw, a facilitator or two phones change."""

from django.db.models import F

from . import drawing
from .models import Pair, PairMember


def touched(workshop):
    """What drawing pairs changes: all that undoing it must give back."""
    members = PairMember.objects.filter(pair__workshop=workshop)
    return workshop.pairs.all(), members, workshop.interfaces.all()


def seat(workshop, tables):
    """Make exactly these pairs, rows used again, so that drawing can be undone. Call it inside a change.

    Returns the Pairs in the order of `tables`, whose people are primary keys, as everywhere here.
    """
    rows = list(workshop.pairs.all())
    for position in range(len(rows), len(tables)):
        rows.append(Pair.objects.create(workshop=workshop, position=position))
    seated = [person for people in tables for person in people]
    PairMember.objects.filter(pair__in=rows).exclude(participant__in=seated).delete()
    for pair, people in zip(rows, tables, strict=False):
        sit(pair, people)
    workshop.pairs.filter(members=None).delete()
    return rows[: len(tables)]


def sit(pair, people):
    """Put people in a pair, out of the one they were in. Call it inside a change."""
    for person in people:
        PairMember.objects.update_or_create(participant_id=person, defaults={"pair": pair})


def unite(workshop, people):
    """A pair of these people; one that this empties leaves it its client services. Call it inside a change."""
    before = workshop.interfaces.filter(pair__members__participant__in=people).distinct()
    looked_after = list(before.values_list("pk", flat=True))
    last = workshop.pairs.last()
    pair = Pair.objects.create(workshop=workshop, position=last.position + 1 if last else 0)
    sit(pair, people)
    empty = workshop.pairs.filter(members=None)
    hand(workshop.interfaces.filter(pk__in=looked_after, pair__in=empty), pair)
    empty.delete()
    return pair


def deal(workshop, wishes):
    """All the treated services, evenly, to those who work with them where possible. Call it inside a change."""
    rows = [pair for pair in workshop.pairs.prefetch_related("members__participant") if pair.people]
    tables = [[person.pk for person in pair.people] for pair in rows]
    services = list(workshop.interfaces.treated().values_list("pk", flat=True))
    give(workshop, rows, drawing.deal(tables, services, wishes))


def give(workshop, rows, hands):
    """To each Pair its hand of services. Call it inside a change."""
    for pair, services in zip(rows, hands, strict=True):
        hand(workshop.interfaces.filter(pk__in=services), pair)


def hand(interfaces, pair):
    """Give a queryset of interfaces to a pair. Call it inside a change."""
    interfaces.update(pair=pair, version=F("version") + 1)
