"""The page behind the QR of a printed copy: whether what one holds is still in force, and nothing of what it says.

Public: the code on paper is the version's fingerprint, 60 bits of SHA-256 over its sealed words in Crockford's
alphabet, in three groups of four. It proves which words were sealed; it opens nothing.
"""

import hashlib
import json
from typing import NamedTuple

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from workshop import codes
from workshop.models import CROCKFORD

from . import versions
from .models import Version

LENGTH = 12  # characters

IN_FORCE, REPLACED, OVERDUE = "in force", "replaced", "overdue"


class Standing(NamedTuple):
    """Where a sealed version stands; `next` is the version that replaced it."""

    state: str
    version: Version
    next: Version | None = None


def fingerprint(version):
    """Of a version's kept words, its number and its workshop: 12 characters, the same wherever it is computed."""
    words = json.dumps([version.workshop.key, version.number, version.kept], sort_keys=True, ensure_ascii=False)
    bits = int.from_bytes(hashlib.sha256(words.encode()).digest())
    return "".join(CROCKFORD[bits >> 5 * place & 31] for place in range(LENGTH))


def standing(version):
    """The version that replaced it is the one sealed next, whatever came after."""
    later = version.workshop.versions.filter(number__gt=version.number).exclude(sealed_at=None).first()
    if later:
        return Standing(REPLACED, version, later)
    review = getattr(version, "review", None)
    late = version.review_on and version.review_on < timezone.localdate() and not (review and review.closed_at)
    return Standing(OVERDUE if late else IN_FORCE, version)


@require_safe
def ask(request):
    """A field for the code of a copy that cannot be scanned."""
    typed = request.GET.get("code", "")
    if typed.strip():
        return redirect("check", code=codes.tidy(typed)[:LENGTH] or "-")
    return render(request, "promises/ask_code.html")


@require_safe
def page(request, code):
    """What the code stands for; 404 with the field again when nothing has it."""
    wanted = codes.tidy(code)[:LENGTH]
    version = Version.objects.filter(fingerprint=wanted).exclude(sealed_at=None).first() if wanted else None
    if version is None:
        return render(request, "promises/ask_code.html", {"unknown": code}, status=404)
    values = {"standing": standing(version), "version": version, "code": version.spelled_fingerprint}
    values |= {"last": versions.in_force(version.workshop)}
    return render(request, "promises/check.html", values)
