"""One load on one server: post-its leave on time whatever the answers do; every screen notes what it sees when."""

import asyncio
import gc
import random
import time
from dataclasses import dataclass
from uuid import uuid4

from . import machine
from .broken import Broken
from .client import Ears, Screen
from .figures import figures
from .lines import Lines

PATIENCE = 25  # seconds for the last frame
TRIES = 5  # to find every screen told
BURST = 2  # seconds in which every phone sends one
FIRST = 22  # screens that open before the memory of the others is measured
TEXT = "Une idée {} : des délais tenus, une réponse claire et quelqu’un qui rappelle le jour même."


@dataclass(frozen=True)
class Load:
    """`rate` post-its a second over all rooms, 0 for the burst; `watched` is False when no screen is open."""

    phones: int
    rate: int
    seconds: float = BURST
    rooms: int = 1
    watched: bool = True

    def moments(self):
        """Seconds from the start at which a post-it leaves, in order."""
        if self.rate:
            return [number / self.rate for number in range(int(self.rate * self.seconds))]
        chance = random.Random(self.phones)
        return sorted(chance.uniform(0, BURST) for _each in range(self.phones * self.rooms))


@dataclass
class Post:
    """A post-it that was answered. `rank` and `key` are the database's, or the number a reference server gave."""

    room: int
    op: str
    began: float
    ended: float
    late: float  # seconds that the clients were behind their own plan
    rank: int = 0
    key: int = 0


