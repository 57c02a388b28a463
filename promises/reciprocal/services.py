"""Which services are at the table: put there by name, taken away; behind each, a lasting team of the organisation."""

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from interfaces.likeness import fold
from workshop.change import Refused, change
from workshop.gestures import gesture
from workshop.models import Team

from ..models import Party

MOST = 40  # services at one table


def seat(workshop, names, by):
    """Put services at the table, by name; those that are there are left alone. Returns the Parties that are new."""
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Put services at the table"), workshop.parties.all()):
        known = {fold(party.name) for party in workshop.parties.standing()}
        fresh = {}
        for name in names:
            if fold(name) not in known:
                fresh.setdefault(fold(name), name)
        if len(known) + len(fresh) > MOST:
            raise Refused(_("A table holds %d services, the most there can be.") % MOST, field="names")
        first = (workshop.parties.aggregate(last=Max("position"))["last"] or 0) + 1
        return [
            Party.objects.create(
                workshop=workshop, name=name, team=team(workshop, name), position=n, language=workshop.language
            )
            for n, name in enumerate(fresh.values(), first)
        ]


def team(workshop, name):
    """The organisation's lasting team of that name, accents apart; made when there is none. Call it inside a change."""
    organisation = workshop.team.organisation
    same = next((each for each in organisation.teams.filter(whole=False) if fold(each.name) == fold(name)), None)
    return same or Team.objects.create(organisation=organisation, name=name)


def unseat(workshop, pk, by):
    """Take a service away from the table: its lines are kept, unseen, and come back when this is undone."""
    with change(workshop, by=by):
        row = workshop.parties.standing().filter(pk=pk)
        party = row.first()
        if party is None:
            raise Refused(_("This service has left the table meanwhile."))
        name = party.name
        with gesture(workshop, by, lambda: _("Took “%s” away from the table") % name, workshop.parties.filter(pk=pk)):
            workshop.parties.filter(pk=pk).update(removed_at=timezone.now())
