"""How often something may be done honestly: token buckets of this process, keyed by seat, workshop or link.

Not in the database: every write there waits for the disk, which would double what a post-it costs, to stop a flood
that a bound per process stops as well. With N processes behind a proxy a key may so take N times as much, which harms
nobody. Failures, where each guess counts, are counted by all processes together: failures.py. A room behind one shared
address is never one key.
"""

from collections import OrderedDict
from threading import Lock
from time import monotonic

from django.conf import settings

KEPT = 10_000


class Bucket:
    """At most `burst` at once, refilled at `rate` per second."""

    def __init__(self, burst, rate):
        self.burst, self.rate = burst, rate
        self.levels, self.lock = OrderedDict(), Lock()

    def level(self, key, now):
        level, at = self.levels.get(key, (self.burst, now))
        return min(self.burst, level + (now - at) * self.rate)

    def take(self, key):
        """Take one; returns 0, or the seconds to wait for it."""
        now = monotonic()
        with self.lock:
            level = self.level(key, now)
            if level < 1:
                return (1 - level) / self.rate
            self.levels[key] = (level - 1, now)
            self.levels.move_to_end(key)
            if len(self.levels) > KEPT:
                self.levels.popitem(last=False)
        return 0

    def refill(self, key):
        """Forget what a key took."""
        self.levels.pop(key, None)

    def is_empty(self, key):
        """Seconds to wait before `take` would give one, without taking it."""
        level = self.level(key, monotonic())
        return 0 if level >= 1 else (1 - level) / self.rate


# Honest use, per seat and per workshop, with room for what a room does: fifty lines pasted at once; everybody sending
# within two seconds; everybody back after a restart.
POSTS = Bucket(burst=40, rate=1)  # a participant's verbs, per participant
POSTS_HERE = Bucket(burst=5 * settings.ROOM, rate=settings.ROOM / 5)  # all of a workshop's participants together
SIGNS = Bucket(burst=40, rate=1)  # signs of life (whispers.py), per participant: every 8 s, and at each line entered
SIGNS_HERE = Bucket(burst=5 * settings.ROOM, rate=settings.ROOM / 2)  # all of a workshop's together
LOOKS = Bucket(burst=20, rate=4)  # phones asking over HTTP what they missed, per participant
OPENS = Bucket(burst=20, rate=10 / 60)  # sockets opened, per participant
ARRIVALS = Bucket(burst=settings.ROOM, rate=1)  # people who come in, per workshop
KNOCKS = Bucket(burst=40, rate=0.5)  # people who ask to come in, per workshop
ANSWERS = Bucket(burst=60, rate=1)  # POSTs by one private link


def address(request):
    """Whoever asks, by address: the last one our own proxy wrote, when there is one (PROMESSE_PROXIED)."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.PROXIED else ""
    return forwarded.split(",")[-1].strip() or request.META.get("REMOTE_ADDR", "")
