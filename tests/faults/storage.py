"""FI-5: the database is away, or its disk is full. What cannot be kept is not acknowledged, and leaves later."""

import asyncio
import sqlite3
import time
from contextlib import closing

from django.conf import settings

from .room import SENTENCES


async def database(run):
    await (locked(run) if run.server.database == "sqlite" else away(run))


async def away(run):
    """PostgreSQL crashes and comes back; lines to it are ended, those on which processes hear of each other too."""
    times, each, seconds = run.many((1, 3, 10), (3, 10, 45))
    async with run.stage("database away", each=each, seconds=seconds) as room:
        for _time in range(times):
            await asyncio.sleep(run.chance.uniform(0.1, 0.6) * seconds / times)
            run.fault("database crashed")
            await run.server.crash_database(run.chance.uniform(1, 4))
            run.calm()
            await asyncio.sleep(2)
            run.fault("listeners cut")
            run.demand(await run.server.cut_listeners(), "nobody listens")
        said(run, room, SENTENCES[0])


async def locked(run):
    """SQLite: another process holds the lock for longer than the server waits."""
    times, each, seconds = run.many((1, 3, 8), (2, 6, 40))
    async with run.stage("database locked", each=each, seconds=seconds) as room:
        for _time in range(times):
            await asyncio.sleep(run.chance.uniform(0.1, 0.4) * seconds / times)
            run.fault("locked")
            with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)) as other:
                other.execute("PRAGMA busy_timeout = 5000")
                other.execute("BEGIN IMMEDIATE")
                await asyncio.sleep(settings.DATABASES["default"]["OPTIONS"]["timeout"] + 2)
            run.calm()
        said(run, room, SENTENCES[0])


async def disk(run):
    """A16: no file of the server's may grow."""
    each, full = run.many((2, 4), (4, 20))
    async with run.stage("disk full", each=each, seconds=full + 2) as room:
        await asyncio.sleep(1)
        run.fault("disk full")
        run.server.fill_disk()
        began = time.monotonic()
        await asyncio.sleep(full)
        kept = [item for item in room.sent if item.acked and item.acked > began + 0.5]
        run.server.fill_disk(False)
        run.calm()
        run.demand(not kept, f"{len(kept)} post-its acknowledged on a full disk")
        said(run, room, SENTENCES[1])


def said(run, room, sentence):
    run.found[-1].notes["said"] = room.sentences[sentence]
    run.demand(room.sentences[sentence], f"nobody was told: {sentence}")
    run.demand(room.sentences["Retry-After"] >= room.statuses[503], "a 503 does not say when to come back")
