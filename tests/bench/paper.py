"""A ten-page promise as PDF: alone, the first one after the start and later ones; and what it does to the room.

Meanwhile, the press may use every core, like on the machine of a user; so may the server, in both halves.
"""

import asyncio
from contextlib import suppress
from io import BytesIO
from statistics import median

from pikepdf import Pdf

from .broken import Broken
from .load import Crowd

PAGES, SERVICES, LATER = 10, 5, 4


class Reader:
    """Somebody who downloads the booklet."""

    def __init__(self, crowd):
        self.lines, self.room, self.printed = crowd.lines, crowd.server.stage("booklet", services=SERVICES), []

    async def read(self):
        """Seconds that one booklet took; it is looked at, for it must be whole."""
        answer = await self.lines.get(self.room["path"], self.room["facilitator"])
        if answer.status != 200:
            raise Broken(f"the booklet was answered {answer.status}")
        self.printed.append(answer)
        return answer.ended - answer.began

    async def read_on(self):
        while True:
            await self.read()

    def pages(self):
        with Pdf.open(BytesIO(self.printed[-1].body)) as pdf:
            if len(pdf.pages) < PAGES:
                raise Broken(f"the booklet has {len(pdf.pages)} pages only")
            return len(pdf.pages)


async def alone(server):
    crowd = Crowd(server, 0, rooms=0)
    reader = Reader(crowd)
    first, *later = [await reader.read() for _each in range(1 + LATER)]
    crowd.leave()
    return {"first": first, "later": median(later), "pages": reader.pages()}


async def meanwhile(server, load, printing_first):
    """The same load twice in one room: quiet, and while one booklet after the other is printed."""
    crowd = Crowd(server, load.phones)
    reader, found = Reader(crowd), {}
    try:
        await crowd.enter()
        for is_printing in (printing_first, not printing_first):
            await reader.read()  # the press is warm in both halves
            before = len(reader.printed)
            task = asyncio.ensure_future(reader.read_on()) if is_printing else None
            found[is_printing] = await crowd.play(load)
            if task:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
                found[True]["printed"] = len(reader.printed) - before
                if not found[True]["printed"]:
                    raise Broken("no booklet was printed meanwhile")
    finally:
        crowd.leave()
    no_costs = {"cpu_per_frame": None, "cpu_per_post": None}  # the press is in them
    return found[True] | no_costs | {"quiet": found[False], "pages": reader.pages()}
