"""A room that is played: its workshop, its facilitator and its people, each with a device."""

import secrets
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

from workshop import access, home
from workshop.change import operation
from workshop.models import Facilitator, Workshop
from workshop.steps import gather


@dataclass
class Room:
    workshop: Workshop
    facilitator: Facilitator
    names: list
    people: list = field(default_factory=list)

    def person(self, rank):
        """The one of this rank in the story; with fewer people, somebody plays two parts."""
        return self.people[rank % len(self.people)]

    def interface(self, name):
        return self.workshop.interfaces.standing().get(name=name)

    def in_charge(self, interface):
        """Those who look after an interface."""
        return [self.known(member.participant) for member in interface.pair.members.all()]

    def known(self, participant):
        """The same participant, with the device in hand."""
        return next(person for person in self.people if person.pk == participant.pk)


def open_room(facilitator, organisation, team, names):
    """An empty workshop of the demonstration, its door open."""
    return Room(home.open_workshop(facilitator, team, "fr", organisation), facilitator, names)


def join(room, name):
    """Somebody joins from a phone of their own."""
    device = secrets.token_urlsafe(32)
    gather.join(room.workshop, name, device)
    room.people.append(access.seated(device, room.workshop.key))


@contextmanager
def posted():
    """Play a rule as the answer to one POST: the operation that the door records."""
    token = operation.set((str(uuid4()), ""))
    try:
        yield
    finally:
        operation.reset(token)
