"""The promise booklet: the PDF that a manager downloads, numbered by version, in the document's language.

Rows are read once, here; HTML comes from `templates/documents/booklet.html`, paper from `press.py`. A sealed version is
for the workshop's facilitators and for whoever holds a manager's private link; the open one is a marked draft.
"""

import json
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from workshop import access, links
from workshop.models import Link

from . import press, versions
from .models import Commitment
from .references import codes, reference

MEMBERS_PER_MATRIX = 9  # what a landscape page holds without breaking first names


# What it says


def context(version):
    """Everything the booklet's templates read, in a dozen queries whatever the number of client services."""
    promises = promises_of(version)
    return {
        "version": version,
        "workshop": version.workshop,
        "team": version.workshop.team,
        "is_draft": version.sealed_at is None,
        "promises": promises,
        "processes": [process for promise in promises for process in promise.ways_to_keep],
        "matrices": matrices(promises),
        "signatures": list(version.signatures.order_by("at", "pk")),
    }


def promises_of(version):
    """The promises in the facilitator’s order, each with its code, numbered commitments and two lists of rules."""
    rows = (
        version.promises.select_related("interface__contact")
        .filter(interface__dropped_at=None)
        .order_by("interface__position", "interface__pk")
        .prefetch_related(
            Prefetch("commitments", Commitment.objects.promised()),
            "processes",
            "interface__ways",
            "interface__pair__members__participant",
            "interface__responsibilities__participant",
            "interface__responsibilities__contact",
        )
    )
    code_of = codes([promise.interface for promise in rows])
    return [described(promise, code_of[promise.interface_id]) for promise in rows]


def described(promise, code):
    interface = promise.interface
    promise.code = code
    promise.numbered = list(promise.commitments.all())
    for number, commitment in enumerate(promise.numbered, 1):
        commitment.reference = reference(code, number)
    promise.ways_to_keep = list(promise.processes.all())
    for process in promise.ways_to_keep:
        process.lines = [line for line in process.steps.splitlines() if line.strip()]
        process.code = code
    promise.acceptable = [way for way in interface.ways.all() if way.acceptable]
    promise.unacceptable = [way for way in interface.ways.all() if not way.acceptable]
    promise.members = interface.pair.people if interface.pair else []
    return promise


def matrices(promises):
    """The responsibility matrix, in as few tables as fit: [{"people": […], "rows": [(promise, cells, contacts)]}].

    `cells` are letters in the order of `people`; `contacts` are the client service's own (name, letter).
    """
    letters = {promise: list(promise.interface.responsibilities.all()) for promise in promises}
    people = sorted(
        {each.participant for row in letters.values() for each in row if each.participant}, key=lambda p: p.pk
    )
    rows = [promise for promise in promises if letters[promise]]
    return [
        {"people": some, "rows": [matrix_row(promise, letters[promise], some) for promise in rows]}
        for some in (parted(people) if rows else [])
    ]


def matrix_row(promise, letters, people):
    letter_of = {each.participant_id: each.letter for each in letters}
    contacts = [(each.contact, each.letter) for each in letters if each.contact]
    return promise, [letter_of.get(person.pk, "") for person in people], contacts


def parted(people):
    """People in equal parts, none larger than a page holds; one empty part when there is nobody."""
    count = max(1, -(-len(people) // MEMBERS_PER_MATRIX))
    size = -(-len(people) // count)
    return [people[start : start + size] for start in range(0, max(1, len(people)), max(1, size))]


def record(version, language, promises):
    """The same promise for machines: the JSON that travels inside the PDF."""
    return {
        "promesse": 1,
        "organisation": version.workshop.team.organisation.name,
        "team": version.workshop.team.name,
        "version": version.number,
        "language": language,
        "sealed_at": version.sealed_at and version.sealed_at.isoformat(),
        "review_on": version.review_on and version.review_on.isoformat(),
        "mission": version.workshop.mission,
        "promises": [recorded(promise) for promise in promises],
    }


def recorded(promise):
    return {
        "client_service": promise.interface.name,
        "code": promise.code,
        "text": promise.text,
        "needs": promise.needs,
        "reach": promise.reach,
        "commitments": [{"reference": line.reference} | slots(line) for line in promise.numbered],
        "processes": [slots(process) | {"steps": process.lines} for process in promise.ways_to_keep],
        "acceptable": [way.text for way in promise.acceptable],
        "unacceptable": [way.text for way in promise.unacceptable],
    }


def slots(row):
    return {slot: getattr(row, slot) for slot in row.SLOTS}


# How it is made


def booklet(version, language):
    """The booklet of a version as PDF bytes, in `fr` or `en`. Waits; raises press.Late, press.Spoiled."""
    with translation.override(language):
        values = context(version) | {"language": language}
        html = render_to_string("documents/booklet.html", values)
        data = json.dumps(record(version, language, values["promises"]), ensure_ascii=False, indent=1).encode()
        attached = (pgettext("file name", "promise") + ".json", _("The same promise, for machines"), data)
    if not connection.in_atomic_block:
        connection.close()  # not needed while the press works: PostgreSQL's pool is small
    return press.pdf(html, ["paper", "booklet"], [attached])


def file_name(version, language):
    """`Promesse-logistique-v1.pdf`."""
    with translation.override(language):
        edition = f"v{version.number}" if version.sealed_at else slugify(_("Draft"))
        title = pgettext("file name", "Promise")
    return f"{title}-{slugify(version.workshop.team.name) or version.workshop.key}-{edition}.pdf"


def download(request, version):
    """The PDF as a file, in the workshop's language or in the one asked for; 503 with a sentence when it is late."""
    wanted = request.GET.get("language")
    language = wanted if wanted in dict(settings.LANGUAGES) else version.workshop.language
    try:
        content = booklet(version, language)
    except (press.Late, press.Spoiled) as reason:
        spoiled = isinstance(reason, press.Spoiled)
        return render(request, "documents/late.html", {"spoiled": spoiled}, status=500 if spoiled else 503)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name(version, language))}"
    response["Cache-Control"] = "private, no-store"
    return response


# Who may have it


@access.facilitator_page
def booklet_page(request, workshop, number):
    """Any version, for the workshop's facilitators: the open one is a marked draft."""
    return download(request, get_object_or_404(workshop.versions, number=number))


@links.link_page(Link.MANAGER)
def manager_booklet_page(request, link):
    """The version in force, the one that this person reads and approves; 409 while there is none."""
    version = versions.in_force(link.workshop)
    if version is None:
        return render(request, "documents/late.html", {"unsealed": True}, status=409)
    return download(request, version)
