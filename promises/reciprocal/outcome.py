"""What a round comes to, for the screens of step 4: what the board shows of it, and the day of the next round."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from workshop import access, calendars, links, posts
from workshop.change import Refused, change
from workshop.gestures import gesture
from workshop.models import Link
from workshop.prepared import Prepared
from workshop.reading import read_once
from workshop.templatetags.typography import full_date

from ..models import ReciprocalTable
from . import states, voices
from .grid import grid

ROUND = Prepared(lambda room: ReciprocalTable.objects.filter(workshop=room), 0)


@read_once
def of_round(workshop):
    """The ReciprocalTable of a workshop; 404 of one that is no round."""
    table = ROUND.first(workshop.pk)
    if table is None:
        raise Http404
    return table


# Rules


def show(workshop, picture, by):
    """Show one picture of the table on the board."""
    with change(workshop, by=by):
        ReciprocalTable.objects.filter(workshop=workshop).update(showing=picture)


def meet_on(workshop, day, by):
    """Say on which day the next round is."""
    with change(workshop, by=by):
        row = ReciprocalTable.objects.filter(workshop=workshop)
        if day <= max(of_round(workshop).held_on, timezone.localdate()):
            raise Refused(_("Choose a day to come, after this round."), field="day")
        with gesture(workshop, by, lambda: _("Set the next round on %s") % full_date(day), row):
            row.update(next_on=day)


# Questions


def open_lines(pair):
    """The expectations of a Pair that are not matched."""
    return [line for line in pair.expectations if line.state != states.MATCHED]


def with_open_lines(pairs):
    """[(Pair, its open expectations)] of those that have some."""
    return [(pair, lines) for pair in pairs if (lines := open_lines(pair))]


def still_open(workshop):
    """[(giver, number of open expectations of it, [(Pair, lines)])], whoever has most of them first."""
    table, rows = grid(workshop), []
    for giver in table.services:
        pairs = with_open_lines(table.pair(asker.pk, giver.pk) for asker in table.others(giver.pk))
        if pairs:
            rows.append((giver, sum(len(lines) for _pair, lines in pairs), pairs))
    return sorted(rows, key=lambda row: -row[1])


# Screens


class PictureForm(forms.Form):
    picture = forms.ChoiceField(choices=ReciprocalTable.PICTURES)


class DayForm(forms.Form):
    day = forms.DateField()


@access.facilitator_verb
def put_on_board(request, workshop):
    show(workshop, posts.checked(PictureForm(request.POST))["picture"], by=request.user)


@access.facilitator_page
def day(request, workshop):
    """The sheet that sets the day of the next round."""
    return render(request, "reciprocal/day.html", {"workshop": workshop, "round": of_round(workshop)})


@access.facilitator_verb
def set_day(request, workshop):
    meet_on(workshop, posts.checked(DayForm(request.POST))["day"], by=request.user)


def calendar(workshop):
    """The day of the next round as a calendar file; 404 while it has none."""
    table = of_round(workshop)
    if table.next_on is None:
        return HttpResponse(status=404)
    name = workshop.team.organisation.name
    title = _("Reciprocal commitments of %s: the next round") % name
    text = _("Each service reads again what it expects and what it committed to on %s; only what changed is discussed.")
    data = calendars.event(f"table-{workshop.key}", table.next_on, title, text % full_date(table.held_on))
    return calendars.attached(data, "table")


@access.facilitator_page
def shared_calendar(request, workshop):
    return calendar(workshop)


@access.participant_page
def own_calendar(request, person):
    return calendar(person.workshop)


@links.link_page(Link.TABLE)
def desk_calendar(request, link):
    voices.voice_behind(link)
    return calendar(link.workshop)


@access.facilitator_page
def calendar_for(request, workshop, party):
    voices.voice_for(workshop, party, request.user)
    return calendar(workshop)


urlpatterns = [
    path("board/", put_on_board, name="show"),
    path("day/", day, name="day"),
    path("day/set/", set_day, name="set-day"),
    path("next.ics", shared_calendar, name="calendar"),
]
# Beside what a voice may post, behind the same three doors.
doors = [
    path("t/<int:pk>/next.ics", desk_calendar, name="desk-table-calendar"),
    path("w/<slug:key>/own/next.ics", own_calendar, name="own-table-calendar"),
    path("w/<slug:key>/for/<int:party>/next.ics", calendar_for, name="for-table-calendar"),
]
