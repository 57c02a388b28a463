"""The slots that a commitment and a process are written in, as forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workshop import posts
from workshop.text import TextField

from .models.processes import LABELS
from .sources import KeysField

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
    sources = KeysField(required=False)

    def __init__(self, *values, interface=None, **options):
        """`sources` are keys of what the promise to `interface` is written from."""
        super().__init__(*values, **options)
        self.fields["sources"].interface = interface


class ProcessForm(forms.Form):
    name = TextField(label=_("Name of the process"), limit=120, max_length=120)
    need = slot(_("What has to change first (for the team alone)"), 280)
    trigger = slot(LABELS["trigger"], 280)
    steps = slot(LABELS["steps"], 1400, lines=STEPS)
    owner = slot(LABELS["owner"], 80)
    input = slot(LABELS["input"], 280)
    delay = slot(LABELS["delay"], 80)
    trace = slot(LABELS["trace"], 160)


class SeenForm(forms.Form):
    version = forms.IntegerField()


def seen(request):
    return posts.checked(SeenForm(request.POST))["version"]
