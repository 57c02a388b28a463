"""The time by which a room counts down: the wall's when this process started, plus what has passed since.

Somebody who sets the server's clock right in mid-session must not take minutes from a timer, nor make a move happen at
once. A laptop's sleep counts. A process started after such a correction differs from those started before: with
several, start them all again.
"""

import time
from datetime import timedelta

from django.utils import timezone

PASSING = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
wall, mark = timezone.now(), time.clock_gettime(PASSING)


def now():
    return wall + timedelta(seconds=time.clock_gettime(PASSING) - mark)
