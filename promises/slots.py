"""The slots that a commitment and a process are written in, as forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from interfaces.models import WayOfWorking
from workshop import posts
from workshop.text import TextField

STEPS = 7  # of a process, at most


def slot(label, limit, **options):
    return TextField(label=label, limit=limit, max_length=limit, required=False, **options)


class CommitmentForm(forms.Form):
    who = slot(_("Who"), 120)
    what = TextField(label=_("Does what"), limit=600, max_length=600)
    whom = slot(_("For whom"), 120)
    delay = slot(_("Within what delay"), 80)
    starts = slot(_("The clock starts"), 160)
    stops = slot(_("The clock stops"), 160)
    exception = slot(_("Except when"), 280)
    remedy = slot(_("If we fail"), 280)
    indicator = slot(_("Indicator"), 160)
    target = slot(_("Target"), 80)
    ways = forms.ModelMultipleChoiceField(WayOfWorking.objects.all(), required=False)


class ProcessForm(forms.Form):
    name = TextField(label=_("Name of the process"), limit=120, max_length=120)
    trigger = slot(_("What sets it off"), 280)
    steps = slot(_("Its steps, one a line, seven at most"), 1400, lines=STEPS)
    owner = slot(_("Who answers for it"), 80)
    input = slot(_("What it needs from the client service"), 280)
    delay = slot(_("Delay"), 80)
    trace = slot(_("Where it is traced"), 160)


class SeenForm(forms.Form):
    version = forms.IntegerField()


def asked(request, form_class):
    """The slots of a posted form, ways of working as keys."""
    data = posts.checked(form_class(request.POST))
    return data | {"ways": [way.pk for way in data["ways"]]} if "ways" in data else data


def seen(request):
    return posts.checked(SeenForm(request.POST))["version"]
