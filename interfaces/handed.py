"""The private link of a contact as it is handed over: shown once, to be copied, scanned, or sent with a few words."""

from datetime import timedelta
from urllib.parse import quote

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from workshop.templatetags.typography import full_date

from .answers import COLLECTED, DAYS, status
from .models import Consultation

INVITATION = gettext_noop(
    "The team “%(team)s” is deciding how it wants to work with the teams it serves, yours among them. We wrote down "
    "what we find acceptable and what we do not; please tell us what works for you, what you would change and what is "
    "impossible.\n\nIt takes three minutes on this page, without account or password:\n%(url)s\n\nThis link is yours "
    "alone and works until %(date)s.\n\nThank you!\n%(team)s"
)
COPY = gettext_noop(
    "Thank you for talking with us. Here is what we wrote down for you: please look whether it is what you meant, and "
    "correct it if it is not.\n\n%(url)s\n\nThis link is yours alone and works until %(date)s.\n\n%(team)s"
)


def shown(request, workshop, interface, secret, is_shared=False):
    """The sheet that shows the link, this once, with a message to send; `is_shared` when it closed no other."""
    path_of_link = reverse("link", args=[secret])
    url = settings.ORIGINS[0] + path_of_link
    is_copy = status(Consultation.objects.select_related("link").get(interface=interface)) == COLLECTED
    values = {"workshop": workshop, "interface": interface, "path": path_of_link, "url": url, "is_copy": is_copy}
    values["is_shared"] = is_shared
    return render(request, "steps/consult/link.html", values | {"mail": mail(workshop, interface, url, is_copy)})


def mail(workshop, interface, url, is_copy=False):
    """A `mailto:` address with a written message, in the contact's language."""
    contact = getattr(interface, "contact", None)
    with override(contact.language if contact else workshop.language):
        until = full_date(timezone.localdate() + timedelta(days=DAYS))
        facts = {"team": workshop.team.name, "service": interface.name, "url": url, "date": until}
        hello = _("Hello %s,") % contact.name if contact else _("Hello,")
        body = f"{hello}\n\n" + _(COPY if is_copy else INVITATION) % facts
        subject = _("Three minutes to talk about the work between %(team)s and %(service)s") % facts
        if is_copy:
            subject = _("What you told us about the work between %(team)s and %(service)s") % facts
    return f"mailto:{quote(contact.email if contact else '', '@')}?subject={quote(subject)}&body={quote(body)}"
