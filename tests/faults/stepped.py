"""The product on a server whose wall clock can be set while it runs: by as many seconds as the file `step` says."""

from workshop.asgi import application  # noqa: F401 -- served

# isort: split

import time
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

STEP = settings.DATA / "step"
true_time, true_now = time.time, timezone.now


def step():
    return float(STEP.read_text()) if STEP.exists() else 0.0


time.time = lambda: true_time() + step()
timezone.now = lambda: true_now() + timedelta(seconds=step())
