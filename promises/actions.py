"""What a review decides to do, each with its owner and its date; finished or not long after the review is closed."""

from django import forms
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from workshop import access, posts
from workshop.change import Refused, change
from workshop.gestures import gesture
from workshop.text import TextField

from . import scores
from .models import Action

# Rules


def act(workshop, text, owner, due, by):
    """Write down an action, with its owner and its date."""
    with change(workshop, by=by):
        review = scores.standing(workshop)
        with gesture(workshop, by, lambda: _("Added an action"), review.actions.all()):
            return review.actions.create(text=text, owner=owner, due=due)


def finish_action(workshop, pk, by):
    """Say that an action is done, or take it back."""
    actions = Action.objects.filter(review__version__workshop=workshop, pk=pk)
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Finished an action"), actions):
        action = actions.first()
        if action is None:
            raise Refused(_("This action was removed meanwhile."))
        actions.update(done_at=None if action.done_at else timezone.now())


# Questions


def of(workshop):
    """The actions of all reviews of a workshop: those to do first, the earliest first."""
    every = Action.objects.filter(review__version__workshop=workshop)
    return sorted(every, key=lambda each: (each.done_at is not None, each.due, each.pk))


# Screens


class ActionForm(forms.Form):
    text = TextField(limit=280, max_length=280)
    owner = TextField(limit=80, max_length=80)
    due = forms.DateField()


@access.facilitator_page
def action(request, workshop):
    return render(request, "steps/review/action.html", {"workshop": workshop})


@access.facilitator_verb
def add_action(request, workshop):
    act(workshop, **posts.checked(ActionForm(request.POST)), by=request.user)


@access.facilitator_verb
def done(request, workshop, pk):
    finish_action(workshop, pk, by=request.user)


urlpatterns = [
    path("action/", action, name="action"),
    path("action/add/", add_action, name="add-action"),
    path("action/<int:pk>/done/", done, name="done"),
]
