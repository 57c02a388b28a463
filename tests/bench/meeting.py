"""30 services, 3,480 lines at one reciprocal table: lines are reworded at 5 a second, and seen on the board.

The board is followed as a browser does: its page, then what is pushed, piece by piece. Each line stood answered, so its
words are answered no longer: an edit is seen when the cell of its pair says so.
"""

import asyncio
from uuid import uuid4

from tests.pieces import apply, parse

from .broken import Broken
from .figures import spread
from .load import Crowd
from .machine import Meter
from .sorting import RATE, Sorting, twice

SERVICES, LINES, SPARE = 30, 2, 2


class Meeting(Sorting):
    def __init__(self, server, edits):
        Crowd.__init__(self, server, SERVICES, rooms=0)
        self.rooms = [server.stage("table", services=SERVICES, lines=LINES, edits=edits)]
        self.room = self.rooms[0]

    async def load(self):
        """The page of each phone, which is there before anybody edits anything."""
        for cookie in self.room["phones"]:
            answer = await self.lines.get(f"/w/{self.room['key']}/", cookie)
            if answer.status != 200:
                raise Broken(f"a phone was answered {answer.status}")

    async def edit(self, number):
        """Reword one line; returns (asker, giver, moment of submitting, moment of the answer)."""
        phone, line, asker, giver = self.room["edits"][number]
        headers = {"Cookie": self.room["phones"][phone], "X-CSRFToken": self.room["csrf"], "X-Op": str(uuid4())}
        fields = {"text": f"En d’autres mots, {number}", "version": 0}
        path = f"/w/{self.room['key']}/own/line/{line}/"
        answer = await self.lines.post(path, fields, headers | {"HX-Request": "true"})
        if answer.status != 200:
            raise Broken(f"an edit was answered {answer.status}")
        return asker, giver, answer.began, answer.ended


async def measured(server, seconds):
    edits = int(RATE * seconds)
    meeting = Meeting(server, edits + SPARE)
    try:
        return await played(meeting, edits)
    finally:
        meeting.leave()


async def played(meeting, edits):
    await meeting.open()
    await meeting.load()
    page = parse((await meeting.page("board")).body.decode())
    await meeting.edit(0)
    await asyncio.sleep(1)
    meter, began, doing = Meter(meeting.server), asyncio.get_running_loop().time(), []
    for number in range(1, 1 + edits):
        await asyncio.sleep(max(0, began + number / RATE - asyncio.get_running_loop().time()))
        doing.append(asyncio.ensure_future(meeting.edit(number)))
    done = await asyncio.gather(*doing)
    await asyncio.sleep(1)
    used = meter.read()
    meeting.check_open()
    seen = followed(page, meeting.board, done)
    return used | {
        "posts": len(done),
        "answer": spread([(ended - start) * 1000 for _asker, _giver, start, ended in done]),
        "board": spread([(seen[a, g] - start) * 1000 for a, g, start, _ended in done if (a, g) in seen]),
        "lost": len(done) - len(seen),
        "doubled": len(twice(page)),
        "gaps": meeting.board.gaps,
        "frame_bytes": sum(told.size for told in meeting.board.told) / max(1, len(meeting.board.told)),
        "cpu_per_post": used["server_cpu"] * 1e3 / len(done),
    }


def followed(page, board, edits):
    """{(asker, giver): the moment its cell said that something is unanswered}, every frame applied to the page."""
    order = [row["id"].rpartition("-")[2] for row in page.select('[id^="matrix-row-"]')]
    pairs, seen = {(asker, giver) for asker, giver, _start, _ended in edits}, {}
    for moment, told in zip(board.moments, board.told, strict=True):
        apply(page, told.content.decode())
        for asker, giver in pairs - seen.keys():
            cells = page.find(id=f"matrix-row-{asker}").find_all(role="cell")
            if "unanswered" in cells[order.index(str(giver))]["class"]:
                seen[asker, giver] = moment
    return seen
