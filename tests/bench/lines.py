"""A pool of HTTP connections that are kept, one request at a time on each; it grows on demand."""

import asyncio
from time import perf_counter
from typing import NamedTuple
from urllib.parse import urlencode


class Answer(NamedTuple):
    status: int
    headers: dict  # lower-case bytes
    body: bytes
    began: float  # seconds, before a connection was looked for
    ended: float


class Line(asyncio.Protocol):
    def __init__(self):
        self.answer, self.rest, self.wanted = None, b"", None

    def connection_made(self, transport):
        self.transport = transport

    def connection_lost(self, error):
        if self.answer and not self.answer.done():
            self.answer.set_exception(error or ConnectionResetError("no answer"))

    def data_received(self, data):
        self.rest += data
        if self.wanted is None:
            head, end, _body = self.rest.partition(b"\r\n\r\n")
            if not end:
                return
            self.status = int(head.split(None, 2)[1])
            self.headers = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
            self.start = len(head) + 4
            self.wanted = self.start + int(self.headers.get(b"content-length", 0))
        if len(self.rest) >= self.wanted:
            body, self.rest, self.wanted = self.rest[self.start : self.wanted], b"", None
            self.answer.set_result((self.status, self.headers, body, perf_counter()))


class Lines:
    def __init__(self, server):
        self.port, self.idle = server.port, []

    async def get(self, path, cookie=""):
        return await self.ask(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {cookie}\r\n\r\n")

    async def post(self, path, fields, headers):
        body = urlencode(fields)
        lines = {
            "Host": f"127.0.0.1:{self.port}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": len(body),
        } | headers
        said = (f"{name}: {value}" for name, value in lines.items())
        return await self.ask("\r\n".join([f"POST {path} HTTP/1.1", *said, "", body]))

    async def ask(self, text):
        began = perf_counter()
        line = await self.line()
        line.answer = asyncio.get_running_loop().create_future()
        line.transport.write(text.encode())
        status, headers, body, ended = await line.answer
        self.idle.append(line)
        return Answer(status, headers, body, began, ended)

    async def line(self):
        while self.idle:
            line = self.idle.pop()
            if not line.transport.is_closing():
                return line
        return (await asyncio.get_running_loop().create_connection(Line, "127.0.0.1", self.port))[1]

    def close(self):
        for line in self.idle:
            line.transport.close()
