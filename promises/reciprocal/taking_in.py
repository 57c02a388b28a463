"""Lines of a spreadsheet come into the table: by a facilitator, in steps 1 to 3, as one gesture. See intake.py."""

from contextlib import suppress

from django import forms
from django.db.models import Max
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop import access, method, posts
from workshop.change import Refused, Repeated, change
from workshop.gestures import gesture

from ..models import Entry
from . import intake, outcome
from .voices import entries

LAST = 3  # step in which rows are still written
SHOWN = 50  # errors: more would help nobody

# Rules


def take_in(workshop, text, by):
    """Write every line that a file's text adds, at the end of its cell; none when one is wrong. Returns how many."""
    with change(workshop, by=by):
        check_step(workshop)
        read = intake.read(workshop, text)
        if read.faults:
            number, sentence = read.faults[0]
            raise Refused(_("Line %(number)d: %(sentence)s") % {"number": number, "sentence": sentence})
        n = len(read.fresh)
        with gesture(workshop, by, lambda: ngettext("Took in %d line", "Took in %d lines", n) % n, entries(workshop)):
            add(workshop, read.fresh)
    return n


def add(workshop, lines):
    """Save Fresh lines, each after those of its cell. Call it inside a change."""
    last = {
        (party, towards, kind): position
        for party, towards, kind, position in entries(workshop)
        .order_by()
        .values_list("party", "towards", "kind")
        .annotate(last=Max("position"))
    }
    rows = []
    for line in lines:
        last[line.cell] = last.get(line.cell, 0) + 1
        party, towards, kind = line.cell
        rows.append(Entry(party_id=party, towards_id=towards, kind=kind, text=line.text, position=last[line.cell]))
    Entry.objects.bulk_create(rows, batch_size=500)


def is_settled(workshop):
    return method.BY_SLUG[workshop.current_step].number > LAST


def check_step(workshop):
    if is_settled(workshop):
        raise Refused(_("Lines are taken in until step 3. Take everyone back to it first: nothing is lost."))


# Screens


class IntakeForm(forms.Form):
    """A file, or what was pasted."""

    text = forms.CharField(required=False, strip=False)
    file = forms.FileField(required=False, allow_empty_file=True)


def given(request):
    """What was sent, as text. Raises intake.Fault."""
    form = IntakeForm(request.POST, request.FILES)
    form.is_valid()
    file = form.cleaned_data.get("file")
    return intake.decoded(file.read()) if file else form.cleaned_data.get("text") or ""


def shown(request, workshop, text="", read=None, status=200):
    values = {"workshop": workshop, "round": outcome.of_round(workshop), "text": text, "read": read}
    values["is_settled"] = is_settled(workshop)
    if read:
        values |= {"faults": read.faults[:SHOWN], "more": len(read.faults) - SHOWN}
    return render(request, "reciprocal/intake.html", values, status=status)


@access.facilitator_page
def page(request, workshop):
    return shown(request, workshop)


@access.facilitator_verb
def look(request, workshop):
    """What would be added, or what is wrong, line by line; nothing is written."""
    outcome.of_round(workshop)
    try:
        text = given(request)
    except intake.Fault as reason:
        return shown(request, workshop, read=intake.Read([], 0, [(0, str(reason))]), status=422)
    read = intake.read(workshop, text)
    return shown(request, workshop, text, read, status=422 if read.faults else 200)


@access.facilitator_verb
def bring(request, workshop):
    """Take in what was shown; when the table has changed meanwhile and a line is wrong now, that is shown instead."""
    outcome.of_round(workshop)
    text = posts.checked(IntakeForm(request.POST))["text"]
    read = intake.read(workshop, text)
    if read.faults:
        return shown(request, workshop, text, read, status=422)
    with suppress(Repeated):
        take_in(workshop, text, by=request.user)
    return redirect("console", key=workshop.key)


urlpatterns = [
    path("intake/", page, name="intake"),
    path("intake/look/", look, name="intake-look"),
    path("intake/bring/", bring, name="intake-bring"),
]
