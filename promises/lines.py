"""What a promise is made of: commitments and processes, written in slots by the facilitator, undoable until sealed."""

from django.db.models import Max
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _

from workshop import access, posts
from workshop.change import Refused, change
from workshop.gestures import gesture
from workshop.text import normalise

from . import reading, sources, versions
from .models import Commitment, Consent, Process, Source
from .slots import CommitmentForm, ProcessForm, seen

MOST = 40  # commitments to one client service: its contact answers for each of them in one form

# Rules


def commit(workshop, interface, data, by):
    """Add a commitment: `data` is {slot: text} of Commitment.SLOTS, and `sources`, the keys of what it comes from."""
    with change(workshop, by=by):
        promise = versions.promise_to(workshop, interface)
        lines = Commitment.objects.filter(promise=promise)
        check_room(lines.count())
        with gesture(workshop, by, lambda: _("Added a commitment to %s") % interface, lines, links(lines)):
            line = Commitment(promise=promise, position=next_place(lines))
            fill(line, data)
    return line


def amend(workshop, pk, data, version, by):
    """Change a commitment; `version` counts the edits that were seen. Its words changed, members are asked again."""
    with change(workshop, by=by):
        line = unsealed(workshop, Commitment, pk)
        with gesture(workshop, by, lambda: _("Changed a commitment"), *around(pk)):
            claim(line, data, version)
            fill(line, data)


def withdraw(workshop, pk, by):
    """Take a commitment out of the draft."""
    with change(workshop, by=by):
        line = unsealed(workshop, Commitment, pk)
        with gesture(workshop, by, lambda: _("Removed a commitment"), *around(pk)):
            line.delete()


def describe(workshop, interface, data, by):
    """Say how the promise to a client service is kept: `data` is {slot: text} of Process.SLOTS."""
    with change(workshop, by=by):
        promise = versions.promise_to(workshop, interface)
        processes = Process.objects.filter(promise=promise)
        with gesture(workshop, by, lambda: _("Added a process for %s") % interface, processes):
            return Process.objects.create(promise=promise, position=next_place(processes), **words(Process, data))


def redescribe(workshop, pk, data, version, by):
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Changed a process"), Process.objects.filter(pk=pk)):
        process = unsealed(workshop, Process, pk)
        claim(process, data, version)
        process.save()


def erase(workshop, pk, by):
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Removed a process"), Process.objects.filter(pk=pk)):
        unsealed(workshop, Process, pk).delete()


def unsealed(workshop, model, pk):
    """A row of the draft; Refused when it is gone, or sealed with its version."""
    row = model.objects.filter(pk=pk, promise__version=versions.to_write_in(workshop)).first()
    if row is None:
        raise Refused(_("This is no longer in the version being written."))
    return row


def claim(row, data, version):
    """Take new words for a row that was seen at `version`; Refused with both texts when somebody edited it meanwhile.

    Call it inside a change.
    """
    mine = words(type(row), data)
    theirs = {slot: getattr(row, slot) for slot in mine}
    if row.edits != version and theirs != mine:
        sentence = _("Somebody changed this text meanwhile. Both versions are below.")
        raise Refused(sentence, mine=in_one(mine), theirs=in_one(theirs))
    if theirs != mine and isinstance(row, Commitment):
        row.consents.all().delete()
    row.edits += 1
    for slot, text in mine.items():
        setattr(row, slot, text)


def fill(line, data):
    """Save a commitment in its slots, with what it comes from; `ways` are rules (keys). Call it inside a change."""
    for slot, text in words(Commitment, data).items():
        setattr(line, slot, text)
    line.save()
    sources.link(line, data.get("sources", [f"way-{pk}" for pk in data.get("ways", [])]))


def words(model, data):
    return {slot: data[slot] for slot in model.SLOTS if slot in data}


def in_one(slots):
    return " · ".join(text for text in slots.values() if text)


def check_room(count):
    """Refuse one more commitment to a client service that has this many."""
    if count >= MOST:
        raise Refused(
            _("This client service is promised %d commitments, the most there can be. Merge some first.") % MOST
        )


