"""The textbook design, to compare with: one consumer per socket, `group_send` of ready HTML in memory, one row stored.

Django's own handler, no session and no rights: it has less to do than the product. `BENCH_BYTES` is the size of a
frame for a phone, the board and the console.
"""

import os
import sqlite3
from itertools import count

from django.conf import settings

settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["BENCH_DATABASE"],
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"},
        }
    },
    CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}},
)
from asgiref.sync import async_to_sync
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application
from django.db import connection
from django.http import HttpResponse
from django.urls import path

SIZES = dict(zip(("phone", "board", "console"), map(int, os.environ["BENCH_BYTES"].split()), strict=True))
with sqlite3.connect(os.environ["BENCH_DATABASE"]) as database:
    database.execute("CREATE TABLE IF NOT EXISTS postit (rank INTEGER PRIMARY KEY, text TEXT)")
ranks = count(1)


def group(room, audience):
    return f"room-{room}-{audience}"


class Screen(AsyncWebsocketConsumer):
    async def connect(self):
        _nothing, room, audience = self.scope["path"].split("/")
        await self.channel_layer.group_add(group(room, audience), self.channel_name)
        await self.accept()

    async def told(self, event):
        await self.send(text_data=event["html"])


def write(request, room):
    rank = next(ranks)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO postit VALUES (%s, %s)", [rank, request.POST["text"]])
    for audience, size in SIZES.items():
        html = f'<li id="postit-{rank}">'.ljust(size, ".")
        async_to_sync(get_channel_layer().group_send)(group(room, audience), {"type": "told", "html": html})
    return HttpResponse("ok", headers={"X-Rank": str(rank)})


urlpatterns = [path("<int:room>/write/", write)]
application = ProtocolTypeRouter({"http": get_asgi_application(), "websocket": Screen.as_asgi()})
