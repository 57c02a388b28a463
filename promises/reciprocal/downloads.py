"""Who may have which document of a round: facilitators all of them once the table is open, from step 3 on; a service,
in the room or by its private link, its own page and the whole table from step 4 on.

A paper that says the same is printed once: the bytes are kept beside the database (workshop/shelf.py).
"""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from workshop import access, links, method, shelf
from workshop.change import Refused
from workshop.models import Link

from .. import press
from ..downloads import digest, file
from . import outcome, papers, sheets, voices

OPEN_FROM, LEAVES_FROM = 3, 4  # steps
SECONDS = 60  # thirty services that say all they can are seventy pages: nine seconds of a calm machine

# Whether


def number(workshop):
    """The number of the room's step; 404 for what is no round."""
    outcome.of_round(workshop)
    return method.BY_SLUG[workshop.current_step].number


def is_open(workshop):
    """Whether all may read what each service wrote."""
    return number(workshop) >= OPEN_FROM


def check_open(workshop):
    if not is_open(workshop):
        raise Refused(_("Before step 3 nobody reads what others write: the documents come with it."))


def voices_paper(voice, name):
    """One of the papers that a service takes away: its `own` page, or the `table`."""
    if number(voice.workshop) < LEAVES_FROM:
        raise Refused(_("This document comes with step 4."))
    wanted = {"own": f"service-{voice.party.pk}", "table": "table"}
    return paper_named(voice.workshop, wanted.get(name, ""))


def paper_named(workshop, name):
    found = [paper for paper in papers.papers(workshop) if paper.name == name]
    if not found:
        raise Http404
    return found[0]


# Answers


def pdf(workshop, paper, language):
    """A paper as PDF bytes, from the shelf when the same was printed before. Raises press.Late, press.Spoiled."""
    order = papers.order(workshop, paper, language)
    begins = f"round-{paper.name}-{language}-"
    name = f"{begins}{digest(order)}.pdf"
    return shelf.kept(workshop, name) or shelf.keep(workshop, name, press.pdf(*order, seconds=SECONDS), begins)


def download(request, workshop, paper):
    """The paper as a file; 503 with a sentence when it is late."""
    language = language_of(request, workshop)
    try:
        data = pdf(workshop, paper, language)
    except (press.Late, press.Spoiled) as reason:
        spoiled = isinstance(reason, press.Spoiled)
        return render(request, "documents/late.html", {"spoiled": spoiled}, status=500 if spoiled else 503)
    return file(data, "application/pdf", papers.file_name(workshop, language, paper))


def language_of(request, workshop):
    """The language asked for, else the workshop's."""
    wanted = request.GET.get("language")
    return wanted if wanted in dict(settings.LANGUAGES) else workshop.language


# Facilitators


@access.facilitator_page
def page(request, workshop):
    """All documents of the round."""
    values = {"workshop": workshop, "round": outcome.of_round(workshop), "is_open": is_open(workshop)}
    if values["is_open"]:
        *whole, _service = papers.KINDS.items()
        values |= {"whole": [(kind, papers.Paper(slug)) for slug, kind in whole], "of_service": papers.KINDS["service"]}
        values["pages"] = [each for each in papers.papers(workshop) if each.service]
    return render(request, "reciprocal/papers.html", values | {"languages": settings.LANGUAGES})


@access.facilitator_page
def paper(request, workshop, name):
    check_open(workshop)
    return download(request, workshop, paper_named(workshop, name))


@access.facilitator_page
def sheet(request, workshop, ending):
    """The lines of the table: `xlsx` or `csv`."""
    check_open(workshop)
    if ending not in sheets.KINDS:
        raise Http404
    kind, make = sheets.KINDS[ending]
    language = language_of(request, workshop)
    return file(make(workshop, language), kind, sheets.file_name(workshop, language, ending))


# A service, behind its three doors


@access.participant_page
def own_paper(request, person, name):
    outcome.of_round(person.workshop)
    voice = voices.voice_of(person)
    if voice is None:
        raise Refused(_("Say first which service you speak for."))
    return download(request, voice.workshop, voices_paper(voice, name))


@links.link_page(Link.TABLE)
def desk_paper(request, link, name):
    return download(request, link.workshop, voices_paper(voices.voice_behind(link), name))


@access.facilitator_page
def paper_for(request, workshop, party, name):
    return download(request, workshop, voices_paper(voices.voice_for(workshop, party, request.user), name))


urlpatterns = [
    path("papers/", page, name="papers"),
    path("papers/<slug:name>.pdf", paper, name="paper"),
    path("lines.<slug:ending>", sheet, name="sheet"),
]
doors = [
    path("t/<int:pk>/paper/<slug:name>.pdf", desk_paper, name="desk-table-paper"),
    path("w/<slug:key>/own/paper/<slug:name>.pdf", own_paper, name="own-table-paper"),
    path("w/<slug:key>/for/<int:party>/paper/<slug:name>.pdf", paper_for, name="for-table-paper"),
]
