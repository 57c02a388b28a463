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
    ways = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *values, workshop=None, **options):
        """`ways` are keys of the workshop's own rules."""
        super().__init__(*values, **options)
        known = WayOfWorking.objects.filter(interface__workshop=workshop).values_list("pk", flat=True)
        self.fields["ways"].choices = [(pk, pk) for pk in known] if workshop else []


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


def seen(request):
    return posts.checked(SeenForm(request.POST))["version"]
