"""A rehearsal: a copy of a workshop, in an organisation of its own, whose participants the server plays.

Apart from real workshops by construction: nothing is to be left out of a count, an export or a list of teams, and
everything goes with its row, nameless post-its included. Who plays, and how: rehearsal/.
"""

import secrets
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from workshop import codes, home
from workshop.change import Refused, change
from workshop.models import Organisation, Participant

from .copies import check_method, take_along
from .models import Contact, Rehearsal
from .models.rehearsals import SILENCE
from .rehearsal.texts import bank

MINUTES = 90  # a rehearsal plays, at most
USUAL, MOST = 8, 60  # people

# Rules


def open_rehearsal(workshop, people, by):
    """A copy of a workshop to rehearse in, with so many simulated people expected. Returns the new Workshop."""
    with change(workshop, by=by):
        if workshop.is_rehearsal:
            raise Refused(_("This is a rehearsal already: begin another one from the workshop itself."))
        check_method(workshop)
        if playing(by):
            raise Refused(_("Another rehearsal of yours is playing: stop it first."))
        apart = Organisation.objects.create(name=f"rehearsal {secrets.token_hex(8)}")
        new = home.open_workshop(by, workshop.team.name, workshop.language, apart)
        with override(workshop.language):
            new.title = (_("Rehearsal: %s") % workshop.title)[:120]
        new.is_rehearsal = True
        take_along(workshop, new, ("mission", "services", "contacts"))
        cut_loose(new)
        new.save()
        names = bank(workshop.language)["names"][:people]
        Participant.objects.bulk_create(Participant(workshop=new, name=name, simulated=True) for name in names)
        until = timezone.now() + timedelta(minutes=MINUTES)
        Rehearsal.objects.create(workshop=new, source=workshop, people=people, until=until)
    return new


def cut_loose(new):
    """Nobody can be written to from a rehearsal, no lasting team is touched by it. Call it inside a change."""
    new.interfaces.update(client=None)
    Contact.objects.filter(interface__workshop=new).update(email="")


def stop(workshop, by):
    """The simulated participants stop; what they wrote stays until the rehearsal is deleted."""
    with change(workshop, by=by):
        if not end(workshop):
            raise Refused(_("Nobody is playing any more."))


def finish(workshop):
    """Its time is over, or it was told to stop."""
    with change(workshop):
        end(workshop)


def end(workshop):
    """Write down that it ended, once. Call it inside a change."""
    return Rehearsal.objects.filter(workshop=workshop, ended_at=None).update(ended_at=timezone.now())


def sign(workshop):
    """Say that it still plays; whether it is to go on."""
    now = timezone.now()
    with change(workshop):
        return bool(Rehearsal.objects.filter(workshop=workshop, ended_at=None, until__gt=now).update(played_at=now))


def playing(facilitator):
    """Whether simulated people play for this facilitator already: each rehearsal takes a thread of the server."""
    ours = Rehearsal.objects.filter(workshop__facilitations__facilitator=facilitator, ended_at=None)
    return ours.filter(played_at__gt=timezone.now() - SILENCE).exists()


def way_in(workshop):
    """The path in the QR, "" while the door is closed."""
    return reverse("join", args=[codes.seal(workshop.code)]) if workshop.code else ""
