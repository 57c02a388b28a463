"""The responsibility matrix on the console and on paper; its rules are in raci.py. Part of step 7."""

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils.translation import override

from workshop import access, posts
from workshop.text import TextField

from . import processes, raci
from .clients import treated
from .models import Responsibility
from .shares import interface_of

LENGTH = 80  # characters of a process's name
COLUMNS = 10  # of people and contacts, on one printed table


class LetterForm(forms.Form):
    letter = forms.ChoiceField(choices=[*Responsibility.LETTERS, ("", "")], required=False)


class ProcessForm(forms.Form):
    name = TextField(limit=LENGTH)
    interface = posts.KeyField(required=False)


def subject_of(workshop, row, pk):
    """What a row of the matrix is about: "interface" or "process", and its primary key."""
    if row not in ("interface", "process"):
        raise Http404
    return processes.process_of(workshop, pk) if row == "process" else interface_of(workshop, pk)


@access.facilitator_page
def cell(request, workshop, row, subject, kind, pk):
    about = subject_of(workshop, row, subject)
    person = raci.found(workshop, kind, pk)
    given = about.responsibilities.filter(**{kind: person}).first()
    values = {"workshop": workshop, "row": row, "subject": about, "kind": kind, "person": person, "given": given}
    return render(request, "steps/consult/letter.html", values | {"letters": Responsibility.LETTERS})


@access.facilitator_verb
def give(request, workshop, row, subject, kind, pk):
    given = posts.checked(LetterForm(request.POST))["letter"]
    raci.letter(workshop, subject_of(workshop, row, subject), (kind, pk), given, by=request.user)


@access.facilitator_verb
def offer(request, workshop):
    raci.fill(workshop, by=request.user)


@access.facilitator_page
def new_process(request, workshop):
    return render(request, "steps/consult/process.html", {"workshop": workshop, "services": treated(workshop)})


@access.facilitator_page
def process(request, workshop, pk):
    values = {"workshop": workshop, "process": processes.process_of(workshop, pk), "services": treated(workshop)}
    return render(request, "steps/consult/process.html", values)


@access.facilitator_verb
def add_process(request, workshop):
    processes.name_process(workshop, by=request.user, **posts.checked(ProcessForm(request.POST)))


@access.facilitator_verb
def change_process(request, workshop, pk):
    processes.name_process(workshop, by=request.user, pk=pk, **posts.checked(ProcessForm(request.POST)))


@access.facilitator_verb
def remove_process(request, workshop, pk):
    processes.drop_process(workshop, pk, by=request.user)


@access.facilitator_page
def printed(request, workshop):
    """The matrix as a plain page that any browser prints, in the workshop's language, in tables that fit A4."""
    with override(workshop.language):
        values = {"workshop": workshop, "tables": tables(workshop), "letters": Responsibility.LETTERS}
        return render(request, "steps/consult/printed.html", values)


def tables(workshop):
    """The matrix cut by columns: [{columns, rows: [(Row, cells)]}], of nearly equal widths."""
    columns, rows = raci.matrix(workshop)
    count = max(1, -(-len(columns) // COLUMNS))
    size = max(1, -(-len(columns) // count))
    parts = [slice(start, start + size) for start in range(0, len(columns), size)]
    return [{"columns": columns[part], "rows": [(row, row.cells[part]) for row in rows]} for part in parts]


urlpatterns = [
    path("raci/fill/", offer, name="fill"),
    path("raci/print/", printed, name="raci-print"),
    path("raci/process/", new_process, name="process-new"),
    path("raci/process/add/", add_process, name="process-add"),
    path("raci/process/<int:pk>/", process, name="process"),
    path("raci/process/<int:pk>/change/", change_process, name="process-change"),
    path("raci/process/<int:pk>/remove/", remove_process, name="process-remove"),
    path("raci/<slug:row>/<int:subject>/<slug:kind>/<int:pk>/", cell, name="cell"),
    path("raci/<slug:row>/<int:subject>/<slug:kind>/<int:pk>/give/", give, name="give"),
]
