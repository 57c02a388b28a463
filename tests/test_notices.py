"""What one process commits, the others hear: at once by a notice, within a tick without."""

import asyncio
import time
from functools import partial

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.db import connection

from tests.screens import bring
from tests.test_live import hear, listening, own_hub  # noqa: F401 -- a fixture
from workshop import hub, live, notices
from workshop.change import Refused
from workshop.steps import mission

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="one process has SQLite for itself"),
]
LISTENERS = (
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s"
    " AND state = 'idle' AND query LIKE 'LISTEN%%'"
)


@sync_to_async
def ask(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


async def heard_by_postgresql(others=()):
    """Wait until a listener that is none of the others has its line; returns its backend's pid."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        fresh = [pid for (pid,) in await ask(LISTENERS, notices.NAME) if pid not in others]
        if fresh:
            return fresh[0]
    raise AssertionError("nobody listens")


@pytest.fixture
def elsewhere(monkeypatch):
    """What is changed is changed as if by another process: nothing but its notice, or the tick, tells this one."""
    monkeypatch.setattr(live, "changed", lambda pk: None)
    monkeypatch.setattr(notices, "tell", partial(notices.tell, by="another"))


@sync_to_async
def write(workshop, text, facilitator):
    workshop.refresh_from_db()
    mission.write(workshop, text, workshop.mission_version, by=facilitator)


async def test_a_change_of_another_process_is_heard_without_waiting_for_the_tick(
    workshop, facilitator, alice, elsewhere, monkeypatch
):
    monkeypatch.setattr(hub, "TICK", 30)
    await sync_to_async(bring)(workshop, "mission", facilitator)
    async with listening(workshop, "phone", alice) as phone:
        await hear(phone, 'id="frame"')
        await heard_by_postgresql()
        await write(workshop, "D’ailleurs.", facilitator)
        await hear(phone, "D’ailleurs.")


async def test_a_listener_that_was_cut_listens_again(workshop, facilitator, alice, elsewhere, monkeypatch):
    monkeypatch.setattr(hub, "TICK", 30)
    await sync_to_async(bring)(workshop, "mission", facilitator)
    async with listening(workshop, "phone", alice) as phone:
        await hear(phone, 'id="frame"')
        cut = await heard_by_postgresql()
        await ask("SELECT pg_terminate_backend(%s)", cut)
        await write(workshop, "Pendant la coupure.", facilitator)
        await hear(phone, "Pendant la coupure.", seconds=5)
        await heard_by_postgresql(others=[cut])
        await write(workshop, "Après la coupure.", facilitator)
        await hear(phone, "Après la coupure.")


async def test_a_pooler_that_drops_notices_costs_one_tick(workshop, facilitator, alice, elsewhere, monkeypatch):
    await sync_to_async(bring)(workshop, "mission", facilitator)
    async with listening(workshop, "phone", alice) as phone:
        await hear(phone, 'id="frame"')
        await heard_by_postgresql()
        monkeypatch.setattr(notices, "CHANNEL", "nowhere")
        await write(workshop, "Sans avis.", facilitator)
        await hear(phone, "Sans avis.", seconds=2.5)


def test_a_refused_change_is_told_to_nobody(workshop, facilitator):
    params = {key: value for key, value in connection.get_connection_params().items() if key != "cursor_factory"}
    with psycopg.connect(**params, autocommit=True) as line:
        line.execute("LISTEN promesse")
        with pytest.raises(Refused):
            mission.write(workshop, "Trop tard.", 7, by=facilitator)
        mission.write(workshop, "À temps.", 0, by=facilitator)
        assert [notice.payload for notice in line.notifies(timeout=1)] == [f"{notices.HERE} {workshop.pk}"]


async def test_ones_own_notice_does_not_render_anything_twice(workshop, facilitator, alice, monkeypatch):
    monkeypatch.setattr(hub, "TICK", 30)
    await sync_to_async(bring)(workshop, "mission", facilitator)
    async with listening(workshop, "phone", alice) as phone:
        await hear(phone, 'id="frame"')
        await heard_by_postgresql()
        await asyncio.sleep(0.5)  # until the line's first look at the revisions is over
        marked, mark = asyncio.Queue(), hub.hub.mark
        monkeypatch.setattr(hub.hub, "mark", lambda pk: (marked.put_nowait(pk), mark(pk)))
        await write(workshop, "Une fois.", facilitator)
        await hear(phone, "Une fois.")
        await ask("SELECT pg_notify('promesse', 'another 0')")  # notices come in order: one's own was there before
        async with asyncio.timeout(3):
            assert [await marked.get(), await marked.get()] == [workshop.pk, 0]
