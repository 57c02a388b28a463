"""Calendar files (iCalendar, RFC 5545) for what has a date."""

from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.utils import timezone
from icalendar import Calendar, Event


def event(uid, day_or_times, title, text, address=""):
    """One event as the bytes of an .ics file, UTF-8.

    `uid` stays the same when the event is sent again; `day_or_times` is a day, or (start, end) as aware datetimes;
    `address` is where it takes place, or a page about it.
    """
    entry = Event()
    for name, value in (("uid", f"{uid}@promesse"), ("summary", title), ("description", text)):
        entry.add(name, value)
    entry.add("dtstamp", timezone.now())
    for name, moment in zip(("dtstart", "dtend"), bounds(day_or_times), strict=True):
        entry.add(name, moment)
    if address:
        entry.add("url" if "://" in address else "location", address)
    whole = Calendar()
    for name, value in (("version", "2.0"), ("prodid", "-//Promesse//FR"), ("method", "PUBLISH")):
        whole.add(name, value)
    whole.add_component(entry)
    return whole.to_ical()


def attached(data, name):
    """The answer that brings a calendar file: for one person, kept by nobody on the way."""
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


def bounds(day_or_times):
    """(start, end): a whole day ends where the next begins."""
    if isinstance(day_or_times, date) and not isinstance(day_or_times, datetime):
        return day_or_times, day_or_times + timedelta(days=1)
    return day_or_times
