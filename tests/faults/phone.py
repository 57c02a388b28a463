"""A person's device as static/js makes it behave: screen.js and line.js as Screen, courier.js as Phone."""

import asyncio
import random
import time
from uuid import uuid4

from websockets.exceptions import WebSocketException

from tests.pieces import apply, parse
from tests.screens import tidy

from .wire import fetch, listen

QUIET, DEAD, POLL = 8, 12, 5  # seconds
CSRF = "b" * 32
CUT = (OSError, TimeoutError, WebSocketException)
REFUSED = {400, 403, 404, 409, 410, 413, 422}


class Sent:
    """One post-it on its way: named before its first try, kept until an answer acknowledges that very name."""

    def __init__(self, text, url):
        self.op, self.text, self.url = str(uuid4()), text, url
        self.made, self.acked, self.tries, self.refused = time.monotonic(), None, 0, None

    def settle(self):
        self.acked = time.monotonic()


class Screen:
    """One live screen: a socket that only listens, plain HTTP whenever it is silent."""

    def __init__(self, room, audience, cookie):
        self.room, self.audience, self.cookie = room, audience, cookie
        self.page, self.revision, self.offset, self.seen = None, 0, 0, {}
        self.told, self.born, self.looking, self.tries, self.turned_away = 0, 0, False, 0, False
        self.tasks, self.socket = [], None
        self.opened, self.listening = None, asyncio.Event()

    # The page

    async def fetch(self, method, path, **more):
        answer = await fetch(self.room.way, method, path, self.cookie, **more)
        self.room.heard(self, answer.text, answer)
        return answer

    async def load(self):
        """Open the page, as often as it takes."""
        while True:
            try:
                answer = await self.fetch("GET", self.room.page(self.audience))
                live = parse(answer.text).find(id="live")
                if answer.status == 200 and live:
                    self.here, self.page = live, parse(answer.text).find(id="screen").parent
                    self.revision = int(live["data-revision"])
                    return
            except CUT:
                pass
            await asyncio.sleep(random.uniform(0, 2))

    def start(self):
        self.tasks = [asyncio.create_task(each()) for each in (self.listen, self.watch)]

    async def stop(self):
        accidents = [task.exception() for task in self.tasks if task.done() and not task.cancelled()]
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        for accident in filter(None, accidents):
            raise accident

    def __str__(self):
        return f"{self.audience} at {self.revision}{' listening' if self.connected() else ''}"

    def shows(self):
        """What is live on this screen, as text to compare."""
        screen = parse(str(self.page.find(id="screen")))
        mine = screen.find(id="mine")
        if mine:
            mine.extract()
        return tidy(screen)

    # The socket

    async def listen(self):
        while not self.turned_away:
            try:
                async with listen(self.room.way, self.here["data-socket"], self.cookie) as self.socket:
                    self.born = time.monotonic()
                    async for text in self.socket:
                        self.tries, self.told = 0, time.monotonic()
                        self.opened = self.opened or self.told
                        self.listening.set()
                        self.receive(text)
            except CUT:
                pass
            code = self.socket and self.socket.close_code
            self.room.closed(self, code)
            self.turned_away = code == 4403
            self.socket = self.opened = None
            self.listening.clear()
            self.tries += 1
            pause = 60 if code == 4429 else min(self.room.longest, 0.5 * 2**self.tries)
            await asyncio.sleep(0.2 + random.random() * pause)

    def connected(self):
        return self.socket is not None and time.monotonic() - self.told < QUIET

    def receive(self, text):
        self.room.heard(self, text)
        frame = parse(text)
        head = frame.find(id="frame")
        if head is None:
            return  # a captive portal's page
        since, to, pieces = int(head["data-from"]), int(head["data-to"]), len(frame.find_all(recursive=False)) > 1
        self.offset = int(head["data-now"]) - time.monotonic() * 1000
        if pieces and since <= self.revision < to:
            self.show(text, to)
        elif to > self.revision:
            self.look_soon()

    def show(self, text, to):
        try:
            apply(self.page, text)
            self.revision = to
        except (AttributeError, TypeError):  # an anchor is missing
            self.revision = -1
            self.look_soon()

    # Plain HTTP

    def look_soon(self):
        self.tasks = [task for task in self.tasks if not task.done()]
        self.tasks.append(asyncio.create_task(self.look()))

    async def look(self):
        if self.looking:
            return
        self.looking = True
        try:
            answer = await self.fetch("GET", self.room.since(self))
            if answer.status == 200:
                self.revision = min(self.revision, 0)
                self.receive(answer.text)
            if answer.status in (403, 404) or self.revision < 0:
                await self.load()
        except CUT:
            pass
        finally:
            self.looking = False

    async def watch(self):
        looked = 0
        while True:
            await asyncio.sleep(0.5)
            now = time.monotonic()
            if not self.connected() and now - looked >= POLL * self.room.longest / 8:
                looked = now
                self.look_soon()
            if self.socket and now - max(self.told, self.born) > DEAD:
                self.socket.transport.abort()


class Phone(Screen):
    """A participant's device: a screen and an outbox."""

    def __init__(self, room, cookie):
        super().__init__(room, "phone", cookie)
        self.outbox, self.sent, self.pause, self.rest, self.ready = [], [], 0, 0, asyncio.Event()

    def start(self):
        super().start()
        self.tasks.append(asyncio.create_task(self.flush()))

    def note(self, text):
        """Something to send, by hand."""
        self.sent.append(Sent(text, self.room.url("postits/write/")))
        return self.sent[-1]

    def send(self, text):
        self.outbox.append(self.note(text))
        self.ready.set()

    async def says_saved(self):
        """Whether its page, opened again, lists as its own exactly what was acknowledged."""
        page = parse((await self.fetch("GET", self.room.page("phone"))).text)
        listed = {each.text.split(" ")[0] for each in page.find(id="mine").select("li > bdi")}
        return listed == {item.text.split(" ")[0] for item in self.sent if item.acked}

    async def flush(self):
        while True:
            await self.ready.wait()
            while self.outbox:
                if not await self.deliver(self.outbox[0]):
                    self.pause = min(self.room.longest, 0.5 + self.pause * 2)
                    await asyncio.sleep(self.rest + random.random() * self.pause)
            self.ready.clear()

    async def deliver(self, item):
        """Try once; True when the item is settled."""
        item.tries += 1
        self.rest = 0
        fields = {"polarity": "like", "interface": "", "text": item.text, "anonymous": "1"}
        headers = {"X-CSRFToken": CSRF, "X-Op": item.op, "HX-Request": "true"}
        try:
            answer = await self.fetch("POST", item.url, fields=fields, headers=headers)
        except CUT:
            return False
        if 200 <= answer.status < 300 and answer.headers.get("x-ack") == item.op:
            item.settle()
            self.pause = 0
        elif answer.status in REFUSED and "x-robots-tag" in answer.headers:  # a portal's word is not believed
            item.refused = answer.text
        else:
            self.rest = int(answer.headers.get("retry-after", 0))
            return False
        self.outbox.remove(item)
        return True
