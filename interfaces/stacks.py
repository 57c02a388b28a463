"""Stacks: post-its that say the same, shown as one card and the number of them. Each is kept, and each still counts."""

from django import forms
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop import access, posts
from workshop.change import Refused, change
from workshop.gestures import gesture

from .groups import check, these
from .models import PostIt, Refusal, Stack

MOST = 40  # post-its of one idea, as far as a refusal is kept

# Rules


def stack(workshop, pks, by, left_out=()):
    """Lay post-its of one place on each other, the first of the wall in front, with what they are stacked with.

    Those `left_out` do not say the same, and are not suggested for this stack again.
    """
    with change(workshop, by=by):
        check(workshop)
        chosen = these(workshop, pks)
        if chosen.count() < 2:
            raise Refused(_("A stack takes two post-its or more."))
        if len(set(chosen.values_list("category", flat=True))) > 1:
            raise Refused(_("These post-its are no longer in the same place."))
        n = chosen.count()
        with gesture(workshop, by, lambda: told(n), workshop.stacks.all(), chosen, workshop.refusals.all()):
            known = Stack.objects.filter(postits__in=chosen).first()
            chosen.update(stack=known or Stack.objects.create(workshop=workshop))
            apart(workshop, pks, left_out)


def told(n):
    return ngettext("Stacked %d post-it", "Stacked %d post-its that say the same", n) % n


def unstack(workshop, pk, by):
    """Lay the post-its of a stack side by side again."""
    with change(workshop, by=by):
        stacked = found(workshop, pk)
        held = content(stacked)
        n = held.count()
        with gesture(workshop, by, lambda: _("Laid a stack of %d out") % n, workshop.stacks.filter(pk=pk), held):
            held.update(stack=None)
            stacked.delete()


def take_out(workshop, pk, by):
    """Take one post-it out of its stack; one that is left alone is no stack."""
    with change(workshop, by=by):
        card = workshop.postits.exclude(stack=None).filter(pk=pk).first()
        if card is None:
            raise Refused(_("This post-it is no longer in a stack."))
        held = content(card.stack)
        with gesture(workshop, by, lambda: _("Took a post-it out of its stack"), held):
            (held if held.count() == 2 else held.filter(pk=pk)).update(stack=None)


def spread(workshop, pk, is_open, by):
    """Show the room every card of a stack, or the front one only."""
    with change(workshop, by=by):
        found(workshop, pk)
        workshop.stacks.filter(pk=pk).update(is_open=is_open)


def apart(workshop, pks, others):
    """Keep that none of these post-its says what the others say. Call it inside a change."""
    one, other = (workshop.postits.on_the_wall().filter(pk__in=each[:MOST]) for each in (pks, others))
    pairs = [(a, b) for a in one for b in other if a != b]
    rows = [Refusal(workshop=workshop, postit=one, twin=other) for one, other in pairs]
    Refusal.objects.bulk_create(rows, ignore_conflicts=True)


def found(workshop, pk):
    stacked = workshop.stacks.filter(pk=pk).first()
    if stacked is None:
        raise Refused(_("This stack was laid out meanwhile."))
    return stacked


def content(stacked):
    """All that a stack holds, as a queryset that does not follow what becomes of them."""
    return PostIt.objects.filter(pk__in=list(stacked.postits.values_list("pk", flat=True)))


# Screens


class OpenForm(forms.Form):
    is_open = forms.BooleanField(required=False)


@access.facilitator_verb
def lay_out(request, workshop, pk):
    unstack(workshop, pk, by=request.user)


@access.facilitator_verb
def out(request, workshop, pk):
    take_out(workshop, pk, by=request.user)


@access.facilitator_verb
def show(request, workshop, pk):
    spread(workshop, pk, posts.checked(OpenForm(request.POST))["is_open"], by=request.user)


urlpatterns = [
    path("<int:pk>/lay-out/", lay_out, name="lay-out"),
    path("<int:pk>/show/", show, name="show-stack"),
    path("out/<int:pk>/", out, name="out-of-stack"),
]
