"""/healthz and /readyz: whoever watches over processes learns in two seconds whether one may be given work."""

import sqlite3
import time

import pytest
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.db import connection

from workshop import leaving, readiness
from workshop.asgi import application
from workshop.models import Failure


def ready(client):
    answer = client.get("/readyz")
    return answer.status_code, answer.content.decode()


@pytest.fixture(autouse=True)
def nothing_known():
    readiness.known.clear()


def test_a_process_is_ready_and_leaves_no_trace_of_having_been_asked(client, db):
    assert ready(client) == (200, "ready")
    assert not Failure.objects.exists()


def test_one_that_leaves_is_not_ready_but_lives(client, db, monkeypatch):
    monkeypatch.setattr(leaving.gate, "is_leaving", True)
    assert ready(client) == (503, "leaving")
    assert client.get("/healthz").status_code == 200


def test_one_without_room_on_its_disk_is_not(client, db, monkeypatch):
    monkeypatch.setattr(readiness, "ROOM", 2**62)
    assert ready(client) == (503, "disk full")


def test_one_whose_tables_are_not_its_own_is_not(client, db, settings):
    settings.MIGRATION_MODULES = {}  # the tests make their tables without migrations: none is applied
    assert ready(client) == (503, "tables of another version")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite has one writer")
def test_one_whose_database_is_held_by_another_says_so_soon(client):
    client.get("/healthz")
    with sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        assert ready(client) == (503, "no database")
        assert time.monotonic() - began < 2
        other.execute("ROLLBACK")
    assert ready(client) == (200, "ready")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is never a copy")
def test_one_whose_database_is_a_copy_that_cannot_be_written_is_not(client):
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    try:
        assert ready(client) == (503, "no database")
    finally:
        connection.close()
    assert ready(client) == (200, "ready")


async def test_one_that_leaves_lets_no_socket_in(monkeypatch):
    monkeypatch.setattr(leaving.gate, "is_leaving", True)
    socket = WebsocketCommunicator(application, "/ws/w/ANY/phone/?language=fr")
    connected, _subprotocol = await socket.connect()
    assert connected  # a browser that is refused learns nothing of why
    assert await socket.receive_output() == {"type": "websocket.close", "code": leaving.AWAY}
