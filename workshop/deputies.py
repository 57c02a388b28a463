"""Deputies: other facilitators who may run a workshop. Its lead names them and releases them."""

from django import forms
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from . import access, posts
from .change import Refused, change
from .models import Facilitation, Facilitator, Handover

# Rules


def name_deputy(workshop, email, by):
    """Let another facilitator, known by e-mail address, run this workshop too."""
    with change(workshop, by=by):
        check_lead(workshop, by)
        person = Facilitator.objects.filter(email=email.lower(), is_active=True).first()
        if person is None:
            raise Refused(_("No facilitator has this address. An account is made on the server first."), field="email")
        Facilitation.objects.get_or_create(
            workshop=workshop, facilitator=person, defaults={"role": Facilitation.DEPUTY}
        )


def release(workshop, pk, by):
    """End a deputy’s role, and the offer made to them: open consoles go dark within seconds."""
    with change(workshop, by=by):
        check_lead(workshop, by)
        deputy = workshop.facilitations.filter(pk=pk, role=Facilitation.DEPUTY)
        workshop.handovers.filter(outcome=Handover.OFFERED, taker__facilitations__in=deputy).delete()
        deputy.delete()
        workshop.rights += 1


def check_lead(workshop, by):
    if not access.is_lead(by, workshop):
        raise Refused(_("Only the lead of this workshop names deputies and hands it over."), status=403)


# Screens


class EmailForm(forms.Form):
    email = forms.EmailField(max_length=254)


@access.facilitator_page
def deputies(request, workshop):
    team = workshop.facilitations.select_related("facilitator").order_by("pk")
    values = {"workshop": workshop, "team": team, "is_lead": access.is_lead(request.user, workshop)}
    return render(request, "steps/gather/deputies.html", values | {"offer": workshop.offer})


@access.facilitator_verb
def add(request, workshop):
    name_deputy(workshop, posts.checked(EmailForm(request.POST))["email"], by=request.user)


@access.facilitator_verb
def end(request, workshop, pk):
    release(workshop, pk, by=request.user)


urlpatterns = [
    path("", deputies, name="deputies"),
    path("add/", add, name="add-deputy"),
    path("end/<int:pk>/", end, name="end-deputy"),
]
