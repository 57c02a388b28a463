"""Screens that only note what came when: cheap enough that a thousand of them are not what is measured.

All sockets hang on one epoll of their own, and a frame that many screens receive is parsed once: a screen costs the
client one `recv` and one look in a dictionary per frame, where a protocol of asyncio costs five times that.
"""

import asyncio
import re
import select
import socket
from array import array
from time import perf_counter
from typing import NamedTuple

from .broken import Broken

SIZE = 1 << 16  # bytes read at once
TEXT, CLOSE, PING = 1, 8, 9  # kinds of frames (RFC 6455, 5.2)
CARD = re.compile(rb'<li id="postit-(\d+)"')
COUNT = re.compile(rb'id="(?:count|wall-state)".*?(\d+)\spost-it', re.DOTALL)  # the part's own words, no post-it's
SINCE, TO = re.compile(rb'data-from="(\d+)"'), re.compile(rb'data-to="(\d+)"')


class Told(NamedTuple):
    """What one frame says: post-its counted, cards shown, revisions from and to (None from a reference server)."""

    count: int | None
    cards: frozenset
    since: int | None
    to: int | None
    size: int
    is_news: bool  # a heartbeat is not
    content: bytes

    @classmethod
    def of(cls, content, size):
        head, _end, rest = content.partition(b"</i>") if content.startswith(b'<i id="frame"') else (b"", b"", content)
        count, since, to = COUNT.search(rest), SINCE.search(head), TO.search(head)
        return cls(
            count and int(count[1]),
            frozenset(map(int, CARD.findall(rest))),
            since and int(since[1]),
            to and int(to[1]),
            size,
            bool(rest),
            content,
        )


class Screen:
    """One websocket and all it heard. `audience` is board, console or phone; `counts` when it shows no card."""

    def __init__(self, audience, path, cookie="", counts=False, room=0):
        self.audience, self.path, self.cookie, self.counts, self.room = audience, path, cookie, counts, room
        self.rest, self.mine, self.closed = b"", None, None
        self.forget()

    def forget(self):
        self.moments, self.told, self.gaps = array("d"), [], 0
        self.shown, self.noted = {}, 0  # card → moment it came; frames noted there

    def request(self, origin):
        return (
            f"GET {self.path} HTTP/1.1\r\nHost: {origin.split('//')[1]}\r\nOrigin: {origin}\r\n"
            f"Cookie: {self.cookie}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        ).encode()

    async def open(self, server, ears):
        loop = asyncio.get_running_loop()
        self.socket = socket.socket()
        self.socket.setblocking(False)
        await loop.sock_connect(self.socket, ("127.0.0.1", server.port))
        await loop.sock_sendall(self.socket, self.request(server.origin))
        answer = b""
        while b"\r\n\r\n" not in answer:
            came = await loop.sock_recv(self.socket, SIZE)
            if not came:
                raise Broken("a screen was not let in: the line was cut")
            answer += came
        head, _end, rest = answer.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 101"):
            raise Broken(f"a screen was not let in: {head.splitlines()[0].decode()}")
        self.rest = self.split(rest, perf_counter(), ears.known)
        ears.add(self)

    def read(self, known):
        try:
            data = self.socket.recv(SIZE)
        except BlockingIOError:
            return True
        except OSError:
            data = b""
        now = perf_counter()
        told = None if self.rest else known.get(data)
        if told:
            self.hear(told, now)
        elif data:
            self.rest = self.split(self.rest + data, now, known)
        else:
            self.closed = self.closed or 1006
        return bool(data)

    def split(self, data, now, known):
        """Hear every whole frame in `data`; returns what is left."""
        at, held = 0, len(data)
        while held - at >= 2:
            kind, size, start = data[at] & 15, data[at + 1], at + 2
            if size == 126:
                size, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif size == 127:
                size, start = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
            if held < start + size or start > held:
                break
            whole, content, at = data[at : start + size], data[start : start + size], start + size
            if kind == TEXT:
                if whole not in known:
                    known[whole] = Told.of(content, len(whole))
                self.hear(known[whole], now)
            else:
                self.obey(kind, content)
        return data[at:]

    def obey(self, kind, content):
        if kind == PING:
            self.socket.send(bytes([0x8A, 0x80 | len(content), 0, 0, 0, 0]) + content)
        elif kind == CLOSE:
            self.closed = int.from_bytes(content[:2], "big")

    def hear(self, told, now):
        if told.to is not None:
            self.follow(told)
        if told.is_news:
            self.moments.append(now)
            self.told.append(told)

    def follow(self, told):
        """As static/js/screen.js: a frame that does not lead on from what is shown is a gap."""
        if self.mine is not None and told.to > self.mine and not (told.is_news and told.since <= self.mine):
            self.gaps += 1
        self.mine = max(self.mine or 0, told.to)

    def note(self):
        """Bring `shown` up to date: the first moment of each card, of each number counted."""
        for at in range(self.noted, len(self.told)):
            told = self.told[at]
            for each in told.cards if not self.counts else () if told.count is None else (told.count,):
                self.shown.setdefault(each, self.moments[at])
        self.noted = len(self.told)
        return self.shown


class Ears:
    """Every open screen, on one epoll that the event loop watches."""

    def __init__(self):
        self.epoll, self.screens, self.known = select.epoll(), {}, {}
        asyncio.get_running_loop().add_reader(self.epoll.fileno(), self.drain)

    def add(self, screen):
        self.screens[screen.socket.fileno()] = screen
        self.epoll.register(screen.socket.fileno(), select.EPOLLIN)

    def drain(self):
        for number, _event in self.epoll.poll(0):
            if not self.screens[number].read(self.known):
                self.epoll.unregister(number)

    def close(self):
        asyncio.get_running_loop().remove_reader(self.epoll.fileno())
        self.epoll.close()
        for screen in self.screens.values():
            screen.socket.close()
