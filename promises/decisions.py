"""What becomes of each line, which new ones are asked for, and the next version that grows out of both."""

from django import forms
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from workshop import access, posts
from workshop.change import Refused, change
from workshop.gestures import close, gesture
from workshop.text import TextField

from . import lines, scores, versions
from .models import Addition, Commitment, Decision, Promise

# Rules


def decide(workshop, commitment, choice, by):
    """Keep, reword or drop a commitment in the next version."""
    decisions = Decision.objects.filter(commitment=commitment)
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Decided on a commitment"), decisions):
        line = scores.judged(workshop, commitment.pk)
        Decision.objects.update_or_create(commitment=line, defaults={"choice": choice, "by": by})


def ask_for(workshop, interface, what, reason, by):
    """Ask for a new line in the promise to a client service, and say why."""
    with change(workshop, by=by):
        review = scores.standing(workshop)
        promise = Promise.objects.filter(version=review.version, interface=interface).first()
        if promise is None:
            raise Refused(_("Nothing is promised to this client service."))
        lines.check_room(promise.commitments.promised().count() + review.additions.filter(promise=promise).count())
        with gesture(workshop, by, lambda: _("Asked for a new commitment"), review.additions.all()):
            return review.additions.create(promise=promise, what=what, reason=reason)


def drop_addition(workshop, pk, by):
    """A new line is not asked for any more."""
    with change(workshop, by=by):
        additions = scores.standing(workshop).additions.filter(pk=pk)
        with gesture(workshop, by, lambda: _("Removed a new commitment"), additions):
            if not additions.delete()[0]:
                raise Refused(_("This line was removed meanwhile."))


def next_version(workshop, by):
    """Close the review and open the next version: all lines but those dropped are carried over, new ones follow."""
    with change(workshop, by=by):
        review = scores.standing(workshop)
        dropped = Commitment.objects.filter(promise__version=review.version, decision__choice=Decision.DROP)
        version = versions.draft(workshop) or workshop.versions.create(number=review.version.number + 1)
        versions.carry(review.version, version, leave=dropped)
        for addition in review.additions.select_related("promise"):
            become(addition, version)
        review.closed_at = timezone.now()
        review.save()
        close(workshop, Decision, Addition)
    return version


def become(addition, version):
    """A new line takes its place, last in its promise; it knows what asked for it. Call it inside a change."""
    promise = versions.twin(addition.promise, version)
    addition.made = promise.commitments.create(what=addition.what, position=promise.commitments.count() + 1)
    addition.save()


# Screens


class ChoiceForm(forms.Form):
    choice = forms.ChoiceField(choices=Decision.CHOICES)


class AdditionForm(forms.Form):
    what = TextField(limit=600, max_length=600)
    reason = TextField(limit=280, max_length=280)


@access.facilitator_verb
def choose(request, workshop, pk):
    line = get_object_or_404(Commitment, pk=pk, promise__version=versions.in_force(workshop))
    decide(workshop, line, posts.checked(ChoiceForm(request.POST))["choice"], by=request.user)


def interface_of(workshop, pk):
    return get_object_or_404(workshop.interfaces, pk=pk)


@access.facilitator_page
def addition(request, workshop, pk):
    """The sheet in which a new line is asked for, beside what the client service wishes."""
    interface = interface_of(workshop, pk)
    promise = Promise.objects.filter(version=versions.in_force(workshop), interface=interface).first()
    values = {"workshop": workshop, "interface": interface, "seat": getattr(promise, "counterpart", None)}
    return render(request, "steps/review/addition.html", values)


@access.facilitator_verb
def add(request, workshop, pk):
    ask_for(workshop, interface_of(workshop, pk), **posts.checked(AdditionForm(request.POST)), by=request.user)


@access.facilitator_verb
def remove(request, workshop, pk):
    drop_addition(workshop, pk, by=request.user)


@access.facilitator_verb
def following(request, workshop):
    next_version(workshop, by=request.user)


urlpatterns = [
    path("line/<int:pk>/decide/", choose, name="decide"),
    path("service/<int:pk>/new/", addition, name="addition"),
    path("service/<int:pk>/new/add/", add, name="add-addition"),
    path("new/<int:pk>/remove/", remove, name="drop-addition"),
    path("next/", following, name="next"),
]
