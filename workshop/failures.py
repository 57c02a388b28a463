"""How often something may fail: counted in the database, since any process may answer whoever guesses.

A row is one number, the moment at which nothing will be counted any more: each failure moves it one step on, and being
too far ahead of the clock is a refusal. That is limits.Bucket in one column: one atomic UPDATE counts, and a row whose
moment has passed says nothing and goes. Keys are kept as HMACs: no address and no account in clear.
"""

import hashlib
import hmac
import time

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from .limits import Bucket
from .models import Failure

KEPT = 3600  # seconds that a row outlives its moment, so that it is never removed while it is counted on


class Counter:
    """A Bucket that all processes share: at most `burst` failures at once, refilled at `rate` per second.

    When the database does not answer, this process counts by itself, a tenth of what is allowed: never open.
    """

    def __init__(self, kind, burst, rate):
        self.kind, self.step, self.ahead = kind, 1 / rate, (burst - 1) / rate
        self.alone = Bucket(max(1, burst / 10), rate / 10)

    def name(self, key):
        return hmac.new(settings.SECRET_KEY.encode(), f"{self.kind} {key}".encode(), hashlib.sha256).hexdigest()

    def take(self, key):
        """Count one failure; returns 0, or the seconds to wait until one more would be counted."""
        name = self.name(key)
        try:
            while not self.counted(name):
                if wait := self.is_empty(key):
                    return wait  # 0: there is room since, while others were counted
        except DatabaseError:
            return self.alone.take(key)
        return 0

    def counted(self, name):
        """Whether there was room to count one more."""
        now = time.time()
        Failure.objects.filter(until__lt=now - KEPT).delete()
        with transaction.atomic():
            Failure.objects.bulk_create([Failure(name=name, until=now)], ignore_conflicts=True)
            room = Failure.objects.filter(name=name, until__lte=now + self.ahead)
            return room.update(until=Greatest(F("until"), Value(now)) + self.step)

    def is_empty(self, key):
        """Seconds to wait before `take` would count one, without counting it."""
        try:
            until = Failure.objects.filter(name=self.name(key)).values_list("until", flat=True).first() or 0
        except DatabaseError:
            return self.alone.is_empty(key)
        return max(0, until - self.ahead - time.time())

    def refill(self, key):
        """Forget what was counted for a key."""
        Failure.objects.filter(name=self.name(key)).delete()


WRONG_CODES = Counter("code", burst=20, rate=20 / 600)  # per address
WRONG_CODES_HERE = Counter("codes", burst=600, rate=600 / 3600)  # all addresses together
WRONG_PASSWORDS = Counter("password", burst=5, rate=1 / 900)  # per account: five, then one every 15 minutes
SIGN_INS = Counter("sign-in", burst=20, rate=20 / 3600)  # failures per address
