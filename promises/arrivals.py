"""A workshop from a file (archive.py): checked whole, then opened as a new one, or told what is wrong with it, by path.

Whoever opens it leads it, in the organisation they work in. People are expected again, since nobody is seated; what
proves who wrote a post-it is made anew, and proves nothing. Approvals are read and left out: a file can be edited.
Its mails are held (workshop/held.py).
"""

import uuid

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from interfaces.models import Contact, PostIt
from workshop import home, letters, method
from workshop.change import operation
from workshop.models import Facilitator, Operation, Workshop
from workshop.posts import operated

from . import faults
from .archive import TABLES, WORKSHOP
from .models import Party, Signature
from .reciprocal import rounds, services

LEFT_OUT = {Signature}
SHOWN = 30  # errors: more would help nobody


def arrive(data, facilitator):
    """A new workshop from a file's bytes, led by this facilitator. Raises faults.Wrong; then nothing is left of it."""
    said, (op_id, _body) = faults.checked(data), operation.get() or (None, None)
    with transaction.atomic(durable=True):
        Facilitator.objects.select_for_update(no_key=True).get(pk=facilitator.pk)  # sent twice at once, it opens once
        if op_id and (before := arrived(facilitator, op_id)):
            return before
        workshop = opened_for(facilitator, said)
        for name in WORKSHOP:
            setattr(workshop, name, said["workshop"][name])
        workshop.step_before, workshop.mails_held = workshop.step, True
        workshop.save()
        known = {}
        for table in TABLES:
            known[table.model] = {} if table.model in LEFT_OUT else rows(workshop, table, said["rows"], known)
        still_stopped(workshop, [known[Contact][number] for number in said["stopped"]])
        remember(workshop)
    return workshop


def opened_for(facilitator, said):
    """An empty workshop for what is in the file: of a team of that name, or of the whole organisation for a round."""
    language = said["workshop"]["language"]
    if method.beside(said["workshop"]["step"]) is method.TABLE:
        return rounds.open_room(facilitator, home.organisation_of(facilitator), language)
    return home.open_workshop(facilitator, said["team"], language)


def rows(workshop, table, said, known):
    """Save the rows of a table: {number in the file: row}. Raises faults.Wrong for one that contradicts others."""
    saved = known.setdefault(table.model, {})
    for number, values in enumerate(said[table.name]):
        try:
            with transaction.atomic():
                saved[values["id"]] = row(workshop, table, values, known)
        except IntegrityError:
            where = f"rows.{table.name}[{number}]"
            raise faults.Wrong([(where, _("This contradicts another row of the file."))]) from None
    return saved


def row(workshop, table, values, known):
    """One row, with what only a server makes. Call it inside a transaction."""
    made, several = table.model(), {}
    for field in table.fields:
        value = values[field.name]
        if field.many_to_many:
            several[field.name] = [known[field.related_model][each] for each in value]
        elif field.is_relation:
            setattr(made, field.name, None if value is None else known[field.related_model][value])
        else:
            setattr(made, field.name, value)
    if table.way == "workshop":
        made.workshop = workshop
    if table.model is PostIt:
        made.op_id = uuid.uuid4()
    if table.model is Party:
        made.team = services.team(workshop, made.name)
    made.save()
    for name, others in several.items():
        getattr(made, name).set(others)
    return made


def still_stopped(workshop, contacts):
    """Who wanted no more reminders is left alone here, too."""
    for who in {letters.who(each.email) for each in contacts}:
        workshop.stopped.create(who=who)


def remember(workshop):
    """That this POST was answered: sent again, it opens the same workshop."""
    op_id, body = operation.get() or (None, None)
    if op_id:
        Operation.objects.create(workshop=workshop, op_id=op_id, digest=body)


def arrived(facilitator, op_id):
    """The workshop that this POST opened before, None when it did not."""
    mine = Workshop.objects.filter(facilitations__facilitator=facilitator)
    return mine.filter(operations__op_id=op_id).first()


# Screens


class FileForm(forms.Form):
    file = forms.FileField(allow_empty_file=True)


@login_required
@require_safe
def arrival(request):
    return render(request, "documents/arrival.html")


@login_required
@require_POST
def opened(request):
    """The new workshop's console, or the page again with what is wrong with the file."""
    with operated(request) as op_id:
        form = FileForm(request.POST, request.FILES)
        try:
            data = form.cleaned_data["file"].read() if form.is_valid() else b""
            workshop = arrived(request.user, op_id) or arrive(data, request.user)
        except faults.Wrong as reason:
            return render(request, "documents/arrival.html", {"wrong": reason.sentences[:SHOWN]}, status=422)
    return redirect("console", key=workshop.key)


urlpatterns = [
    path("workshops/from-file/", arrival, name="arrival"),
    path("workshops/from-file/open/", opened, name="arrive"),
]
