"""Broken: a screen is told of what happens while it listens, never of what it missed."""

from workshop.asgi import application  # noqa: F401 -- served

# isort: split

from django.http import HttpResponse

from workshop import urls, views
from workshop.hub import Hub


async def nothing(self):
    pass


Hub.tick = Hub.heartbeat = nothing
views.since = lambda request, key, audience: HttpResponse(status=204)
for route in urls.urlpatterns:
    if getattr(route, "name", "") == "since":
        route.callback = views.since
