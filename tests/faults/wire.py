"""What a phone's browser does on the network: one HTTP request, one websocket. Nothing is kept between two."""

import asyncio
from typing import NamedTuple
from urllib.parse import urlencode

from websockets.asyncio.client import connect


class Way(NamedTuple):
    """The address that people type, and the port on loopback where something listens for it."""

    origin: str
    port: int

    @property
    def host(self):
        return self.origin.partition("//")[2]


class Answer:
    """Status, headers (lower case) and text of an HTTP answer."""

    def __init__(self, head, body):
        first, *lines = head.decode("latin-1").split("\r\n")
        if not first.startswith("HTTP/1.1 "):
            raise ConnectionResetError(f"no answer: {first}")
        self.status = int(first.split(" ")[1])
        self.headers = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in lines)}
        self.text = body.decode()


async def fetch(way, method, path, cookie, fields=None, headers=(), patience=8):
    """An Answer. Raises OSError when the line is cut, TimeoutError when nothing comes for `patience` seconds."""
    async with asyncio.timeout(patience):
        reader, writer = await asyncio.open_connection("127.0.0.1", way.port)
        try:
            body = urlencode(fields or {}).encode()
            lines = {"Host": way.host, "Origin": way.origin, "Cookie": cookie, "Connection": "close"} | dict(headers)
            if method == "POST":
                lines |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": len(body)}
            head = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in lines.items()), "", ""]
            writer.write("\r\n".join(head).encode() + body)
            return await read(reader)
        finally:
            writer.transport.abort()


async def read(reader):
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        raise ConnectionResetError from error
    answer = Answer(head[:-4], b"")
    size = answer.headers.get("content-length")
    try:
        body = await (reader.read() if size is None else reader.readexactly(int(size)))
    except asyncio.IncompleteReadError as error:
        raise ConnectionResetError from error
    answer.text = body.decode()
    return answer


def listen(way, path, cookie):
    """A websocket, as an async context manager and iterator of frames."""
    return connect(
        "ws" + way.origin.removeprefix("http") + path,
        host="127.0.0.1",
        port=way.port,
        origin=way.origin,
        additional_headers={"Cookie": cookie},
        compression=None,
        ping_interval=None,
        open_timeout=8,
        close_timeout=1,
        max_size=None,
        proxy=None,
    )
