"""The socket only listens, tells what changed, and turns away whoever may not listen."""

import asyncio
import contextlib

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interfaces import rehearsals
from interfaces.models import LIKE
from interfaces.steps import postits
from tests.conftest import member
from tests.screens import bring, operation
from workshop import home, hub, knocks, live, watching
from workshop.asgi import application
from workshop.models import Knock
from workshop.steps import gather, mission

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "jamais-vu-avant-42"


@pytest.fixture(autouse=True)
def own_hub(monkeypatch):
    """Each test's event loop has its own hub, quick to tick."""
    hub.hub.__init__()
    monkeypatch.setattr(hub, "TICK", 0.05)
    monkeypatch.setattr(hub, "HEARTBEAT", 0.1)
    yield
    hub.hub.threads.shutdown()


def cookies_of(who):
    if who is None:
        return ""
    if hasattr(who, "device"):
        return f"{settings.DEVICE_COOKIE}={who.device}"
    browser = Client()
    browser.force_login(who)
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextlib.asynccontextmanager
async def listening(workshop, audience, who, origin="http://testserver", step="", beside="x=y"):
    cookie = f"{beside}; {await sync_to_async(cookies_of)(who)}"
    headers = [(b"cookie", cookie.encode("latin-1")), (b"origin", origin.encode()), (b"host", b"testserver")]
    socket = WebsocketCommunicator(
        application, f"/ws/w/{workshop.key}/{audience}/?language=fr&step={step}", headers=headers
    )
    connected, _code = await socket.connect()
    socket.connected = connected
    yield socket
    await socket.disconnect()


async def hear(socket, words, seconds=3):
    """Frames until one holds these words."""
    async with asyncio.timeout(seconds):
        while words not in (frame := await socket.receive_from(seconds)):
            pass
    return frame


async def refused(socket):
    message = await socket.receive_output()
    return message == {"type": "websocket.close", "code": 4403} or message


async def test_every_audience_hears_a_change(workshop, facilitator, alice):
    await sync_to_async(bring)(workshop, "mission", facilitator)
    async with (
        listening(workshop, "phone", alice) as phone,
        listening(workshop, "console", facilitator) as console,
        listening(workshop, "board", facilitator) as board,
    ):
        for socket in (phone, console, board):
            await hear(socket, 'id="frame"')
        await sync_to_async(mission.write)(workshop, "Livrer à l’heure.", 0, by=facilitator)
        for socket in (phone, console, board):
            frame = await hear(socket, "Livrer à l’heure.")
            assert "<main" not in frame  # the part, not the screen


async def test_a_phone_may_not_listen_to_the_console(workshop, alice):
    async with listening(workshop, "console", alice) as socket:
        assert await refused(socket) is True


async def test_a_stranger_hears_nothing(workshop, eve, stranger):
    for audience, who in [("phone", eve), ("board", eve), ("console", stranger), ("board", stranger), ("phone", None)]:
        async with listening(workshop, audience, who) as socket:
            assert await refused(socket) is True


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "https://testserver", "http://testserver:9999", "null", "http://testserver.evil"]
)
async def test_another_origin_is_not_accepted(workshop, alice, origin):
    async with listening(workshop, "phone", alice, origin=origin) as socket:
        assert not socket.connected


async def test_a_removed_person_stops_hearing(workshop, facilitator, alice):
    async with listening(workshop, "phone", alice) as socket:
        await hear(socket, 'id="frame"')
        await sync_to_async(gather.remove)(workshop, alice.pk, by=facilitator)
        async with asyncio.timeout(5):
            while (message := await socket.receive_output())["type"] != "websocket.close":
                pass
        assert message["code"] == 4403


async def test_a_hidden_postit_is_in_no_frame(workshop, facilitator, alice):
    await sync_to_async(bring)(workshop, "postits", facilitator)
    async with listening(workshop, "console", facilitator) as console, listening(workshop, "phone", alice) as phone:
        await hear(console, 'id="frame"')
        await hear(phone, 'id="frame"')
        with operation():
            await sync_to_async(postits.add)(alice, LIKE, None, SECRET)
        assert SECRET not in await hear(console, "wall-state")
        assert SECRET not in await hear(phone, "count")
        await sync_to_async(postits.reveal)(workshop, by=facilitator)
        await hear(console, SECRET)  # the canary can be heard, once it may


async def test_a_console_that_asks_for_nonsense_disturbs_nobody(workshop, facilitator, alice):
    await sync_to_async(bring)(workshop, "mission", facilitator)
    async with listening(workshop, "phone", alice) as phone:
        await hear(phone, 'id="frame"')
        async with listening(workshop, "console", facilitator, step="bogus") as console:
            await hear(console, 'id="frame"')
            await sync_to_async(mission.write)(workshop, "Quand même.", 0, by=facilitator)
            await hear(phone, "Quand même.")


async def test_a_view_that_fails_is_tried_again_and_the_others_are_told(workshop, facilitator, alice, monkeypatch):
    await sync_to_async(bring)(workshop, "mission", facilitator)
    async with listening(workshop, "phone", alice) as phone, listening(workshop, "board", facilitator) as board:
        await hear(phone, 'id="frame"')
        await hear(board, 'id="frame"')
        whole = live.render
        broken = lambda *given, **more: 1 / 0 if given[1].audience == "board" else whole(*given, **more)  # noqa: E731
        monkeypatch.setattr(live, "render", broken)
        await sync_to_async(mission.write)(workshop, "Malgré tout.", 0, by=facilitator)
        await hear(phone, "Malgré tout.")
        monkeypatch.setattr(live, "render", whole)
        await hear(board, "Malgré tout.")


