"""The list of client services: finding one, adding one, its order, and what may be suggested."""

from typing import NamedTuple

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from workshop.change import Refused, change
from workshop.gestures import gesture
from workshop.models import Team
from workshop.prepared import Prepared
from workshop.reading import read_once

from .likeness import alike, fold
from .models import Interface

MOST = 60  # services of one workshop

# Rows that every company knows (the method's simplified version, and its neighbours).
USUAL = [
    gettext_lazy("General management"),
    gettext_lazy("Accounting"),
    gettext_lazy("Sales"),
    gettext_lazy("Logistics"),
    gettext_lazy("Sales administration"),
    gettext_lazy("After-sales service"),
    gettext_lazy("Research and development"),
    gettext_lazy("Human resources"),
    gettext_lazy("Purchasing"),
    gettext_lazy("Production"),
    gettext_lazy("Quality"),
    gettext_lazy("IT"),
    gettext_lazy("Marketing"),
    gettext_lazy("Maintenance"),
    gettext_lazy("Legal affairs"),
    gettext_lazy("Management control"),
]


def found(workshop, pk):
    """A standing interface of the workshop, or Refused."""
    interface = workshop.interfaces.standing().filter(pk=pk).first()
    if interface is None:
        raise Refused(_("This service was dropped or merged meanwhile."))
    return interface


def named(workshop, name):
    """The standing interface of that name, case and accents apart; None when there is none."""
    folded = fold(name)
    return next((each for each in workshop.interfaces.standing() if fold(each.name) == folded), None)


def check_new(workshop, name, interface=None):
    """Refuse a name that another card (than `interface`) has, and the team's own."""
    if named(workshop, name) not in (None, interface):
        raise Refused(_("“%s” is already in the list.") % name, field="name")
    if fold(name) == fold(workshop.team.name):
        raise Refused(_("That is your own service: name those it works for."), field="name")


def add(workshop, name, **fields):
    """A new interface at the end of the list, not treated yet. Call it inside a change."""
    check_new(workshop, name)
    standing = workshop.interfaces.standing()
    if standing.count() >= MOST:
        raise Refused(_("The list has %d services, the most there can be. Tell the facilitator.") % MOST)
    last = standing.aggregate(last=Max("position"))["last"]
    position = last + 1 if last else 0  # all at 0: nobody has ordered the list yet
    return Interface.objects.create(workshop=workshop, name=name, position=position, treated=False, **fields)


def rows(*interfaces):
    return Interface.objects.filter(pk__in=[each.pk for each in interfaces])


def client_of(workshop, name):
    """The organisation's team of that name, accents apart; made when there is none. Call it inside a change."""
    organisation, folded = workshop.team.organisation, fold(name)
    teams = organisation.teams.filter(whole=False).exclude(pk=workshop.team_id)
    same = next((team for team in teams if fold(team.name) == folded), None)
    return same or Team.objects.create(organisation=organisation, name=name)


class Service(NamedTuple):
    """A client service, as every screen may show it."""

    pk: int
    name: str


TREATED = Prepared(lambda room: Interface.objects.treated().filter(workshop=room).values_list("pk", "name"), 0)


@read_once
def treated(workshop):
    """The client services that the workshop deals with, as (pk, name), in the facilitator's order."""
    return [Service(*row) for row in TREATED.rows(workshop.pk)]


def counted(workshop):
    """Standing interfaces in the facilitator's order, each with `people`, how many named it."""
    people = Count("namings", filter=Q(namings__participant__removed_at=None))
    return workshop.interfaces.standing().annotate(people=people)


def biggest_first(interfaces):
    return sorted(interfaces, key=lambda each: (-each.people, each.pk))


def place(workshop, pk, position, by):
    """Put a service at a place of the list, 0 being the first."""
    with change(workshop, by=by):
        moved = found(workshop, pk)
        order = [each for each in workshop.interfaces.standing() if each != moved]
        order.insert(max(0, position), moved)
        with gesture(workshop, by, lambda: _("Moved “%s” in the list") % moved.name, workshop.interfaces.standing()):
            arrange(order)


def sort(workshop, by):
    """Put first what most people named."""
    standing = workshop.interfaces.standing()
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Ordered the list by number of people"), standing):
        arrange(biggest_first(counted(workshop)))


def arrange(order):
    """Number the list in this order. Call it inside a change."""
    for position, interface in enumerate(order, 1):
        rows(interface).update(position=position)


def suggestions(workshop, interfaces):
    """Names to propose with one tap, [(key, name)] in the workshop's language: neither the team nor what is listed."""
    taken = [each.name for each in interfaces] + [workshop.team.name]
    with override(workshop.language):
        usual = [(f"usual-{number}", str(name)) for number, name in enumerate(USUAL)]
    offered = {}
    for key, name in teams_known(workshop) + usual:
        if not any(alike(name, each) for each in taken):
            offered.setdefault(fold(name), (key, name))
    return list(offered.values())


def teams_known(workshop):
    """The organisation's other teams, those that have a workshop or are served by one."""
    lively = Q(workshops__isnull=False) | Q(served_by__treated=True, served_by__dropped_at=None)
    teams = workshop.team.organisation.teams.filter(lively, whole=False).exclude(pk=workshop.team_id)
    return [(f"team-{pk}", name) for pk, name in teams.distinct().order_by("pk").values_list("pk", "name")[:MOST]]
