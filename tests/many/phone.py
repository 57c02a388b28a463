"""A phone as static/js has it, in a few lines: it sends until acknowledged, listens, comes back, and remembers."""

import asyncio
import random
import re
from contextlib import suppress
from urllib.parse import urlencode
from uuid import uuid4

import websockets

HEAD = re.compile(r'<i id="frame" data-from="(\d+)" data-to="(\d+)"[^>]*></i>')
COUNT = re.compile(r"(\d+) post-it")


class Phone:
    def __init__(self, origin, room, number, port=None):
        """`port` is a process to speak to directly; nginx when there is none."""
        self.origin, self.room, self.cookie = origin, room, room["cookies"][number]
        self.port = port or int(origin.rsplit(":")[-1])
        self.acked, self.answers, self.closed = [], [], []
        self.revision, self.shown = 0, None

    async def listen(self):
        """Keep a socket open, until cancelled."""
        tries = 0
        path = f"/ws/w/{self.room['key']}/phone/?language=fr"
        while True:
            try:
                async with websockets.connect(
                    f"ws{self.origin.removeprefix('http')}{path}",
                    port=self.port,
                    additional_headers={"Cookie": self.cookie},
                    origin=self.origin,
                    compression=None,
                ) as socket:
                    async for frame in socket:
                        tries = 0
                        await self.hear(frame)
            except websockets.ConnectionClosedError as error:
                self.closed.append(error.rcvd and error.rcvd.code)
            except (OSError, websockets.WebSocketException) as error:
                self.closed.append(type(error).__name__)
            tries += 1
            await asyncio.sleep(random.uniform(0, min(8, 0.5 * 2**tries)))

    async def hear(self, frame):
        """Apply a frame that leads on from what this screen shows; ask over HTTP after a gap."""
        head = HEAD.match(frame)
        since, to = int(head[1]), int(head[2])
        if len(frame) > head.end() and since <= self.revision < to:
            self.show(frame, to)
        elif to > self.revision:
            query = urlencode({"revision": self.revision, "step": "postits", "shown": "postits", "language": "fr"})
            status, answer = await self.ask("GET", f"/w/{self.room['key']}/since/phone/?{query}")
            if status == 200:
                self.show(answer, int(HEAD.search(answer)[2]))

    def show(self, text, revision):
        """Note how many post-its this screen says there are."""
        self.revision = revision
        if said := COUNT.findall(text):
            self.shown = int(said[-1])

    async def send(self, text):
        """Send a post-it until it is acknowledged, as the same operation."""
        op_id = str(uuid4())
        for tries in range(1, 20):
            try:
                async with asyncio.timeout(8):
                    status, answer = await self.post({"text": text, "polarity": "like"}, op_id)
            except (OSError, TimeoutError, IndexError) as error:  # IndexError: cut before the first word
                self.answers.append(repr(error))
            else:
                self.answers.append(status)
                if f"X-Ack: {op_id}" in answer:
                    return self.acked.append(text)
            await asyncio.sleep(random.uniform(0.05, min(2, 0.1 * 2**tries)))
        raise AssertionError(f"never acknowledged: {self.answers}")

    async def post(self, fields, op_id):
        headers = {"Origin": self.origin, "X-CSRFToken": self.room["csrf"], "X-Op": op_id, "HX-Request": "true"}
        return await self.ask("POST", f"/w/{self.room['key']}/postits/write/", urlencode(fields), headers)

    async def ask(self, method, path, body="", headers=None, enough=b""):
        """(status, the answer as text) of one request on a connection of its own; up to `enough`, or all of it."""
        lines = {
            "Host": self.origin.split("//")[1],
            "Cookie": self.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": len(body),
            "Connection": "close",
        } | (headers or {})
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n{body}".encode())
            answer = (await (reader.readuntil(enough) if enough else reader.read())).decode()
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
        return int(answer.split()[1]), answer
