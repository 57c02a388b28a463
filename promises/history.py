"""The versions of a workshop's promises: their dates, where each stands, and what changes between two of them."""

from typing import NamedTuple

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _

from workshop import access, links
from workshop.models import Link

from . import checking, differences
from .models import Version
from .slots import CommitmentForm, ProcessForm

DRAFT = "draft"


class Edition(NamedTuple):
    """One version in the list: `state` is "draft" or one of checking's."""

    version: Version
    state: str
    next: Version | None


class PairForm(forms.Form):
    """Which two versions to compare, by number."""

    since = forms.IntegerField(min_value=0, max_value=2**15 - 1, required=False)
    until = forms.IntegerField(min_value=0, max_value=2**15 - 1, required=False)


def editions(workshop, drafts=True):
    """Every version as an Edition, the last first; without the draft for whoever is not in the room."""
    rows = workshop.versions.prefetch_related("signatures").select_related("workshop__team__organisation", "review")
    return [edition(row) for row in reversed(rows) if drafts or row.sealed_at]


def edition(version):
    if version.sealed_at is None:
        return Edition(version, DRAFT, None)
    standing = checking.standing(version)
    return Edition(version, standing.state, standing.next)


def compared(request, rows, until=None):
    """{"rows", "older", "newer", "changes"} of the two versions asked for, else of the last one and the one before."""
    form = PairForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    by_number = {row.version.number: row.version for row in rows}
    newer = by_number.get(asked.get("until") or until or max(by_number, default=0))
    below = [number for number in by_number if newer and number < newer.number]
    older = by_number.get(asked.get("since") or max(below, default=0))
    if older and newer and older.number > newer.number:
        older, newer = newer, older
    if older == newer:
        older = None
    changes = differences.between(older, newer) if older and newer else None
    return {"rows": rows, "older": older, "newer": newer, "changes": changes, "labels": labels()}


def labels():
    """{slot: what it is called on a page}."""
    fields = ProcessForm.base_fields | CommitmentForm.base_fields
    named = {"steps": _("Steps"), "text": _("What this client service can count on")}
    named |= {"needs": _("What we need from you"), "reach": _("How to reach us")}
    return {slot: field.label for slot, field in fields.items()} | named


# The facilitator's side


@access.facilitator_page
def versions(request, workshop):
    return page(request, workshop)


@access.facilitator_page
def changes(request, workshop, number):
    """What a version changes, the draft among them, from the one before it."""
    get_object_or_404(workshop.versions, number=number)
    return page(request, workshop, until=number)


def page(request, workshop, until=None):
    values = compared(request, editions(workshop), until) | {"workshop": workshop}
    return render(request, "promises/versions.html", values)


urlpatterns = [
    path("versions/", versions, name="versions"),
    path("versions/<int:number>/differences/", changes, name="differences"),
]


# The manager's side


@links.link_page(Link.MANAGER)
def manager_versions(request, link):
    """Sealed versions only: a manager reads what is promised, not a draft."""
    if request.method == "POST":
        raise Http404
    values = compared(request, editions(link.workshop, drafts=False)) | {"workshop": link.workshop, "link": link}
    return render(request, "promises/versions.html", values)
