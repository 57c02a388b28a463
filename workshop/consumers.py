"""The one socket of every live screen. It listens; nothing is ever asked through it."""

from channels.generic.websocket import AsyncWebsocketConsumer

from . import limits, outage, watching
from .hub import hub
from .live import View
from .wire import protocol_of

NOT_WELCOME = 4403
TOO_MANY = 4429
NOT_NOW = 1013  # the standard's "try again later"


def is_hasty(person):
    """Whether a participant opens sockets faster than a phone on a bad network does."""
    return person is not None and limits.OPENS.take(person) > 0


class Screen(AsyncWebsocketConsumer):
    """Registered right after it is accepted; the hub's first frame then says which revision is current."""

    pk = view = person = wire = None

    async def connect(self):
        admitted = await self.admit()
        await self.accept()  # refused before, a browser would see 1006 and insist
        if admitted == NOT_NOW:
            await self.close(NOT_NOW)
        elif admitted is None:
            await self.close(NOT_WELCOME)
        elif hub.is_full(*admitted[:2]) or is_hasty(admitted[1]):
            await self.close(TOO_MANY)
        else:
            self.pk, self.person, step, language = admitted
            self.wire = protocol_of(self.base_send)
            self.view = View(self.scope["url_route"]["kwargs"]["audience"], step, language)
            hub.enter(self)

    async def admit(self):
        """What watching.admit_socket says; NOT_NOW while the database is away."""
        try:
            return await hub.in_thread(watching.admit_socket, self.scope)
        except Exception as error:
            if not outage.is_outage(error):
                raise
            return NOT_NOW

    async def receive(self, text_data=None, bytes_data=None):
        """Nothing is listened to."""

    async def disconnect(self, code):
        if self.pk:
            hub.leave(self)

    async def hear(self, frame):
        await self.send(text_data=frame)

    def still_admitted(self):
        return watching.admit_socket(self.scope) is not None

    async def turn_away(self):
        hub.leave(self)
        await self.close(NOT_WELCOME)
