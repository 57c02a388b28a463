"""Invitations to sign by mail: recipients and words are shown first, then one press writes to one contact, or to all.

Only contacts with an address are written to, each in their language; nobody is reminded.
"""

from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _

from workshop import access, held, letters, links
from workshop.change import Refused, change

from . import signing, versions
from .models import Signatory
from .signers import parties, promised

ASKED = "sign-asks"

# Rules


def write_to(workshop, promise, by):
    """Write to the contact of one promise of the version in force; the link sent before stops working."""
    with change(workshop, by=by):
        version = signing.in_force(workshop)
        post(version, get_object_or_404(promised(version), pk=promise))


def write_to_all(workshop, by):
    """Write to every contact who was not asked to sign yet. Returns how many."""
    with change(workshop, by=by):
        version = signing.in_force(workshop)
        fresh = [row.promise for row in parties(version) if row.is_fresh]
        if not fresh:
            raise Refused(_("There is nobody left to write to: all are asked, or have no address."))
        for promise in promised(version).filter(pk__in=fresh):
            post(version, promise)
    return len(fresh)


def post(version, promise):
    """Make the link, and the mail that carries it. Call it inside a change."""
    workshop, contact = version.workshop, getattr(promise.interface, "contact", None)
    held.check(workshop)
    if contact is None or not contact.email:
        raise Refused(_("“%s” has no contact with an address: name one in step 3.") % promise.interface.name)
    link, secret = signing.renew(version, Signatory.CONTACT, promise)
    values = told(version, promise.interface.name, links.url(secret), link.expires_at)
    letters.post(workshop, ASKED, str(link.pk), whom(contact), contact.language, ASKED, values, link=link)


# Questions


def told(version, service, url, until):
    """What the mail says."""
    return {"service": service, "number": version.number, "url": url, "until": until}


def whom(contact):
    return contact.name, contact.email


def listed(workshop):
    """What the sheet shows before any mail is written: to whom, and in which words; secrets are made on sending."""
    version = versions.in_force(workshop)
    rows = [row for row in parties(version) if row.party == Signatory.CONTACT] if version else []
    values = {"workshop": workshop, "version": version, "recipients": [(row, words(version, row)) for row in rows]}
    return values | {"fresh": sum(row.is_fresh for row in rows), "sends": letters.sends(workshop)}


def words(version, row):
    """(subject, text) of the mail to a contact, None without an address; its private link is blotted out."""
    if not row.has_address:
        return None
    values = told(version, row.service, links.url(letters.BLOT), signing.until(version))
    mail = letters.written(version.workshop, whom(row.contact), row.contact.language, ASKED, values)
    return mail[0], letters.blotted(mail[1])


# Screens


@access.facilitator_page
def sheet(request, workshop):
    return render(request, "steps/promise/sign_mails.html", listed(workshop))


@access.facilitator_verb
def one(request, workshop, pk):
    write_to(workshop, pk, by=request.user)
    return render(request, "steps/promise/sign_mails.html", listed(workshop))


@access.facilitator_verb
def every(request, workshop):
    write_to_all(workshop, by=request.user)
    return render(request, "steps/promise/sign_mails.html", listed(workshop))


urlpatterns = [
    path("signature/mails/", sheet, name="sign-mails"),
    path("signature/mails/send/", every, name="sign-mail-all"),
    path("signature/<int:pk>/mail/", one, name="sign-mail"),
]
