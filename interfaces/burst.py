"""Burst entry: one line, one post-it. What begins a line may tell its polarity and its client service.

    + Logistics: they ring back the same day
    - never a word about the delay

Pure functions of text; what they understood is shown before anything is stuck.
"""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from workshop.text import TextField, normalise

from .likeness import alike, fold
from .models import DISLIKE, LIKE
from .written import HARD

MOST = 60  # lines at once
SIGNS = dict.fromkeys("+＋", LIKE) | dict.fromkeys("-−–—", DISLIKE)
BULLETS = "•*·"


class Line(NamedTuple):
    """A post-it to be; `service` is None for all of them, `error` a sentence when it cannot be stuck."""

    number: int  # of the line, from 1
    polarity: str
    service: tuple | None
    text: str
    error: str


def read(text, polarity, service, services):
    """The Lines of a text, empty ones left out; `polarity` and `service` hold where a line says nothing of its own."""
    lines = enumerate(normalise(text).split("\n"), 1)
    written = [(number, raw) for number, raw in lines if raw]
    if len(written) > MOST:  # refused anyway: names are not worth looking up, nine thousand took two seconds
        return [Line(number, polarity, service, raw, "") for number, raw in written]
    return [line(number, raw, polarity, service, services) for number, raw in written]


def line(number, raw, polarity, service, services):
    text = raw.lstrip(BULLETS).strip()
    while True:
        name, colon, rest = text.partition(":")
        if text[:1] in SIGNS and not text[1:2].isdigit():
            polarity, text = SIGNS[text[0]], text[1:].strip()
        elif colon and (found := named(name, services)):
            (service,), text = found, rest.strip()
        else:
            return Line(number, polarity, service, text, wrong(text))


def named(name, services):
    """[the service of that name], [None] for all of them, [] when the name is nobody's, or several services'."""
    if fold(name) in (fold(_("All")), fold(_("All services"))):
        return [None]
    same = [each for each in services if fold(each.name) == fold(name)]
    near = same or [each for each in services if fold(name) and alike(each.name, name)]
    return near if len(near) == 1 else []


def wrong(text):
    try:
        TextField(limit=HARD, points=2000).clean(text)
    except ValidationError as error:
        return error.messages[0]
    return ""


def errors(lines):
    """What keeps these lines from being stuck, one sentence each; empty when nothing does."""
    if not lines:
        return [_("Nothing is written yet. Write at least one word.")]
    if len(lines) > MOST:
        return [_("That is %(n)d lines; %(most)d at most go at once.") % {"n": len(lines), "most": MOST}]
    wrong = [each for each in lines if each.error]
    return [_("Line %(n)d: %(what)s") % {"n": each.number, "what": each.error} for each in wrong]
