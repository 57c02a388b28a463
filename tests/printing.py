"""The product's server with one more address, which prints a page without asking who wants it: for test_press."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpResponse
from django.urls import path

from promises import press

settings.ROOT_URLCONF = "tests.printing"
application = get_asgi_application()


def page(request):
    return HttpResponse(press.pdf("<html lang=en><title>x</title><p>x", ["paper"]), content_type="application/pdf")


urlpatterns = [path("", page)]
