"""Post-its that a facilitator types for the room: in a burst, or from paper. They are no participant's.

Whoever typed one may read, change or take it back until the reveal; nobody else reads it before, not even a deputy.
"""

from uuid import uuid4

from django import forms
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop import access, posts
from workshop.change import Refused, change, claim
from workshop.gestures import gesture
from workshop.text import TextField

from . import burst
from .clients import treated
from .models import LIKE, POLARITIES, PostIt
from .written import HARD, check_room, number

# Rules


def enter(workshop, lines, by):
    """Stick these burst.Lines, all of them or none. Returns how many."""
    wrong = burst.errors(lines)
    if wrong:
        raise Refused(" ".join(wrong[:5]), field="text", status=422)
    with change(workshop, by=by):
        entries = [(number(workshop), each.polarity, each.service and each.service.pk, each.text) for each in lines]
        stick(workshop, entries, by)
    return len(lines)


def stick(workshop, entries, by, on_paper=False):
    """Make post-its of (number, polarity, interface pk or None, text), as one gesture. Call it inside a change."""
    check_room(workshop, len(entries))
    shared = {"workshop": workshop, "entered_by": by, "on_paper": on_paper, "late": bool(workshop.revealed_at)}
    made = [
        PostIt(op_id=uuid4(), number=n, polarity=polarity, interface_id=interface, text=text, **shared)
        for n, polarity, interface, text in entries
    ]
    rows = PostIt.objects.filter(op_id__in=[each.op_id for each in made])
    n = len(made)
    with gesture(workshop, by, lambda: ngettext("Entered %d post-it", "Entered %d post-its", n) % n, rows):
        PostIt.objects.bulk_create(made)
    workshop.wall_begun = True


def amend(workshop, pk, polarity, interface, text, version, by):
    """Correct what one typed; `version` is the one that was seen, `interface` a primary key or None."""
    with change(workshop, by=by):
        postit = typed(workshop, pk, by)
        with gesture(workshop, by, lambda: _("Changed post-it %s") % postit.number, workshop.postits.filter(pk=pk)):
            claim(postit, version, "text", text)
            postit.polarity, postit.interface_id = polarity, interface
            postit.save()


def take_out(workshop, pk, by):
    """Take back what one typed."""
    with change(workshop, by=by):
        postit = typed(workshop, pk, by)
        with gesture(workshop, by, lambda: _("Deleted post-it %s") % postit.number, workshop.postits.filter(pk=pk)):
            postit.delete()


def typed(workshop, pk, by):
    """A hidden post-it that this facilitator typed, or Refused."""
    if workshop.revealed_at:
        raise Refused(_("The wall is revealed: a post-it may still be set aside, no longer be changed."))
    postit = workshop.postits.filter(pk=pk, entered_by=by).first()
    if postit is None:
        raise Refused(_("Only whoever typed this post-it can change it."), status=403)
    return postit


# Screens


class BurstForm(forms.Form):
    polarity = forms.ChoiceField(choices=POLARITIES)
    interface = posts.KeyField(required=False)
    text = forms.CharField(strip=False, required=False)


class AmendForm(forms.Form):
    polarity = forms.ChoiceField(choices=POLARITIES)
    interface = posts.KeyField(required=False)
    text = TextField(limit=HARD, points=2000)
    version = forms.IntegerField()


def service(workshop, pk):
    """The treated client service of that primary key, None for all; Refused when it has left the list."""
    found = next((each for each in treated(workshop) if each.pk == pk), None)
    if pk and found is None:
        raise Refused(_("This client service is no longer in the list: choose another, or all."), field="interface")
    return found


def understood(request, workshop):
    """The burst.Lines of what was typed."""
    data = posts.checked(BurstForm(request.POST))
    return burst.read(data["text"], data["polarity"], service(workshop, data["interface"]), treated(workshop))


def form(request, workshop, **values):
    values |= {"workshop": workshop, "services": treated(workshop), "polarities": POLARITIES, "LIKE": LIKE}
    return render(request, "steps/postits/burst.html", values)


@access.facilitator_page
def begin(request, workshop):
    return form(request, workshop)


@access.facilitator_verb
def look(request, workshop):
    """What would be stuck, before it is; writes nothing."""
    lines = understood(request, workshop)
    values = {"lines": lines, "wrong": burst.errors(lines) if lines else [], "LIKE": LIKE}
    return render(request, "steps/postits/burst_lines.html", values)


@access.facilitator_verb
def enter_lines(request, workshop):
    return form(request, workshop, entered=enter(workshop, understood(request, workshop), by=request.user))


@access.facilitator_page
def mine(request, workshop):
    """What the facilitator who asks typed, with its text: nobody else's."""
    own = workshop.postits.filter(entered_by=request.user).select_related("interface").order_by("-number")
    return render(request, "steps/postits/entered.html", {"workshop": workshop, "own": own, "LIKE": LIKE})


@access.facilitator_page
def sheet(request, workshop, pk):
    values = {"workshop": workshop, "postit": typed(workshop, pk, request.user), "services": treated(workshop)}
    return render(request, "steps/postits/edit.html", values | {"polarities": POLARITIES, "facilitates": True})


@access.facilitator_verb
def amend_own(request, workshop, pk):
    data = posts.checked(AmendForm(request.POST))
    service(workshop, data["interface"])
    amend(workshop, pk, **data, by=request.user)


@access.facilitator_verb
def delete_own(request, workshop, pk):
    take_out(workshop, pk, by=request.user)


urlpatterns = [
    path("burst/", begin, name="burst"),
    path("burst/look/", look, name="look"),
    path("burst/enter/", enter_lines, name="enter"),
    path("entered/", mine, name="entered"),
    path("entered/<int:pk>/", sheet, name="entered-sheet"),
    path("entered/<int:pk>/amend/", amend_own, name="amend"),
    path("entered/<int:pk>/delete/", delete_own, name="take-out"),
]
