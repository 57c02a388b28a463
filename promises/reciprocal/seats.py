"""Who answers for each service, and how far it is: in the room, by private link at its desk, or nobody yet.

It says nothing of what was written. A link is made once for a service: what is sent later opens the same page.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop import links
from workshop.change import Refused, change
from workshop.gestures import gesture
from workshop.models import LANGUAGES, Link
from workshop.parts import stamp
from workshop.reading import read_once

from ..models import Entry, Party, Speaker
from . import states
from .grid import grid
from .services import standing

DAYS = 200  # that a link stays open: until the next round, and a little more
FILL, MEET, OVER = "fill", "meet", "over"  # what is asked of a service: its row, its answers, nothing any more
PHASES = {"parties": FILL, "fill": FILL, "meet": MEET, "table": OVER}
NOBODY, INVITED, OPENED, HERE, WRITING, COMPLETE = "nobody", "invited", "opened", "here", "writing", "complete"
STATUSES = {
    NOBODY: gettext_lazy("No voice yet"),
    INVITED: gettext_lazy("Invited"),
    OPENED: gettext_lazy("Link opened"),
    HERE: gettext_lazy("In the room"),
    WRITING: gettext_lazy("Writing"),
    COMPLETE: gettext_lazy("Complete"),
}

# Rules


def name_contact(workshop, pk, name, email, language, by):
    """Say whom the private link of a service is for; the one that went to another name or address is closed."""
    with change(workshop, by=by):
        party = standing(workshop, pk)
        if (party.contact or party.email) and (party.contact, party.email) != (name, email):
            close(party)
        row = workshop.parties.filter(pk=party.pk)
        with gesture(workshop, by, lambda: _("Named the contact of “%s”") % party.name, row):
            row.update(contact=name, email=email, language=language)


def share_link(workshop, pk, by):
    """A secret that opens the page of a service, told only now: of its open link, or of a first one."""
    with change(workshop, by=by):
        return secret_for(standing(workshop, pk))


def renew_link(workshop, pk, by):
    """A new link for a service, the one before closed. Returns its secret, told only now."""
    with change(workshop, by=by):
        return link_for(standing(workshop, pk))


def close_link(workshop, pk, by):
    """Close the link of a service; what was written stays."""
    with change(workshop, by=by):
        if not close(standing(workshop, pk)):
            raise Refused(_("There is no open link to close."))


def secret_for(party):
    """One more secret of the link that is open, or that of a new one. Call it inside a change."""
    return links.another_secret(party.link) if party.link and party.link.is_open else link_for(party)


def link_for(party):
    """The secret of a new link, the one before closed. Call it inside a change."""
    close(party)
    party.link, secret = links.make_link(party.workshop, Link.TABLE, DAYS)
    Party.objects.filter(pk=party.pk).update(link=party.link)
    return secret


def close(party):
    return links.revoke(Link.objects.filter(pk=party.link_id))


# Questions


class Contact(NamedTuple):
    """Whom the link of a service is for."""

    name: str
    email: str
    language: str

    def get_language_display(self):
        return dict(LANGUAGES)[self.language]


@dataclass
class Seat:
    """A service at the table: the names of those in the room who speak for it, and where it stands.

    `is_done` says that nothing is asked of it any more in this phase; `asked` is how many expectations wait for it.
    """

    party: Party
    people: list
    status: str
    is_done: bool
    asked: int

    pk = property(lambda self: self.party.pk)
    name = property(lambda self: self.party.name)
    label = property(lambda self: STATUSES[self.status])
    has_link = property(lambda self: bool(self.party.link and self.party.link.is_open))
    has_address = property(lambda self: bool(self.party.email))

    @property
    def contact(self):
        party = self.party
        return Contact(party.contact, party.email, party.language) if party.contact or party.email else None

    @property
    def stamp(self):
        party = self.party
        return stamp(party.name, party.version, party.position, self.people, self.status, self.has_link, self.contact)


@read_once
def seats(workshop):
    """The Seat of every service at the table, in their order; two queries beside the grid's."""
    heard, wrote, waiting = speakers(workshop), writers(workshop), unanswered(workshop)
    parties = workshop.parties.standing().select_related("link")
    return [seat(each, heard.get(each.pk, []), each.pk in wrote, waiting.get(each.pk, 0), workshop) for each in parties]


def seat(party, people, wrote, asked, workshop):
    now = phase(workshop)
    done = {FILL: party.filled_at is not None, MEET: not asked, OVER: True}[now]
    told = done if now == FILL else party.met_at is not None or (done and wrote)
    return Seat(party, people, status(party.link, people, wrote, told), done, asked)


def status(link, people, wrote, done):
    """One of STATUSES. A link that was closed, or is past its date, is as good as none."""
    is_open = bool(link and link.is_open)
    found = [
        (COMPLETE, done),
        (WRITING, wrote),
        (HERE, people),
        (OPENED, is_open and link.opened_at),
        (INVITED, is_open),
    ]
    return next((name for name, holds in found if holds), NOBODY)


def phase(workshop):
    """What is asked of services in the room's step: FILL, MEET or OVER."""
    return PHASES.get(workshop.current_step, OVER)


@read_once
def speakers(workshop):
    """{party's primary key: names of those in the room who speak for it}."""
    found = {}
    rows = Speaker.objects.filter(party__workshop=workshop, participant__removed_at=None).order_by("pk")
    for party, name in rows.values_list("party", "participant__name"):
        found.setdefault(party, []).append(name)
    return found


def writers(workshop):
    """Primary keys of the services that wrote a line in this round or, once they meet, answered one."""
    lines = grid(workshop).lines
    wrote = {line.party for line in lines if not line.as_before}
    answered = {line.towards for line in lines if line.answer and not line.as_before}
    return wrote if phase(workshop) == FILL else answered


def unanswered(workshop):
    """{party's primary key: how many expectations of it have no answer}."""
    found = {}
    for line in grid(workshop).lines:
        if line.kind == Entry.EXPECTS and line.state == states.UNANSWERED:
            found[line.towards] = found.get(line.towards, 0) + 1
    return found


def mute(workshop):
    """How many services have no voice: nobody in the room, no open link."""
    return sum(not each.people and not each.has_link for each in seats(workshop))
