"""The private link of a service as it is handed over: shown once, to be copied, scanned, or sent with a few words."""

from urllib.parse import quote

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from workshop.templatetags.typography import full_date

from .services import standing

WORDS = gettext_noop(
    "The services of %(team)s say what they expect from each other, and what they commit to. “%(service)s” has its own "
    "page in that table, without account or password; what is written there is kept as you go:\n%(url)s\n\n"
    "This link is for your service alone and works until %(date)s.\n\nThank you!\n%(team)s"
)


def shown(request, workshop, pk, secret):
    """The sheet that shows the link, this once, with a message to send."""
    party = standing(workshop, pk)
    where = reverse("link", args=[secret])
    values = {"workshop": workshop, "party": party, "path": where, "url": settings.ORIGINS[0] + where}
    return render(request, "steps/parties/link.html", values | {"mail": mail(workshop, party, values["url"])})


def mail(workshop, party, url):
    """A `mailto:` address with a written message, in the contact's language."""
    with override(party.language):
        facts = {"team": workshop.team.name, "service": party.name, "url": url}
        facts["date"] = full_date(party.link.expires_at)
        hello = _("Hello %s,") % party.contact if party.contact else _("Hello,")
        subject = _("The row of %(service)s in the table of reciprocal commitments of %(team)s") % facts
        body = f"{hello}\n\n" + _(WORDS) % facts
    return f"mailto:{quote(party.email, '@')}?subject={quote(subject)}&body={quote(body)}"
