"""Broken: a request waits until its change is pushed to every screen, and is cut while it does.

workshop/leaving.py, which lets requests finish first, would hide at SIGTERM what waiting costs: daphne ends alone here,
which a build that does not wait survives.
"""

from workshop.asgi import application  # noqa: F401 -- served

# isort: split

import asyncio
import signal

from twisted.internet import reactor

from workshop import live
from workshop.hub import hub


def changed(pk):
    room = hub.rooms.get(pk)
    if room:
        asyncio.run_coroutine_threadsafe(push(pk, room), hub.loop).result()


async def push(pk, room):
    await hub.round(pk, room)
    await asyncio.sleep(0.3)  # the slowest screen


live.changed = changed
stop = reactor.callFromThread, reactor.stop
reactor.callWhenRunning(signal.signal, signal.SIGTERM, lambda number, frame: stop[0](stop[1]))
