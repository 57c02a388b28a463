"""The documents of a version: which there are, and what each says, in the document's language.

Their words come from `content.py` and `report.py`, their HTML from `templates/documents/`, their paper from `press.py`.
Who may have them is in `downloads.py`.
"""

import json
from dataclasses import dataclass
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from . import annexes, content, press, report

ON_A_POSTER = 3  # commitments of one client service: what is read from three metres is short

# Which there are


class Kind(NamedTuple):
    """What all documents of a kind share: titles in lists and in file names, template, print sheets."""

    title: str
    short: str
    template: str
    sheets: list


KINDS = {
    "booklet": Kind(
        gettext_lazy("The booklet"),
        pgettext_lazy("file name", "Promise"),
        "documents/booklet.html",
        ["paper", "booklet"],
    ),
    "poster": Kind(
        gettext_lazy("The poster"), pgettext_lazy("file name", "Poster"), "documents/poster.html", ["paper", "poster"]
    ),
    "matrix": Kind(
        gettext_lazy("The responsibility matrix"),
        pgettext_lazy("file name", "RACI"),
        "documents/matrix.html",
        ["paper", "booklet", "matrix"],
    ),
    "review": Kind(
        gettext_lazy("The review report"),
        pgettext_lazy("file name", "Review"),
        "documents/review.html",
        ["paper", "booklet", "review"],
    ),
    "sources": Kind(
        gettext_lazy("The sources"),
        pgettext_lazy("file name", "Sources"),
        "documents/sources.html",
        ["paper", "booklet", "review"],
    ),
    "page": Kind(
        gettext_lazy("On one page"),
        pgettext_lazy("file name", "Promise"),
        "documents/page.html",
        ["paper", "booklet", "page"],
    ),
}


@dataclass(frozen=True)
class Document:
    """One paper of a version; `code` and `client_service` are those of a page for one client service."""

    kind: str
    code: str = ""
    client_service: str = ""

    @property
    def name(self):
        """What it is called in addresses: `booklet`, `page-COMPTA`."""
        return f"{self.kind}-{self.code}" if self.code else self.kind


BOOKLET = Document("booklet")


def documents(version, words):
    """The documents of a version in the order of their list; `words` are those of content.of(version)."""
    whole = ["booklet", "poster", *(["matrix"] if words["matrix"]["rows"] else [])]
    whole += ["sources"] if annexes.annex(words, annexes.STRANDS) else []
    whole += ["review"] if report.is_open(version) else []
    pages = [Document("page", each["code"], each["client_service"]) for each in words["promises"]]
    return [*map(Document, whole), *pages]


# What they say


def context(version, words=None):
    """Everything the templates read: the version's words, its edition, and who has signed since."""
    words = words or content.of(version)
    return words | {
        "version": version,
        "is_draft": version.sealed_at is None,
        "processes": [each | {"code": one["code"]} for one in words["promises"] for each in one["processes"]],
        "matrices": annexes.matrices(**words["matrix"]),
        "annex": annexes.annex(words),
        "anyways": annexes.anyways(words),
        "check": annexes.check(version),
        **annexes.signed(version),
        "labels": annexes.STRANDS,
        "on_a_poster": ON_A_POSTER,
    }


def about(words, code):
    """The words of a version about one client service only."""
    return words | {
        "promises": [each for each in words["promises"] if each["code"] == code],
        "matrix": {"people": [], "rows": []},
    }


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


# How they are made


def order(version, document, language, words=None):
    """What the press is to print: (HTML, sheets, attached files), in `fr` or `en`."""
    words = words or content.of(version)
    with translation.override(language):
        values = context(version, about(words, document.code) if document.code else words)
        values |= {"language": language, "document": document}
        said = record(version, language, values)
        if document.kind == "sources":
            values["annex"] = annexes.annex(words, annexes.STRANDS)
        if document.kind == "review":
            values |= report.context(version, words)
            said["review"] = report.record(values)
        html = render_to_string(KINDS[document.kind].template, values)
        # Sorted: PostgreSQL gives the keys of what was sealed back in an order of its own.
        data = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode()
        attached = (pgettext("file name", "promise") + ".json", _("The same promise, for machines"), data)
    return html, KINDS[document.kind].sheets, [attached]


def booklet(version, language):
    """The booklet of a version as PDF bytes. Waits; raises press.Late, press.Spoiled."""
    return press.pdf(*order(version, BOOKLET, language))


def file_name(version, language, document=BOOKLET):
    """`Promesse-logistique-v1.pdf`, `Promesse-logistique-COMPTA-v1.pdf`."""
    with translation.override(language):
        edition = f"v{version.number}" if version.sealed_at else slugify(_("Draft"))
        title = str(KINDS[document.kind].short)
    team = slugify(version.workshop.team.name) or version.workshop.key
    return "-".join(each for each in (title, team, document.code, edition) if each) + ".pdf"
