"""How the processes hear of each other's changes: the commit itself notifies, by PostgreSQL's NOTIFY.

The door says it inside its transaction, so what is heard is what was committed, in that order, and nothing else. Each
process listens on one connection of its own, of no thread, while somebody is here. A notice lost with its
connection, or dropped by a pooler, costs a second: the hub's slow tick finds what no notice told. No broker: there is
none to run, to secure, or to lose. On SQLite, which one process has for itself, nobody is to be told.
"""

import asyncio
import logging
import random
import secrets

from django.db import connection

CHANNEL = "promesse"
LISTEN = f"LISTEN {CHANNEL}"
NAME = "promesse, listening"  # what pg_stat_activity says of the line
HERE = secrets.token_hex(8)  # this process, whose own commits wake its hub without any notice
NOWHERE = "-"  # stands for an empty word in a notice
SILENCE = 20  # seconds without a notice: is the line still there?
PATIENCE = 8  # seconds at most between two attempts
log = logging.getLogger(__name__)


def tell(pk, by=HERE):
    """Say that a workshop changes, to be heard when the transaction commits. Call it inside a change."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{by} {pk}"])


def whisper(pk, person, where, concerned, by=HERE):
    """Tell what holds for seconds (whispers.py): outside any transaction, and nothing is waited for on disk."""
    if connection.vendor == "postgresql":
        told = f"{by} {pk} {person} {where or NOWHERE} {','.join(map(str, concerned))}"
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, told])


async def listen(hub):
    """Mark the rooms of this process that others changed, until cancelled. A line that breaks is opened again."""
    attempts = 0
    while connection.vendor == "postgresql":
        try:
            async with await open_line() as line:
                await line.execute(LISTEN)
                await hub.tick()  # whatever was said while nobody listened
                attempts = 0
                while True:
                    await hear(line, hub)
                    await asyncio.wait_for(line.execute(LISTEN), SILENCE)
        except Exception as error:
            log.warning("Not listening to other processes (%s)", type(error).__name__)
        attempts += 1
        await asyncio.sleep(random.uniform(0.1, min(PATIENCE, 0.2 * 2**attempts)))  # noqa: S311 -- only spread


async def open_line():
    """A connection of this process alone, which a pooler would not let keep its LISTEN."""
    from psycopg import AsyncConnection  # only where the database is PostgreSQL

    known = connection.get_connection_params()
    wanted = {key: value for key, value in known.items() if key not in ("cursor_factory", "context")}
    return await AsyncConnection.connect(**wanted, application_name=NAME, autocommit=True)


async def hear(line, hub):
    """Take notices as they come, until there was none for a while."""
    async for notice in line.notifies(timeout=SILENCE):
        process, pk, *whispered = notice.payload.split(" ")
        if process != HERE and whispered:
            overhear(int(pk), *whispered)
        elif process != HERE:
            hub.mark(int(pk))


def overhear(pk, person, where, concerned):
    from . import whispers  # which tells its own by notices

    known = [int(each) for each in concerned.split(",") if each]
    whispers.take(pk, int(person), "" if where == NOWHERE else where, known)
