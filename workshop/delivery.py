"""Sending: each mail is claimed before it leaves, so that two workers never send one twice.

A server that does not answer is asked again after longer and longer waits; then the mail is shown as failed, with the
reason. A worker that dies in the middle leaves a claim behind: nobody knows whether that mail has left, so it is shown
as failed too, and a person decides.
"""

from datetime import timedelta
from email.utils import formataddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from . import held
from .change import Refused, change
from .letters import blotted
from .models import Facilitation, Letter
from .sealing import InvalidToken, unseal

WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 25, 120, 600)]  # before each further try
LEASE = timedelta(minutes=5)  # longer than a server may take
REFUSED_FOR_GOOD = range(550, 555)  # SMTP: no such mailbox, not allowed, …
INTERRUPTED = gettext_noop("Sending was interrupted: it may have left. Ask before you send it again.")
NOBODYS = (".example", ".test", ".invalid")  # RFC 2606: domains of demonstrations, which no server knows
EXAMPLE = gettext_noop("This address is only an example: nobody reads it.")
UNREADABLE = gettext_noop("The server’s secret key has changed: write this mail again.")

# Rules


def claim(letter):
    """Take a mail for sending; returns whether it was still to be sent, and not withdrawn since it was read."""
    with change(letter.workshop):
        free = Letter.objects.filter(pk=letter.pk, claimed_at=None, sent_at=None, failed_at=None)
        return bool(free.exclude(sealed="").update(claimed_at=timezone.now()))


def sent(letter):
    """It has left: what was sealed goes."""
    with change(letter.workshop):
        done = {"sent_at": timezone.now(), "sealed": "", "claimed_at": None, "error": ""}
        Letter.objects.filter(pk=letter.pk).update(**done)


def put_off(letter, reason, for_good=False):
    """It has not left: try again later, or not at all."""
    with change(letter.workshop):
        letter.tries, letter.error, letter.claimed_at = letter.tries + 1, blotted(reason)[:200], None
        if for_good or letter.tries > len(WAITS):
            letter.failed_at = timezone.now()
        else:
            letter.next_try_at = timezone.now() + WAITS[letter.tries - 1]
        letter.save(update_fields=["tries", "error", "claimed_at", "failed_at", "next_try_at"])


def send_again(workshop, pk, by):
    """Have a failed mail tried again, now."""
    with change(workshop, by=by):
        fresh = {"failed_at": None, "claimed_at": None, "tries": 0, "error": "", "next_try_at": timezone.now()}
        failed = workshop.letters.filter(pk=pk, sent_at=None).exclude(failed_at=None)  # not one that is being sent
        if not failed.exclude(sealed="").update(**fresh):
            raise Refused(_("This mail has left already."))


def forget(letter):
    """What can no longer be sent is not kept readable either."""
    with change(letter.workshop):
        Letter.objects.filter(pk=letter.pk).update(sealed="")


# Questions


def unsent():
    """Those that wait, whether of use or not, still sealed."""
    return Letter.objects.filter(sent_at=None).exclude(sealed="")


def link_closed():
    return Q(link__revoked_at__isnull=False) | Q(link__expires_at__lte=timezone.now())


def open_letters():
    """Those not sent whose link, if any, is still open."""
    return unsent().exclude(link_closed() & Q(link__isnull=False)).select_related("workshop__team")


def due():
    """Those to be sent now, oldest first. A rehearsal sends nothing, nor does a workshop whose mails are held."""
    real = open_letters().filter(**held.free("workshop__"), failed_at=None, claimed_at=None)
    return real.filter(next_try_at__lte=timezone.now()).order_by("pk")


def withdrawn():
    """Those not sent whose link has closed, still sealed."""
    return unsent().filter(link_closed()).select_related("workshop")


def interrupted():
    return Letter.objects.filter(claimed_at__lte=timezone.now() - LEASE, sent_at=None).select_related("workshop")


# Sending


def deliver():
    """Send what is due, and settle what was interrupted or withdrawn."""
    for letter in interrupted():
        put_off(letter, INTERRUPTED, for_good=True)
    for letter in withdrawn():
        forget(letter)
    waiting = list(due()[:50]) if settings.SMTP else []
    if waiting:
        send(waiting)


def send(letters):
    """Send over one connection; a server that cannot be reached has claimed nothing."""
    line = get_connection()
    try:
        line.open()
    except (OSError, SMTPException) as error:
        for letter in letters:
            put_off(letter, reason(error))
        return
    for letter in letters:
        if letter.address.endswith(NOBODYS):
            put_off(letter, EXAMPLE, for_good=True)
        elif claim(letter):
            hand_over(letter, line)
    line.close()


def hand_over(letter, line):
    try:
        line.send_messages([message(letter)])
    except InvalidToken:
        put_off(letter, UNREADABLE, for_good=True)
    except (OSError, SMTPException) as error:
        put_off(letter, reason(error), is_final(error))
    except Exception as error:  # nothing that one mail holds may keep the others waiting
        put_off(letter, type(error).__name__, for_good=True)
    else:
        sent(letter)


def message(letter):
    """The e-mail of a Letter; its Message-ID stays the same when it is sent again."""
    content, host = unseal(letter.sealed), urlsplit(settings.ORIGINS[0]).hostname
    headers = {"Message-ID": f"<{letter.workshop.key}.{letter.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    mail = EmailMultiAlternatives(
        letter.subject, content["text"], to=[formataddr((letter.name, letter.address))], headers=headers
    )
    mail.reply_to = leads(letter.workshop)
    mail.attach_alternative(content["html"], "text/html")
    if content["calendar"]:
        mail.attach("date.ics", content["calendar"], "text/calendar")
    return mail


def leads(workshop):
    """Whom an answer goes to: the facilitator."""
    rows = workshop.facilitations.filter(role=Facilitation.LEAD)
    return list(rows.values_list("facilitator__email", flat=True))


def reason(error):
    """What went wrong, in the server's words where it had any."""
    if isinstance(error, SMTPRecipientsRefused):
        error = SMTPResponseException(*next(iter(error.recipients.values())))
    if isinstance(error, SMTPResponseException):
        words = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {words}"
    return getattr(error, "strerror", "") or type(error).__name__


def is_final(error):
    """Whether trying again makes no sense: every recipient was refused for good."""
    refused = error.recipients.values() if isinstance(error, SMTPRecipientsRefused) else []
    return bool(refused) and all(code in REFUSED_FOR_GOOD for code, _words in refused)
