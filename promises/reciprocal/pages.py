"""The classic three-column table as pages: a service's own row to write in, the whole table to read.

Behind each of the three doors of voices.py; without script they work as plain forms.
"""

from contextlib import suppress

from django import forms
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from workshop import access, links, posts
from workshop.change import Refused, Repeated
from workshop.models import Link
from workshop.text import TextField

from ..models import Entry
from . import entries, pasting, row, states, voices
from .grid import grid
from .in_force import promised

READ = ("meet", "table")  # the steps from which everybody reads the whole table
RAW = 4 * pasting.MOST  # characters of one paste as it comes: no cell of it is longer than Python's csv takes

# The own row


def shown(request, voice, posted=None, refused=None):
    """The page of a voice's own row; after a refusal with what was posted still in its fields."""
    step = voice.workshop.current_step
    values = {"voice": voice, "workshop": voice.workshop, **row.sheet(voice, posted, refused)}
    values |= {"may_write": may_write(voice), "may_read": step in READ, "refused": refused}
    return render(request, "reciprocal/row.html", values, status=refused.status if refused else 200)


def may_write(voice):
    """A facilitator may at any time; who speaks for a service while rows are written or answered."""
    return isinstance(voice.by, voices.Facilitator) or voice.workshop.current_step in entries.WRITING


@links.link_page(Link.TABLE)
def at_desk(request, link):
    return shown(request, voices.voice_behind(link))


@access.participant_page
def own(request, person):
    voice = voices.voice_of(person)
    return shown(request, voice) if voice else redirect("phone", key=person.workshop.key)


@access.facilitator_page
def for_service(request, workshop, party):
    return shown(request, voices.voice_for(workshop, party, request.user))


def save(request, voice):
    """Save cells; a script gets them back as they now are, even when they are refused, so that it can show both."""
    posted = request.POST.dict()
    try:
        with suppress(Repeated):  # sent again: the cells as they now are tell that it is saved
            row.write(voice, row.typed(posted))
    except Refused as refused:
        if not row.NAME.fullmatch(refused.field):
            raise
        return cells_of(request, voice, posted, refused) if request.htmx else shown(request, voice, posted, refused)
    return cells_of(request, voice, posted) if request.htmx else redirect(f"{voice.prefix}row/")


def cells_of(request, voice, posted, refused=None):
    names = [row.NAME.fullmatch(name) for name in posted]
    by_pk = grid(voice.workshop).by_pk
    found = [(by_pk.get(int(name[2])), name[1]) for name in names if name]
    cells = [row.cell(voice, other, kind, posted if refused else None, refused) for other, kind in found if other]
    values = {"voice": voice, "cells": cells, "may_write": True}
    return render(request, "reciprocal/cells.html", values, status=refused.status if refused else 200)


class PasteForm(forms.Form):
    text = TextField(limit=pasting.MOST, lines=2000, required=False)
    at = forms.CharField(required=False, max_length=40)
    plan = forms.IntegerField(required=False)  # the stamp of what was shown before it is written

    def clean_text(self):
        """As it came: tabs are what tells its columns. What nobody sees in it was not counted: it has a limit, too."""
        text = self.data["text"]
        if len(text) > RAW:
            sentence = _("Your text has %(count)d characters; the most is %(limit)d. Shorten it: nothing is lost.")
            raise forms.ValidationError(sentence % {"count": len(text), "limit": pasting.MOST})
        return text


def paste(request, voice):
    """Show what a paste would write; write it when that is what was shown."""
    data = posts.checked(PasteForm(request.POST))
    plan = pasting.plan(voice, data["text"], data["at"])
    values = data | {"voice": voice, "workshop": voice.workshop, "plan": plan}
    try:
        cells = pasting.as_typed(voice, plan)
    except Refused as refused:
        return render(request, "reciprocal/paste.html", values | {"refused": refused}, status=refused.status)
    if data["plan"] is None or data["plan"] != plan.stamp or plan.crowded:
        return render(request, "reciprocal/paste.html", values)
    row.write(voice, cells)
    return redirect(f"{voice.prefix}row/")


# The whole table


def whole(request, workshop, voice=None):
    """All services, each with what it expects from and commits to each other one; `?service=` keeps one of them."""
    table = grid(workshop)
    wanted = request.GET.get("service", "")
    only = table.by_pk.get(int(wanted)) if wanted.isdecimal() and len(wanted) < 19 else None
    rows = [
        (service, *(column(table, service, kind, only, promised(workshop)) for kind in row.KINDS))
        for service in table.services
    ]
    rows = [each for each in rows if not only or each[0] == only or each[1] or each[2]]
    values = {"workshop": workshop, "voice": voice, "services": table.services, "only": only, "rows": rows}
    values |= {"answered": workshop.current_step in READ, "signs": states.SIGNS, "words": states.WORDS}
    return render(request, "reciprocal/whole.html", values)


def column(table, service, kind, only, promises):
    """[(other service, its Lines)] of one column of a service's row; where it is another row's, about `only`.

    What `promises` in force hold stands before the lines that are committed to.
    """
    others = table.others(service.pk) if only in (None, service) else [only]
    given = promises if kind == Entry.COMMITS else {}
    cells = [
        (other, [*given.get((service.pk, other.pk), []), *table.cell(service.pk, other.pk, kind)])
        for other in others
        if other != service
    ]
    return [(other, held) for other, held in cells if held]


@access.facilitator_page
def whole_of(request, workshop):
    return whole(request, workshop)


@access.participant_page
def whole_for(request, person):
    if person.workshop.current_step not in READ:
        return redirect("phone", key=person.workshop.key)
    return whole(request, person.workshop, voices.voice_of(person))


@links.link_page(Link.TABLE)
def whole_at_desk(request, link):
    voice = voices.voice_behind(link)
    return whole(request, link.workshop, voice) if link.workshop.current_step in READ else redirect(voice.prefix)


urlpatterns = [
    path("t/<int:pk>/row/", at_desk, name="desk-row"),
    path("w/<slug:key>/own/row/", own, name="own-row"),
    path("w/<slug:key>/for/<int:party>/row/", for_service, name="for-row"),
    path("t/<int:pk>/everybody/", whole_at_desk, name="desk-whole"),
    path("w/<slug:key>/own/everybody/", whole_for, name="own-whole"),
    path("w/<slug:key>/everybody/", whole_of, name="whole"),
]
