"""A workshop set up behind the scenes, in a process beside the server: no walk through the steps, no waiting."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PROMPTER = """
import contextlib, io, json, sys
import django
django.setup()
for line in sys.stdin:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(json.loads(line), {})
    print(json.dumps(said.getvalue()), flush=True)
"""
OPEN = """
from secrets import token_urlsafe
from django.conf import settings
from workshop import home
from workshop.models import Facilitator
from workshop.steps import gather
workshop = home.open_workshop(Facilitator.objects.first(), "Équipe", "fr")
devices = [token_urlsafe(32) for name in {names}]
for name, device in zip({names}, devices):
    gather.join(workshop, name, device)
print(workshop.key, settings.DEVICE_COOKIE, *devices)
"""
BRING = """
from django.utils import timezone
from workshop import moves
from workshop.models import Workshop
if workshop.step != {slug!r}:
    moves.take_everyone(workshop, {slug!r}, by=None)
    Workshop.objects.filter(pk=workshop.pk).update(moves_at=timezone.now())
    moves.arrive(workshop)
"""
FIND = """
from workshop.models import Workshop
workshop = Workshop.objects.get(key={key!r})
"""


class Prompter:
    """A process that plays code on the server's data and says what it prints."""

    def __init__(self, env):
        self.env = env

    def __enter__(self):
        command = [sys.executable, "-c", PROMPTER]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, **pipes)
        return self

    def __exit__(self, *error):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def play(self, code):
        self.process.stdin.write(json.dumps(code) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline()).strip()


class Stage:
    """A workshop at a step, with people seated in it."""

    def __init__(self, server, people, prompter, slug, names):
        self.server, self.people, self.prompter = server, people, prompter
        said = prompter.play(OPEN.format(names=names) + BRING.format(slug=slug))
        self.key, self.cookie, *self.devices = said.split()
        self.address = f"{server.address}/w/{self.key}/"

    def tell(self, code):
        """Run code on `workshop`; returns what it prints."""
        return self.prompter.play(FIND.format(key=self.key) + code)

    def bring(self, slug):
        self.tell(BRING.format(slug=slug))

    def sit(self, page, number=0):
        """Give a page's browser the device of one of the people."""
        cookie = {"name": self.cookie, "value": self.devices[number], "url": self.server.address}
        page.context.add_cookies([cookie])
        return page

    def phone(self, number=0, size="phone", script="", **options):
        page = self.sit(self.people(size, **options), number)
        if script:
            page.context.add_init_script(script)
        page.goto(self.address)
        return page

    def texts(self):
        """The post-its that are saved, read from the database."""
        return sorted(self.tell("print(*workshop.postits.values_list('text', flat=True), sep='\\n')").splitlines())
