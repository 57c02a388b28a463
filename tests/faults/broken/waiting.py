"""Broken: a request waits until its change is pushed to every screen."""

from workshop.asgi import application  # noqa: F401 -- served

# isort: split

import asyncio

from workshop import live
from workshop.hub import hub


def changed(pk):
    room = hub.rooms.get(pk)
    if room:
        asyncio.run_coroutine_threadsafe(hub.round(pk, room), hub.loop).result()


live.changed = changed
