"""The promise booklet: the PDF that a manager downloads, numbered by version, in the document's language.

Its words come from `content.py`, its HTML from `templates/documents/booklet.html`, its paper from `press.py`. A sealed
version is for the workshop's facilitators and whoever holds a manager's private link; the open one is a marked draft.
"""

import json
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from workshop import access, links
from workshop.models import Link

from . import content, press, versions

MEMBERS_PER_MATRIX = 9  # what a landscape page holds without breaking first names


# What it says


def context(version):
    """Everything the booklet's templates read: the version's words, its edition, and who has signed since."""
    words = content.of(version)
    return words | {
        "version": version,
        "is_draft": version.sealed_at is None,
        "processes": [each | {"code": one["code"]} for one in words["promises"] for each in one["processes"]],
        "matrices": matrices(**words["matrix"]),
        "signatures": list(version.signatures.order_by("at", "pk")),
    }


def matrices(people, rows):
    """The responsibility matrix in as few tables as fit, of equal widths; one without people has its contacts."""
    count = max(1, -(-len(people) // MEMBERS_PER_MATRIX))
    size = max(1, -(-len(people) // count))
    parts = [slice(start, start + size) for start in range(0, max(1, len(people)), size)]
    return [
        {"people": people[part], "rows": [row | {"cells": row["cells"][part]} for row in rows]}
        for part in (parts if rows else [])
    ]


def record(version, language, words):
    """The same promise for machines: the JSON that travels inside the PDF, without its members and contacts."""
    return {
        "promesse": 1,
        "organisation": words["organisation"],
        "team": words["team"],
        "version": version.number,
        "language": language,
        "sealed_at": version.sealed_at and version.sealed_at.isoformat(),
        "review_on": version.review_on and version.review_on.isoformat(),
        "mission": words["mission"],
        "promises": [nameless(promise) for promise in words["promises"]],
    }


def nameless(promise):
    return {key: value for key, value in promise.items() if key not in ("members", "contact")}


# How it is made


def booklet(version, language):
    """The booklet of a version as PDF bytes, in `fr` or `en`. Waits; raises press.Late, press.Spoiled."""
    with translation.override(language):
        values = context(version) | {"language": language}
        html = render_to_string("documents/booklet.html", values)
        # Sorted: PostgreSQL gives the keys of what was sealed back in an order of its own.
        data = json.dumps(record(version, language, values), ensure_ascii=False, indent=1, sort_keys=True).encode()
        attached = (pgettext("file name", "promise") + ".json", _("The same promise, for machines"), data)
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
        pdf = booklet(version, language)
    except (press.Late, press.Spoiled) as reason:
        spoiled = isinstance(reason, press.Spoiled)
        return render(request, "documents/late.html", {"spoiled": spoiled}, status=500 if spoiled else 503)
    response = HttpResponse(pdf, content_type="application/pdf")
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
