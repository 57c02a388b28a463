"""Who speaks for a service: its representative in the room, its people at their desk by private link, a facilitator.

Each of the three doors gives a Voice; what a voice may do is the same behind all three (writing.py). Whoever has not
said yet which service they speak for has no voice.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import activate
from django.utils.translation import gettext as _

from workshop import access, links
from workshop.change import Refused, change, check_step
from workshop.gestures import gesture
from workshop.models import Facilitator, Link, Participant, Workshop

from ..models import Entry, Party, Reply


@dataclass
class Voice:
    """Somebody who speaks for a party: `by` is the Participant or Facilitator who does, None behind a private link."""

    party: Party
    workshop: Workshop
    by: Participant | Facilitator | None = None
    link: Link | None = None

    @property
    def prefix(self):
        """Where its verbs are: an address that ends with a slash."""
        if self.link:
            return reverse("desk", args=[self.link.pk])
        if isinstance(self.by, Participant):
            return reverse("own:sheet", args=[self.workshop.key])
        return reverse("for:sheet", args=[self.workshop.key, self.party.pk])


@contextmanager
def speaking(voice, during, sentence, *querysets):
    """Open the door for a rule of a voice, in one of these steps; a facilitator's is a gesture that can be undone.

    `sentence` tells that, with `%s` for the service. A facilitator may write for a service in any step. Refused when
    the service has left the table.
    """
    with change(voice.workshop, by=voice.by, during=during) as workshop:
        if voice.by is None:
            check_step(workshop, during)
        party = workshop.parties.standing().filter(pk=voice.party.pk).first()
        if party is None:
            raise Refused(_("This service is no longer at the table. Ask the facilitator."))
        voice.party = party
        if isinstance(voice.by, Facilitator):
            with gesture(workshop, voice.by, lambda: str(sentence) % party.name, *querysets):
                yield workshop
        else:
            yield workshop


def entries(workshop):
    """All lines of a table, for a gesture."""
    return Entry.objects.filter(party__workshop=workshop)


def replies(workshop):
    return Reply.objects.filter(expectation__party__workshop=workshop)


def voice_of(person):
    """The Voice of a participant, None as long as they have not said for whom they speak."""
    party = Party.objects.standing().filter(speakers__participant=person).first()
    return Voice(party, person.workshop, by=person) if party else None


def voice_behind(link):
    """The Voice of a private link; Gone when its service has left the table."""
    party = Party.objects.standing().filter(link=link, workshop=link.workshop).first()
    if party is None:
        raise links.Gone
    return Voice(party, link.workshop, link=link)


def speak_as(request, party):
    """Speak the language of the service's contact, unless they chose another one on this browser."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        activate(party.language)


def voice_for(workshop, pk, facilitator):
    """The Voice of a facilitator who writes for a service; 404 when it is not at the table."""
    return Voice(get_object_or_404(workshop.parties.standing(), pk=pk), workshop, by=facilitator)


# The three doors: each turns `view(request, voice, …)` into a view behind it.


def participants_door(view):
    @access.participant_verb
    @wraps(view)
    def act(request, person, **where):
        voice = voice_of(person)
        if voice is None:
            raise Refused(_("Say first which service you speak for."))
        return view(request, voice, **where)

    return act


def links_door(view):
    @links.link_page(Link.TABLE)
    @wraps(view)
    def act(request, link, **where):
        if request.method != "POST":
            raise Http404
        voice = voice_behind(link)
        speak_as(request, voice.party)
        return view(request, voice, **where)

    return act


def facilitators_door(view):
    @access.facilitator_verb
    @wraps(view)
    def act(request, workshop, party, **where):
        return view(request, voice_for(workshop, party, request.user), **where)

    return act
