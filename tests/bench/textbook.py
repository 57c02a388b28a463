"""The textbook design, to compare with: one consumer per socket, `group_send` of ready HTML in memory, one row stored.

Django's own handler, no session and no rights: it has less to do than the product. `BENCH_BYTES` is a frame's size.
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

SIZE = int(os.environ.get("BENCH_BYTES", 1300))
with sqlite3.connect(os.environ["BENCH_DATABASE"]) as database:
    database.execute("CREATE TABLE IF NOT EXISTS postit (rank INTEGER PRIMARY KEY, text TEXT)")
ranks = count(1)


class Screen(AsyncWebsocketConsumer):
    groups = ("room",)

    async def told(self, event):
        await self.send(text_data=event["html"])


def write(request):
    rank = next(ranks)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO postit VALUES (%s, %s)", [rank, request.POST["text"]])
    html = f'<p id="count">{rank} post-its</p>'.ljust(SIZE, ".")
    async_to_sync(get_channel_layer().group_send)("room", {"type": "told", "html": html})
    return HttpResponse("ok", headers={"X-Rank": str(rank)})


urlpatterns = [path("write/", write)]
application = ProtocolTypeRouter({"http": get_asgi_application(), "websocket": Screen.as_asgi()})
