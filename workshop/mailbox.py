"""The mails of a workshop, for its facilitators: what was sent, what failed and why, and what is to be sent by hand."""

import re
from urllib.parse import quote, urlsplit

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import access, delivery, method, worker
from .change import Refused, change
from .letters import sends
from .models import Letter
from .sealing import InvalidToken, unseal

LINK = re.compile(r"\S+/l/[\w-]+/")

# Rule


def mark_sent(workshop, pk, by):
    """Somebody sent this mail by hand: what was sealed goes."""
    with change(workshop, by=by):
        done = {"sent_at": timezone.now(), "by_hand": True, "sealed": "", "claimed_at": None, "failed_at": None}
        if not workshop.letters.filter(pk=pk, sent_at=None).exclude(sealed="").update(**done, error=""):
            raise Refused(_("This mail has left already."))


# Questions


def lacks(workshop):
    """What is still to do about the mails of a workshop, as sentences."""
    failures = list(delivery.open_letters().filter(workshop=workshop).values_list("failed_at", flat=True))
    failed = sum(moment is not None for moment in failures)
    waiting = 0 if sends(workshop) else len(failures) - failed
    sentences = [
        (failed, ngettext("%d mail could not be sent.", "%d mails could not be sent.", failed)),
        (waiting, ngettext("%d mail is to be sent by hand.", "%d mails are to be sent by hand.", waiting)),
    ]
    return [sentence % count for count, sentence in sentences if count]


# Screens


@access.facilitator_page
def mails(request, workshop):
    rows = list(workshop.letters.select_related("link"))
    values = {"workshop": workshop, "groups": grouped(rows, sends(workshop)), "found": rows, "sends": sends(workshop)}
    values["is_table"] = method.is_table(workshop)
    return render(request, "letters/list.html", values | {"silent": worker.is_silent()})


def grouped(rows, by_server):
    """[(title, letters)]: what asks for somebody first."""
    waiting = _("About to leave") if by_server else _("To send by hand")
    titles = {"failed": _("Not sent"), "waiting": waiting, "sent": _("Sent"), "withdrawn": _("Withdrawn")}
    kinds = {"by-hand": "sent"}
    return [(title, [row for row in rows if kinds.get(row.status, row.status) == s]) for s, title in titles.items()]


@access.facilitator_page
def mail(request, workshop, pk):
    """One mail; whole, its private link included, only while it is to be sent by a person."""
    letter = get_object_or_404(Letter.objects.select_related("link"), workshop=workshop, pk=pk)
    whole = opened(letter) if letter.status == "failed" or not sends(workshop) else ""
    found = LINK.search(whole)
    url = found[0] if found else ""
    values = {"letter": letter, "text": whole or letter.text, "whole": whole, "url": url, "path": urlsplit(url).path}
    values |= {"mailto": mailto(letter, whole), "workshop": workshop, "sends": sends(workshop)}
    return render(request, "letters/letter.html", values)


def opened(letter):
    """The text of a mail that is still of use, private link and all; empty when it cannot be read."""
    try:
        return unseal(letter.sealed)["text"] if letter.status in ("waiting", "failed") else ""
    except InvalidToken:
        return ""


def mailto(letter, text):
    return f"mailto:{quote(letter.address, '@')}?subject={quote(letter.subject)}&body={quote(text)}"


@access.facilitator_verb
def by_hand(request, workshop, pk):
    mark_sent(workshop, pk, by=request.user)
    return redirect("mails", key=workshop.key)


@access.facilitator_verb
def again(request, workshop, pk):
    delivery.send_again(workshop, pk, by=request.user)
    return redirect("mail", key=workshop.key, pk=pk)


urlpatterns = [
    path("w/<slug:key>/mails/", mails, name="mails"),
    path("w/<slug:key>/mails/<int:pk>/", mail, name="mail"),
    path("w/<slug:key>/mails/<int:pk>/sent/", by_hand, name="by-hand"),
    path("w/<slug:key>/mails/<int:pk>/again/", again, name="send-again"),
]
