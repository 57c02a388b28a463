"""The product on Django's own ASGI handler, to tell what ours saves per POST."""

from channels.routing import ProtocolTypeRouter

from workshop import asgi

application = ProtocolTypeRouter(
    {"http": asgi.get_asgi_application(), "websocket": asgi.application.application_mapping["websocket"]}
)
