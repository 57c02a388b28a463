"""Who looks after which interface, and what they wrote of it: for the steps of ways of working and of consultation."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from workshop.change import Refused
from workshop.parts import stamp
from workshop.reading import read_once

from .models import Interface, PairMember


@dataclass
class Share:
    """One treated interface, the people in charge of it, and its two lists."""

    interface: Interface
    people: list
    acceptable: list = field(default_factory=list)
    unacceptable: list = field(default_factory=list)
    groups: list = field(default_factory=list)

    @property
    def stamp(self):
        """Differs as soon as a line of the interface comes, goes or changes."""
        lines = [(way.pk, way.version) for way in self.acceptable + self.unacceptable]
        return stamp(lines)

    @property
    def sides(self):
        """The two lists as (answer, lines), acceptable first."""
        return [("yes", self.acceptable), ("no", self.unacceptable)]


@read_once
def shares(workshop):
    """Every treated interface of a workshop as a Share, in the facilitator's order; seven queries at most."""
    rows = workshop.interfaces.treated().select_related("contact", "pair")
    rows = rows.prefetch_related("ways", "ways__postits", "ways__categories", "pair__members__participant")
    return [share(interface) for interface in rows]


def share(interface):
    ways = list(interface.ways.all())
    return Share(
        interface,
        interface.pair.people if interface.pair else [],
        [way for way in ways if way.acceptable],
        [way for way in ways if not way.acceptable],
    )


def looks_after(person, interface):
    """Whether this person is of the pair in charge of the interface."""
    return PairMember.objects.filter(pair=interface.pair_id, participant=person).exists()


def charged(person, interface):
    """The interface; Refused unless this person looks after it."""
    if not looks_after(person, interface):
        raise Refused(_("Only the pair in charge of this client service writes its lines."), status=403)
    return interface


def sources(workshop, interface):
    """The revealed post-its that speak of an interface, or of all of them."""
    shown = workshop.postits.on_the_wall() if workshop.revealed_at else workshop.postits.none()
    return shown.filter(interface=interface) | shown.filter(interface=None)


def interface_of(workshop, which):
    """A treated Interface, given itself or its primary key; Refused when it has left the list."""
    pk = getattr(which, "pk", which)
    found = workshop.interfaces.treated().filter(pk=pk).first()
    if found is None:
        raise Refused(_("This client service is no longer in the list."))
    return found
