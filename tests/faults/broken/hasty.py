"""Broken: a post-it is acknowledged first and written half a second later."""

from workshop.asgi import application  # noqa: F401 -- served

# isort: split

import threading
from contextvars import copy_context

from django.db import connections

from interfaces.steps import postits

write = postits.add


def later(*values, **more):
    def play():
        try:
            write(*values, **more)
        finally:
            connections.close_all()

    threading.Timer(0.5, copy_context().run, [play]).start()


postits.add = later
