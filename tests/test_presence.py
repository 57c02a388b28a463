"""Who of one's pair is here and at which line: for seconds, in memory, told to partners alone."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.urls import reverse

from interfaces import pairs
from interfaces.models import Interface
from interfaces.steps import ways
from tests.conftest import member
from tests.screens import bring, post
from tests.test_live import hear, listening, own_hub  # noqa: F401 -- a fixture
from workshop import hub, notices, whispers
from workshop.models import Operation


@pytest.fixture(autouse=True)
def silence():
    whispers.SIGNS.clear()


@pytest.fixture
def sales(workshop):
    return Interface.objects.create(workshop=workshop, name="Ventes")


@pytest.fixture
def carol(workshop):
    return member(workshop, "Carol")


@pytest.fixture
def pair(at, workshop, facilitator, alice, bob, carol, sales):
    at("ways")
    made = pairs.pair_up(workshop, [alice.pk, bob.pk], by=facilitator)
    pairs.assign(workshop, sales.pk, made.pk, by=facilitator)
    return made


def sign(as_, person, at=""):
    return post(as_(person), reverse("ways:sign", args=[person.workshop.key]), at=at)


def said(answer):
    return " ".join(answer.content.decode().split())


def test_a_partner_is_here_and_at_a_line(as_, alice, bob, carol, sales, pair):
    assert "Bob is not on this page" in said(sign(as_, alice))
    way = ways.write(alice, sales, True, "Répondre")
    sign(as_, bob)
    assert "Bob is on this page" in said(sign(as_, alice))
    sign(as_, bob, f"way-{way.pk}")
    assert f'data-at="way-{way.pk}" data-name="Bob">Bob is changing a line' in said(sign(as_, alice))
    sign(as_, bob, f"add-{sales.pk}-no")
    assert "Bob is writing a line" in said(sign(as_, alice))
    assert "Bob" not in said(sign(as_, carol))
    assert "Alice" not in said(sign(as_, alice))
    sign(as_, bob, "gone")
    assert "Bob is not on this page" in said(sign(as_, alice))


def test_a_sign_is_over_in_seconds(as_, monkeypatch, alice, bob, pair):
    sign(as_, bob)
    now = whispers.monotonic()
    monkeypatch.setattr(whispers, "monotonic", lambda: now + whispers.LIFE + 1)
    assert "Bob is not on this page" in said(sign(as_, alice))


def test_a_sign_writes_nothing_and_numbers_nothing(as_, workshop, alice, pair, django_assert_num_queries):
    workshop.refresh_from_db()
    before, operations = workshop.revision, Operation.objects.count()
    sign(as_, alice, "way-1")
    with django_assert_num_queries(3 + (connection.vendor == "postgresql")):  # who asks, where, with whom; a notice
        sign(as_, alice, "way-2")
    workshop.refresh_from_db()
    assert (workshop.revision, Operation.objects.count()) == (before, operations)


def test_only_a_place_is_taken_for_one(as_, alice, pair):
    assert sign(as_, alice, "something typed").status_code == 422


def test_who_gives_signs_is_forgotten_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(whispers, "KEPT", 3)
    for person in range(5):
        whispers.remember(person, "")
    assert list(whispers.heard(range(5))) == [2, 3, 4]


def test_a_sign_that_says_nothing_new_nudges_nobody():
    assert whispers.remember(1, "")
    assert not whispers.remember(1, "")
    assert whispers.remember(1, "way-3")


async def quiet(phone, seconds=0.4):
    """What a socket hears for a while."""
    heard = []
    try:
        async with asyncio.timeout(seconds):
            while True:
                heard.append((await phone.receive_output())["text"])
    except TimeoutError:
        return heard


@pytest.mark.django_db(transaction=True)
async def test_the_partners_phone_is_nudged_and_no_other(workshop, facilitator, alice, bob, carol, sales):
    await sync_to_async(bring)(workshop, "ways", facilitator)
    async with listening(workshop, "phone", bob) as partner, listening(workshop, "phone", carol) as other:
        await hear(partner, 'id="frame"')
        await hear(other, 'id="frame"')
        await sync_to_async(whispers.say)(workshop, alice.pk, "way-1", [bob.pk])
        await hear(partner, hub.NUDGE)
        assert hub.NUDGE not in await quiet(other)


def test_what_another_process_tells_is_heard_here(monkeypatch):
    told = []
    monkeypatch.setattr(hub.hub, "whisper", lambda pk, people: told.append((pk, people)))
    notices.overhear(7, "12", notices.NOWHERE, "13,14")
    notices.overhear(7, "13", "way-5", "")
    assert told == [(7, frozenset({13, 14})), (7, frozenset())]
    assert whispers.heard([12, 13]) == {12: "", 13: "way-5"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="one process has SQLite for itself")
async def test_a_sign_travels_between_processes(workshop, alice, bob):
    async with listening(workshop, "phone", bob) as partner:
        await hear(partner, 'id="frame"')
        await asyncio.sleep(1)  # until this process listens
        await sync_to_async(notices.whisper)(workshop.pk, alice.pk, "way-1", [bob.pk], by="another")
        await hear(partner, hub.NUDGE)
        assert whispers.heard([alice.pk]) == {alice.pk: "way-1"}
