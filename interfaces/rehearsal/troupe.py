"""The participants of a rehearsal, played one after the other by one thread of the process that began it.

Nothing of it survives the process: the console tells by the last sign that was given (Rehearsal.played_at).
"""

import heapq
import logging
import time
from http.client import HTTPException
from threading import Event, Thread

from django.db import close_old_connections, connection

from workshop.models import Workshop

from .. import rehearsals
from .phone import Line, Phone
from .player import Player
from .texts import bank, deck

SIGN = 20  # seconds between two signs
PAUSE = 5  # seconds before a phone that got no answer tries again
BETWEEN_ARRIVALS = 2.5  # seconds
log = logging.getLogger(__name__)
playing = {}  # a workshop's primary key → the Troupe that plays in it, in this process


class Troupe(Thread):
    """`pace` 1 is a person's; 0 does not wait at all."""

    def __init__(self, workshop, line, pace=1):
        super().__init__(name=f"rehearsal {workshop.pk}", daemon=True)
        self.workshop, self.pace, self.stopped, self.signed = workshop, pace, Event(), float("-inf")
        cards, words = deck(workshop.language, workshop.team.name), bank(workshop.language)
        names = workshop.participants.filter(simulated=True).values_list("name", flat=True)
        self.due = [
            (number * BETWEEN_ARRIVALS, number, Player(phone, workshop.key, name, words, cards, self.way_in))
            for number, name in enumerate(names)
            for phone in [Phone(line, workshop.language)]
        ]
        self.clock = 0  # seconds played

    def way_in(self):
        """The address in the QR, as it is now."""
        return rehearsals.way_in(Workshop.objects.get(pk=self.workshop.pk))

    def run(self):
        playing[self.workshop.pk] = self
        try:
            self.play(between=close_old_connections)
        except Workshop.DoesNotExist:
            log.info("Rehearsal %s was deleted", self.workshop.pk)
        except Exception:
            log.exception("Rehearsal %s ended by an accident", self.workshop.pk)
        finally:
            playing.pop(self.workshop.pk, None)
            connection.close()

    def play(self, between=lambda: None):
        """All of it, until it is stopped or over; `between` is done after each turn."""
        while self.goes_on():
            self.turn()
            between()
        rehearsals.finish(self.workshop)

    def goes_on(self):
        """Whether nobody stopped it and its time is not over; gives a sign now and then."""
        if self.stopped.is_set():
            return False
        if time.monotonic() - self.signed > SIGN:
            self.signed = time.monotonic()
            return rehearsals.sign(self.workshop)
        return True

    def turn(self):
        """Wait for whoever is next, and let them do one thing."""
        due, number, player = heapq.heappop(self.due)
        self.stopped.wait(max(0, due - self.clock) * self.pace)
        self.clock = max(self.clock, due)
        if not self.stopped.is_set():
            heapq.heappush(self.due, (self.clock + self.played(player), number, player))

    def played(self, player):
        """Seconds until this player's next turn."""
        try:
            return player.play()
        except (OSError, HTTPException):
            return PAUSE


def begin(workshop, server):
    Troupe(workshop, Line(server)).start()


def stop(workshop):
    """Stop at once what plays in this process; another process hears of it at its next sign."""
    if workshop.pk in playing:
        playing[workshop.pk].stopped.set()
