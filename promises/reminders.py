"""Mails around a review: 30 and 7 days before it, 7 days after it while it is not closed, and when its day moves.

To who leads the workshop, and to each client service's contact who has an address: members have none. Each at most once
for a day; those before the day was chosen are left out, since that choice is told by itself.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from workshop import calendars, held, letters
from workshop.change import change
from workshop.models import Facilitation

from .models import Version

DAYS = (30, 7, -7)  # before the review
WITHIN = timedelta(days=30)  # a worker that was away says it later, but not much later
KINDS = {30: "review-month", 7: "review-week", -7: "review-late"}


@dataclass
class Reader:
    """Somebody who is written to; `service` is the client service they answer for, empty for who leads."""

    key: str
    name: str
    address: str
    language: str
    service: str = ""
    has_answered: bool = False


def remind(now):
    """Post what is due; looks first, so that nothing is locked while nothing is."""
    today = timezone.localdate(now)
    for version in watched(today):
        kind = due(version, today)
        if kind and pending(version, kind):
            with change(version.workshop):
                fresh = Version.objects.filter(pk=version.pk, review__closed_at=None).first()
                if fresh and due(fresh, today) == kind:
                    write(fresh, kind)


def watched(today):
    """Versions in force whose review is near or late and not closed."""
    near = Version.objects.filter(review_on__lte=today + timedelta(days=max(DAYS)), review_on__gte=today - WITHIN * 2)
    sealed = near.exclude(sealed_at=None).filter(review__closed_at=None)
    sealed = sealed.filter(**held.free("workshop__"))
    found = sealed.select_related("workshop__team", "review")
    return [each for each in found if not each.workshop.versions.filter(number__gt=each.number, kept__isnull=False)]


def due(version, today):
    """The kind of mail of the last milestone that is past, "" when there is none or the day was chosen since."""
    past = [days for days in DAYS if version.review_on - timedelta(days=days) <= today]
    if not past:
        return ""
    milestone = version.review_on - timedelta(days=past[-1])
    chosen = timezone.localdate(version.dated_at or version.sealed_at)
    return KINDS[past[-1]] if chosen < milestone and today - milestone < WITHIN else ""


def pending(version, kind):
    """Those who are still to be told."""
    keys = [key_of(version, reader) for reader in readers(version, kind)]
    return set(keys) - set(version.workshop.letters.filter(kind=kind, key__in=keys).values_list("key", flat=True))


def announce(version):
    """Tell everybody that the review has another day. Call it inside a change."""
    write(version, "review-moved")


def write(version, kind):
    """One mail to each reader. Call it inside a change."""
    for reader in readers(version, kind):
        known = {"day": version.review_on, "number": version.number, "service": reader.service}
        known |= {"console": settings.ORIGINS[0] + reverse("console", args=[version.workshop.key, "review"])}
        whom = (reader.name, reader.address)
        file = calendar(version, reader.language)
        args = (version.workshop, kind, key_of(version, reader), whom, reader.language, kind, known)
        letters.post(*args, calendar=file, reminds=bool(reader.service))


def key_of(version, reader):
    return f"v{version.number}-{version.review_on:%Y%m%d}-{reader.key}"


def readers(version, kind):
    """Who gets this mail: a contact who has answered is not told that the review is late."""
    return [each for each in addressed(version) if not (kind == KINDS[-7] and each.has_answered)]


def addressed(version):
    """Everybody who has an address: who leads, then the contacts of the version's client services; three queries."""
    lead = version.workshop.facilitations.select_related("facilitator").filter(role=Facilitation.LEAD)
    people = [
        Reader(f"lead-{each.facilitator_id}", each.facilitator.name, each.facilitator.email, version.workshop.language)
        for each in lead
    ]
    promises = version.promises.filter(interface__dropped_at=None, interface__contact__isnull=False)
    asked = promises.select_related("interface__contact", "counterpart").order_by("interface__position", "interface")
    return people + [contact_of(promise) for promise in asked if promise.interface.contact.email]


def contact_of(promise):
    contact, seat = promise.interface.contact, getattr(promise, "counterpart", None)
    facts = (f"contact-{contact.pk}", contact.name, contact.email, contact.language, promise.interface.name)
    return Reader(*facts, has_answered=bool(seat and seat.answered_at))


def calendar(version, language=None):
    """The day of a version's review as a calendar file (bytes); it keeps its name when the day moves."""
    with override(language or get_language()):
        title = _("Review of the promise of service: %s") % version.workshop.team.name
        text = _("Both sides say, line by line, whether version %d was kept.") % version.number
    return calendars.event(f"review-{version.workshop.key}-{version.number}", version.review_on, title, text)
