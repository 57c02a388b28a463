"""What holds for seconds: who is at a page, and where on it. In memory, never stored, and no revision of anything.

A phone says it of itself every few seconds; those it concerns are nudged when it changes, and ask again. Each process
tells the others in passing (notices.py), which matters while a workshop is with several.
"""

from collections import OrderedDict
from threading import Lock
from time import monotonic

from . import notices
from .hub import hub

LIFE = 20  # seconds without another sign: no longer there
KEPT = 10_000  # people
GONE = "gone"
SIGNS, lock = OrderedDict(), Lock()  # participant's primary key → (where, until)


def say(workshop, person, where, concerned):
    """A participant is `where` (a short word without spaces, empty for nowhere special), or GONE.

    `person` and `concerned` are primary keys; `concerned` are those whose phones are to know.
    """
    take(workshop.pk, person, where, concerned)
    notices.whisper(workshop.pk, person, where, concerned)


def take(pk, person, where, concerned):
    """Remember a sign, and nudge the phones of this process that it is news to."""
    if remember(person, where):
        hub.whisper(pk, frozenset(concerned))


def remember(person, where):
    """Whether it is news."""
    now = monotonic()
    with lock:
        before, until = SIGNS.pop(person, (GONE, 0))
        SIGNS[person] = where, now + LIFE
        if len(SIGNS) > KEPT:
            SIGNS.popitem(last=False)
    return where != (before if until > now else GONE)


def heard(people):
    """{primary key: where} of those of these people who gave a sign not long ago."""
    now = monotonic()
    signs = {person: SIGNS.get(person, (GONE, 0)) for person in people}
    return {person: where for person, (where, until) in signs.items() if until > now and where != GONE}
