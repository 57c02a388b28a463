"""A round is opened from the facilitator's home: of which organisation, on which day; the last one is taken over.

A name that was typed names the organisation that had none yet. Only who runs the last round opens the next one: what
stood in it comes along.
"""

from datetime import date, timedelta
from typing import NamedTuple

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interfaces.likeness import fold
from workshop import home
from workshop.change import Refused
from workshop.models import Facilitator, Organisation, Team
from workshop.templatetags.typography import full_date
from workshop.text import TextField

from ..models import ReciprocalTable
from . import rounds

AHEAD = timedelta(days=2 * 366)  # a round is planned at most so long before
EARLIEST = date(2000, 1, 1)

# Rules


def open_round(facilitator, name, held_on, language):
    """A round of the organisation of this name, after its last one. Returns the Workshop; the same one for one day."""
    with transaction.atomic():
        Facilitator.objects.select_for_update(no_key=True).get(pk=facilitator.pk)  # sent twice at once, it opens once
        return opened(facilitator, name, held_on, language)


def opened(facilitator, name, held_on, language):
    """The same, inside a transaction that nobody else of this facilitator's goes through."""
    organisation = organisation_named(facilitator, name)
    last = rounds.last_round(organisation) if organisation else None
    if last is None:
        organisation = organisation or Organisation.objects.create(name=name)
        return rounds.open_round(facilitator, organisation, held_on, language)
    check_run(facilitator, last, organisation)
    if held_on == last.held_on:
        return last.workshop  # pressed twice, or from two windows
    if held_on < last.held_on:
        raise Refused(_("The last round was on %s: choose a later day.") % full_date(last.held_on), field="held_on")
    return rounds.open_round(facilitator, organisation, held_on, language, previous=last)


def check_run(facilitator, last, organisation):
    if last.workshop.facilitations.filter(facilitator=facilitator).exists():
        return
    sentence = _("Somebody else runs the last round of “%s”: ask them to open the next one, or to name you deputy.")
    raise Refused(sentence % organisation.name, field="organisation")


def organisation_named(facilitator, name):
    """The organisation of that name, accents apart, or the unnamed one of the facilitator, now named; None for neither.

    Renamed, its whole table keeps the name of what it belongs to.
    """
    same = next((each for each in home.real_organisations() if fold(each.name) == fold(name)), None)
    own = home.known_organisation(facilitator)
    if same or own is None or own.name != home.UNNAMED:
        return same
    own.name = name
    own.save(update_fields=["name"])
    Team.objects.filter(organisation=own, whole=True).update(name=name[:80])
    return own


# What the home page shows


class RoundForm(forms.Form):
    organisation = TextField(label=gettext_lazy("Which organisation?"), limit=80)
    held_on = forms.DateField(label=gettext_lazy("Day of the round"))

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if not EARLIEST <= day <= timezone.localdate() + AHEAD:
            raise forms.ValidationError(_("Choose a day within the next two years."))
        return day


def blank(facilitator):
    """The form, with the facilitator's own organisation and today."""
    own = home.known_organisation(facilitator)
    name = own.name if own and own.name != home.UNNAMED else ""
    return RoundForm(initial={"organisation": name, "held_on": timezone.localdate()})


class Held(NamedTuple):
    """What the list says of a round; `follows` when the next one may be opened from it."""

    title: str
    organisation: str
    follows: bool


def held(workshops):
    """{workshop's primary key: Held} of those that are rounds; two queries."""
    tables = ReciprocalTable.objects.filter(workshop__in=workshops).select_related("workshop__team__organisation")
    last = {table.workshop.team.organisation_id: table.pk for table in tables}  # in the order of their days
    return {table.workshop_id: told(table, last) for table in tables}


def told(table, last):
    organisation = table.workshop.team.organisation
    facts = {"organisation": organisation.name, "date": full_date(table.held_on)}
    is_last = last[organisation.pk] == table.pk
    title = _("%(organisation)s, round of %(date)s") % facts
    return Held(title, organisation.name, is_last and table.held_on < timezone.localdate())


@login_required
@require_POST
def new_round(request):
    form = RoundForm(request.POST)
    if form.is_valid():
        try:
            data = form.cleaned_data
            workshop = open_round(request.user, data["organisation"], data["held_on"], get_language())
            return redirect("console", key=workshop.key)
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
    values = {**home.listed(request.user), "form": home.NewForm(), "round": form}
    return render(request, "home.html", values, status=422)


urlpatterns = [path("workshops/round/", new_round, name="new-round")]
