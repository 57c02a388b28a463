"""A TCP proxy on loopback that fails on demand; its words are Toxiproxy's where there is one.

proxy.set(latency=0.8, jitter=0.4)   every chunk is late
proxy.set(slicer=1)                  chunks of one byte each (`pause` seconds between two)
proxy.set(bandwidth=7000)            bytes a second, each way
proxy.set(drop=0.02)                 of the POSTs that were answered, the answers that never arrive
proxy.set(hole=True)                 nothing passes and nothing is closed; lines it has swallowed stay dead
proxy.set(portal=200)                a captive portal answers instead: 200, 302 or 511
proxy.reset()                        every line is cut at once
proxy.set()                          calm again
"""

import asyncio
import random
from contextlib import suppress
from dataclasses import dataclass

CHUNK = 65536
PORTAL = "<!doctype html><title>Wi-Fi</title><h1>Bienvenue</h1><p>Acceptez nos conditions pour continuer.</p>"
REASONS = {200: "OK", 302: "Found", 511: "Network Authentication Required"}


@dataclass(frozen=True)
class Toxics:
    latency: float = 0
    jitter: float = 0
    slicer: int = 0
    pause: float = 0.0005
    bandwidth: int = 0
    drop: float = 0
    hole: bool = False
    portal: int = 0


class Line:
    """One accepted connection and its way to the server."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer
        self.server = None
        self.swallowed = self.posted = False

    def cut(self):
        for writer in (self.writer, self.server):
            if writer:
                writer.transport.abort()


class Proxy:
    def __init__(self, seed=0):
        self.toxics, self.lines, self.chance = Toxics(), set(), random.Random(seed)
        self.upstream, self.dropped = None, 0

    async def start(self, port, upstream):
        self.upstream = upstream
        self.listener = await asyncio.start_server(self.accept, "127.0.0.1", port, backlog=1024)

    async def stop(self):
        self.listener.close()
        self.reset()
        await asyncio.sleep(0)

    def set(self, **toxics):
        self.toxics = Toxics(**toxics)
        for line in self.lines:
            line.swallowed |= self.toxics.hole

    def reset(self):
        for line in list(self.lines):
            line.cut()

    async def accept(self, reader, writer):
        line = Line(reader, writer)
        line.swallowed = self.toxics.hole
        self.lines.add(line)
        try:
            await (self.answer(line) if self.toxics.portal else self.carry(line))
        except OSError:
            pass
        finally:
            line.cut()
            self.lines.discard(line)

    async def answer(self, line):
        """Be the hotel's Wi-Fi."""
        with suppress(asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await line.reader.readuntil(b"\r\n\r\n")
        status = self.toxics.portal or 200
        head = (
            f"HTTP/1.1 {status} {REASONS[status]}\r\nContent-Type: text/html\r\nConnection: close\r\nX-Portal: yes\r\n"
        )
        where = "Location: http://wifi.invalid/\r\n" if status == 302 else ""
        line.writer.write(f"{head}{where}Content-Length: {len(PORTAL)}\r\n\r\n{PORTAL}".encode())
        await line.writer.drain()
        line.writer.close()
        await line.writer.wait_closed()

    async def carry(self, line):
        if line.swallowed:
            await line.reader.read(-1)  # until the client gives up
            return
        reader, line.server = await asyncio.open_connection("127.0.0.1", self.upstream)
        ways = self.pump(line, line.reader, line.server, True), self.pump(line, reader, line.writer, False)
        tasks = [asyncio.create_task(way) for way in ways]
        _done, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in others:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if line.swallowed:  # no FIN either way: the server must find out by itself
            line.writer.transport.abort()
            await reader.read(-1)

    async def pump(self, line, reader, writer, upwards):
        while chunk := await reader.read(CHUNK):
            if upwards:
                line.posted = chunk.startswith(b"POST ") or line.posted
            elif line.posted and chunk.startswith(b"HTTP/1.1 2") and self.chance.random() < self.toxics.drop:
                self.dropped += 1
                return  # committed and answered; the answer is lost
            await self.write(line, writer, chunk)
        if not line.swallowed:
            await self.flushed(writer)

    async def write(self, line, writer, chunk):
        toxics = self.toxics
        if toxics.latency:
            await asyncio.sleep(max(0, toxics.latency + self.chance.uniform(-toxics.jitter, toxics.jitter)))
        if line.swallowed:
            return
        if toxics.bandwidth:
            await asyncio.sleep(len(chunk) / toxics.bandwidth)
        if not toxics.slicer:
            writer.write(chunk)
        for start in range(0, len(chunk) if toxics.slicer else 0, toxics.slicer or 1):
            writer.write(chunk[start : start + toxics.slicer])
            await asyncio.sleep(toxics.pause)
        await writer.drain()

    async def flushed(self, writer):
        """What was read is on its way before the line is closed."""
        with suppress(OSError):
            await writer.drain()
            writer.close()
            await writer.wait_closed()
