"""A round is opened: the first one of an organisation, or the next, with what stood in the last one taken over.

What is taken over is `as_before` until its words change, so that only changes are discussed.
"""

from datetime import timedelta

from django.db import transaction

from workshop import codes
from workshop.models import Facilitation, Team, Workshop

from ..models import Entry, Party, ReciprocalTable, Reply

HALF_A_YEAR = timedelta(days=182)


def open_round(facilitator, organisation, held_on, language, previous=None):
    """A new round of an organisation's table, led by `facilitator`; `previous` (ReciprocalTable) is taken over.

    Returns the Workshop.
    """
    with transaction.atomic():
        workshop = open_room(facilitator, organisation, language)
        ReciprocalTable.objects.create(
            workshop=workshop, previous=previous, held_on=held_on, next_on=held_on + HALF_A_YEAR
        )
        if previous:
            take_over(previous.workshop, workshop)
    return workshop


def open_room(facilitator, organisation, language):
    """The workshop of a round, without its ReciprocalTable: one of the whole organisation. In a transaction."""
    team, _is_new = Team.objects.get_or_create(
        organisation=organisation, whole=True, defaults={"name": organisation.name}
    )
    values = {"step": "parties", "step_before": "parties", "language": language, "code": codes.new_code()}
    workshop = Workshop.objects.create(team=team, title=organisation.name, **values)
    Facilitation.objects.create(workshop=workshop, facilitator=facilitator, role=Facilitation.LEAD)
    return workshop


def take_over(last, workshop):
    """Services, their contacts, and every line that stood in the last round. Call it inside a change."""
    same = {}
    for party in last.parties.standing():
        kept = {name: getattr(party, name) for name in ("team", "name", "position", "contact", "email", "language")}
        same[party.pk] = Party.objects.create(workshop=workshop, **kept)
    lines = {}
    for entry in Entry.objects.standing().filter(party__workshop=last):
        row = {"party": same[entry.party_id], "towards": same[entry.towards_id], "earlier": entry, "as_before": True}
        kept = {name: getattr(entry, name) for name in ("kind", "text", "position")}
        lines[entry.pk] = Entry.objects.create(**row, **kept)
    for reply in Reply.objects.filter(expectation__in=lines):
        if reply.answer == Reply.ACCEPT or reply.agreed_at:
            row = {"expectation": lines[reply.expectation_id], "commitment": lines.get(reply.commitment_id)}
            kept = {name: getattr(reply, name) for name in ("answer", "text", "agreed_at")}
            Reply.objects.create(**row, **kept)


def last_round(organisation):
    """The ReciprocalTable that was held last in an organisation, None before the first."""
    return ReciprocalTable.objects.filter(workshop__team__organisation=organisation).order_by("held_on", "pk").last()
