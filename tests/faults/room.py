"""A workshop at step 4 made by the product's own rules, its wall revealed; its devices; all they ever heard."""

import time
from collections import Counter
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db import connections
from django.test import Client

from interfaces.steps import postits, services
from workshop import access, clock, home, limits, moves
from workshop.models import Facilitation, Facilitator, Workshop
from workshop.steps import gather

from . import canaries
from .phone import CSRF, Phone, Screen

SENTENCES = "momentanément indisponible", "isque plein"
SERVICES = "Achats", "Ventes", "Paie"
ODD = "e\u0301quipe\u200b\r\n\u202edroite 🙂  "  # as phones and keyboards send it
TIDY = "équipe droite 🙂"  # as it must be kept


def in_thread(function):
    """For rules played in a thread of this process: its connection does not outlive them."""

    def play(*values, **more):
        try:
            return function(*values, **more)
        finally:
            connections.close_all()

    return play


class Room:
    def __init__(self, name, way, people, longest=8):
        self.name, self.way, self.longest = name, way, longest  # seconds between two tries
        self.devices = [canaries.device() for _each in range(people)]
        self.rude = canaries.device()  # of somebody who does not behave
        self.phones, self.screens = [], []
        self.statuses, self.leaks, self.closes, self.first_seen = Counter(), [], Counter(), {}
        self.number, self.sentences = 0, Counter()

    @in_thread
    def build(self):
        accounts = [
            Facilitator.objects.create_user(f"{self.name}{number}@faults.example", None, name="Claire")
            for number in range(2)
        ]
        self.workshop = home.open_workshop(accounts[0], f"Faults {self.name}", "fr")
        Facilitation.objects.create(workshop=self.workshop, facilitator=accounts[1], role=Facilitation.DEPUTY)
        self.seat()
        self.bring(services.SLUG, accounts[0])
        for name in SERVICES:
            services.offer(self.workshop, name, by=accounts[0])
        self.bring(postits.SLUG, accounts[0])
        postits.reveal(self.workshop, by=accounts[0])
        self.key, self.began_at = self.workshop.key, self.workshop.revision
        self.facilitators = [session(each) for each in accounts]

    def seat(self):
        burst, limits.ARRIVALS.burst = limits.ARRIVALS.burst, len(self.devices) + 2
        for device in [*self.devices, self.rude]:
            gather.join(self.workshop, canaries.person(), device)
        limits.ARRIVALS.burst = burst
        assert access.seated(self.devices[0], self.workshop.key)

    def bring(self, slug, by):
        moves.take_everyone(self.workshop, slug, by=by)
        Workshop.objects.filter(pk=self.workshop.pk).update(moves_at=clock.now() - timedelta(seconds=1))
        moves.arrive(self.workshop)

    def furnish(self):
        """Its screens, not opened yet: a board, a console, a phone for each device."""
        self.phones = [Phone(self, self.cookie(device)) for device in self.devices]
        watching = [Screen(self, audience, self.facilitators[0]) for audience in ("board", "console")]
        self.screens = [*watching, *self.phones]

    def cookie(self, device):
        return f"csrf={CSRF}; django_language=fr; {settings.DEVICE_COOKIE}={device}"

    # Addresses

    def url(self, path=""):
        return f"/w/{self.key}/{path}"

    def page(self, audience):
        return self.url("" if audience == "phone" else f"{audience}/")

    def since(self, screen):
        steps = {id: screen.page.find(id=id)["data-step"] for id in ("screen", "room")}
        query = {"revision": screen.revision, "step": steps["screen"], "shown": steps["room"]}
        return f"{self.url(f'since/{screen.audience}/')}?{urlencode(query | {'language': 'fr', 'pinned': ''})}"

    # What is said and heard

    def text(self):
        self.number += 1
        return f"{canaries.token(self.name, self.number)} : un délai tenu, {ODD}"

    def heard(self, screen, text, answer=None):
        """Every answer and every frame passes here."""
        if answer and "x-portal" not in answer.headers:
            self.statuses[answer.status] += 1
            self.sentences.update(words for words in SENTENCES if words in text)
            self.sentences["Retry-After"] += "retry-after" in answer.headers
        self.leaks += canaries.leaks(text, self.name)
        if screen.audience == "board":
            for found in canaries.TEXT.finditer(text):
                self.first_seen.setdefault(found[0], time.monotonic())

    def closed(self, screen, code):
        self.closes[code] += 1

    @property
    def sent(self):
        return [item for phone in self.phones for item in phone.sent]

    @property
    def waiting(self):
        return sum(len(phone.outbox) for phone in self.phones)


def session(facilitator):
    browser = Client()
    browser.force_login(facilitator)
    return f"csrf={CSRF}; django_language=fr; {settings.SESSION_COOKIE_NAME}={browser.cookies['sid'].value}"