async def test_signing_out_closes_the_console(workshop, facilitator):
    async with listening(workshop, "console", facilitator) as socket:
        await hear(socket, 'id="frame"')
        await sync_to_async(Session.objects.all().delete)()
        async with asyncio.timeout(5):
            while (message := await socket.receive_output())["type"] != "websocket.close":
                pass
        assert message["code"] == 4403


async def test_one_person_has_three_sockets_at_most(workshop, alice):
    async with contextlib.AsyncExitStack() as stack:
        for _each in range(3):
            socket = await stack.enter_async_context(listening(workshop, "phone", alice))
            await hear(socket, 'id="frame"')
        fourth = await stack.enter_async_context(listening(workshop, "phone", alice))
        assert await fourth.receive_output() == {"type": "websocket.close", "code": 4429}


@pytest.mark.parametrize("other", ["a{b}=1", "p={%22x%22: 1}", "n=\xe9", "path=/"])
async def test_an_odd_cookie_of_another_site_does_not_deafen_a_phone(workshop, alice, other):
    async with listening(workshop, "phone", alice, beside=other) as socket:
        await hear(socket, 'id="frame"')


async def test_the_heartbeat_tells_the_revision(workshop, facilitator, alice):
    async with listening(workshop, "phone", alice) as socket:
        await hear(socket, 'id="frame"')
        await sync_to_async(workshop.refresh_from_db)()
        await hear(socket, f'data-from="{workshop.revision}" data-to="{workshop.revision}"')


async def test_what_stays_of_the_declined_goes_by_itself(workshop, elsewhere, eve):
    declined = timezone.now() - 2 * knocks.AWAY
    for hashed, at in (("old", declined), ("new", timezone.now()), ("waits", None)):
        await Knock.objects.acreate(workshop=workshop, device_hash=hashed, declined_at=at)
    async with listening(elsewhere, "phone", eve) as socket:
        await hear(socket, 'id="frame"')
        for _each in range(100):
            if await Knock.objects.acount() < 3:
                break
            await asyncio.sleep(0.1)
    assert {each.device_hash async for each in Knock.objects.all()} == {"new", "waits"}


async def test_the_slow_tick_heals_a_lost_wake_up(workshop, facilitator, alice, monkeypatch):
    await sync_to_async(bring)(workshop, "mission", facilitator)
    async with listening(workshop, "phone", alice) as socket:
        await hear(socket, 'id="frame"')
        monkeypatch.setattr(hub.hub, "wake", lambda pk: None)
        await sync_to_async(mission.write)(workshop, "Sans réveil.", 0, by=facilitator)
        await hear(socket, "Sans réveil.")


async def test_a_due_move_happens_without_anybody_asking(workshop, facilitator, alice, monkeypatch):
    from datetime import timedelta

    from workshop import moves

    monkeypatch.setattr(moves, "DELAY", timedelta(seconds=0.2))
    async with listening(workshop, "phone", alice) as socket:
        await hear(socket, 'id="frame"')
        await sync_to_async(moves.take_everyone)(workshop, "mission", by=facilitator)
        await hear(socket, 'data-step="mission"')


def test_a_screen_without_socket_follows_by_http(as_, workshop, facilitator, alice):
    browser, url = as_(alice), reverse("since", args=[workshop.key, "phone"])
    bring(workshop, "mission", facilitator)
    asked = {"language": "fr", "step": "mission", "shown": "mission", "revision": workshop.revision}
    assert browser.get(url, asked).status_code == 204
    mission.write(workshop, "Par HTTP.", 0, by=facilitator)
    answer = browser.get(url, asked).content.decode()
    assert "Par HTTP." in answer
    assert "<main" not in answer
    moved = browser.get(url, asked | {"step": "gather"}).content.decode()
    assert '<main id="screen"' in moved


def test_the_board_opens_by_its_watch_link_until_that_is_renewed(as_, workshop, facilitator):
    from workshop import moves

    browser = as_()
    assert browser.get(reverse("board", args=[workshop.key])).status_code == 404
    link = reverse("watch", args=[watching.watch_token(workshop)])
    assert browser.get(link).url == reverse("board", args=[workshop.key])
    assert browser.get(reverse("board", args=[workshop.key])).status_code == 200
    moves.renew_watch(workshop, by=facilitator)
    assert browser.get(link).status_code == 404
    assert browser.get(reverse("board", args=[workshop.key])).status_code == 404


async def test_lesson_13_a_facilitator_whose_line_drops_keeps_the_lead(workshop, facilitator, deputy):
    """Nothing is automatic: no offer, no change of role, not even a revision."""
    before = await sync_to_async(facilitations)(workshop)
    async with listening(workshop, "console", deputy) as other:
        async with listening(workshop, "console", facilitator) as console:
            await hear(console, 'id="frame"')
        await asyncio.sleep(0.3)  # several ticks
        await hear(other, 'id="frame"')
    assert await sync_to_async(facilitations)(workshop) == before


def facilitations(workshop):
    workshop.refresh_from_db()
    return (
        workshop.revision,
        workshop.offer,
        list(workshop.facilitations.order_by("pk").values_list("facilitator", "role")),
    )


async def test_a_deleted_workshop_turns_its_screens_away(workshop, facilitator):
    new = await sync_to_async(rehearsals.open_rehearsal)(workshop, 1, by=facilitator)
    zoe = await sync_to_async(member)(new, "Zoé")
    async with listening(new, "phone", zoe) as phone:
        await hear(phone, 'id="frame"')
        await sync_to_async(home.delete_rehearsal)(new)
        async with asyncio.timeout(3):
            while (await phone.receive_output())["type"] != "websocket.close":
                pass
