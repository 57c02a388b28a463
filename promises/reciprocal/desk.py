"""The desk: a service's own part of the table for whoever has its private link, and as a sheet for those in the room.

The page follows the step in which the room is, as phones do; without script its forms work the same.
"""

from django.shortcuts import redirect, render
from django.urls import include, path

from workshop import access, links
from workshop.models import Link

from . import voices, writing


@links.link_page(Link.TABLE)
def page(request, link):
    """What a service sees at its desk."""
    return render(request, "reciprocal/desk.html", writing.shown(voices.voice_behind(link))[1])


@access.participant_page
def sheet(request, person):
    """The same on a laptop, for somebody who has a seat in the room."""
    voice = voices.voice_of(person)
    if voice is None:
        return redirect("phone", key=person.workshop.key)
    return render(request, "reciprocal/desk.html", writing.shown(voice)[1])


@access.facilitator_page
def sheet_for(request, workshop, party):
    """A service's row, for a facilitator who writes for it."""
    return render(request, "reciprocal/desk.html", writing.shown(voices.voice_for(workshop, party, request.user))[1])


urlpatterns = [
    path("t/<int:pk>/", page, name="desk"),
    path("t/<int:pk>/", include((writing.behind(voices.links_door), "at"))),
    path(
        "w/<slug:key>/own/",
        include(([path("", sheet, name="sheet"), *writing.behind(voices.participants_door)], "own")),
    ),
    path(
        "w/<slug:key>/for/<int:party>/",
        include(([path("", sheet_for, name="sheet"), *writing.behind(voices.facilitators_door)], "for")),
    ),
]
