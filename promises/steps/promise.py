"""Step 8, the promise: the team meets again, shares the feedback, and writes what it promises to each client service.

The facilitator writes beside the sources; every member says of each line whether it can be kept. A line that somebody
cannot keep is not promised. Over when the version is sealed: numbered, dated, to be reviewed six months later.
"""

from django import forms
from django.db.models import Count, Sum
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interfaces.models import Interface
from interfaces.spotlight import lit_service
from promises import (
    checking,
    consents,
    content,
    desks,
    history,
    invited,
    lines,
    manager,
    reading,
    signing,
    taking,
    thread,
    versions,
)
from promises.consents import consent, refused, suggest, take
from promises.lines import amend, claim, commit, describe, erase, redescribe, withdraw
from promises.manager import approve, invite_manager, revoke_manager
from promises.missing import lacking, missing
from promises.models import Commitment, Consent, Process, Promise, Source, Wording
from promises.taking import require, take_up
from workshop import access, anyway, posts
from workshop.attendance import present_count
from workshop.change import Refused, change
from workshop.gestures import close, gesture
from workshop.text import TextField

__all__ = ["amend", "approve", "commit", "consent", "describe", "erase", "invite_manager", "redescribe"]
__all__ += [
    "require",
    "revoke_manager",
    "suggest",
    "take",
    "take_up",
    "withdraw",
]  # rules of this step that live beside it

SLUG = "promise"

# Rules


def open_version(workshop, by=None):
    """The version being written; opened now when there is none, with all that the version in force holds."""
    with change(workshop, by=by):
        return versions.opened(workshop)


def write(workshop, interface, text, needs, reach, version, by):
    """Write the promise to a client service; `version` counts the edits that were seen."""
    with change(workshop, by=by):
        promise = versions.promise_to(workshop, interface)
        own = Promise.objects.filter(pk=promise.pk)
        with gesture(workshop, by, lambda: _("Changed the promise to %s") % interface, own):
            claim(promise, {"text": text, "needs": needs, "reach": reach}, version)
            promise.save()


def seal(workshop, by):
    """Number, date and freeze the version. What somebody cannot keep is left out of it. Returns the Version."""
    with change(workshop, by=by):
        version = versions.to_write_in(workshop)
        lines = versions.lines_of(version)
        lines.filter(pk__in=refused(version)).update(left_out=True)
        if not lines.promised().exists():
            raise Refused(_("Nothing is promised yet: write at least one commitment that everybody can keep."))
        version.sealed_at = timezone.now()
        version.review_on = versions.review_day(version)
        anyway.note(workshop, SLUG, "", by, lacking, version.sealed_at)
        version.kept = content.written(version)
        version.fingerprint = checking.fingerprint(version)
        version.save()
        close(workshop, Promise, Commitment, Process, Wording, Consent, Source)
    return version


# Screens


class PromiseForm(forms.Form):
    text = TextField(label=gettext_lazy("What this client service can count on"), limit=1200, lines=12)
    needs = TextField(label=gettext_lazy("What we need from you"), limit=800, lines=12, required=False)
    reach = TextField(label=gettext_lazy("How to reach us"), limit=400, lines=6, required=False)
    version = forms.IntegerField()


def context(workshop):
    """What everybody may know: which version is written, how far it is, which one is in force."""
    version, last = versions.draft(workshop), versions.in_force(workshop)
    rows = list(versions.lines_of(version or last).promised()) if version or last else []
    return {
        "version": version,
        "in_force": last,
        "line_count": len(rows),
        "measurable_count": sum(line.is_measurable for line in rows),
        "writes": bool(version or not last),
        "stamp": stamp(version) if version else f"sealed-{last.number}" if last else "",
        "present_count": present_count(workshop),
    }


def stamp(version):
    """Changes with every word of the draft: tells phones that their own part is out of date."""
    sums = {"rows": Count("pk"), "keys": Sum("pk"), "edits": Sum("edits")}
    return "-".join(
        str(value or 0)
        for rows in (versions.lines_of(version), version.promises)
        for value in rows.aggregate(**sums).values()
    )


def board(workshop):
    """One client service when one is in the light, else a card for each."""
    interfaces = shown(workshop)
    lit = [interface for interface in interfaces if interface.pk == lit_service(workshop)]
    return {
        "pages": versions.pages(versions.draft(workshop) or versions.in_force(workshop), lit or interfaces),
        "lit": lit,
        "spot_here": bool(lit),
    }


def shown(workshop):
    """Client services of the step: those treated, or those of the version in force once nothing is being written."""
    last = versions.in_force(workshop)
    treated = workshop.interfaces.treated()
    if versions.draft(workshop) or not last:
        return list(treated.select_related("contact"))
    promised = Interface.objects.filter(promises__version=last).order_by("position", "pk")
    return list(promised.select_related("contact"))


def console(workshop):
    interfaces, version = shown(workshop), versions.draft(workshop)
    last = versions.in_force(workshop)
    pages = versions.pages(version or last, interfaces)
    return {
        "missing": missing(workshop),
        "lit_service": lit_service(workshop),
        "pages": pages,
        **desks.of(workshop, version, pages),
        "refused_count": refused(version).distinct().count() if version else 0,
        "has_link": manager.has_link(workshop),
        **signing.console(last),
        "left_out": left_out(last) if last and not version else [],
    }


def left_out(version):
    """The lines of a sealed version that somebody could not keep, in the order of its client services."""
    lines = versions.lines_of(version).filter(left_out=True).select_related("promise__interface")
    return lines.order_by("promise__interface__position", "promise__interface", "position", "pk")


def mine(person):
    version, last = versions.draft(person.workshop), versions.in_force(person.workshop)
    promised = versions.pages(last, shown(person.workshop)) if last and not version else []
    state = {"version": version, "in_force": last, "promised": promised}
    return state | consents.asked_of(person)


@access.facilitator_page
def text(request, workshop, pk):
    interface = lines.treated(workshop, pk)
    promise = Promise.objects.filter(version=versions.draft(workshop), interface=interface).first()
    form = PromiseForm(initial=lines.written(promise) if promise else {})
    return lines.sheet(request, workshop, interface, "steps/promise/text.html", form, promise=promise)


@access.facilitator_verb
def save(request, workshop, pk):
    write(workshop, lines.treated(workshop, pk), **posts.checked(PromiseForm(request.POST)), by=request.user)


@access.facilitator_verb
def prepare(request, workshop):
    open_version(workshop, by=request.user)


@access.facilitator_page
def sealing(request, workshop):
    """The sheet that says what is missing before the version is sealed."""
    values = {"workshop": workshop, "version": versions.draft(workshop), "lacking": lacking(workshop)}
    return render(request, "steps/promise/seal.html", values)


@access.facilitator_verb
def close_version(request, workshop):
    seal(workshop, by=request.user)


urlpatterns = [
    path("service/<int:pk>/text/", text, name="text"),
    path("service/<int:pk>/save/", save, name="save"),
    path("prepare/", prepare, name="prepare"),
    path("sealing/", sealing, name="sealing"),
    path("seal/", close_version, name="seal"),
    *lines.urlpatterns,
    *reading.urlpatterns,
    *taking.urlpatterns,
    *thread.urlpatterns,
    *consents.urlpatterns,
    *manager.urlpatterns,
    *signing.urlpatterns,
    *invited.urlpatterns,
    *history.urlpatterns,
]
