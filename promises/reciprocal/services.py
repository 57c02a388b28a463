"""Which services are at the table: put there by name, renamed, ordered, taken away; behind each, a lasting team.

A service that comes back finds its lines again: nothing that was written goes with it.
"""

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from interfaces import clients
from interfaces.likeness import alike, fold
from workshop.change import Refused, change, claim
from workshop.gestures import gesture
from workshop.models import Team

from ..models import Party

MOST = 40  # services at one table
COMMON = 8  # of the usual list: the rows that every company knows

# Rules


def seat(workshop, names, by):
    """Put services at the table, by name; those that are there are left alone. Returns the Parties that are new.

    Undone, they leave it rather than be deleted: lines and people may point to them.
    """
    with change(workshop, by=by):
        known = {fold(party.name) for party in workshop.parties.standing()}
        fresh = {}
        for name in names:
            if fold(name) not in known:
                fresh.setdefault(fold(name), name)
        if len(known) + len(fresh) > MOST:
            raise Refused(_("A table holds %d services, the most there can be.") % MOST, field="names")
        keys = [laid_by(workshop, name).pk for name in fresh.values()]
        with gesture(workshop, by, lambda: _("Put services at the table"), workshop.parties.all()):
            first = (workshop.parties.standing().aggregate(last=Max("position"))["last"] or 0) + 1
            for position, pk in enumerate(keys, first):
                workshop.parties.filter(pk=pk).update(removed_at=None, position=position)
    return list(workshop.parties.filter(pk__in=keys))


def laid_by(workshop, name):
    """The Party of that name that left the table, or a new one that is not at it yet. Call it inside a change."""
    former = [party for party in workshop.parties.exclude(removed_at=None) if fold(party.name) == fold(name)]
    row = {"name": name, "team": team(workshop, name), "language": workshop.language, "removed_at": timezone.now()}
    return former[-1] if former else Party.objects.create(workshop=workshop, **row)


def team(workshop, name):
    """The organisation's lasting team of that name, accents apart; made when there is none. Call it inside a change."""
    organisation = workshop.team.organisation
    same = next((each for each in organisation.teams.filter(whole=False) if fold(each.name) == fold(name)), None)
    return same or Team.objects.create(organisation=organisation, name=name)


def rename(workshop, pk, name, version, by):
    """Correct a name; `version` is the one that was seen."""
    with change(workshop, by=by):
        party = standing(workshop, pk)
        if any(fold(each.name) == fold(name) for each in workshop.parties.standing().exclude(pk=pk)):
            raise Refused(_("“%s” is already at the table.") % name, field="name")
        said = {"old": party.name, "new": name}
        row = workshop.parties.filter(pk=pk)
        with gesture(workshop, by, lambda: _("Renamed “%(old)s” to “%(new)s”") % said, row):
            claim(party, version, "name", name)
            party.team = team(workshop, name)
            party.save(update_fields=["name", "team", "version"])


def place(workshop, pk, position, by):
    """Put a service at a place of the table, 0 being the first."""
    with change(workshop, by=by):
        moved = standing(workshop, pk)
        order = [party.pk for party in workshop.parties.standing() if party != moved]
        order.insert(max(0, position), moved.pk)
        with gesture(workshop, by, lambda: _("Moved “%s” at the table") % moved.name, workshop.parties.standing()):
            for number, each in enumerate(order, 1):
                workshop.parties.filter(pk=each).exclude(position=number).update(position=number)


def unseat(workshop, pk, by):
    """Take a service away from the table: its lines are kept, unseen, and come back when this is undone."""
    with change(workshop, by=by):
        name = standing(workshop, pk).name
        with gesture(workshop, by, lambda: _("Took “%s” away from the table") % name, workshop.parties.filter(pk=pk)):
            workshop.parties.filter(pk=pk).update(removed_at=timezone.now())


# Questions


def standing(workshop, pk):
    """A Party that is at the table, or Refused."""
    party = workshop.parties.standing().filter(pk=getattr(pk, "pk", pk)).first()
    if party is None:
        raise Refused(_("This service has left the table meanwhile."))
    return party


def offered(workshop, services):
    """Names to put at the table with one tap, [(key, name)]: those of earlier tables, then the usual list."""
    known = [(f"known-{pk}", name) for pk, name in teams_of_earlier_tables(workshop)]
    known = [(key, name) for key, name in known if not any(alike(name, each.name) for each in services)]
    taken = {fold(name) for _key, name in known}
    return known + [row for row in clients.suggestions(workshop, services) if fold(row[1]) not in taken]


def teams_of_earlier_tables(workshop):
    """The organisation's teams that sit, or sat, at one of its tables."""
    teams = workshop.team.organisation.teams.filter(whole=False, parties__removed_at=None, parties__isnull=False)
    return teams.exclude(parties__workshop=workshop).distinct().order_by("pk").values_list("pk", "name")[: clients.MOST]


def usual(offer):
    """The names of an offer that every company knows: at most COMMON, one a line."""
    names = [name for key, name in offer if key in {f"usual-{number}" for number in range(COMMON)}]
    return "\n".join(names)
