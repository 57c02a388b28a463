"""The worker as a process, with a mail server that answers: each mail once, however many workers; it leaves in time."""

import os
import signal
import socketserver
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAILS = 20
WRITE = f"""
MAILS = {MAILS}
import os
from datetime import date, timedelta
from django.utils import timezone
from workshop import home, letters
from workshop.change import change
from workshop.models import Facilitator
claire = Facilitator.objects.create_user("claire@example.org", "la patience est longue", name="Claire")
room = home.open_workshop(claire, "Équipe", "fr")
values = dict(service="Ventes", url="http://localhost/l/x/", until=timezone.now(), answer_by=date(2027, 1, 1))
with change(room):
    for number in range(MAILS):
        letters.post(room, "invitation", str(number), ("Inès", "%d@example.org" % number), "fr", "invitation", values)
"""
COUNT = "from workshop.models import Letter; print(Letter.objects.exclude(sent_at=None).filter(sealed='').count())"


class Mailbox(socketserver.StreamRequestHandler):
    """Just enough of SMTP."""

    def handle(self):
        self.say("220 here")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"DATA":
                self.say("354 go on")
                self.server.received.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.server.gate.wait()
            self.say("221 bye" if verb == b"QUIT" else "250 fine")

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def mail_server():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
        server.daemon_threads, server.block_on_close = True, False
        server.received, server.gate = [], threading.Event()
        server.gate.set()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.gate.set()
        server.shutdown()


class House:
    """A database of its own, and workers on it."""

    def __init__(self, data, port):
        self.env = os.environ | {
            "PROMESSE_DATA": str(data),
            "PROMESSE_SMTP": f"smtp://127.0.0.1:{port}",
            "DJANGO_SETTINGS_MODULE": "workshop.settings",
        }
        self.env.pop("DATABASE_URL", None)
        self.workers = []
        self.manage("migrate", "-v0")
        self.manage("shell", "-v0", "-c", WRITE)

    def manage(self, *words):
        return subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.env, check=True, capture_output=True, text=True
        ).stdout

    def worker(self, *words):
        self.workers.append(subprocess.Popen([sys.executable, "manage.py", "worker", *words], cwd=ROOT, env=self.env))
        return self.workers[-1]


@pytest.fixture
def letterbox():
    with mail_server() as server:
        yield server


@pytest.fixture
def house(letterbox, tmp_path):
    opened = House(tmp_path, letterbox.server_address[1])
    yield opened
    for process in opened.workers:
        process.kill()
        process.wait()


def wait_for(what, seconds=40):
    until = time.monotonic() + seconds
    while not what() and time.monotonic() < until:
        time.sleep(0.05)
    return what()


def seconds_to_end(process):
    began = time.monotonic()
    process.wait(10)
    return time.monotonic() - began


def test_three_workers_send_each_mail_once_and_leave_in_time(house, letterbox):
    workers = [house.worker() for _each in range(3)]
    assert wait_for(lambda: len(letterbox.received) >= MAILS)
    assert wait_for(lambda: house.manage("shell", "-v0", "-c", COUNT).strip() == str(MAILS))
    to = [next(line for line in each.splitlines() if line.startswith(b"To:")) for each in letterbox.received]
    assert (len(to), len(set(to))) == (MAILS, MAILS)
    for process in workers:
        process.send_signal(signal.SIGTERM)
    assert max(map(seconds_to_end, workers)) < 3
    assert [process.returncode for process in workers] == [0, 0, 0]


def test_a_worker_leaves_in_time_though_the_mail_server_hangs(house, letterbox):
    letterbox.gate.clear()
    process = house.worker()
    assert wait_for(lambda: letterbox.received)
    process.send_signal(signal.SIGTERM)
    assert seconds_to_end(process) < 3


def test_a_worker_leaves_with_the_server_beside_it_however_that_ends(house):
    beside = subprocess.Popen(["sleep", "60"])
    process = house.worker("--beside", str(beside.pid))
    time.sleep(2)
    assert process.poll() is None
    beside.kill()
    assert seconds_to_end(process) < 3
    beside.wait()
    assert process.returncode == 0
