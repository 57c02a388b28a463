"""The day of the review: six months after sealing unless the facilitator says otherwise, before or after it.

A version that is sealed is known outside: whoever has an address is written to when its day moves (reminders.py).
"""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from workshop import access, calendars, links, posts
from workshop.change import Refused, change
from workshop.models import Link

from . import reminders, versions

# Rules


def review_on(workshop, day, by):
    """Say on which day the review is: of the version being written, else of the one in force, which is announced."""
    with change(workshop, by=by):
        version = dated(workshop)
        if version is None:
            raise Refused(_("Nothing is promised yet: the review has no date."))
        if day <= timezone.localdate():
            raise Refused(_("Choose a day to come."), field="day")
        if getattr(version, "review", None) and version.review.closed_at:
            raise Refused(_("This review is closed."))
        moved = version.sealed_at and version.review_on != day
        version.review_on, version.dated_at = day, timezone.now()
        version.save()
        if moved:
            reminders.announce(version)


def dated(workshop):
    """The version whose review has a date to choose: the open one, else the one in force."""
    return versions.draft(workshop) or versions.in_force(workshop)


def shown(workshop):
    """(version, day) of the review to come, (None, None) before anything is written."""
    version = dated(workshop)
    return (
        (version, versions.review_day(version) if version.sealed_at is None else version.review_on)
        if version
        else (None, None)
    )


# Screens


class DayForm(forms.Form):
    day = forms.DateField()


@access.facilitator_page
def day(request, workshop):
    """The sheet that moves the date; it says who is written to before anything leaves."""
    version, chosen = shown(workshop)
    values = {"workshop": workshop, "version": version, "day": chosen}
    values["told"] = reminders.addressed(version) if version and version.sealed_at else []
    return render(request, "steps/review/day.html", values)


@access.facilitator_verb
def set_day(request, workshop):
    review_on(workshop, posts.checked(DayForm(request.POST))["day"], by=request.user)


def attached(workshop):
    """The calendar file of the version in force, for whoever may read it; 404 before there is one."""
    version = versions.in_force(workshop)
    if version is None:
        return HttpResponse(status=404)
    return calendars.attached(reminders.calendar(version), "review")


@access.facilitator_page
def calendar(request, workshop):
    return attached(workshop)


@access.participant_page
def own_calendar(request, person):
    return attached(person.workshop)


@links.link_page(Link.REVIEW)
def counterpart_calendar(request, link):
    return attached(link.workshop)


@links.link_page(Link.MANAGER)
def manager_calendar(request, link):
    return attached(link.workshop)


urlpatterns = [
    path("day/", day, name="day"),
    path("day/set/", set_day, name="set-day"),
    path("review.ics", calendar, name="calendar"),
    path("mine/review.ics", own_calendar, name="own-calendar"),
]
