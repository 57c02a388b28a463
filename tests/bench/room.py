"""Workshops made by the product's own rules, in a process beside the server: `python -m tests.bench.room`.

Reads one JSON request a line, `[function, {arguments}]`, answers one JSON line. So the clients' process never loads
Django, and each server's rooms are made on that server's database.
"""

import json
import secrets
import sys
from datetime import date, timedelta
from uuid import uuid4

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from interfaces.steps import categories, postits, services
from promises.models import Entry, Reply
from promises.reciprocal import entries, replies, rounds
from promises.reciprocal import services as parties
from promises.reciprocal.voices import voice_of
from promises.steps.parties import speak_for
from tests import booklets
from workshop import access, change, clock, home, limits, moves, seats
from workshop.models import Facilitator, Organisation, Workshop
from workshop.steps import gather

CSRF = "b" * 32
TEXT = "Une idée {} : des délais tenus, une réponse claire et quelqu’un qui rappelle le jour même."


def prepare():
    """The database's tables and the static files."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def begun():
    by = Facilitator.objects.create_user(f"{secrets.token_hex(6)}@bench.example", None, name="Bench")
    return home.open_workshop(by, f"Bench {secrets.token_hex(6)}", "fr"), by


def opened(devices):
    """A workshop at step 4, its wall revealed, as many devices seated as wanted."""
    workshop, by = begun()
    secret = [secrets.token_urlsafe(32) for _each in range(devices)]
    seat(workshop, secret)
    go(workshop, services.SLUG, by)
    for name in ("Achats", "Ventes", "Paie"):
        services.offer(workshop, name, by=by)
    go(workshop, postits.SLUG, by)
    postits.reveal(workshop, by=by)
    return workshop, by, secret


def seat(workshop, devices):
    """One person a device. A workshop holds 200; a room of 1,000 lifts that rule, here only, and nothing else."""
    seats.PEOPLE = max(seats.PEOPLE, len(devices))
    limits.ARRIVALS.burst = max(limits.ARRIVALS.burst, len(devices) + 1)  # nobody waits at the door
    for number, device in enumerate(devices):
        gather.join(workshop, f"P{number}", device)


def go(workshop, slug, by):
    moves.take_everyone(workshop, slug, by=by)
    Workshop.objects.filter(pk=workshop.pk).update(moves_at=clock.now() - timedelta(seconds=1))
    moves.arrive(workshop)


def known(workshop, by, devices):
    """What the clients must know: where they go, what their cookies are."""
    browser = Client()
    browser.force_login(by)
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    csrf = f"{settings.CSRF_COOKIE_NAME}={CSRF}"
    return {
        "pk": workshop.pk,
        "key": workshop.key,
        "csrf": CSRF,
        "facilitator": f"{settings.SESSION_COOKIE_NAME}={session}; {csrf}",
        "phones": [f"{settings.DEVICE_COOKIE}={device}; {csrf}" for device in devices],
    }


def rooms(count, phones):
    return [known(*opened(phones)) for _each in range(count)]


def sorting(phones, cards, groups):
    """A workshop at step 5: so many post-its in the tray, categories still empty."""
    workshop, by, devices = opened(phones)
    people = [access.seated(device, workshop.key) for device in devices]
    for number in range(cards):
        token = change.operation.set((str(uuid4()), "bench"))
        text = TEXT.format(secrets.token_hex(6))
        postits.add(people[number % phones], ("like", "dislike")[number % 2], None, text)
        change.operation.reset(token)
    go(workshop, categories.SLUG, by)
    made = [categories.create(workshop, f"Catégorie {number}", [], by=by).pk for number in range(1, groups + 1)]
    cards = list(workshop.postits.order_by("pk").values_list("pk", flat=True))
    return known(workshop, by, devices) | {"cards": cards, "categories": made}


def table(services, lines, edits):
    """A round at step 3: so many lines of each kind in each ordered pair, of which `edits` have every answer they need.

    Each of `edits` is (phone, line, asker, giver): an answered line that this phone's service may reword.
    """
    by = Facilitator.objects.create_user(f"{secrets.token_hex(6)}@bench.example", None, name="Bench")
    organisation = Organisation.objects.create(name=secrets.token_hex(6))
    workshop, devices = rounds.open_round(by, organisation, date(2026, 11, 24), "fr"), []
    seated = parties.seat(workshop, [f"Service {number}" for number in range(services)], by=by)
    for party in seated:
        devices.append(secrets.token_urlsafe(32))
        gather.join(workshop, f"P{party.pk}", devices[-1])
        speak_for(access.seated(devices[-1], workshop.key), party.pk)
    voices = [voice_of(access.seated(device, workshop.key)) for device in devices]
    go(workshop, "fill", by)
    for voice in voices:
        for kind in (Entry.EXPECTS, Entry.COMMITS):
            for other in seated:
                if other != voice.party:
                    texts = [TEXT.format(secrets.token_hex(6)) for _line in range(lines)]
                    entries.add(voice, other.pk, kind, texts)
    go(workshop, "meet", by)
    return known(workshop, by, devices) | {"edits": answered(workshop, voices, edits)}


def answered(workshop, voices, edits):
    """Accept every expectation of so many ordered pairs."""
    phones = {voice.party.pk: number for number, voice in enumerate(voices)}
    pairs = [(asker, giver) for asker in phones for giver in phones if asker != giver]
    found = []
    for asker, giver in pairs[:: len(pairs) // edits][:edits]:
        lines = Entry.objects.filter(party=asker, towards=giver, kind=Entry.EXPECTS)
        (given, *_others) = Entry.objects.filter(party=giver, towards=asker, kind=Entry.COMMITS)
        for line in lines:
            replies.answer(voices[phones[giver]], line.pk, Reply.ACCEPT, commitment=given.pk)
        found.append([phones[asker], lines[0].pk, asker, giver])
    return found


def booklet(services):
    """A workshop whose promise to so many client services is a draft: a sealed one would be printed once only."""
    workshop, by = begun()
    booklets.written(workshop, sealed=False, services=booklets.WORDS["services"][:services])
    return known(workshop, by, []) | {"path": f"/w/{workshop.key}/booklet/1.pdf"}


def written(pk):
    """{operation: [rank, key]} of a workshop's post-its: how many there were with this one. Its own rows only."""
    rows = Workshop.objects.get(pk=pk).postits.order_by("pk").values_list("op_id", "pk")
    return {str(op_id): [rank, key] for rank, (op_id, key) in enumerate(rows, 1)}


FUNCTIONS = {each.__name__: each for each in (prepare, rooms, sorting, table, booklet, written)}

if __name__ == "__main__":
    for line in sys.stdin:
        name, arguments = json.loads(line)
        sys.stdout.write(json.dumps(FUNCTIONS[name](**arguments)) + "\n")
        sys.stdout.flush()
