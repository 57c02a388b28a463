"""The facilitator's home: workshops with the next thing to do, and a new one in one field."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from . import codes, method
from .models import Facilitation, Organisation, Team, Workshop
from .text import TextField


class NewForm(forms.Form):
    team = TextField(label=_("Which team makes the promise?"), limit=80)


def open_workshop(facilitator, team_name, language, organisation=None):
    """A new workshop for a team, its door open, facilitated by its creator. Returns the Workshop."""
    with transaction.atomic():
        organisation = organisation or organisation_of(facilitator)
        team = Team.objects.filter(organisation=organisation, name__iexact=team_name).first()
        team = team or Team.objects.create(organisation=organisation, name=team_name)
        workshop = Workshop.objects.create(team=team, title=team_name, language=language, code=codes.new_code())
        Facilitation.objects.create(workshop=workshop, facilitator=facilitator, role=Facilitation.LEAD)
    return workshop


def organisation_of(facilitator):
    """Where the facilitator worked last; the only organisation; or a first one, to be named later."""
    last = Workshop.objects.filter(facilitations__facilitator=facilitator).order_by("-pk").first()
    return (
        last.team.organisation if last else Organisation.objects.first() or Organisation.objects.create(name="Promesse")
    )


@login_required
@require_safe
def home(request):
    workshops = (
        Workshop.objects.filter(facilitations__facilitator=request.user).select_related("team").order_by("-created_at")
    )
    rows = [(workshop, method.BY_SLUG[workshop.current_step], next_thing(workshop)) for workshop in workshops]
    return render(request, "home.html", {"rows": rows, "form": NewForm()})


def next_thing(workshop):
    """What the workshop's step says is next, in one sentence; empty when it says nothing."""
    module = method.BY_SLUG[workshop.current_step].module
    missing = module.missing(workshop)
    return missing[0] if missing else ""


@login_required
@require_POST
def new(request):
    form = NewForm(request.POST)
    if not form.is_valid():
        return render(request, "home.html", {"rows": [], "form": form}, status=422)
    workshop = open_workshop(request.user, form.cleaned_data["team"], get_language())
    return redirect("console", key=workshop.key)
