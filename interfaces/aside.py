"""Post-its set aside, before the reveal or after: by number, without their text, and how many is public.

The author of a hidden post-it, or whoever was told its number, asks for it aloud. The console lists numbers, client
services and polarities; a text that was never revealed is shown to nobody, set aside or not.
"""

from typing import NamedTuple

from django.db.models import Q
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from workshop import access
from workshop.change import Refused, change
from workshop.gestures import gesture
from workshop.parts import stamp
from workshop.prepared import Prepared
from workshop.reading import read_once

from .models import PostIt

# Rules


def set_aside(workshop, pk, by):
    """Take a post-it off the wall, or keep it from the wall to come; how many are aside is public."""
    with change(workshop, by=by):
        postit = found(workshop, pk)
        rows = workshop.postits.filter(pk=pk)
        with gesture(workshop, by, lambda: _("Set post-it %s aside") % postit.number, rows):
            rows.filter(set_aside_at=None).update(set_aside_at=timezone.now())


def bring_back(workshop, pk, by):
    """Give a post-it its place on the wall again."""
    with change(workshop, by=by):
        postit = found(workshop, pk)
        rows = workshop.postits.filter(pk=pk)
        with gesture(workshop, by, lambda: _("Brought post-it %s back") % postit.number, rows):
            rows.update(set_aside_at=None)


def found(workshop, pk):
    postit = workshop.postits.filter(pk=pk).first()
    if postit is None:
        raise Refused(_("Its author has taken this post-it back meanwhile."))
    return postit


# Screens


class Handle(NamedTuple):
    """A post-it that may not be read here: what it is called by."""

    pk: int
    number: int
    polarity: str
    service: str | None
    aside: bool

    @property
    def edition(self):
        return stamp(self)


IS_ASIDE = Q(set_aside_at__isnull=False)


def handles_of(postits):
    return postits.order_by("number", "pk").values_list("pk", "number", "polarity", "interface__name", IS_ASIDE)


HANDLES = Prepared(lambda room: handles_of(PostIt.objects.filter(workshop=room)), 0)
ASIDE = Prepared(lambda room: handles_of(PostIt.objects.filter(IS_ASIDE, workshop=room)), 0)


@read_once
def unread(workshop):
    """{handles, handles_stamp}: every post-it before the reveal, those set aside after it."""
    rows = (ASIDE if workshop.revealed_at else HANDLES).rows(workshop.pk)
    handles = [Handle(*row) for row in rows]
    return {"handles": handles, "handles_stamp": stamp(handles)}


@access.facilitator_verb
def aside(request, workshop, pk):
    set_aside(workshop, pk, by=request.user)


@access.facilitator_verb
def back(request, workshop, pk):
    bring_back(workshop, pk, by=request.user)


urlpatterns = [
    path("aside/<int:pk>/", aside, name="aside"),
    path("back/<int:pk>/", back, name="back"),
]
