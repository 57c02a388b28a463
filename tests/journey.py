"""A room as browsers see it: one client per person, everything by HTTP, keys found in the pages they were given."""

import re
from datetime import timedelta

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from workshop import clock

from . import screens

SECONDS_TO_MOVE = timedelta(seconds=6)


def browser():
    client = Client()
    client.cookies["django_language"] = "fr"
    return client


class Room:
    """One workshop and its browsers; `clock` is a clock that tests move."""

    def __init__(self, clock, email, password):
        self.clock, self.email, self.password = clock, email, password
        self.console, self.board, self.phones = browser(), browser(), {}
        self.sign_in()

    def sign_in(self):
        answer = self.console.post(reverse("sign-in"), {"username": self.email, "password": self.password})
        assert answer.status_code == 302

    def open(self, team):
        self.key = self.console.post(reverse("new"), {"team": team}).url.split("/")[2]
        self.hang()

    def hang(self):
        """Put the board on the room's screen, by its watch link."""
        watch = re.search(r"/watch/[^\"]+", self.shows(self.console, "console", "gather"))[0]
        assert self.board.get(watch).url == reverse("board", args=[self.key])

    def enter(self, name):
        """Somebody comes in by the code that the board shows."""
        code = BeautifulSoup(self.shows(self.board, "board"), "html.parser").find(class_="code").text.strip()
        phone = self.phones[name] = browser()
        join = phone.post(reverse("code"), {"code": code.lower()}).url
        assert phone.get(join).status_code == 200
        assert phone.post(join, {"name": name}).url == reverse("phone", args=[self.key])

    def shows(self, client, page, *where):
        answer = client.get(reverse(page, args=[self.key, *where]))
        assert answer.status_code == 200
        return answer.content.decode()

    def phone_shows(self, name):
        return self.shows(self.phones[name], "phone")

    def act(self, verb, /, *where, **fields):
        """A facilitator's gesture; returns the answer's HTML."""
        return self.post(self.console, verb, *where, **fields)

    def say(self, name, verb, /, *where, **fields):
        """A participant's verb from that person's phone; returns the person's own part."""
        return self.post(self.phones[name], verb, *where, **fields)

    def post(self, client, verb, /, *where, **fields):
        answer = screens.post(client, reverse(verb, args=[self.key, *where]), **fields)
        assert answer.status_code in (200, 204), (verb, answer.status_code, answer.content.decode())
        return answer.content.decode()

    def take_everyone(self, slug):
        """To a step, by the console; six seconds later everybody is there."""
        self.act("room:move", slug)
        self.later(SECONDS_TO_MOVE)
        for client, page in [(self.board, "board"), *((phone, "phone") for phone in self.phones.values())]:
            assert f'data-step="{slug}"' in self.shows(client, page)

    def later(self, passed):
        """Time passes: on the wall's clock, and on the one by which a room counts down."""
        self.clock.shift(passed)
        clock.wall += passed

    def weeks_later(self, weeks):
        """The room comes back: phones keep their seats, the facilitator signs in and hangs the board again."""
        self.later(timedelta(weeks=weeks))
        assert self.console.get(reverse("console", args=[self.key])).status_code == 302
        self.sign_in()
        self.hang()

    def follow(self, html, page):
        """Somebody opens the private link shown in an answer: (client, address of the page behind it)."""
        client, secret = browser(), re.search(r"/l/[\w-]{43}/", html)[0]
        assert client.get(secret).status_code == 200
        address = client.post(secret).url
        assert address == reverse(page, args=[address.strip("/").split("/")[-1]])
        return client, address
