"""Clients on bare asyncio: screens that only note when which revision came, and a pool of HTTP connections."""

import asyncio
import re
import time
from urllib.parse import urlencode

COUNT = re.compile(rb"(\d+)\W+post-it")


class Screen(asyncio.Protocol):
    """One websocket. `heard` holds (post-its counted, moment, bytes) of each frame that says how many there are."""

    def __init__(self, path, cookie, origin):
        self.request = (
            f"GET {path} HTTP/1.1\r\nHost: {origin.split('//')[1]}\r\nOrigin: {origin}\r\nCookie: {cookie}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        ).encode()
        self.heard, self.rest, self.is_open = [], b"", asyncio.get_running_loop().create_future()
        self.texts = []  # of a screen that shows the cards; None where nobody looks

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.request)

    def connection_lost(self, error):
        if not self.is_open.done():
            self.is_open.set_exception(error or ConnectionResetError())

    def data_received(self, data):
        now = time.perf_counter()
        data = self.rest + data if self.rest else data
        if not self.is_open.done():
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                self.rest = head
                return
            self.is_open.set_result(head.startswith(b"HTTP/1.1 101"))
        self.rest = self.frames(data, now)

    def frames(self, data, now):
        """Note every whole frame in `data`; returns what is left."""
        at, held = 0, len(data)
        while held - at >= 2:
            kind, size, start = data[at] & 15, data[at + 1], at + 2
            if size == 126:
                size, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif size == 127:
                size, start = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
            if held < start + size or start > held:
                break
            at = start + size
            self.note(kind, data[start:at], now)
        return data[at:]

    def note(self, kind, content, now):
        if kind == 9:
            self.transport.write(bytes([0x8A, 0x80 | len(content), 0, 0, 0, 0]) + content)
        elif kind == 1 and (told := COUNT.search(content)):
            self.heard.append((int(told[1]), now, len(content)))
            if self.texts is not None:
                self.texts.append(content)


class Line(asyncio.Protocol):
    """One HTTP connection that is kept, one request at a time."""

    def __init__(self):
        self.answer, self.rest = None, b""

    def connection_made(self, transport):
        self.transport = transport

    def connection_lost(self, error):
        if self.answer and not self.answer.done():
            self.answer.set_exception(ConnectionResetError())

    def data_received(self, data):
        self.rest += data
        head, end, body = self.rest.partition(b"\r\n\r\n")
        headers = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
        if end and len(body) >= int(headers.get(b"content-length", 0)):
            self.rest = b""
            self.answer.set_result((int(head.split()[1]), headers, time.perf_counter()))


class Lines:
    """A pool of HTTP connections that grows on demand."""

    def __init__(self, origin):
        self.host, self.port = origin.split("//")[1].split(":")
        self.idle = []

    async def post(self, path, fields, headers):
        """(status, headers, moment of submitting, moment of the answer)."""
        body = urlencode(fields)
        lines = {
            "Host": f"{self.host}:{self.port}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": len(body),
        } | headers
        text = "\r\n".join([f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in lines.items()), "", body])
        began = time.perf_counter()
        line = await self.line()
        line.answer = asyncio.get_running_loop().create_future()
        line.transport.write(text.encode())
        status, answered, ended = await line.answer
        self.idle.append(line)
        return status, answered, began, ended

    async def line(self):
        while self.idle:
            line = self.idle.pop()
            if not line.transport.is_closing():
                return line
        return (await asyncio.get_running_loop().create_connection(Line, self.host, int(self.port)))[1]

    def close(self):
        for line in self.idle:
            line.transport.close()
