"""Step 2, recall the mission: the facilitator writes it, everybody reads it and says whether it is clear.

Over when the team stands by one mission statement.
"""

from django import forms
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop import access, posts
from workshop.attendance import present_count
from workshop.change import Refused, change
from workshop.models import MissionOpinion
from workshop.text import TextField

SLUG = "mission"
LENGTH = 600

# Rules


def write(workshop, text, version, by):
    """Change the mission statement; `version` is the one the writer saw."""
    with change(workshop, by=by):
        if workshop.mission_version != version and workshop.mission != text:
            sentence = _("Somebody changed this text meanwhile. Both versions are below.")
            raise Refused(sentence, field="text", mine=text, theirs=workshop.mission)
        workshop.mission, workshop.mission_version = text, workshop.mission_version + 1


def react(person, clear, suggestion=""):
    """Say that the mission is clear, or is to discuss, with a suggestion."""
    with change(person.workshop, by=person, during=SLUG):
        opinion = {"clear": clear, "suggestion": "" if clear else suggestion, "accepted_at": None}
        MissionOpinion.objects.update_or_create(participant=person, defaults=opinion)


def accept(workshop, pk, by):
    """Make a suggestion the mission statement."""
    with change(workshop, by=by):
        opinion = MissionOpinion.objects.filter(participant__workshop=workshop, pk=pk).exclude(suggestion="").first()
        if opinion is None:
            raise Refused(_("This suggestion was taken back meanwhile."))
        workshop.mission, workshop.mission_version = opinion.suggestion, workshop.mission_version + 1
        opinion.accepted_at = timezone.now()
        opinion.save()


# What is missing


def missing(workshop):
    sentences = []
    if not workshop.mission:
        sentences.append(_("The mission is not written yet."))
    unsure = opinions(workshop).filter(clear=False).count()
    if unsure:
        sentences.append(ngettext("%d person wants to discuss it.", "%d people want to discuss it.", unsure) % unsure)
    return sentences


def opinions(workshop):
    return MissionOpinion.objects.filter(participant__workshop=workshop, participant__removed_at=None)


# Screens


class MissionForm(forms.Form):
    text = TextField(limit=LENGTH, lines=12)
    version = forms.IntegerField()


class OpinionForm(forms.Form):
    clear = forms.TypedChoiceField(choices=[("yes", ""), ("no", "")], coerce=lambda value: value == "yes")
    suggestion = TextField(limit=LENGTH, lines=12, required=False)


def context(workshop):
    return {
        "clear": opinions(workshop).filter(clear=True).count(),
        "to_discuss": opinions(workshop).filter(clear=False).count(),
        "present_count": present_count(workshop),
    }


def console(workshop):
    suggestions = opinions(workshop).exclude(suggestion="").order_by("pk")
    return {"suggestions": suggestions, "missing": missing(workshop), "length": LENGTH}


def mine(person):
    return {"opinion": MissionOpinion.objects.filter(participant=person).first(), "length": LENGTH}


@access.facilitator_page
def edit(request, workshop):
    return render(request, "steps/mission/edit.html", {"workshop": workshop, "length": LENGTH})


@access.facilitator_verb
def save(request, workshop):
    data = posts.checked(MissionForm(request.POST))
    write(workshop, data["text"], data["version"], by=request.user)


@access.facilitator_verb
def take(request, workshop, pk):
    accept(workshop, pk, by=request.user)


@access.participant_verb
def say(request, person):
    data = posts.checked(OpinionForm(request.POST))
    react(person, data["clear"], data["suggestion"])


urlpatterns = [
    path("edit/", edit, name="edit"),
    path("save/", save, name="save"),
    path("take/<int:pk>/", take, name="take"),
    path("say/", say, name="say"),
]
