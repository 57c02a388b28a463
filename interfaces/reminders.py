"""Reminders by mail to contacts who are silent: three days and seven days after the invitation left, and the day before
the day to answer by. Three at most, never two days running, none once they have answered, nor when the step is over.

The pair in charge and whoever carries the interface in the matrix see it on their phones; facilitators get a mail.
"""

from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from workshop import held, letters, links, method
from workshop.change import change
from workshop.models import Workshop
from workshop.reading import read_once
from workshop.reminding import Wait, days_of, due_today, is_day, next_day, waiting
from workshop.worker import safely

from . import raci
from .invitations import INVITATION, REMINDER, is_theirs, letter
from .models import Consultation
from .shares import shares

SILENT = "silent"  # the mail to facilitators

# Rules


def due(now):
    """Write the reminders that are due, and withdraw those that are needless; called every minute."""
    today = timezone.localdate(now)
    if is_day(now):
        for workshop in Workshop.objects.filter(asking__answer_by__gt=today, **held.free()).select_related("team"):
            safely(remind_if_due, "Reminders of a workshop could not be written", workshop, today)
    for workshop in Workshop.objects.filter(letters__in=waiting(REMINDER)).distinct():
        if needless(workshop).exists():
            withdraw(workshop)


def remind_if_due(workshop, today):
    if due_today(silent(workshop), today):
        remind(workshop, today)


def remind(workshop, today):
    """Write to each contact of whom a reminder is due today, and to the facilitators."""
    with change(workshop):
        reminded = [each for each in due_today(silent(workshop), today) if write(each, today)]
        if reminded and letters.sends(workshop):
            tell(workshop, reminded, today)


def withdraw(workshop):
    """Reminders that wait, and that an answer or the end of the step made needless, are not sent."""
    with change(workshop):
        needless(workshop).update(sealed="")


def write(asked, today):
    """Post one reminder, with a secret of its own for the same link. Call it inside a change."""
    consultation, day = asked.consultation, asked.answer_by
    consultation.version = F("version") + 1
    consultation.save(update_fields=["version"])
    secret, last = links.another_secret(consultation.link), not asked.after(today)
    return letter(consultation, secret, REMINDER, f"{consultation.link_id}.{today}", day, last=last)


def tell(workshop, reminded, today):
    """A mail to each facilitator: who is silent, and who is in charge of them. Call it inside a change."""
    charged = in_charge(workshop)
    rows = [(each.interface, each.interface.contact, charged.get(each.interface.pk, [])) for each in reminded]
    for person in (each.facilitator for each in workshop.facilitations.select_related("facilitator")):
        to, key = (person.name, person.email), f"{today}.{person.pk}"
        values = {"rows": rows, "answer_by": reminded[0].answer_by}
        letters.post(workshop, SILENT, key, to, workshop.language, SILENT, values, reminds=True)


# Questions


@dataclass
class Silent(Wait):
    """A contact who was invited by mail and has not answered."""

    consultation: Consultation

    @property
    def interface(self):
        return self.consultation.interface

    @property
    def name(self):
        return self.interface.name

    @property
    def address(self):
        return self.consultation.link.letters.all()[0].address


def is_over(workshop):
    return method.BY_SLUG[workshop.current_step].number > method.BY_SLUG["consult"].number


@read_once
def silent(workshop):
    """The Silent of a workshop whose last mail has left, in no particular order; none when the step is over."""
    if is_over(workshop):
        return []
    treated = workshop.interfaces.treated()
    asked = Consultation.objects.filter(interface__in=treated, answered_at=None, link__revoked_at=None)
    asked = asked.exclude(interface__contact=None).exclude(interface__contact__email="")
    asked = asked.filter(link__expires_at__gt=timezone.now()).select_related("interface__contact", "link")
    found = [silence(each, workshop) for each in asked.prefetch_related("link__letters")]
    stopped = set(workshop.stopped.values_list("who", flat=True))
    return [each for each in found if each and letters.who(each.address) not in stopped]


def silence(consultation, workshop):
    """The Silent of one consultation; None when nothing has left, or the last mail still waits, or was withdrawn.

    Nor is there one whose link was sent to another address than the contact's.
    """
    mails = sorted(consultation.link.letters.all(), key=lambda each: each.pk)
    days = days_of(mails)
    if not days or mails[0].kind != INVITATION or not is_theirs(consultation.link, consultation.interface.contact):
        return None
    consultation.interface.workshop = workshop
    return Silent(days[0], days[1:], workshop.asking.answer_by, consultation)


def needless(workshop):
    """Those of a workshop whose contact has answered, and all of them when the step is over."""
    answered = Consultation.objects.exclude(answered_at=None).exclude(link=None)
    rows = waiting(REMINDER).filter(workshop=workshop)
    return rows if is_over(workshop) else rows.filter(link__in=answered.values("link"))


def in_charge(workshop):
    """{interface's primary key: names} of the pair, and of whoever is responsible or accountable."""
    found = {share.interface.pk: {person.name for person in share.people} for share in shares(workshop)}
    for pk in found:
        found[pk] |= {person.name for person in raci.carriers(workshop).get(pk, [])}
    return {pk: sorted(names) for pk, names in found.items()}


def next_one(workshop):
    """When the next reminder leaves, as a sentence; none when there is nobody to remind."""
    return next_day(silent(workshop))


def told(workshop):
    """{interface's primary key: Silent}, for those in charge."""
    return {each.interface.pk: each for each in silent(workshop)}
