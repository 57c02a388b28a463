"""The facilitator groups 300 post-its at 5 gestures a second: gesture → board; and the console's page with all of them.

The board is followed as a browser does: its page, then what is pushed, piece by piece. A gesture is seen when the card
stands in its category on that board.
"""

import asyncio
from statistics import median
from uuid import uuid4

from tests.pieces import apply, parse

from .broken import Broken
from .client import Ears
from .figures import spread
from .load import Crowd
from .machine import Meter

PHONES, CARDS, GROUPS, RATE, OPENINGS = 20, 300, 12, 5, 10


class Sorting(Crowd):
    def __init__(self, server):
        super().__init__(server, PHONES, rooms=0)
        self.rooms = [server.stage("sorting", phones=PHONES, cards=CARDS, groups=GROUPS)]
        self.room = self.rooms[0]

    async def open(self):
        """Every screen; each is proved to be in by a first gesture, unmeasured."""
        self.ears = Ears()
        await self.let_in(list(self.wanted()))
        self.board = next(screen for screen in self.screens if screen.audience == "board")

    async def page(self, audience):
        answer = await self.lines.get(f"/w/{self.room['key']}/{audience}/", self.room["facilitator"])
        if answer.status != 200:
            raise Broken(f"the {audience} was answered {answer.status}")
        return answer

    async def gesture(self, number):
        """Put one card in a category; returns (card, category, moment of submitting, moment of the answer)."""
        card, category = self.room["cards"][number], self.room["categories"][number % GROUPS]
        headers = {"Cookie": self.room["facilitator"], "X-CSRFToken": self.room["csrf"], "X-Op": str(uuid4())}
        path = f"/w/{self.room['key']}/categories/{category}/gather/"
        answer = await self.lines.post(path, {"postits": card}, headers | {"HX-Request": "true"})
        if answer.status != 204:
            raise Broken(f"a gesture was answered {answer.status}")
        return card, category, answer.began, answer.ended


async def measured(server, seconds):
    crowd = Sorting(server)
    try:
        return await played(crowd, seconds)
    finally:
        crowd.leave()


async def played(crowd, seconds):
    opened = [answer.ended - answer.began for answer in [await crowd.page("console") for _each in range(OPENINGS)]]
    await crowd.open()
    page = parse((await crowd.page("board")).body.decode())
    await crowd.gesture(0)
    await asyncio.sleep(1)
    meter, began = Meter(crowd.server), asyncio.get_running_loop().time()
    doing = []
    for number in range(1, 1 + int(RATE * seconds)):
        await asyncio.sleep(max(0, began + number / RATE - asyncio.get_running_loop().time()))
        doing.append(asyncio.ensure_future(crowd.gesture(number)))
    gestures = await asyncio.gather(*doing)
    await asyncio.sleep(1)
    used = meter.read()
    crowd.check_open()
    seen = followed(page, crowd.board, gestures)
    return used | {
        "posts": len(gestures),
        "answer": spread([(ended - start) * 1000 for _card, _category, start, ended in gestures]),
        "board": spread([(seen[card] - start) * 1000 for card, _category, start, _ended in gestures if card in seen]),
        "lost": len(gestures) - len(seen),
        "doubled": len(twice(page)),
        "gaps": crowd.board.gaps,
        "console_page": median(opened) * 1000,
        "console_page_most": max(opened) * 1000,
        "cpu_per_post": used["server_cpu"] * 1e3 / len(gestures),
    }


def followed(page, board, gestures):
    """{card: the moment it stood in its category}, with every frame applied to the board's page."""
    places, seen = {card: f"category-cards-{category}" for card, category, _start, _ended in gestures}, {}
    for moment, told in zip(board.moments, board.told, strict=True):
        apply(page, told.content.decode())
        for card in places.keys() - seen.keys():
            if page.find(id=f"postit-{card}").parent.get("id") == places[card]:
                seen[card] = moment
    return seen


def twice(page):
    ids = [element["id"] for element in page.find_all(id=True)]
    return {each for each in ids if ids.count(each) > 1}
