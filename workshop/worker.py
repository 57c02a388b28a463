"""The worker: sends mails, and calls the reminders every minute. As many as wanted: what each does, it claims first.

It only reads while there is nothing to do, so that it never keeps a room waiting for the database.
"""

import logging
import os
import select
import signal
import time
from datetime import timedelta
from pathlib import Path

from django.db import close_old_connections
from django.utils import timezone

from . import delivery, letters, outage
from .models import Beat

log = logging.getLogger(__name__)
LOOK, BEAT, MINUTE = 1, 15, 60  # seconds between looks at the mails, signs of life, calls of the reminders
SILENT = timedelta(seconds=90)  # without a sign of life
PATIENCE = 2  # seconds for the mail that is being sent, when told to leave
NAME = "worker"


class Worker:
    """`beside` is the process that this one leaves with, None for a worker of its own."""

    def __init__(self, beside=None):
        self.beside, self.leaving, self.idle, self.next = beside, False, False, {}

    def run(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.leave)
        while not self.leaving and (self.beside is None or lives(self.beside)):
            close_old_connections()
            self.look()
            self.rest()
        os._exit(0)  # all is committed: taking Python down in order takes longer than one may wait for

    def rest(self):
        self.idle = True
        select.select([], [], [], LOOK)
        self.idle = False

    def leave(self, number, frame):
        """At once when idle; else finish the mail that is being sent, but within PATIENCE: what is cut is shown so."""
        if self.idle:
            os._exit(0)
        self.leaving = True
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(PATIENCE)

    def look(self):
        self.every(BEAT, beat)
        self.every(MINUTE, remind)
        safely(delivery.deliver, "Mails could not be sent")

    def every(self, seconds, act):
        if time.monotonic() >= self.next.get(act, 0):
            self.next[act] = time.monotonic() + seconds
            safely(act, "The worker missed a turn")


def safely(act, accident, *values):
    """What fails now is tried again at the next look."""
    try:
        act(*values)
    except Exception as error:
        outage.note(log, error, accident)


def beat():
    Beat.objects.update_or_create(name=NAME, defaults={"at": timezone.now()})


def remind():
    for due in letters.REMINDERS:
        safely(due, "Reminders could not be written", timezone.now())


def is_silent():
    """Whether no worker has been alive for a while."""
    return not Beat.objects.filter(name=NAME, at__gte=timezone.now() - SILENT).exists()


def lives(pid):
    """Whether a process runs; one that has ended and was not yet asked how does not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except ProcessLookupError:
        return False
    except OSError:  # it is somebody else's, or there is no /proc
        return True
