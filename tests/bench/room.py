"""A workshop at step 4 made by the product's own rules: its wall revealed, as many devices seated as wanted."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.utils import timezone

from interfaces.steps import postits, services
from workshop import home, limits, moves
from workshop.models import Facilitator, Workshop
from workshop.steps import gather

CSRF = "b" * 32


class Room:
    """What the clients must know: where they go, what their cookies are."""

    def __init__(self, devices):
        by = Facilitator.objects.create_user(f"{secrets.token_hex(4)}@bench.example", None, name="Bench")
        self.workshop = home.open_workshop(by, f"Bench {secrets.token_hex(3)}", "fr")
        self.devices = [secrets.token_urlsafe(32) for _each in range(devices)]
        seat(self.workshop, self.devices)
        prepare(self.workshop, by)
        browser = Client()
        browser.force_login(by)
        self.facilitator = f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"

    def phone(self, number):
        return f"{settings.DEVICE_COOKIE}={self.devices[number]}; {settings.CSRF_COOKIE_NAME}={CSRF}"

    def screens(self):
        """(path, cookie) of every screen: board and console first."""
        path = f"/ws/w/{self.workshop.key}/{{}}/?language=fr"
        yield from ((path.format(audience), self.facilitator) for audience in ("board", "console"))
        yield from ((path.format("phone"), self.phone(number)) for number in range(len(self.devices)))

    def ranks(self):
        """{text: how many post-its there were with this one}."""
        texts = self.workshop.postits.order_by("pk").values_list("text", flat=True)
        return {text: rank for rank, text in enumerate(texts, 1)}


def seat(workshop, devices):
    """Seat devices; beyond the people that a workshop holds, the same people come with one more."""
    limits.ARRIVALS.burst = len(devices) + 1  # the whole room at once
    people = [gather.join(workshop, f"P{number}", device).pk for number, device in enumerate(devices[: gather.PEOPLE])]
    for number, device in enumerate(devices[gather.PEOPLE :]):
        gather.come_back(workshop, str(people[number % len(people)]), device)


def prepare(workshop, by):
    moves.take_everyone(workshop, services.SLUG, by=by)
    due(workshop)
    for name in ("Achats", "Ventes", "Paie"):
        services.offer(workshop, name, by=by)
    moves.take_everyone(workshop, postits.SLUG, by=by)
    due(workshop)
    postits.reveal(workshop, by=by)


def due(workshop):
    Workshop.objects.filter(pk=workshop.pk).update(moves_at=timezone.now() - timedelta(seconds=1))
    moves.arrive(workshop)
