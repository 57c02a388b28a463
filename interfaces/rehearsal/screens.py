"""Beginning, stopping and deleting a rehearsal: the facilitator's pages."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from interfaces import rehearsals
from interfaces.copies import check_method
from workshop import access, home, posts
from workshop.change import Repeated

from . import troupe


class PeopleForm(forms.Form):
    people = forms.IntegerField(min_value=1, max_value=rehearsals.MOST)


@access.facilitator_page
def rehearse(request, workshop):
    check_method(workshop)
    values = {"workshop": workshop, "usual": rehearsals.USUAL, "most": rehearsals.MOST, "minutes": rehearsals.MINUTES}
    return render(request, "rehearsal/begin.html", values)


@access.facilitator_verb
def begin(request, workshop):
    people = posts.checked(PeopleForm(request.POST))["people"]
    try:
        new = rehearsals.open_rehearsal(workshop, people, by=request.user)
    except Repeated:
        return redirect("home")  # it is there, the newest
    troupe.begin(new, getattr(request, "scope", {}).get("server"))
    return redirect("console", key=new.key)


@access.facilitator_verb
def stop(request, workshop):
    rehearsals.stop(workshop, by=request.user)
    troupe.stop(workshop)


@access.facilitator_verb
def delete(request, workshop):
    """All of it at once; back to where it was begun."""
    source = getattr(getattr(workshop, "rehearsal", None), "source", None)
    troupe.stop(workshop)
    home.delete_rehearsal(workshop)
    where = reverse("console", args=[source.key]) if source else reverse("home")
    return HttpResponse(status=204, headers={"HX-Redirect": where})


urlpatterns = [
    path("w/<slug:key>/rehearse/", rehearse, name="rehearse"),
    path("w/<slug:key>/rehearse/begin/", begin, name="begin-rehearsal"),
    path("w/<slug:key>/rehearse/stop/", stop, name="stop-rehearsal"),
    path("w/<slug:key>/rehearse/delete/", delete, name="delete-rehearsal"),
]
