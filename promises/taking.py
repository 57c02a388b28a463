"""One press makes something of what was said: of a source a line, of a reservation a need of a process."""

from django.urls import path
from django.utils.translation import gettext as _

from workshop import access
from workshop.change import Refused, change
from workshop.gestures import gesture

from . import lines, sources, versions
from .models import Commitment, Process
from .thread import words

LONGEST = 120  # characters of a process's name


def take_up(workshop, interface, key, by):
    """Make a line of one source, in its own words and linked to it. Returns the Commitment."""
    with change(workshop, by=by):
        found = sources.link_of(interface, key)
        said = found and words(found.kind, found.of)
        if not said:
            raise Refused(_("This source is gone, or has no words to take."))
        promise = versions.promise_to(workshop, interface)
        own = Commitment.objects.filter(promise=promise)
        lines.check_room(own.count())
        with gesture(workshop, by, lambda: _("Made a line for %s of a source") % interface, own, lines.links(own)):
            line = Commitment(promise=promise, position=lines.next_place(own))
            lines.fill(line, {"what": " ".join(said.split())[:600], "sources": [key]})
    return line


def require(workshop, pk, mark, by):
    """Make a need of a process of a reason given for a line, told by its `mark`. Returns the Process."""
    with change(workshop, by=by):
        said = reserved(lines.unsealed(workshop, Commitment, pk), mark)
        promise = said.commitment.promise
        own = Process.objects.filter(promise=promise)
        if own.filter(need=said.reason).exists():
            raise Refused(_("This is already a need of a process."))
        with gesture(workshop, by, lambda: _("Made a reservation a need of a process"), own):
            name = short(said.commitment.what)
            return Process.objects.create(promise=promise, position=lines.next_place(own), name=name, need=said.reason)


def reserved(line, mark):
    """The Consent with that reason; Refused when it was taken back."""
    given = line.consents.filter(participant__removed_at=None).exclude(reason="")
    said = next((each for each in given if each.mark == mark), None)
    if said is None:
        raise Refused(_("This reservation was taken back meanwhile."))
    return said


def short(text):
    """As many whole words as a name holds."""
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


@access.facilitator_verb
def take(request, workshop, pk, source):
    """Answered with the new line's sheet: what it still needs is a who and a when."""
    line = take_up(workshop, lines.treated(workshop, pk), source, by=request.user)
    return lines.line_sheet(request, workshop, line)


@access.facilitator_verb
def need(request, workshop, pk, mark):
    process = require(workshop, pk, mark, by=request.user)
    return lines.process_sheet(request, workshop, process)


urlpatterns = [
    path("service/<int:pk>/take/<slug:source>/", take, name="take-source"),
    path("line/<int:pk>/need/<int:mark>/", need, name="need"),
]
