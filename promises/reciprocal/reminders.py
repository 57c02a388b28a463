"""Reminders by mail to services that were invited to their desk and are silent: their row is not complete, or what is
expected of them has no answer. When they leave is in workshop/reminding.py; none once the table is closed.

Facilitators get a mail that says who is silent.
"""

from dataclasses import dataclass

from django.utils import timezone

from workshop import held, letters, links
from workshop.change import change
from workshop.models import Letter, Workshop
from workshop.reading import read_once
from workshop.reminding import Wait, days_of, due_today, is_day, next_day, waiting
from workshop.worker import safely

from .invitations import INVITATION, REMINDER, known, post
from .seats import MEET, Seat, phase, seats

SILENT = "desk-silent"  # the mail to facilitators, in the words of those of a consultation
WRITING = ("fill", MEET)  # the steps in which a service can answer

# Rules


def due(now):
    """Write the reminders that are due, and withdraw those that are needless; called every minute."""
    today = timezone.localdate(now)
    if is_day(now):
        tables = Workshop.objects.filter(asking__answer_by__gt=today, **held.free()).exclude(reciprocal=None)
        for workshop in tables.select_related("team"):
            safely(remind_if_due, "Reminders of a table could not be written", workshop, today)
    for workshop in Workshop.objects.filter(letters__in=waiting(REMINDER)).distinct():
        if needless(workshop):
            withdraw(workshop)


def remind_if_due(workshop, today):
    if due_today(silent(workshop), today):
        remind(workshop, today)


def remind(workshop, today):
    """Write to each service of which a reminder is due today, and to the facilitators."""
    with change(workshop):
        reminded = [each for each in due_today(silent(workshop), today) if write(each, today)]
        if reminded and letters.sends(workshop):
            tell(workshop, reminded, today)


def withdraw(workshop):
    """Reminders that wait, and that an answer or the next step made needless, are not sent."""
    with change(workshop):
        Letter.objects.filter(pk__in=needless(workshop)).update(sealed="")


def write(silent, today):
    """Post one reminder, with a secret of its own for the same link. Call it inside a change."""
    secret = links.another_secret(silent.seat.party.link)
    return post(silent.seat, secret, REMINDER, today, silent.answer_by, last=not silent.after(today))


def tell(workshop, reminded, today):
    """A mail to each facilitator: who is silent. Call it inside a change."""
    rows = [(each.seat, each.seat.contact, []) for each in reminded]
    for person in (each.facilitator for each in workshop.facilitations.select_related("facilitator")):
        to, key = (person.name, person.email), f"{today}.{person.pk}"
        values = {"rows": rows, "answer_by": reminded[0].answer_by}
        letters.post(workshop, SILENT, key, to, workshop.language, "silent", values, reminds=True)


# Questions


@dataclass
class Silent(Wait):
    """A service that was invited by mail, and has something left to do."""

    seat: Seat

    @property
    def name(self):
        return self.seat.name


@read_once
def silent(workshop):
    """The Silent of a table whose last mail has left, in the order of services; none when nothing can be answered."""
    asking = known(workshop).first()
    if asking is None or workshop.current_step not in WRITING:
        return []
    sent, stopped = mails(workshop), set(workshop.stopped.values_list("who", flat=True))
    asked = [each for each in seats(workshop) if each.has_link and each.has_address and not each.is_done]
    asked = [each for each in asked if letters.who(each.party.email) not in stopped]
    waits = [(each, days_of(sent.get((each.party.link_id, each.party.email)))) for each in asked]
    return [Silent(days[0], days[1:], asking.answer_by, each) for each, days in waits if days]


def mails(workshop):
    """{(link's primary key, address): mails of this phase about it since the last invitation, oldest first}."""
    found = {}
    kinds = Letter.objects.filter(workshop=workshop, kind__in=[INVITATION, REMINDER], key__startswith=phase(workshop))
    for letter in kinds.exclude(link=None).defer("text", "sealed").order_by("pk"):
        about = letter.link_id, letter.address
        if letter.kind == INVITATION:
            found[about] = []
        found.setdefault(about, []).append(letter)
    return found


def needless(workshop):
    """Primary keys of those of a table whose service is ready, or left it, or that are about another phase."""
    asked = {each.party.link_id for each in seats(workshop) if not each.is_done}
    rows, now = waiting(REMINDER).filter(workshop=workshop), phase(workshop)
    return [each.pk for each in rows if each.link_id not in asked or not each.key.startswith(now)]


def next_one(workshop):
    """When the next reminder leaves, as a sentence; none when there is nobody to remind."""
    return next_day(silent(workshop))


def told(workshop):
    """{party's primary key: Silent}."""
    return {each.seat.pk: each for each in silent(workshop)}
