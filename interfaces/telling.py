"""What a contact reads beside the rules: what the team expects of them, and what it commits to in return.

Source: the method's exchange of gift and counter-gift: expectations and commitments are said aloud, both ways.
"""

from django import forms
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from workshop import access, posts
from workshop.change import Refused, change
from workshop.models import Participant
from workshop.text import TextField

from .answers import LONG, check_charge, consulted
from .models import Consultation
from .shares import interface_of

STEP = "consult"

# Rules


def tell(workshop, interface, asks, offers, version, by):
    """Write both, as the facilitator or as somebody in charge; `version` is the one seen."""
    with change(workshop, by=by, during=STEP):
        interface = interface_of(workshop, interface)
        if isinstance(by, Participant):
            check_charge(by, interface)
        consultation = Consultation.objects.get_or_create(interface=interface)[0]
        if version != consultation.version and (asks, offers) != (consultation.asks, consultation.offers):
            raise Refused(_("Somebody changed this meanwhile. Close this form and open it again to see it."))
        consultation.asks, consultation.offers = asks, offers
        consultation.version += 1
        consultation.save()


# Screens


class TellForm(forms.Form):
    asks = TextField(limit=LONG, lines=60, required=False)
    offers = TextField(limit=LONG, lines=60, required=False)
    version = forms.IntegerField()


@access.participant_page
def ours(request, person, pk):
    interface, consultation = consulted(person.workshop, pk)
    check_charge(person, interface)
    return sheet(request, person.workshop, consultation, "consult:tell")


@access.participant_verb
def tell_ours(request, person, pk):
    tell(person.workshop, pk, by=person, **posts.checked(TellForm(request.POST)))


@access.facilitator_page
def theirs(request, workshop, pk):
    return sheet(request, workshop, consulted(workshop, pk)[1], "consult:tell-theirs")


@access.facilitator_verb
def tell_theirs(request, workshop, pk):
    tell(workshop, pk, by=request.user, **posts.checked(TellForm(request.POST)))


def sheet(request, workshop, consultation, verb):
    action = reverse(verb, args=[workshop.key, consultation.interface.pk])
    values = {"workshop": workshop, "consultation": consultation, "interface": consultation.interface, "action": action}
    return render(request, "steps/consult/telling.html", values | {"is_mine": verb == "consult:tell"})


urlpatterns = [
    path("told/<int:pk>/", ours, name="ours"),
    path("told/<int:pk>/tell/", tell_ours, name="tell"),
    path("told/<int:pk>/console/", theirs, name="theirs"),
    path("told/<int:pk>/console/tell/", tell_theirs, name="tell-theirs"),
]
