"""What a phone's browser does on the network: one HTTP request, one websocket. Nothing is kept between two."""

import asyncio
from urllib.parse import urlencode, urlsplit

from websockets.asyncio.client import connect


class Answer:
    """Status, headers (lower case) and text of an HTTP answer."""

    def __init__(self, head, body):
        first, *lines = head.decode("latin-1").split("\r\n")
        self.status = int(first.split(" ")[1])
        self.headers = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in lines)}
        self.text = body.decode()


async def fetch(origin, method, path, cookie, fields=None, headers=(), patience=8):
    """An Answer. Raises OSError when the line is cut, TimeoutError when nothing comes for `patience` seconds."""
    async with asyncio.timeout(patience):
        where = urlsplit(origin)
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        try:
            body = urlencode(fields or {}).encode()
            lines = {"Host": where.netloc, "Origin": origin, "Cookie": cookie, "Connection": "close"} | dict(headers)
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


def listen(origin, path, cookie):
    """A websocket, as an async context manager and iterator of frames."""
    return connect(
        "ws" + origin.removeprefix("http") + path,
        origin=origin,
        additional_headers={"Cookie": cookie},
        compression=None,
        ping_interval=None,
        open_timeout=8,
        close_timeout=1,
        max_size=None,
        proxy=None,
    )
