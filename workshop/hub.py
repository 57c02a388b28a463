"""This process's sockets, and the one task per workshop that writes to them.

No channel layer: a change wakes the hub, which renders each view once in a thread and writes one frame to each socket
of that view; changes that come within twice what the last round took (at most 100 ms) are told together. A slow tick
over the revisions heals what no wake-up told; a heartbeat tells screens which revision they should show.
"""

import asyncio
import logging
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

from django.core.exceptions import ObjectDoesNotExist
from django.db import close_old_connections

from . import notices, outage, wire

HEARTBEAT = 5  # seconds
TICK = 1  # seconds
SOCKETS = 3  # of one participant: with the people that a room holds, this bounds a workshop's phones
WATCHERS = 50  # boards and consoles of one workshop
NUDGE = '<i id="whisper"></i>'
WINDOW = 0.1  # seconds, at most
log = logging.getLogger(__name__)


class Room:
    """The sockets of one workshop in this process, and what each view showed last."""

    def __init__(self):
        self.sockets = defaultdict(set)  # view → consumers
        self.shown = {}  # view → live.Shown
        self.revision = self.rights = None
        self.dirty, self.task, self.cost = False, None, 0.0


class Hub:
    def __init__(self):
        self.rooms, self.loop, self.clock = {}, None, None
        self.threads = ThreadPoolExecutor(2, "render")

    # From any thread

    def wake(self, pk):
        if self.loop and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.mark, pk)

    def shown(self, pk, view):
        room = self.rooms.get(pk)
        return room.shown.get(view) if room else None

    def whisper(self, pk, people):
        """Nudge the phones of these people (primary keys): something changed that no revision tells (whispers.py)."""
        if pk in self.rooms and people and self.loop and not self.loop.is_closed():
            asyncio.run_coroutine_threadsafe(self.nudge(pk, people), self.loop)

    # From the event loop

    async def nudge(self, pk, people):
        room = self.rooms.get(pk)
        phones = [s for sockets in room.sockets.values() for s in sockets if s.person in people] if room else []
        await self.write(phones, NUDGE)

    def sockets(self):
        return [s for room in self.rooms.values() for sockets in room.sockets.values() for s in sockets]

    def has_phones(self, pk):
        """Whether a phone of this workshop listens to this process; asked from any thread."""
        room = self.rooms.get(pk)
        return bool(room) and any(view.audience == "phone" for view in tuple(room.sockets))

    def is_full(self, pk, person):
        """Whether there are as many sockets of this participant (None: boards and consoles) as there may be here.

        HTTP serves the screens beyond.
        """
        room = self.rooms.get(pk)
        others = [s for sockets in room.sockets.values() for s in sockets if s.person == person] if room else []
        return len(others) >= (SOCKETS if person else WATCHERS)

    def enter(self, socket):
        self.loop = asyncio.get_running_loop()
        room = self.rooms.setdefault(socket.pk, Room())
        room.sockets[socket.view].add(socket)
        self.mark(socket.pk)
        if self.clock is None or self.clock.done():
            self.clock = self.loop.create_task(self.keep_time())
            self.ears = self.loop.create_task(notices.listen(self))

    def leave(self, socket):
        room = self.rooms.get(socket.pk)
        if room:
            room.sockets[socket.view].discard(socket)
            if not room.sockets[socket.view]:
                del room.sockets[socket.view]
                room.shown.pop(socket.view, None)
            if not room.sockets:
                del self.rooms[socket.pk]

    def mark(self, pk):
        room = self.rooms.get(pk)
        if room:
            room.dirty = True
            if room.task is None or room.task.done():
                room.task = self.loop.create_task(self.tell(pk, room))

    async def tell(self, pk, room):
        """Bring every screen of a room up to date, again while it keeps changing."""
        while room.dirty:
            room.dirty = False
            started = self.loop.time()
            try:
                await self.round(pk, room)
            except Exception as error:
                outage.note(log, error, "Workshop %s could not be told; the next tick tries again", pk)
                return
            room.cost = self.loop.time() - started
            await asyncio.sleep(min(2 * room.cost, WINDOW))

    async def round(self, pk, room):
        """Render what changed, turn away who may no longer look, then tell the others.

        A view that fails keeps what it showed, and the room's revision stays behind: the next tick tries again.
        """
        from . import live  # live needs the hub to be woken

        views = {view: room.shown.get(view) for view in list(room.sockets)}
        try:
            revision, rights, fresh = await self.in_thread(live.frames, pk, views)
        except ObjectDoesNotExist:  # the workshop was deleted: nobody may look any more
            return await self.check_rights(room)
        if room.rights not in (None, rights):
            await self.check_rights(room)
        room.rights = rights
        for view, (shown, frame) in fresh.items():
            if view in room.sockets:
                room.shown[view] = shown
                await self.write(list(room.sockets[view]), frame)
        if len(fresh) == len(views):
            room.revision = revision
        return None

    async def write(self, sockets, frame):
        """One frame to each socket; a socket that fails is its own consumer's affair."""
        if frame:
            encoded = wire.encode(frame)
            others = [socket for socket in sockets if not wire.write(socket.wire, encoded)]
            await asyncio.gather(*(socket.hear(frame) for socket in others), return_exceptions=True)

    async def check_rights(self, room, audiences=("board", "phone", "console")):
        sockets = [s for view, sockets in room.sockets.items() if view.audience in audiences for s in sockets]
        for socket in sockets:
            if not await self.in_thread(socket.still_admitted):
                await socket.turn_away()

    async def keep_time(self):
        """The slow tick and the heartbeat, while somebody is here."""
        beat = 0
        while self.rooms:
            await asyncio.sleep(TICK)
            beat += TICK
            try:
                await self.tick()
                if beat >= HEARTBEAT:
                    beat = 0
                    await self.heartbeat()
                    await self.check_accounts()
                    await self.in_thread(forget)
            except Exception as error:
                outage.note(log, error, "The hub's clock missed a tick")
        self.ears.cancel()

    async def tick(self):
        """Mark rooms whose revision moved without a wake-up; write down moves that are due."""
        for pk, revision in (await self.in_thread(revisions, list(self.rooms))).items():
            room = self.rooms.get(pk)
            if room and room.revision != revision:
                self.mark(pk)

    async def heartbeat(self):
        from . import live

        for room in list(self.rooms.values()):
            for view, sockets in list(room.sockets.items()):
                shown = room.shown.get(view)
                if shown:
                    await self.write(list(sockets), live.head(shown.revision, shown.revision))

    async def check_accounts(self):
        """Whoever signed out, or whose password changed, stops hearing: no row of the workshop tells of that."""
        for room in list(self.rooms.values()):
            await self.check_rights(room, audiences=("board", "console"))

    async def in_thread(self, function, *values):
        return await asyncio.get_running_loop().run_in_executor(self.threads, with_fresh_connection, function, *values)


def revisions(pks):
    from . import moves  # moves write through the door, which wakes the hub
    from .models import Workshop

    for workshop in moves.due().filter(pk__in=pks):
        moves.arrive(workshop)
    known = dict(Workshop.objects.filter(pk__in=pks).values_list("pk", "revision"))
    return {pk: known.get(pk) for pk in pks}  # None: the workshop was deleted


def forget():
    from . import knocks  # which writes through the door, too

    knocks.forget()


def with_fresh_connection(function, *values):
    close_old_connections()
    try:
        return function(*values)
    finally:
        close_old_connections()


hub = Hub()
