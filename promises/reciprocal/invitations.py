"""Mails that invite a service to its desk: who would get one is shown first, then one press sends one or all.

One invitation to write the row, another to answer once services meet; both carry the same link. "All" are those whom
nothing was sent to yet in this phase, who have something to do, and whom nobody in the room speaks for.
"""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from interfaces.invitations import TO_ANSWER, DayForm, ask_by, is_theirs, known
from interfaces.models import Asking
from workshop import access, calendars, held, letters, links, posts
from workshop.change import Refused, change
from workshop.models import Letter, Link

from .seats import MEET, OVER, Seat, link_for, phase, seats, secret_for

INVITATION, REMINDER = "desk", "desk-reminder"

# Rules


def send(workshop, pk, by):
    """Write to the contact of one service."""
    with change(workshop, by=by):
        write(workshop, seat_of(workshop, pk))


def send_all(workshop, by):
    """Write to every contact whom nothing was sent to yet. Returns how many."""
    with change(workshop, by=by):
        fresh = [each for each in recipients(workshop) if each.is_fresh]
        if not fresh:
            raise Refused(_("There is nobody left to write to: all are invited, or have no address."))
        for each in fresh:
            write(workshop, each.seat)
    return len(fresh)


def write(workshop, seat):
    """Post the invitation of the room's phase, with a link of that contact. Call it inside a change."""
    held.check(workshop)
    party = seat.party
    if not party.email:
        raise Refused(_("“%s” has no contact with an address: name one first.") % party.name)
    if phase(workshop) == OVER:
        raise Refused(_("This round is over: nothing is asked of anybody any more."))
    day = answer_by(workshop)
    Asking.objects.update_or_create(workshop=workshop, defaults={"answer_by": day})
    is_own = party.link and is_theirs(party.link, party)
    secret = secret_for(party) if is_own else link_for(party)
    number = workshop.letters.filter(kind=INVITATION, link=party.link).count() + 1
    post(seat, secret, INVITATION, number, day)


def post(seat, secret, kind, number, day, **more):
    """One mail to the contact of a service. Call it inside a change."""
    party, now = seat.party, phase(seat.party.workshop)
    workshop = party.workshop
    values = {"service": party.name, "url": links.url(secret), "until": party.link.expires_at, "answer_by": day}
    values |= {"phase": now, "asked": seat.asked, **more}
    return letters.post(
        workshop,
        kind,
        f"{now}.{party.link_id}.{number}",
        (party.contact, party.email),
        party.language,
        kind,
        values,
        calendar=deadline(party, day, now) if kind == INVITATION else None,
        link=party.link,
        reminds=kind == REMINDER,
    )


def deadline(party, day, now):
    """The day to answer by, as a calendar file in the contact's language; it holds no secret."""
    with override(party.language):
        title = _("Answer what is expected of %s") if now == MEET else _("Complete the row of %s in the table")
        text = _("The private link is in the mail that brought this date.")
        return calendars.event(f"desk-{party.workshop.key}-{party.pk}-{now}", day, title % party.name, text)


# Questions


def answer_by(workshop):
    """The day by which services are asked to be ready: the one that was set, unless it is past."""
    asking, today = known(workshop).first(), timezone.localdate()
    return asking.answer_by if asking and asking.answer_by > today else today + TO_ANSWER


def seat_of(workshop, pk):
    found = next((each for each in seats(workshop) if each.pk == pk), None)
    if found is None:
        raise Refused(_("This service has left the table meanwhile."))
    return found


@dataclass
class Recipient:
    """A service as the list before sending shows it; `letter` is the last mail of this phase about its open link."""

    seat: Seat
    letter: Letter | None

    pk = property(lambda self: self.seat.pk)
    name = property(lambda self: self.seat.name)
    contact = property(lambda self: self.seat.contact)
    has_address = property(lambda self: self.seat.has_address)
    status = property(lambda self: self.seat.status)
    label = property(lambda self: self.seat.label)
    is_invited = property(lambda self: self.letter is not None)
    replaces = False  # another mail opens the same page

    @property
    def is_fresh(self):
        """Whether sending to all sends to this one."""
        return self.has_address and not (self.seat.people or self.is_invited or self.seat.is_done)


def recipients(workshop):
    """A Recipient for each service at the table."""
    last = last_letters(workshop)
    return [Recipient(each, last.get(each.party.link_id)) for each in seats(workshop)]


def last_letters(workshop):
    """{link's primary key: the last mail of this phase about it}; those about a closed link are none."""
    about = Letter.objects.filter(workshop=workshop, link__purpose=Link.TABLE, key__startswith=phase(workshop))
    return {
        each.link_id: each for each in about.select_related("link").defer("text").order_by("pk") if each.link.is_open
    }


# Screens


@access.facilitator_page
def sheet(request, workshop):
    """Who would get a mail, with name, address and language, before any is sent."""
    return shown(request, workshop)


def shown(request, workshop):
    every = recipients(workshop)
    values = {"workshop": workshop, "recipients": every, "fresh": sum(each.is_fresh for each in every)}
    values |= {"space": "parties", "answer_by": answer_by(workshop), "sends": letters.sends(workshop)}
    return render(request, "letters/recipients.html", values)


@access.facilitator_verb
def one(request, workshop, pk):
    send(workshop, pk, by=request.user)
    return shown(request, workshop)


@access.facilitator_verb
def every(request, workshop):
    send_all(workshop, by=request.user)
    return shown(request, workshop)


@access.facilitator_verb
def until(request, workshop):
    ask_by(workshop, posts.checked(DayForm(request.POST))["answer_by"], by=request.user)
    return shown(request, workshop)


urlpatterns = [
    path("invitations/", sheet, name="invitations"),
    path("invitations/send/", every, name="invite-all"),
    path("invitations/until/", until, name="ask-by"),
    path("invitations/<int:pk>/send/", one, name="invite"),
]
