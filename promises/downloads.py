"""Who may have which document of a version: the workshop's facilitators all of them, a manager those in force.

A sealed version's paper is printed once: the same bytes are handed out from then on (workshop/shelf.py), under a name
that changes with all that is printed, so that an approval or a new template makes a new one. A draft is printed anew.
"""

import hashlib
import json
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy

from workshop import access, links, shelf
from workshop.models import Link

from . import content, document, press, sheets, versions

FOR_MANAGERS = ("booklet", "poster", "matrix", "page")

# Printed once


def pdf(version, paper, language, words):
    """A document as PDF bytes, from the shelf when it was printed before. Raises press.Late, press.Spoiled."""
    order = document.order(version, paper, language, words)
    if version.sealed_at is None:
        return press.pdf(*order)
    begins = f"v{version.number}-{paper.name}-{language}-"
    name = f"{begins}{digest(order)}.pdf"
    return shelf.kept(version.workshop, name) or shelf.keep(version.workshop, name, press.pdf(*order), begins)


def digest(order):
    """Changes with all that decides what is on the paper (hex)."""
    html, used, files = order
    attached = [[name, description, data.decode()] for name, description, data in files]
    return hashlib.sha256(json.dumps([html, used, attached, press.fingerprint()]).encode()).hexdigest()[:32]


# Answers


def download(request, version, name, kinds=tuple(document.KINDS)):
    """A document by its name as a file; 404 when the version has no such one, 503 with a sentence when it is late."""
    language, words = language_of(request, version), content.of(version)
    known = [each for each in document.documents(version, words) if each.name == name and each.kind in kinds]
    if not known:
        raise Http404
    try:
        data = pdf(version, known[0], language, words)
    except (press.Late, press.Spoiled) as reason:
        spoiled = isinstance(reason, press.Spoiled)
        return render(request, "documents/late.html", {"spoiled": spoiled}, status=500 if spoiled else 503)
    return file(data, "application/pdf", document.file_name(version, language, known[0]))


def language_of(request, version):
    """The language asked for, else the workshop's."""
    wanted = request.GET.get("language")
    return wanted if wanted in dict(settings.LANGUAGES) else version.workshop.language


def file(data, kind, name):
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "private, no-store"
    return response


# The workshop's facilitators

LEADS = {
    "booklet": gettext_lazy("All that is promised, how it is kept and who signs: to read and to archive."),
    "poster": gettext_lazy("A3, to hang where people pass: read from three metres."),
    "matrix": gettext_lazy("Who does what, on one sheet."),
    "sources": gettext_lazy("For the team alone: what each line was written from, post-its and answers included."),
    "review": gettext_lazy("What both sides say of each line, what was decided, what is to be done."),
    "page": gettext_lazy("For one client service: what it can count on, nothing of the others."),
}


def listed(version, kinds=tuple(document.KINDS)):
    """The documents of a version by kind: [(kind, title, lead, [Document])]."""
    known = document.documents(version, content.of(version)) if version else []
    rows = [
        (kind, document.KINDS[kind].title, LEADS[kind], [each for each in known if each.kind == kind]) for kind in kinds
    ]
    return [row for row in rows if row[-1]]


@access.facilitator_page
def page(request, workshop):
    """All documents of a version: the one asked for by its number, else the newest."""
    every = list(workshop.versions.all())
    chosen = [each for each in every if str(each.number) == request.GET.get("version")] or every
    version = chosen[-1] if chosen else None
    values = {"workshop": workshop, "versions": every, "version": version, "rows": listed(version)}
    return render(request, "documents/all.html", values | {"languages": settings.LANGUAGES})


@access.facilitator_page
def paper(request, workshop, number, name):
    """A document of any version: of the open one it is a marked draft."""
    return download(request, get_object_or_404(workshop.versions, number=number), name)


@access.facilitator_page
def booklet(request, workshop, number):
    return download(request, get_object_or_404(workshop.versions, number=number), "booklet")


@access.facilitator_page
def table(request, workshop, number, ending):
    """The commitments of a version as a table: `xlsx` or `csv`."""
    version = get_object_or_404(workshop.versions, number=number)
    if ending not in sheets.KINDS:
        raise Http404
    kind, make = sheets.KINDS[ending]
    language = language_of(request, version)
    return file(make(version, language), kind, sheets.file_name(version, language, ending))


# Managers


@links.link_page(Link.MANAGER)
def manager_page(request, link):
    """What a manager may have of the version in force."""
    version = versions.in_force(link.workshop)
    if version is None:
        return render(request, "documents/late.html", {"unsealed": True}, status=409)
    values = {"link": link, "version": version, "rows": listed(version, FOR_MANAGERS)}
    return render(request, "documents/managers.html", values | {"languages": settings.LANGUAGES})


@links.link_page(Link.MANAGER)
def manager_paper(request, link, name="booklet"):
    """A document of the version in force, the one that this person reads and approves; 409 while there is none."""
    version = versions.in_force(link.workshop)
    if version is None:
        return render(request, "documents/late.html", {"unsealed": True}, status=409)
    return download(request, version, name, FOR_MANAGERS)
