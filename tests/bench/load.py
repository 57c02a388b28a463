"""One load on one server: post-its leave on time whatever the answers do; every screen notes what it sees when."""

import asyncio
import random
import time
from bisect import bisect_left
from dataclasses import asdict, dataclass
from uuid import uuid4

from .client import Lines, Screen
from .room import CSRF

PATIENCE = 25  # seconds for the last frame
BURST = 2  # seconds in which every phone sends one


@dataclass
class Load:
    phones: int
    rate: int  # post-its a second; 0 is the burst
    seconds: float

    def __str__(self):
        return f"{self.phones} phones, {f'{self.rate}/s' if self.rate else f'burst in {BURST} s'}"

    def moments(self):
        """Seconds from the start at which a post-it leaves, in order."""
        if self.rate:
            return [number / self.rate for number in range(int(self.rate * self.seconds))]
        chance = random.Random(self.phones)
        return sorted(chance.uniform(0, BURST) for _each in range(self.phones))


async def connect(server, screens):
    """Open every screen, fifty at a time; returns them and the memory each costs the server (kB)."""
    loop, before, opened = asyncio.get_running_loop(), server.rss(), []
    wanted = list(screens)
    for start in range(0, len(wanted), 50):
        new = [
            loop.create_connection(lambda where=where: Screen(*where, server.origin), "127.0.0.1", server.port)
            for where in wanted[start : start + 50]
        ]
        opened += [screen for _transport, screen in await asyncio.gather(*new)]
        if not all(await asyncio.gather(*(screen.is_open for screen in opened[start:]))):
            raise SystemExit("a screen was not let in")
    await asyncio.sleep(1)
    return opened, (server.rss() - before) / len(wanted)


async def play(server, load, screens, room=None):
    """Send the load's post-its. Returns the figures of this run."""
    lines, posts = Lines(server.origin), []
    for screen in screens:
        screen.heard.clear()
    for screen in screens[2:]:
        screen.texts = None
    used, own, began = server.cpu(), time.process_time(), time.perf_counter()
    sent = [asyncio.ensure_future(send(lines, number, room, posts)) async for number in on_time(load.moments())]
    await asyncio.gather(*sent)
    ranks = await asyncio.to_thread(room.ranks) if room else {}
    for post in posts:
        post["rank"] = ranks.get(post["text"], post["rank"])
    last = max((post["rank"] for post in posts), default=0)
    await settled(screens, last)
    cards = sum(missing_cards(screen, posts) for screen in screens[:2]) if room else 0
    took = time.perf_counter() - began
    lines.close()
    return (
        figures(posts, screens, load, server.cpu() - used)
        | {"cards_missing": cards}
        | {"client": (time.process_time() - own) / took}
    )


async def on_time(moments):
    began = time.perf_counter()
    for number, moment in enumerate(moments):
        await asyncio.sleep(max(0, began + moment - time.perf_counter()))
        yield number


async def send(lines, number, room, posts):
    text = f"Une idée {uuid4().hex[:8]} : des délais tenus, une réponse claire et quelqu’un qui rappelle le jour même."
    fields, path, headers = {"polarity": ("like", "dislike")[number % 2], "interface": "", "text": text}, "/write/", {}
    if room:
        path = f"/w/{room.workshop.key}/postits/write/"
        cookie = room.phone(number % len(room.devices))
        headers = {"Cookie": cookie, "X-CSRFToken": CSRF, "X-Op": str(uuid4()), "HX-Request": "true"}
    status, answer, began, ended = await lines.post(path, fields, headers)
    if status != 200:
        raise SystemExit(f"a post-it was answered {status}")
    posts.append({"text": text, "began": began, "ended": ended, "rank": int(answer.get(b"x-rank", 0))})


def missing_cards(screen, posts):
    """Post-its whose text never came to a screen that shows the cards."""
    text = b"".join(screen.texts).decode()
    return sum(post["text"][:16] not in text for post in posts)


async def settled(screens, last):
    """Until every screen counts the last post-it, or patience ends."""
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        if all(screen.heard and screen.heard[-1][0] >= last for screen in screens):
            return
        await asyncio.sleep(0.05)


def figures(posts, screens, load, cpu):
    """Milliseconds from submitting to the answer, to the median and to the last screen; losses; costs."""
    middle, last, lost = [], [], 0
    known = [[rank for rank, _moment, _size in screen.heard] for screen in screens]
    for post in posts:
        came = []
        for screen, ranks in zip(screens, known, strict=True):
            at = bisect_left(ranks, post["rank"])
            if at == len(ranks):
                lost += 1
            else:
                came.append((screen.heard[at][1] - post["began"]) * 1000)
        came.sort()
        middle.append(came[len(came) // 2] if came else float("inf"))
        last.append(came[-1] if len(came) == len(screens) else float("inf"))
    answers = [(post["ended"] - post["began"]) * 1000 for post in posts]
    frames = sum(map(len, known))
    phones = screens[2:] or screens
    size = sum(size for screen in phones for _rank, _moment, size in screen.heard)
    return asdict(load) | {
        "load": str(load),
        "posts": len(posts),
        "answer": spread(answers),
        "middle": spread(middle),
        "last": spread(last),
        "lost": lost,
        "frames": frames,
        "cpu_per_delivery": cpu * 1e6 / max(1, len(posts) * len(screens)),
        "cpu_per_post": cpu * 1e3 / max(1, len(posts)),
        "bytes_per_phone": size / max(1, len(phones)) / max(1, len(posts)),
    }


def spread(values):
    """p50, p95 and p99."""
    values = sorted(values)
    return [values[min(len(values) - 1, int(len(values) * share))] for share in (0.5, 0.95, 0.99)]
