"""How this process leaves when it is told to (SIGTERM): within three seconds, and unnoticed where there are others.

Readiness goes first. Then nobody new is let in, and each socket is closed at a moment of its own, so that phones come
back one by one, to another process; what is being answered is answered. Only then does the server stop. What is cut
all the same, its client sends again: each POST names its operation.
"""

import asyncio
import random
import signal

from .hub import hub

AWAY = 4012  # what a socket is closed with; 1012, which says it too, is refused by the library under daphne
NOTICE = 0.2  # seconds between no more being ready and closing the door
SPREAD = 1  # seconds over which sockets are closed
PATIENCE = 1  # seconds for what is being answered


class Gate:
    """Around the whole application: counts who is being answered, and is closed when this process leaves."""

    def __init__(self):
        self.is_leaving, self.answering, self.application = False, 0, None

    def before(self, application):
        """The application, behind this gate."""
        self.application = application
        self.watch_signals()
        return self

    async def __call__(self, scope, receive, send):
        if scope["type"] == "websocket":
            return await (turn_away(send) if self.is_leaving else self.application(scope, receive, send))
        self.answering += 1
        try:
            return await self.application(scope, receive, send)
        finally:
            self.answering -= 1

    def watch_signals(self):
        """Once daphne runs, SIGTERM is ours; a second one, and Ctrl+C, remain the reactor's: at once."""
        from twisted.internet import reactor

        def leave_once(number, frame):
            signal.signal(signal.SIGTERM, at_once)
            reactor.callFromThread(begin)

        def begin():
            self.last = asyncio.ensure_future(self.leave(reactor))  # held: the loop alone would let it go

        def at_once(number, frame):
            reactor.callFromThread(reactor.stop)

        reactor.callWhenRunning(signal.signal, signal.SIGTERM, leave_once)

    async def leave(self, reactor):
        self.is_leaving = True
        try:
            await asyncio.sleep(NOTICE)
            for port in listening(reactor):
                port.stopListening()
            await asyncio.gather(*map(send_off, hub.sockets()), return_exceptions=True)
            await self.answered()
        finally:
            reactor.stop()

    async def answered(self):
        for _each in range(50):
            if not self.answering:
                return
            await asyncio.sleep(PATIENCE / 50)


async def turn_away(send):
    """Accepted first: a browser that is refused learns nothing of why."""
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": AWAY})


async def send_off(socket):
    await asyncio.sleep(random.uniform(0, SPREAD))  # noqa: S311 -- only spread
    await socket.close(code=AWAY)


def listening(reactor):
    """The ports on which daphne waits for connections."""
    from twisted.internet.interfaces import IListeningPort

    return [reader for reader in reactor.getReaders() if IListeningPort.providedBy(reader)]


gate = Gate()
