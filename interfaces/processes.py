"""The processes that the responsibility matrix names, before step 8 describes how each of them runs. Part of step 7."""

from django.db.models import Max
from django.utils.translation import gettext as _

from workshop.change import Refused, change
from workshop.gestures import gesture

from .likeness import fold
from .models import NamedProcess, Responsibility
from .shares import interface_of

MOST = 40  # processes of one matrix

# Rules


def name_process(workshop, name, interface, by, pk=None):
    """Add a process to the matrix, or correct one. `interface` is whom it serves: an Interface, its key, or None."""
    with change(workshop, by=by):
        others = workshop.named_processes.exclude(pk=pk)
        if fold(name) in {fold(each.name) for each in others}:
            raise Refused(_("“%s” is already in the matrix.") % name, field="name")
        if others.count() >= MOST:
            raise Refused(_("The matrix holds %d processes, the most there can be.") % MOST)
        values = {"name": name, "interface": interface and interface_of(workshop, interface)}
        with gesture(workshop, by, lambda: _("Named the process “%s”") % name, workshop.named_processes.all()):
            if pk:
                NamedProcess.objects.filter(pk=process_of(workshop, pk).pk).update(**values)
            else:
                last = others.aggregate(last=Max("position"))["last"] or 0
                workshop.named_processes.create(position=last + 1, **values)


def drop_process(workshop, pk, by):
    """Take a process out of the matrix, with its letters."""
    with change(workshop, by=by):
        process = process_of(workshop, pk)
        own = NamedProcess.objects.filter(pk=process.pk)
        rows = own, Responsibility.objects.filter(process=pk)
        with gesture(workshop, by, lambda: _("Removed the process “%s”") % process.name, *rows):
            own.delete()


def process_of(workshop, pk):
    """A process of the matrix; Refused when it is gone."""
    process = workshop.named_processes.filter(pk=pk).first()
    if process is None:
        raise Refused(_("This process was removed from the matrix meanwhile."))
    return process


# Questions


def processes_of(interface):
    """The processes that the matrix names for an interface, for step 8 to describe: [(name, who has the A or "")]."""
    named = interface.named_processes.prefetch_related("responsibilities__participant")
    return [(each.name, owner(each)) for each in named]


def owner(process):
    answering = [
        each for each in process.responsibilities.all() if each.letter == Responsibility.ANSWERS and each.participant
    ]
    return answering[0].participant.name if len(answering) == 1 else ""
