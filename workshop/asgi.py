"""HTTP by Django; one socket route, for the origins this server is known by."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.urls import path

http = get_asgi_application()

from .consumers import Screen  # needs the applications loaded

sockets = URLRouter([path("ws/w/<slug:key>/<slug:audience>/", Screen.as_asgi())])
application = ProtocolTypeRouter({"http": http, "websocket": OriginValidator(sockets, settings.ORIGINS)})
