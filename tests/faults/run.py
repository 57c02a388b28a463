"""One run: the server, the proxy before it, and what each stage found."""

import asyncio
import random
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from . import canaries, truth
from .phone import CUT, Screen, parse
from .ports import quiet_port
from .proxy import Proxy
from .room import Room
from .wire import Way

SETTLED = 30  # seconds from the last fault until every screen is right


class Enough(Exception):
    """A broken build was found out."""


@dataclass
class Found:
    """What one stage found."""

    stage: str
    acknowledged: int = 0
    faults: list = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    gap: float = 0
    recovery: float = 0
    settled: float = 0
    ack: list = field(default_factory=list)  # seconds, each
    board: list = field(default_factory=list)
    statuses: dict = field(default_factory=dict)
    closes: dict = field(default_factory=dict)
    rss: float = 0
    took: float = 0
    broken: list = field(default_factory=list)
    notes: dict = field(default_factory=dict)


class Run:
    """`short` plays fewer post-its and fewer faults of each kind."""

    def __init__(self, origin, seed, short=False):
        self.seed, self.short, self.until_broken = seed, short, False
        self.chance = random.Random(seed)
        self.proxy, self.server = Proxy(seed), None
        self.way = Way(origin, quiet_port())
        self.found, self.lifted, self.names = [], [], set()

    async def start(self, server):
        self.server = server
        await server.start()
        await self.proxy.start(self.way.port, self.server.port)

    async def stop(self):
        await self.proxy.stop()
        await self.server.stop()

    def many(self, short, full):
        return short if self.short else full

    # Rooms

    async def open(self, people):
        """A room whose every screen is open and listens."""
        name = next(name for name in iter(lambda: canaries.room_name(self.chance), None) if name not in self.names)
        self.names.add(name)
        room = Room(name, self.way, people, self.many(2, 8))
        await asyncio.to_thread(room.build)
        room.furnish()
        await asyncio.gather(*(screen.load() for screen in room.screens))
        for screen in room.screens:
            screen.start()
        return room

    async def post(self, room, each, seconds):
        """Every phone sends `each` post-its, at moments of its own within `seconds`."""
        moments = sorted((self.chance.uniform(0, seconds), phone) for phone in room.phones * each)
        began = time.monotonic()
        for moment, phone in moments:
            await asyncio.sleep(max(0, began + moment - time.monotonic()))
            phone.send(room.text())

    # Faults

    def fault(self, name):
        self.found[-1].faults.append(name)
        self.lifted.append(time.monotonic())

    def calm(self):
        """The last fault is over now."""
        self.lifted[-1] = time.monotonic()

    # Stages

    @asynccontextmanager
    async def stage(self, name, people=60, each=0, seconds=0, beside=True, others=0):
        """Open a room, load it while the body does its harm, then demand that all is well within SETTLED seconds."""
        found, began = Found(name), time.monotonic()
        self.found.append(found)
        self.lifted = []
        rooms = [await self.open(people)] + ([await self.open(3)] if beside else [])
        load = [asyncio.create_task(self.post(room, each, seconds)) for room in rooms]
        try:
            yield rooms[0]
            await asyncio.gather(*load)
            await self.settle(found, rooms, others)
        finally:
            for task in load:
                task.cancel()
            await asyncio.gather(*(screen.stop() for room in rooms for screen in room.screens))
        found.rss, found.took = self.server.rss(), time.monotonic() - began

    async def settle(self, found, rooms, others):
        began = time.monotonic()  # the last fault is over, the last post-it on its way
        while True:
            for room in rooms:
                room.fresh = await fresh(room)
            if not any(room.waiting or truth.unequal(room) for room in rooms):
                break
            if time.monotonic() > began + (SETTLED / 2 if self.until_broken else SETTLED):
                break
            await asyncio.sleep(0.5)
        found.settled = time.monotonic() - began
        for room in rooms:
            await self.judge(found, room, others if room is rooms[0] else 0)
            for phone in self.chance.sample(room.phones, 3):
                self.demand(await phone.says_saved(), "a phone's own list is not what was acknowledged to it")

    async def judge(self, found, room, others):
        lost, doubled, sentences = await asyncio.to_thread(truth.broken, room, others)
        acked = [item for item in room.sent if item.acked]
        found.lost, found.doubled = found.lost + len(lost), found.doubled + doubled
        found.acknowledged += len(acked)
        found.ack += [item.acked - item.made for item in acked]
        tokens = {item.text.split(" ")[0]: item for item in acked}
        found.board += [
            max(0, room.first_seen[word] - item.acked) for word, item in tokens.items() if word in room.first_seen
        ]
        found.gap = max(found.gap, truth.gap(room.sent))
        waits = [truth.first_after(room.sent, moment) for moment in self.lifted]
        found.recovery = max([found.recovery, *filter(None, waits)])
        found.statuses |= {str(s): n + found.statuses.get(str(s), 0) for s, n in room.statuses.items()}
        for sentence in sentences:
            self.demand(False, sentence)
        found.closes |= {str(c): n + found.closes.get(str(c), 0) for c, n in room.closes.items()}

    def demand(self, holds, sentence):
        """One more condition of the stage that is being played."""
        if not holds:
            self.found[-1].broken.append(f"{self.found[-1].stage}: {sentence}")
        if self.found[-1].broken and self.until_broken:
            raise Enough


async def fresh(room):
    """{audience: what a screen opened now shows}; empty where none can be opened."""
    shown = {}
    for audience in ("board", "console", "phone"):
        like = next(screen for screen in room.screens if screen.audience == audience)
        screen = Screen(room, audience, like.cookie)
        try:
            answer = await screen.fetch("GET", room.page(audience))
            screen.page = parse(answer.text)
            shown[audience] = screen.shows()
        except (*CUT, AttributeError):
            pass
    return shown