class Crowd:
    """The clients of one server: its rooms, their screens, a pool of HTTP connections."""

    def __init__(self, server, phones, rooms=1):
        self.server, self.phones = server, phones
        self.rooms = server.stage("rooms", count=rooms, phones=phones) if server.stage else [None] * rooms
        self.lines, self.screens, self.memory, self.sent = Lines(server), [], None, 0

    def wanted(self):
        """A screen for the board, the console and each phone, room after room."""
        for number, room in enumerate(self.rooms):
            cookies = room["phones"] if room else [""] * self.phones
            who = [("board", room and room["facilitator"]), ("console", room and room["facilitator"])]
            for audience, cookie in who + [("phone", cookie) for cookie in cookies]:
                path = f"/ws/w/{room['key']}/{audience}/?language=fr" if room else f"/{number}/{audience}"
                yield Screen(audience, path, cookie or "", counts=bool(room) and audience == "phone", room=number)

    async def enter(self):
        """Open every screen, fifty at a time; proves with a few post-its that each was let in and is told."""
        self.ears, waiting = Ears(), list(self.wanted())
        await self.let_in(waiting[:FIRST])
        await self.warm()
        before, others = self.server.rss(), waiting[FIRST:]
        for start in range(0, len(others), 50):
            await self.let_in(others[start : start + 50])
        await asyncio.sleep(1)
        if others:
            self.memory = (self.server.rss() - before) / len(others)
        await self.warm()

    async def let_in(self, screens):
        await asyncio.gather(*(screen.open(self.server, self.ears) for screen in screens))
        self.screens += screens

    async def warm(self):
        """A few post-its until every screen shows them all: those of before its first frame, a page would fetch."""
        rooms = len({screen.room for screen in self.screens}) or 1
        for _try in range(TRIES):
            for screen in self.screens:
                screen.forget()
            posts = await self.post([number / 5 for number in range(3)] + [0.6 + n / 20 for n in range(rooms - 1)])
            posts = [post for post in posts if any(screen.room == post.room for screen in self.screens)]
            await self.settle(posts, PATIENCE / TRIES)
            self.check_open()
            if not figures(posts, self.screens)["lost"]:
                return
        raise Broken("a screen was not let in, or is not told")

    def check_open(self):
        codes = {screen.closed for screen in self.screens if screen.closed}
        if codes:
            raise Broken(f"screens were closed: {codes}")

    async def play(self, load):
        """Send the load's post-its. Returns the figures of this run."""
        for screen in self.screens:
            screen.forget()
        gc.collect()
        gc.disable()
        meter = machine.Meter(self.server)
        posts = await self.post(load.moments())
        await self.settle(posts)
        used = meter.read()
        gc.enable()
        self.check_open()
        return (
            {"memory": self.memory, "rss": self.server.rss()}
            | figures(posts, self.screens)
            | costs(posts, self.screens, used)
        )

    async def post(self, moments):
        """Send post-its, each at its moment; returns them with their ranks."""
        posts, sending, began = [], [], time.perf_counter()
        for moment in moments:
            await asyncio.sleep(max(0, began + moment - time.perf_counter()))
            late = time.perf_counter() - began - moment
            sending.append(asyncio.ensure_future(self.send(self.sent, late, posts)))
            self.sent += 1
        await asyncio.gather(*sending)
        for number, room in enumerate(self.rooms):
            known = self.server.stage("written", pk=room["pk"]) if room else None
            for post in posts:
                if known is not None and post.room == number:
                    post.rank, post.key = known[post.op]
        return posts

    async def send(self, number, late, posts):
        where, op = number % len(self.rooms), str(uuid4())
        room = self.rooms[where]
        polarity = ("like", "dislike")[number % 2]
        fields = {"polarity": polarity, "interface": "", "text": TEXT.format(op[:13])}
        path, headers = f"/{where}/write/", {}
        if room:
            cookie = room["phones"][number // len(self.rooms) % self.phones]
            path = f"/w/{room['key']}/postits/write/"
            headers = {"Cookie": cookie, "X-CSRFToken": room["csrf"], "X-Op": op, "HX-Request": "true"}
        answer = await self.lines.post(path, fields, headers)
        if answer.status != 200:
            raise Broken(f"a post-it was answered {answer.status}")
        rank = int(answer.headers.get(b"x-rank", 0))
        posts.append(Post(where, op, answer.began, answer.ended, late, rank, rank))

    async def settle(self, posts, patience=PATIENCE):
        """Until every screen shows its room's last post-it, or patience ends."""
        until = time.perf_counter() + patience
        cards, last = {}, {}
        for post in posts:
            cards.setdefault(post.room, set()).add(post.key)
            last[post.room] = max(post.rank, last.get(post.room, 0))
        waiting = [screen for screen in self.screens if screen.room in last]
        while waiting and time.perf_counter() < until:
            await asyncio.sleep(0.05)
            waiting = [screen for screen in waiting if not shows(screen, cards[screen.room], last[screen.room])]

    def leave(self):
        self.lines.close()
        if self.screens:
            self.ears.close()


def shows(screen, cards, last):
    shown = screen.note()
    return bool(shown) and max(shown) >= last if screen.counts else cards <= shown.keys()


def costs(posts, screens, used):
    """What the server and the clients used, by post-it and by frame that a screen received."""
    frames = sum(len(screen.told) for screen in screens)
    phones = [screen for screen in screens if screen.audience == "phone"]
    sizes = {
        audience: sum(told.size for screen in group for told in screen.told) / max(1, sum(len(s.told) for s in group))
        for audience in ("phone", "board", "console")
        if (group := [screen for screen in screens if screen.audience == audience])
    }
    return used | {
        "posts": len(posts),
        "frames": frames,
        "cpu_per_frame": used["server_cpu"] * 1e6 / frames if frames else None,
        "cpu_per_post": used["server_cpu"] * 1e3 / len(posts),
        "bytes_per_phone": sum(t.size for s in phones for t in s.told) / len(phones) / len(posts) if phones else None,
        "frame_bytes": sizes,
    }


async def measured(server, load):
    crowd = Crowd(server, load.phones, load.rooms)
    try:
        await (crowd.enter() if load.watched else crowd.warm())
        return await crowd.play(load)
    finally:
        crowd.leave()
