"""The facilitator's gestures on the room: moves, timer, attention, undo. Rules: moves.py, gestures.py."""

from django import forms
from django.shortcuts import render
from django.urls import include, path

from . import access, anyway, deputies, gestures, glance, handover, method, moves, plan, posts, spotlight

CHOICES = (1, 2, 3, 5, 8, 10, 15, 20)  # minutes offered beside the plan


class MinutesForm(forms.Form):
    minutes = forms.IntegerField(min_value=1, max_value=240)


class DoneForm(forms.Form):
    done = forms.TypedChoiceField(choices=[("1", ""), ("0", "")], coerce=lambda value: value == "1")


@access.facilitator_verb
def move(request, workshop, step):
    """The console asks first (`ask`): what is missing is listed then, in a sheet that goes on anyway."""
    missing = anyway.lacks(workshop, step) if "ask" in request.POST else []
    if not missing:
        return moves.take_everyone(workshop, step, by=request.user)
    values = {"workshop": workshop, "missing": missing, "to": method.BY_SLUG[step]}
    answer = render(request, "parts/anyway.html", values)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#sheet-body", "innerHTML"
    return answer


@access.facilitator_verb
def stay(request, workshop):
    moves.stay(workshop, by=request.user)


@access.facilitator_verb
def start(request, workshop):
    minutes = posts.checked(MinutesForm(request.POST))["minutes"]
    moves.start_timer(workshop, minutes, by=request.user)


@access.facilitator_verb
def pause(request, workshop):
    moves.pause_timer(workshop, by=request.user)


@access.facilitator_verb
def more(request, workshop):
    moves.add_minute(workshop, by=request.user)


@access.facilitator_verb
def stop(request, workshop):
    moves.stop_timer(workshop, by=request.user)


@access.facilitator_verb
def eyes(request, workshop):
    moves.look_up(workshop, by=request.user)


@access.facilitator_verb
def undo(request, workshop, pk):
    gestures.undo(workshop, pk, by=request.user)


@access.facilitator_verb
def undo_own(request, workshop):
    """One’s own last gesture; the answer says which, for whoever does not see the list."""
    return render(request, "parts/undone.html", {"gesture": gestures.undo_own(workshop, by=request.user)})


@access.facilitator_verb
def renew(request, workshop):
    """A new watch link: boards opened by the old one go dark."""
    moves.renew_watch(workshop, by=request.user)


@access.facilitator_page
def length(request, workshop):
    """How long to run the timer."""
    slug = workshop.current_step
    values = {"workshop": workshop, "minutes": plan.minutes(workshop)[slug], "choices": CHOICES}
    return render(request, "parts/length.html", values)


@access.facilitator_page
def keys(request, workshop):
    return render(request, "parts/keys.html", {"workshop": workshop})


@access.participant_verb
def finish(request, person, step):
    moves.finish(person, step, posts.checked(DoneForm(request.POST))["done"])


urlpatterns = [
    path("move/<slug:step>/", move, name="move"),
    path("stay/", stay, name="stay"),
    path("timer/", length, name="length"),
    path("timer/start/", start, name="start"),
    path("timer/pause/", pause, name="pause"),
    path("timer/more/", more, name="more"),
    path("timer/stop/", stop, name="stop"),
    path("eyes/", eyes, name="eyes"),
    path("keys/", keys, name="keys"),
    path("undo/<int:pk>/", undo, name="undo"),
    path("undo/own/", undo_own, name="undo-own"),
    path("renew/", renew, name="renew"),
    path("finish/<slug:step>/", finish, name="finish"),
    path("deputies/", include(deputies.urlpatterns)),
    path("lead/", include(handover.urlpatterns)),
    path("", include(anyway.urlpatterns)),
    path("", include(plan.urlpatterns)),
    path("", include(spotlight.urlpatterns)),
    path("", include(glance.urlpatterns)),
]
