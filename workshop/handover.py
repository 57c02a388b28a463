"""Handing the lead over: offered by whoever has it to a deputy, who accepts or declines. Until then nothing changes.

Nothing is automatic: a facilitator whose line drops keeps the lead, and nobody can take it who was not offered it.
"""

from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from . import access
from .change import Refused, change
from .deputies import check_lead
from .models import Facilitation, Handover

# Rules


def offer(workshop, pk, by):
    """Offer the lead to a deputy (a Facilitation's primary key); one offer at a time."""
    with change(workshop, by=by):
        check_lead(workshop, by)
        deputy = workshop.facilitations.filter(pk=pk, role=Facilitation.DEPUTY).first()
        if deputy is None:
            raise Refused(_("This person is no longer a deputy."))
        if workshop.offer:
            raise Refused(_("The lead is offered already: withdraw that offer first."))
        Handover.objects.create(workshop=workshop, giver=by, taker=deputy.facilitator)


def withdraw(workshop, by):
    """Take the offer back."""
    with change(workshop, by=by):
        check_lead(workshop, by)
        open_offer(workshop).delete()


def accept(workshop, by):
    """Become the lead, as one was offered; whoever had it becomes a deputy."""
    with change(workshop, by=by):
        offered = own_offer(workshop, by)
        roles = workshop.facilitations
        roles.filter(role=Facilitation.LEAD).update(role=Facilitation.DEPUTY)
        roles.filter(facilitator=by).update(role=Facilitation.LEAD)
        settle(offered, Handover.ACCEPTED)


def decline(workshop, by):
    """Leave the lead where it is."""
    with change(workshop, by=by):
        settle(own_offer(workshop, by), Handover.DECLINED)


def settle(offered, outcome):
    """Keep what was answered, and when. Call it inside a change."""
    offered.outcome, offered.at = outcome, timezone.now()
    offered.save()


def open_offer(workshop):
    if workshop.offer is None:
        raise Refused(_("The lead is not offered to anybody."))
    return workshop.offer


def own_offer(workshop, by):
    offered = open_offer(workshop)
    if offered.taker != by:
        raise Refused(_("The lead was offered to somebody else."), status=403)
    return offered


# Screens


@access.facilitator_verb
def give(request, workshop, pk):
    offer(workshop, pk, by=request.user)


@access.facilitator_verb
def back(request, workshop):
    withdraw(workshop, by=request.user)


@access.facilitator_verb
def take(request, workshop):
    accept(workshop, by=request.user)


@access.facilitator_verb
def leave(request, workshop):
    decline(workshop, by=request.user)


urlpatterns = [
    path("offer/<int:pk>/", give, name="offer-lead"),
    path("withdraw/", back, name="withdraw-lead"),
    path("accept/", take, name="accept-lead"),
    path("decline/", leave, name="decline-lead"),
]
