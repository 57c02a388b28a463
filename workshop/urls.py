"""Addresses: the door, the facilitator's home, the screens, and one include per step of the method."""

from django.conf.urls.i18n import urlpatterns as language_switch
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from . import conductor, door, held, home, knocks, links, mailbox, readiness, stopping, views
from .method import EVERY

handler404 = "workshop.views.not_found"
handler403 = "workshop.views.forbidden"
handler400 = "workshop.views.bad_request"
handler500 = "workshop.views.broken"


def step(row):
    return path(f"w/<slug:key>/{row.slug}/", include((f"{row.app}.steps.{row.slug}", row.slug)))


urlpatterns = [
    path("", door.welcome, name="welcome"),
    path("j/", door.code, name="code"),
    path("j/<slug:code>/", door.join, name="join"),
    path("sign-in/", door.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("language/", include(language_switch)),
    path("workshops/", home.home, name="home"),
    path("workshops/new/", home.new, name="new"),
    path("watch/<str:token>/", views.watch, name="watch"),
    path("l/<str:secret>/", links.landing, name="link"),
    path("stop/<str:token>/", stopping.page, name="stop"),
    path("w/<slug:key>/", views.phone, name="phone"),
    path("w/<slug:key>/board/", views.board, name="board"),
    path("w/<slug:key>/console/", views.console, name="console"),
    path("w/<slug:key>/console/<slug:step>/", views.console, name="console"),
    path("", include(knocks.doors)),
    path("w/<slug:key>/since/<slug:audience>/", views.since, name="since"),
    path("w/<slug:key>/mine/<slug:step>/", views.mine, name="mine"),
    path("w/<slug:key>/room/", include((conductor.urlpatterns, "room"))),
    *map(step, EVERY),
    path("", include(mailbox.urlpatterns)),
    path("", include(held.urlpatterns)),
    path("", include("interfaces.urls")),
    path("", include("promises.urls")),
    path("healthz", readiness.healthz, name="healthz"),
    path("readyz", readiness.readyz, name="readyz"),
]
