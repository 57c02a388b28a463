"""FI-6 and FI-7: bad lines, captive portals, screens that never read, nonsense, and one who floods."""

import asyncio
import socket
import time
from contextlib import suppress
from uuid import uuid4

from workshop import limits

from .phone import CSRF, CUT
from .wire import fetch

WEATHER = {
    "slow line": {"latency": 0.8, "jitter": 0.4},
    "one byte at a time": {"slicer": 1},
    "7 kB a second": {"bandwidth": 7000},
    "portal 200": {"portal": 200},
    "portal 302": {"portal": 302},
    "portal 511": {"portal": 511},
    "black hole": {"hole": True},
}


async def network(run):
    """Each weather in turn, every line cut between two; and of the POSTs answered, some answers never arrive."""
    each, drop, lasts = run.many((4, 0.1, 0.7), (10, 0.02, 6))
    run.proxy.dropped = 0
    async with run.stage("network", each=each, seconds=len(WEATHER) * (lasts + 0.5)):
        for name, toxics in WEATHER.items():
            run.fault(name)
            run.proxy.set(drop=drop, **toxics)
            await asyncio.sleep(run.many(3, 30) if toxics.get("hole") else lasts)
            run.proxy.set(drop=drop)
            run.fault("every line cut")
            run.proxy.reset()
            await asyncio.sleep(0.5)
        run.proxy.set()
        run.calm()
    run.found[-1].notes["answers dropped"] = run.proxy.dropped


async def slow(run):
    """FI-7: sockets that never read while whole screens are sent, malformed frames, one who floods."""
    each, seconds = run.many((3, 8), (5, 35))
    moves = int(seconds / 2)
    async with run.stage("slow and rude", people=run.many(30, 60), each=each, seconds=seconds, others=None) as room:
        before = run.server.rss()
        deaf = [await asyncio.to_thread(never_read, run, room) for _each in range(20)]
        run.fault("20 sockets never read")
        flooder = asyncio.create_task(flood(run, room))
        for _move in range(moves):
            await asyncio.sleep(2)
            await asyncio.to_thread(to_and_fro, room)
        run.fault("a flooder")
        flood_size, beyond = await flooder
        run.fault("12 malformed frames")
        nonsense = [await asyncio.to_thread(misbehave, run, room, frame) for frame in MALFORMED]
        grown = run.server.rss() - before
        for line in deaf:
            line.close()
        run.demand(grown <= 20, f"memory grew by {grown:.0f} MB")
        run.demand(beyond <= 0, f"{beyond:.0f} of a flood of {flood_size} were let in")
        run.demand(all(nonsense), f"{nonsense.count(False)} malformed frames did not end their socket")
        run.found[-1].notes |= {"grown MB": round(grown, 1), "flood": flood_size}
        run.demand(room.statuses[429] == 0, "an honest phone was slowed down")


def to_and_fro(room):
    """Whole screens for everybody: the room goes to another step and back."""
    from .room import in_thread

    in_thread(room.bring)("categories", None)
    in_thread(room.bring)("postits", None)


# Rude clients


def handshake(run, room, cookie, audience, buffer=None):
    """A websocket by hand, straight to the server."""
    line = socket.socket()
    if buffer:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    line.settimeout(10)
    line.connect(("127.0.0.1", run.server.port))
    line.sendall(
        f"GET /ws/w/{room.key}/{audience}/?language=fr HTTP/1.1\r\nHost: {run.way.host}\r\n"
        f"Origin: {run.way.origin}\r\nCookie: {cookie}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    return line


def never_read(run, room):
    return handshake(run, room, room.facilitators[0], "board", buffer=4096)


def masked(first, payload, size=None):
    return bytes([first, 0x80 | (len(payload) if size is None else size)]) + bytes(4) + payload


MALFORMED = [
    b"\x81\x05hello",  # not masked
    masked(0xF1, b"x"),  # reserved bits
    masked(0x83, b"x"),  # no such kind
    masked(0x8B, b"x"),  # no such control
    masked(0x09, b"x"),  # a control in pieces
    masked(0x89, b"", 126) + b"\x00\xff",  # a control too long
    masked(0x80, b"x"),  # goes on with nothing
    masked(0x81, b"\xff\xfe"),  # no text
    masked(0x88, b"\x03"),  # half a close code
    masked(0x88, b"\x03\xed"),  # a close code that is never sent
    b"\x81\xff" + b"\xff" * 8 + bytes(4),  # longer than there is
    b"\x81\xff" + (2 << 20).to_bytes(8, "big") + bytes(4),  # longer than may be
]


def misbehave(run, room, frame):
    """Whether the server ends a socket that sends this."""
    line = handshake(run, room, room.facilitators[0], "board")
    try:
        line.recv(65536)
        line.sendall(frame)
        while line.recv(65536):
            pass
    except TimeoutError:
        return False
    except OSError:
        pass
    finally:
        line.close()
    return True


async def flood(run, room):
    """One device sends as fast as it can; (how much it sent, how many were let in beyond its due)."""
    cookie, answers = room.cookie(room.rude), []

    began = time.monotonic()

    async def insist():
        for _time in range(run.many(150, 300)):
            headers = {"X-CSRFToken": CSRF, "X-Op": str(uuid4()), "HX-Request": "true"}
            with suppress(*CUT):
                url = room.url("postits/write/")
                answer = await fetch(run.way, "POST", url, cookie, {"text": ""}, headers)
                answers.append(answer.status)

    await asyncio.gather(*(insist() for _each in range(8)))
    due = limits.POSTS.burst + limits.POSTS.rate * (time.monotonic() - began) + 1
    return len(answers), len(answers) - answers.count(429) - due * run.server.processes