def links(lines):
    return Source.objects.filter(commitment__in=lines)


def around(pk):
    """The rows that a gesture on one commitment may touch."""
    line = Commitment.objects.filter(pk=pk)
    return line, links(line), Consent.objects.filter(commitment=pk)


def next_place(rows):
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


# Sheets: a form beside the sources


def sheet(request, workshop, interface, template, form, **values):
    beside = sources.of(workshop, [interface], versions.draft(workshop))[interface.pk]
    values |= {"workshop": workshop, "interface": interface, "source": beside, "form": form}
    return render(request, template, values | {"reading": reading.of(form.initial)})


def treated(workshop, pk):
    return get_object_or_404(workshop.interfaces.treated(), pk=pk)


def found(workshop, model, pk):
    rows = model.objects.select_related("promise__interface")
    return get_object_or_404(rows, pk=pk, promise__version__workshop=workshop)


def written(row):
    return {name: getattr(row, name) for name in row.SLOTS}


@access.facilitator_page
def new_line(request, workshop, pk):
    return sheet(
        request, workshop, treated(workshop, pk), "steps/promise/commitment.html", CommitmentForm(), linking=True
    )


@access.facilitator_page
def line(request, workshop, pk):
    row = found(workshop, Commitment, pk)
    return line_sheet(request, workshop, row)


def line_sheet(request, workshop, row):
    """A commitment in its slots, beside its sources."""
    known = {"line": row, "chosen": [each.key for each in row.sources.all()], "linking": True}
    form = CommitmentForm(initial=written(row))
    return sheet(request, workshop, row.promise.interface, "steps/promise/commitment.html", form, **known)


@access.facilitator_verb
def add_line(request, workshop, pk):
    interface = treated(workshop, pk)
    commit(workshop, interface, posts.checked(CommitmentForm(request.POST, interface=interface)), by=request.user)


@access.facilitator_verb
def change_line(request, workshop, pk):
    form = CommitmentForm(request.POST, interface=found(workshop, Commitment, pk).promise.interface)
    amend(workshop, pk, posts.checked(form), seen(request), by=request.user)


@access.facilitator_verb
def drop_line(request, workshop, pk):
    withdraw(workshop, pk, by=request.user)


@access.facilitator_page
def new_process(request, workshop, pk):
    """Of the name asked for, or of none yet."""
    form = ProcessForm(initial={"name": normalise(request.GET.get("name", ""))[:120]})
    return sheet(request, workshop, treated(workshop, pk), "steps/promise/process.html", form)


@access.facilitator_page
def process(request, workshop, pk):
    return process_sheet(request, workshop, found(workshop, Process, pk))


def process_sheet(request, workshop, row):
    form = ProcessForm(initial=written(row))
    return sheet(request, workshop, row.promise.interface, "steps/promise/process.html", form, process=row)


@access.facilitator_verb
def add_process(request, workshop, pk):
    describe(workshop, treated(workshop, pk), posts.checked(ProcessForm(request.POST)), by=request.user)


@access.facilitator_verb
def change_process(request, workshop, pk):
    redescribe(workshop, pk, posts.checked(ProcessForm(request.POST)), seen(request), by=request.user)


@access.facilitator_verb
def drop_process(request, workshop, pk):
    erase(workshop, pk, by=request.user)


urlpatterns = [
    path("service/<int:pk>/line/", new_line, name="new-line"),
    path("service/<int:pk>/line/add/", add_line, name="add-line"),
    path("line/<int:pk>/", line, name="line"),
    path("line/<int:pk>/change/", change_line, name="change-line"),
    path("line/<int:pk>/drop/", drop_line, name="drop-line"),
    path("service/<int:pk>/process/", new_process, name="new-process"),
    path("service/<int:pk>/process/add/", add_process, name="add-process"),
    path("process/<int:pk>/", process, name="process"),
    path("process/<int:pk>/change/", change_process, name="change-process"),
    path("process/<int:pk>/drop/", drop_process, name="drop-process"),
]
