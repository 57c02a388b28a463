"""A round of the reciprocal table for tests: laid, with somebody who speaks for each service."""

from datetime import date

from promises.models import Entry, Party
from promises.reciprocal import entries, rounds, services
from promises.reciprocal.voices import Voice, voice_of
from promises.steps import parties
from workshop import access, live, method
from workshop.models import Organisation
from workshop.steps import gather

from .screens import assert_follow, bring

VIEWS = [live.View(audience, "", language) for audience in live.AUDIENCES for language in ("fr", "en")]
VIEWS += [live.View("console", step.slug, "en") for step in method.TABLE]


class Table:
    """A round, its services by name, and a Voice for each."""

    def __init__(self, workshop, facilitator):
        self.workshop, self.facilitator = workshop, facilitator

    def party(self, name):
        return Party.objects.get(workshop=self.workshop, name=name)

    def speaker(self, name):
        """The participant who speaks for a service, as their device knows them."""
        return access.seated(device(name), self.workshop.key)

    def voice(self, name):
        return voice_of(self.speaker(name))

    def desk(self, name):
        """The facilitator, writing for a service."""
        return Voice(self.party(name), self.workshop, by=self.facilitator)

    def to(self, slug):
        """Bring the room to a step."""
        return bring(self.workshop, slug, self.facilitator)

    def expects(self, name, other, *texts):
        return entries.add(self.voice(name), self.party(other).pk, Entry.EXPECTS, list(texts))

    def commits(self, name, other, *texts):
        return entries.add(self.voice(name), self.party(other).pk, Entry.COMMITS, list(texts))

    def assert_follows(self, verb):
        return assert_follow(self.workshop, verb, VIEWS)


def device(name):
    return f"device-of-{name}".ljust(43, "x")


def laid(facilitator, names, held_on=date(2026, 11, 24), previous=None):
    """A Table whose services each have somebody who speaks for them."""
    organisation, _is_new = Organisation.objects.get_or_create(name="Meunier")
    table = Table(rounds.open_round(facilitator, organisation, held_on, "fr", previous), facilitator)
    if names:
        services.seat(table.workshop, names, by=facilitator)
    for party in table.workshop.parties.all():
        gather.join(table.workshop, f"Voix {party.name}", device(party.name))
        parties.speak_for(table.speaker(party.name), party.pk)
    return table
