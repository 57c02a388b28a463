"""Mails: written once each, in the recipient's language, kept sealed until they have left.

A template is two files, `templates/mails/<name>.txt`, whose first line is the subject, and `<name>.html`. Both may use
`workshop`, `team`, `name`, `address`, `stop` (where reminders are stopped), `console` and what the caller gives.
Sending is delivery.py; who calls it and the reminders every minute is worker.py.
"""

import hashlib
import hmac
import re

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from .models import Letter
from .sealing import seal

SECRETS = re.compile(r"(/(?:l|stop)/)[\w:.%-]+")
BLOT = "•••"
STOP = signing.Signer(salt="stop")
REMINDERS = []


def register(reminders):
    """Have a function called every minute: `due(now) -> None`, which posts what is due. For AppConfig.ready."""
    if reminders not in REMINDERS:
        REMINDERS.append(reminders)


def post(workshop, kind, key, to, language, template, values, calendar=None, link=None, reminds=False):
    """Write one mail, at most once per (workshop, kind, key). Returns the Letter, None when there is none to write.

    `to` is (name, address); `calendar` what calendars.event gave. With `link`, the private Link it is about, it is
    withdrawn when that closes. One that `reminds` is not written to somebody who wants no more reminders, and none of
    a workshop whose mails are held (held.py).
    Call it inside a change.
    """
    name, address = to
    kept = Letter.objects.filter(workshop=workshop, kind=kind, key=key)
    if workshop.mails_held or not address or kept.exists() or (reminds and has_stopped(workshop, address)):
        return None
    subject, text, html = written(workshop, to, language, template, values)
    content = {"text": text, "html": html, "calendar": calendar.decode() if calendar else ""}
    facts = {"name": name, "address": address, "language": language, "link": link, "subject": subject}
    return Letter.objects.create(
        workshop=workshop, kind=kind, key=key, **facts, text=blotted(text), sealed=seal(content)
    )


def written(workshop, to, language, template, values):
    """(subject, text, HTML) of a mail, as `post` keeps it."""
    name, address = to
    known = {"workshop": workshop, "team": workshop.team.name, "name": name, "address": address}
    known |= {"stop": stop_url(workshop, address, language), "language": language, "console": console_url(workshop)}
    return rendered(template, language, known | values)


def rendered(template, language, values):
    """(subject, text, HTML) in a language."""
    with override(language):
        whole = render_to_string(f"mails/{template}.txt", values)
        html = render_to_string(f"mails/{template}.html", values)
    subject, _line, text = whole.partition("\n")
    return re.sub(r"[\r\n\t ]+", " ", subject).strip(" ")[:250], re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", html


def blotted(text):
    """The same text without the secrets of its addresses."""
    return SECRETS.sub(rf"\g<1>{BLOT}", text)


def sends(workshop):
    """Whether mails of this workshop leave by themselves: with a mail server, and never in a rehearsal."""
    return bool(settings.SMTP) and not workshop.is_rehearsal


# Who wants no more reminders


def console_url(workshop):
    return settings.ORIGINS[0] + reverse("console", args=[workshop.key])


def stop_url(workshop, address, language):
    """Where somebody stops the reminders of a workshop: nothing is stored for it."""
    token = STOP.sign(f"{workshop.pk}.{who(address)}.{language}")
    return settings.ORIGINS[0] + reverse("stop", args=[token])


def told(token):
    """[workshop's primary key, who, language] of an address to stop at; raises BadSignature."""
    return STOP.unsign(token).split(".")


def who(address):
    """An address as it is kept among those who want no more reminders."""
    return hmac.new(settings.SECRET_KEY.encode(), f"stop {address.lower()}".encode(), hashlib.sha256).hexdigest()[:16]


def has_stopped(workshop, address):
    return workshop.stopped.filter(who=who(address)).exists()
