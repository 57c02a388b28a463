"""The facilitator's home: workshops with the next thing to do, and a new one in one field."""

from importlib import import_module
from math import inf
from typing import NamedTuple

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import F
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from . import codes, delivery, live, method, notices, shelf, worker
from .change import Refused, lock
from .models import Facilitation, Organisation, Team, Workshop
from .text import TextField

UNNAMED = "Promesse"  # an organisation whose name nobody has said yet


class NewForm(forms.Form):
    team = TextField(label=gettext_lazy("Which team makes the promise?"), limit=80)


def open_workshop(facilitator, team_name, language, organisation=None):
    """A new workshop for a team, its door open, facilitated by its creator. Returns the Workshop."""
    with transaction.atomic():
        organisation = organisation or organisation_of(facilitator)
        team = Team.objects.filter(organisation=organisation, whole=False, name__iexact=team_name).first()
        team = team or Team.objects.create(organisation=organisation, name=team_name)
        workshop = Workshop.objects.create(team=team, title=team_name, language=language, code=codes.new_code())
        Facilitation.objects.create(workshop=workshop, facilitator=facilitator, role=Facilitation.LEAD)
    return workshop


def organisation_of(facilitator):
    """Where the facilitator worked last; the only organisation; or a first one, to be named later."""
    return known_organisation(facilitator) or Organisation.objects.create(name=UNNAMED)


def known_organisation(facilitator):
    """The same, None when there is none yet."""
    real = Workshop.objects.filter(facilitations__facilitator=facilitator, is_rehearsal=False)
    last = real.select_related("team__organisation").order_by("-pk").first()
    return last.team.organisation if last else real_organisations().first()


def real_organisations():
    """Those that no rehearsal is played in."""
    return Organisation.objects.exclude(teams__workshops__is_rehearsal=True)


def delete_rehearsal(workshop):
    """Everything of a rehearsal goes at once; its screens are turned away. Refused for a real workshop."""
    if not workshop.is_rehearsal:
        raise Refused(_("Only a rehearsal is deleted this way."))
    pk, key, organisation = workshop.pk, workshop.key, workshop.team.organisation
    with transaction.atomic(durable=True):
        lock(workshop)
        workshop.delete()
        organisation.delete()
        notices.tell(pk)
        transaction.on_commit(lambda: live.changed(pk), robust=True)
        transaction.on_commit(lambda: shelf.erase(key), robust=True)


@login_required
@require_safe
def home(request):
    return render(request, "home.html", {**listed(request.user), "form": NewForm()})


def listed(facilitator):
    """The workshops with their step and what is to be done next, the most urgent first; rehearsals apart."""
    mine = (
        Workshop.objects.filter(facilitations__facilitator=facilitator)
        .annotate(role=F("facilitations__role"))
        .select_related("team")
        .order_by("-created_at", "-pk")
    )
    real = list(mine.filter(is_rehearsal=False))
    dues = import_module(method.DUE).dues(real)
    rounds = import_module(method.ROUNDS)
    opened = rounds.held(real)
    rows = [
        Row(each, method.BY_SLUG[each.current_step], next_thing(each), dues.get(each.pk, []), opened.get(each.pk))
        for each in real
    ]
    rows = sorted(rows, key=Row.urgency)
    told = {"rehearsals": mine.filter(is_rehearsal=True), "mails_wait": mails_wait(real)}
    return {"rows": rows, "round": rounds.blank(facilitator), **told}


def mails_wait(workshops):
    """Whether mails of these workshops wait, and nobody is there to send them or to write reminders."""
    waiting = delivery.open_letters().filter(workshop__in=workshops, failed_at=None)
    return bool(settings.SMTP) and waiting.exists() and worker.is_silent()


class Row(NamedTuple):
    """A workshop in the list; `dues` are things with a date (`days` left, `sentence`, `is_late`), the nearest first.

    `round` says more of a round of the reciprocal table (reciprocal/opening.py); None for a workshop in nine steps.
    """

    workshop: Workshop
    step: method.Step
    next: str
    dues: list
    round: object

    def urgency(self):
        """Sorts by what is late longest, then by what is due soonest; the rest as it comes."""
        return self.dues[0].days if self.dues else inf


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
        return render(request, "home.html", {**listed(request.user), "form": form}, status=422)
    workshop = open_workshop(request.user, form.cleaned_data["team"], get_language())
    return redirect("console", key=workshop.key)
