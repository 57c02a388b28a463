"""The desk: a service's own part of the table for whoever has its private link, and as a sheet for those in the room.

The page follows the step in which the room is: it asks now and then, without a socket, says when the room has moved
on, and then loads itself again, what is typed apart. Without script its forms work the same.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path

from interfaces.models import Asking
from workshop import access, links, method
from workshop.models import Facilitation, Link

from . import voices, writing
from .grid import stamps
from .seats import FILL, MEET, phase


@links.link_page(Link.TABLE)
def page(request, link):
    """What a service sees at its desk."""
    voice = voices.voice_behind(link)
    voices.speak_as(request, voice.party)
    return shown(request, voice)


@access.participant_page
def sheet(request, person):
    """The same on a laptop, for somebody who has a seat in the room."""
    voice = voices.voice_of(person)
    return shown(request, voice) if voice else redirect("phone", key=person.workshop.key)


@access.facilitator_page
def sheet_for(request, workshop, party):
    """A service's row, for a facilitator who writes for it."""
    return shown(request, voices.voice_for(workshop, party, request.user))


def shown(request, voice):
    """The whole page, or the part that is the service's own when a script asks for that alone."""
    template, values = writing.shown(voice)
    if request.htmx:
        return render(request, template, values)
    return render(request, "reciprocal/desk.html", values | around(voice))


def around(voice):
    """What the page says around it: the round, who conducts it, until when, where the room stands."""
    workshop = voice.workshop
    leads = workshop.facilitations.select_related("facilitator").filter(role=Facilitation.LEAD)
    asking = Asking.objects.filter(workshop=workshop).first() if phase(workshop) in (FILL, MEET) else None
    told = {"steps": method.of(workshop), "leads": [each.facilitator for each in leads], "stamp": mark(voice)}
    return told | {"held_on": workshop.reciprocal.held_on, "answer_by": asking and asking.answer_by}


def mark(voice):
    """Differs as soon as anything that the own part shows does."""
    return dict(stamps(voice.workshop)).get(voice.party.pk, 0)


# Whether the room has moved on, or something of the own part changed: asked by the page's script


@links.link_page(Link.TABLE)
def now(request, link):
    return told(request, voices.voice_behind(link))


@access.participant_page
def now_here(request, person):
    voice = voices.voice_of(person)
    return told(request, voice) if voice else HttpResponse(status=410)


@access.facilitator_page
def now_for(request, workshop, party):
    return told(request, voices.voice_for(workshop, party, request.user))


def told(request, voice):
    """204 when nothing changed since what the page says that it shows."""
    step, stamp = voice.workshop.current_step, mark(voice)
    if (request.GET.get("step"), request.GET.get("stamp")) == (step, str(stamp)):
        return HttpResponse(status=204)
    return render(request, "reciprocal/now.html", {"step": method.BY_SLUG[step], "stamp": stamp})


in_the_room = [
    path("", sheet, name="sheet"),
    path("now/", now_here, name="now"),
    *writing.behind(voices.participants_door),
]
for_a_service = [
    path("", sheet_for, name="sheet"),
    path("now/", now_for, name="now"),
    *writing.behind(voices.facilitators_door),
]
urlpatterns = [
    path("t/<int:pk>/", page, name="desk"),
    path("t/<int:pk>/now/", now, name="desk-now"),
    path("t/<int:pk>/", include((writing.behind(voices.links_door), "at"))),
    path("w/<slug:key>/own/", include((in_the_room, "own"))),
    path("w/<slug:key>/for/<int:party>/", include((for_a_service, "for"))),
]
