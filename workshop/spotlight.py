"""What is large on the board, over the step's own screen: the way in (its QR and code), or one thing of the content.

The room keeps its name only (`door`, `postit-12`); what that shows is looked up each time, so that whatever is set
aside, deleted or hidden is off the board with the very change that does it.
"""

from importlib import import_module
from typing import NamedTuple

from django.urls import path, reverse
from django.utils.translation import gettext as _

from . import access, codes, method
from .change import Refused, change
from .parts import stamp

DOOR = "door"


class Spot(NamedTuple):
    """One thing, as every screen may show it. `cards` are revealed post-its, written in `size` 1 (the largest) to 4."""

    kind: str
    title: str
    cards: list
    size: int = 1
    join_path: str = ""

    @property
    def stamp(self):
        """Differs as soon as anything that is shown does."""
        return stamp(*self)


def spot(workshop):
    """The Spot that is up, None when nothing is or when it may no longer be shown."""
    if workshop.spotlight == DOOR:
        return door(workshop)
    return import_module(method.SPOTLIGHT).find(workshop, workshop.spotlight) if workshop.spotlight else None


def door(workshop):
    if not workshop.code:
        return None
    return Spot(DOOR, workshop.shown_code, [], join_path=reverse("join", args=[codes.seal(workshop.code)]))


# Rules


def light(workshop, what, by):
    """Show one thing large on the board; a second time, take it down."""
    with change(workshop, by=by):
        workshop.spotlight = "" if workshop.spotlight == what else what
        if workshop.spotlight and spot(workshop) is None:
            raise Refused(_("This cannot be shown: it is hidden, or it is gone."))


def take_down(workshop, by):
    """Give the board back to the step; done twice, as good as once."""
    with change(workshop, by=by):
        workshop.spotlight = ""


# Screens


@access.facilitator_verb
def up(request, workshop, kind, pk):
    light(workshop, f"{kind}-{pk}", by=request.user)


@access.facilitator_verb
def up_door(request, workshop):
    light(workshop, DOOR, by=request.user)


@access.facilitator_verb
def down(request, workshop):
    take_down(workshop, by=request.user)


urlpatterns = [
    path("light/<slug:kind>/<int:pk>/", up, name="light"),
    path("door/", up_door, name="door"),
    path("dark/", down, name="dark"),
]
