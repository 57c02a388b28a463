"""Which services are hot, and a nine-step workshop for one of them, with what the table says of it already in it.

How hot a service is: what is expected of it and not agreed counts 1 when nobody answered, 2 when it was refused or
answered otherwise; a line of its own that a receiver calls worse counts 2. From HOT points on it is listed.
"""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interfaces.models import Contact, Expected, Interface
from workshop import access, home
from workshop.change import Refused, Repeated, change
from workshop.parts import stamp
from workshop.prepared import Prepared
from workshop.reading import read_once

from ..models import Entry, Party
from . import services, states
from .downloads import is_open
from .grid import Service, grid
from .rounds import leading_to

POINTS = {states.UNANSWERED: 1, states.CONTRADICTORY: 2, states.REFUSED: 2}
WORSE, HOT = 2, 3
OPENED = Prepared(
    lambda room: Party.objects.filter(workshop=room, opened__isnull=False).values_list("pk", "opened__key"), 0
)


@dataclass
class Hot:
    """A service, what makes it hot, and the key of the workshop that was opened for it."""

    service: Service
    open: int = 0  # expectations of it without agreement
    worse: int = 0
    points: int = 0
    opened: str = ""

    @property
    def sentence(self):
        """Why: “4 expectations without agreement, 2 lines worse”."""
        told = [
            (self.open, ngettext("%d expectation without agreement", "%d expectations without agreement", self.open)),
            (self.worse, ngettext("%d line worse", "%d lines worse", self.worse)),
        ]
        return ", ".join(sentence % count for count, sentence in told if count)

    @property
    def stamp(self):
        return stamp(self.service.name, self.sentence, self.opened)


@read_once
def hot(workshop):
    """[Hot], the hottest first."""
    table = grid(workshop)
    found = {service.pk: Hot(service) for service in table.services}
    for line in table.lines:
        giver = found[line.towards if line.kind == Entry.EXPECTS else line.party]
        points = POINTS.get(line.state, 0) if line.kind == Entry.EXPECTS else 0
        is_worse = line.movement == Entry.WORSE
        giver.open += bool(points)
        giver.worse += is_worse
        giver.points += points + WORSE * is_worse
    for pk, key in OPENED.rows(workshop.pk):
        if pk in found:
            found[pk].opened = key
    listed = [each for each in found.values() if each.points >= HOT or each.opened]
    return sorted(listed, key=lambda each: -each.points)


# Rules


def open_for(workshop, pk, by):
    """The nine-step workshop of a service of this table, opened now unless it was. Returns the Workshop.

    Whoever expects something of it is one of its client services, with a contact and with what is expected.
    """
    with change(workshop, by=by):
        if workshop.is_rehearsal:
            raise Refused(_("This is a rehearsal: begin from the workshop itself."))
        party = workshop.parties.standing().filter(pk=pk).select_related("opened").first()
        if party is None:
            raise Refused(_("This service has left the table meanwhile."))
        if party.opened is None:
            team = party.team or services.team(workshop, party.name)
            party.opened = home.open_workshop(by, team.name, workshop.language, team.organisation)
            party.save(update_fields=["opened"])
            bring(workshop, party)
        check_led(party.opened, by)
    return party.opened


def check_led(opened, by):
    if not opened.facilitations.filter(facilitator=by).exists():
        lead = opened.facilitations.select_related("facilitator").first()
        raise Refused(_("A workshop is open for this service already, led by %s.") % lead.facilitator.name)


def bring(workshop, party):
    """Those who expect something of a service, in its new workshop, in words that others may read by now.

    Call it inside a change.
    """
    table, may_read = grid(workshop), is_open(workshop)
    rows = {each.pk: each for each in workshop.parties.standing()}
    for position, asker in enumerate(table.others(party.pk), 1):
        lines = [line for line in table.cell(asker.pk, party.pk, Entry.EXPECTS) if may_read or line.as_before]
        if lines:
            row = rows[asker.pk]
            team = row.team or services.team(workshop, row.name)
            interface = Interface.objects.create(
                workshop=party.opened, name=row.name, client=team, position=position, treated=True
            )
            name_contact(interface, row)
            expect(interface, lines, workshop.reciprocal.held_on)


def name_contact(interface, party):
    """Whom to ask: the service's contact, or else who speaks for it in the room. Call it inside a change."""
    speaker = party.speakers.filter(participant__removed_at=None).select_related("participant").first()
    name = party.contact or (speaker.participant.name if speaker else party.email and party.name)
    if name:
        Contact.objects.create(interface=interface, name=name[:60], email=party.email, language=party.language)


def expect(interface, lines, said_on):
    """What it expects, as lines of a grid. Call it inside a change."""
    Expected.objects.bulk_create(
        Expected(
            interface=interface,
            text=line.text,
            said_on=said_on,
            agreed=line.state == states.MATCHED,
            position=position,
        )
        for position, line in enumerate(lines, 1)
    )


# Screens


@access.facilitator_verb
def open_one(request, workshop, pk):
    party = get_object_or_404(Party, workshop=workshop, pk=pk)
    try:
        return leading_to(open_for(workshop, pk, by=request.user))
    except Repeated:
        party.refresh_from_db()
        return leading_to(party.opened)


urlpatterns = [path("hot/<int:pk>/open/", open_one, name="open-hot")]
