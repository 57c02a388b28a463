"""Signing a version: for the team its lead, for each client service its contact, for the management a manager.

Each by a private link of their own, or the lead at the console. A signature belongs to one version, the one that was
read; nothing carries it to the next. A manager's link is in manager.py: it opens the versions before, too. Who is to
sign is signers.py, links by mail invited.py.
"""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from workshop import access, links, posts
from workshop.change import Refused, change
from workshop.models import Link
from workshop.text import TextField

from . import checking, content, counterpart, manager, versions
from .models import Signatory, Signature
from .signers import NO_PROMISE, parties, promised


def console(version):
    """What the console shows of the version in force: who signs it, and how many are still to."""
    rows = parties(version) if version else []
    return {"parties": rows, "waiting": sum(not row.signatures for row in rows)}


# Rules


def ask(workshop, promise, by):
    """A private link to sign the version in force: for a contact by the promise's key, for the lead by NO_PROMISE.

    Returns its secret; the link before is closed. The lead's is made by whoever leads the workshop: it signs for them.
    """
    if promise == NO_PROMISE and not access.is_lead(by, workshop):
        raise Refused(_("Only whoever leads this workshop makes the link by which the team’s lead signs."), status=403)
    with change(workshop, by=by):
        version = in_force(workshop)
        about = get_object_or_404(promised(version), pk=promise) if promise else None
        return renew(version, party_of(promise), about)[1]


def renew(version, party, promise):
    """(Link, secret) for one party, the link before closed. Call it inside a change."""
    if signed(version, party, promise):
        raise Refused(_("This was signed already. A signature stays."))
    seat, _new = version.signatories.get_or_create(party=party, promise=promise)
    links.revoke(Link.objects.filter(pk=seat.link_id))
    seat.link, secret = links.make_link(version.workshop, Link.SIGN, manager.days_open(version))
    seat.save()
    return seat.link, secret


def until(version):
    """When a link that is made now ends."""
    return timezone.now() + timedelta(days=manager.days_open(version))


def close(workshop, promise, by):
    """Close a link to sign; what was signed stays."""
    with change(workshop, by=by):
        seats = in_force(workshop).signatories.filter(party=party_of(promise), promise=promise or None)
        if not links.revoke(Link.objects.filter(signatories__in=seats)):
            raise Refused(_("There is no open link to close."))


def sign(link, name, role=""):
    """Sign, by a private link, the version that the link is about, as long as it is the one in force."""
    with change(link.workshop) as workshop:
        seat = link.signatories.select_related("version", "promise__interface").get()
        if seat.version != in_force(workshop):
            sentence = _("Version %(old)d was replaced by version %(new)d: it can no longer be signed.")
            raise Refused(sentence % {"old": seat.version.number, "new": in_force(workshop).number})
        put(seat.version, seat.party, seat.promise, name, role, link)


def sign_here(workshop, name, role, number, by):
    """The team's lead signs at the console of whoever leads the workshop; `number` is the version that was read."""
    if not access.is_lead(by, workshop):
        raise Refused(_("Only at the console of whoever leads this workshop: make a link instead."), status=403)
    with change(workshop, by=by):
        version = in_force(workshop)
        if number != version.number:
            raise Refused(_("Version %d has been sealed meanwhile. Read it, then sign.") % version.number)
        put(version, Signatory.LEAD, None, name, role, None)


def put(version, party, promise, name, role, link):
    """Write a signature down, once per party. Call it inside a change."""
    known = signed(version, party, promise)
    if known:
        raise Refused(_("%s has already signed this.") % known.name)
    service = named(version, promise) if promise else ""
    Signature.objects.create(
        version=version, party=party, promise=promise, service=service, name=name, role=role, link=link
    )


def named(version, promise):
    """What a client service was called when the version was sealed."""
    own = sealed_words(version, promise)
    return own[0]["client_service"] if own else promise.interface.name


def sealed_words(version, promise):
    """The sealed words of one promise, or of all of them without one: a list of content.py's."""
    words = content.of(version)
    services = words.get("rows", {}).get("services", {})
    return [one for one in words["promises"] if promise is None or services.get(one["code"]) == promise.interface_id]


def signed(version, party, promise):
    return version.signatures.filter(party=party, promise=promise or None).first()


def party_of(promise):
    return Signatory.CONTACT if promise else Signatory.LEAD


def in_force(workshop):
    version = versions.in_force(workshop)
    if version is None:
        raise Refused(_("Seal the promise first: a draft is not signed."))
    return version


# The facilitator's side


class SigningForm(forms.Form):
    name = TextField(limit=80, max_length=80)
    role = TextField(limit=80, max_length=80, required=False)


class HereForm(SigningForm):
    number = forms.IntegerField()


@access.facilitator_verb
def link(request, workshop, pk):
    """The link of one party, shown this once."""
    where = reverse("link", args=[ask(workshop, pk, by=request.user)])
    row = next(row for row in parties(versions.in_force(workshop)) if row.promise == pk)
    values = {"workshop": workshop, "address": settings.ORIGINS[0] + where, "path": where, "row": row}
    return render(request, "steps/promise/sign_link.html", values)


@access.facilitator_verb
def shut(request, workshop, pk):
    close(workshop, pk, by=request.user)


@access.facilitator_page
def here(request, workshop):
    values = {"workshop": workshop, "version": versions.in_force(workshop)}
    return render(request, "steps/promise/sign_here.html", values)


@access.facilitator_verb
def put_here(request, workshop):
    sign_here(workshop, **posts.checked(HereForm(request.POST)), by=request.user)


urlpatterns = [
    path("signature/<int:pk>/link/", link, name="sign-link"),
    path("signature/<int:pk>/link/revoke/", shut, name="sign-unlink"),
    path("signature/here/", here, name="sign-form"),
    path("signature/here/sign/", put_here, name="sign-here"),
]


# The page


@links.link_page(Link.SIGN)
def page(request, link):
    """GET shows what is to be signed, or that it was; POST signs."""
    seats = Signatory.objects.select_related("version__workshop", "promise__interface__contact")
    seat = get_object_or_404(seats, link=link)
    with override(language_of(request, seat)):
        form = SigningForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            sign(link, **form.cleaned_data)
            return redirect(request.path)
        return render(
            request, "promises/signing.html", shown(link, seat) | {"form": form}, status=422 if form.is_bound else 200
        )


def shown(link, seat):
    """What the page says: a contact reads the promise to that client service, and no other."""
    words, own = content.of(seat.version), sealed_words(seat.version, seat.promise)
    known = signed(seat.version, seat.party, seat.promise_id)
    values = {"link": link, "workshop": link.workshop, "version": seat.version, "party": seat.get_party_display()}
    values |= {"promises": own, "team": words["team"], "mission": words["mission"], "signature": known}
    return values | {"standing": checking.standing(seat.version), "used": known and known.link_id == link.pk}


def language_of(request, seat):
    return counterpart.language_of(request, seat.promise.interface) if seat.promise else get_language()
