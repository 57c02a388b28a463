"""What stands around the words of a version in its documents: matrix, sources, signatures, and how to check a copy."""

from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from workshop import method

MEMBERS_PER_MATRIX = 9  # what a landscape page holds without breaking first names
STRANDS = {
    "expected": gettext_lazy("What they said at the reciprocal table"),
    "category": gettext_lazy("Category"),
    "way": gettext_lazy("Way of working"),
    "postit": gettext_lazy("Post-it"),
    "feedback": gettext_lazy("Answer to a rule"),
    "sentence": gettext_lazy("What we would like to hear"),
    "expects": gettext_lazy("What they expect"),
    "commits": gettext_lazy("What they commit to"),
}
PUBLIC = ("category", "way")
MANAGER = "manager"
PARTIES = ("lead", "contact", MANAGER)


def matrices(people, rows):
    """The responsibility matrix in as few tables as fit, of equal widths; one without people has its contacts."""
    count = max(1, -(-len(people) // MEMBERS_PER_MATRIX))
    size = max(1, -(-len(people) // count))
    parts = [slice(start, start + size) for start in range(0, max(1, len(people)), size)]
    return [
        {"people": people[part], "rows": [row | {"cells": row["cells"][part]} for row in rows]}
        for part in (parts if rows else [])
    ]


def annex(words, kinds=PUBLIC):
    """Where each commitment comes from: [{"reference", "what", "strands"}], those without a source left out.

    What goes out of the team tells the rules and categories only; post-its and answers are for its own sheet.
    """
    lines = [line for promise in words["promises"] for line in promise["commitments"]]
    known = {each["reference"]: each["strands"] for each in words.get("threads") or map(by_its_ways, lines)}
    rows = [(line, [each for each in known.get(line["reference"], []) if each["kind"] in kinds]) for line in lines]
    return [{"reference": line["reference"], "what": line["what"], "strands": found} for line, found in rows if found]


def anyways(words):
    """What was missing when the room went on all the same: [{"step", "to", "name", "at", "missing"}], in words."""
    return [
        each
        | {
            "step": method.BY_SLUG[each["step"]].name,
            "to": method.BY_SLUG[each["to"]].name if each["to"] else "",
            "at": datetime.fromisoformat(each["at"]),
            "missing": each["missing"].get(translation.get_language(), []),
        }
        for each in words.get("anyway", [])
    ]


def signed(version):
    """Who has signed, see by_party."""
    return by_party(list(version.signatures.order_by("at", "pk")))


def by_party(rows):
    """All signatures in order, then those of the lead, of managers, and of contacts by their client service's name."""
    of = {party: [each for each in rows if getattr(each, "party", MANAGER) == party] for party in PARTIES}
    by_service = {each.service: each for each in of["contact"]}
    return {"signatures": rows, "leads": of["lead"], "managers": of[MANAGER], "by_service": by_service}


class Check(NamedTuple):
    """The page that tells whether a printed copy is still in force: its path, and the code to type there."""

    path: str
    code: str


def check(version):
    """The Check of a sealed version, None when it has no code."""
    code = getattr(version, "fingerprint", None)
    return Check(reverse("check", args=[code]), "-".join(code[at : at + 4] for at in range(0, 12, 4))) if code else None


def by_its_ways(line):
    """The thread of a line in a version that keeps its rules alone."""
    strands = [{"kind": "way", "words": text} for text in line.get("ways", [])]
    return {"reference": line["reference"], "strands": strands}
