"""What a voice may post, once for the three doors: a participant, a private link, a facilitator for a service.

Each answers with the voice's own part: a participant's `#mine`, the desk's sheet; a facilitator's screens follow.
"""

from contextlib import suppress
from functools import wraps

from django import forms
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from workshop import method, posts
from workshop.change import Repeated
from workshop.text import TextField

from ..models import Entry, Reply
from . import entries, pages, replies

COLUMNS = {"fill": "filled_at", "meet": "met_at"}


class LinesForm(forms.Form):
    """One line a row, as pasted."""

    text = TextField(limit=entries.LIMIT * entries.MOST, lines=4 * entries.MOST, points=8000)

    def clean_text(self):
        line = TextField(limit=entries.LIMIT)
        return [line.clean(each) for each in self.cleaned_data["text"].split("\n") if each.strip()]


class LineForm(forms.Form):
    text = TextField(limit=entries.LIMIT)
    version = forms.IntegerField()


class MovementForm(forms.Form):
    movement = forms.ChoiceField(choices=Entry.MOVEMENTS, required=False)


class AnswerForm(forms.Form):
    """A commitment by itself accepts: it says so already."""

    answer = forms.ChoiceField(choices=Reply.ANSWERS, required=False)
    text = TextField(limit=entries.LIMIT, required=False)
    commitment = posts.KeyField(required=False)
    version = forms.IntegerField(required=False)  # of the words that are answered

    def clean(self):
        data = super().clean()
        data["answer"] = data.get("answer") or (Reply.ACCEPT if data.get("commitment") else "")
        if not data["answer"]:
            raise forms.ValidationError(_("Say what you answer: accept, propose instead, or cannot."))
        return data


class DoneForm(forms.Form):
    done = forms.TypedChoiceField(choices=[("1", ""), ("0", "")], coerce=lambda value: value == "1")


def answered(request, voice):
    """What is sent back: a form without script returns to the page it came from; a phone gets the person's own part,
    at the service it was at; a facilitator's screens follow by themselves.
    """
    if not request.htmx:
        return redirect(f"{voice.prefix}row/" if request.POST.get("back") == "row" else voice.prefix)
    if voice.link:
        return render(request, *shown(voice))
    voice.by.facing = facing(request.POST.get("facing", ""))
    return None


def facing(text):
    """The primary key of the service that a phone is at; None when it does not say."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def shown(voice):
    """(template, values) of the own part of the room's step, for a voice."""
    step = method.BY_SLUG[voice.workshop.current_step]
    return step.mine, {"workshop": voice.workshop, "step": step, "voice": voice, **step.module.own(voice)}


def add(request, voice, towards, kind):
    entries.add(voice, towards, kind, posts.checked(LinesForm(request.POST))["text"])
    return answered(request, voice)


def reword(request, voice, line):
    data = posts.checked(LineForm(request.POST))
    entries.reword(voice, line, data["text"], data["version"])
    return answered(request, voice)


def drop(request, voice, line):
    entries.drop(voice, line)
    return answered(request, voice)


def put_back(request, voice, line):
    entries.put_back(voice, line)
    return answered(request, voice)


def judge(request, voice, line):
    entries.judge(voice, line, posts.checked(MovementForm(request.POST))["movement"])
    return answered(request, voice)


def finish(request, voice, step):
    entries.finish(voice, COLUMNS[step], posts.checked(DoneForm(request.POST))["done"])
    return answered(request, voice)


def answer(request, voice, line):
    data = posts.checked(AnswerForm(request.POST))
    replies.answer(voice, line, **data)
    return answered(request, voice)


def take_back(request, voice, line):
    replies.take_back(voice, line)
    return answered(request, voice)


def agree(request, voice, line):
    replies.agree(voice, line)
    return answered(request, voice)


def decline(request, voice, line):
    replies.decline(voice, line, posts.checked(DoneForm(request.POST))["done"])
    return answered(request, voice)


def once(verb):
    """The verb; sent again, because its answer was lost, it writes nothing and is answered as it was the first time."""

    @wraps(verb)
    def act(request, voice, **where):
        with suppress(Repeated):
            return verb(request, voice, **where)
        return answered(request, voice)

    return act


def behind(this_door):
    """The addresses of all these verbs behind one door of voices.py."""

    def door(verb):
        return this_door(once(verb))

    kinds = [
        path(f"{kind}/<int:towards>/", door(add), {"kind": kind}, name=kind) for kind in (Entry.EXPECTS, Entry.COMMITS)
    ]
    finished = [path(f"done/{step}/", door(finish), {"step": step}, name=f"done-{step}") for step in COLUMNS]
    return [
        *kinds,
        *finished,
        path("row/save/", door(pages.save), name="row-save"),
        path("row/paste/", door(pages.paste), name="row-paste"),
        path("line/<int:line>/", door(reword), name="reword"),
        path("line/<int:line>/drop/", door(drop), name="drop"),
        path("line/<int:line>/back/", door(put_back), name="put-back"),
        path("line/<int:line>/judge/", door(judge), name="judge"),
        path("answer/<int:line>/", door(answer), name="answer"),
        path("answer/<int:line>/back/", door(take_back), name="take-back"),
        path("answer/<int:line>/agree/", door(agree), name="agree"),
        path("answer/<int:line>/decline/", door(decline), name="decline"),
    ]
