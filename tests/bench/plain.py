"""The product on Django's own ASGI handler, whatever workshop/asgi.py makes of HTTP: what ours saves per POST."""

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

from workshop.asgi import sockets

application = ProtocolTypeRouter({"http": get_asgi_application(), "websocket": sockets})
