"""A real server and real browsers: daphne on a free port with its own data, Chromium driven by Playwright."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.ports import free_port

from .stage import Prompter, Stage

ROOT = Path(__file__).parent.parent.parent
EMAIL = "claire@example.org"
FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync", "--no-first-run"]
PATIENCE = 20_000  # ms: a busy machine is slow, not wrong
expect.set_options(timeout=PATIENCE)
SIZES = {"board": (1920, 1080), "console": (1440, 900), "phone": (390, 844), "small": (320, 640)}


def as_users_run():
    """The flags that bin/run gives to daphne, but for where it listens."""
    line = (ROOT / "bin/run").read_text().split("exec .venv/bin/daphne", 1)[1].replace("\\\n", " ")
    return shlex.split(line.split('"$PORT"')[1].split("workshop.asgi")[0])


class Server:
    """The product as a user runs it, on loopback."""

    def __init__(self, data):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.env = os.environ | {
            "PROMESSE_DATA": str(data),
            "PROMESSE_ORIGINS": self.address,
            "DJANGO_SETTINGS_MODULE": "workshop.settings",
        }
        self.log = data / "server.log"
        self.process = None

    def manage(self, *words):
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self):
        command = [sys.executable, "-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(self.port), *as_users_run()]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [*command, "workshop.asgi:application"], cwd=ROOT, env=self.env, stdout=log, stderr=log
            )
        for _attempt in range(150):
            try:
                return urllib.request.urlopen(self.address + "/healthz", timeout=1).status  # noqa: S310 -- loopback
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(self.log.read_text())

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(10)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("data"))
    running.manage("migrate", "-v0")
    running.manage("collectstatic", "--noinput", "-v0")
    running.password = running.manage("facilitator", EMAIL, "Claire").split()[-1]
    running.start()
    yield running
    running.stop()
    assert "Traceback" not in running.log.read_text(), running.log.read_text()


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is missing: ./bin/test installs it."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def people(server, chromium):
    """Opens a browser of its own for each person; no page may fail, complain, or ask another origin."""
    opened, complaints = [], []

    def person(size, language="fr-FR", **options):
        width, height = SIZES[size]
        context = chromium.new_context(viewport={"width": width, "height": height}, locale=language, **options)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complain(message, complaints))
        page.on("request", lambda request: elsewhere(request, server, complaints))
        opened.append(context)
        return page

    yield person
    for context in opened:
        context.close()
    assert complaints == []


def complain(message, complaints):
    """Console errors are ours to explain; a network that a test cut, a refusal it provoked, or an answer whose place
    went while it was on its way, is not one."""
    ours = r"ERR_|WebSocket|status of [45]|Response Status Error"
    ours += "|htmx:(sendError|sendAbort|timeout|responseError|afterRequest|oobErrorNoTarget)"
    if message.type == "error" and not re.search(ours, message.text):
        complaints.append(message.text)


def elsewhere(request, server, complaints):
    if not request.url.startswith((server.address, "data:", "blob:", "about:")):
        complaints.append(request.url)


@pytest.fixture
def signed_in(server, people):
    """The facilitator's console of a new workshop: (page, workshop key)."""

    def open_workshop(team, size="console", language="fr-FR"):
        page = people(size, language)
        page.goto(server.address + "/sign-in/?next=/workshops/")
        page.fill("#id_username", EMAIL)
        page.fill("#id_password", server.password)
        page.click("main button.primary")
        page.fill("#id_team", team)
        page.click("form.new button")
        page.wait_for_selector("#screen")
        page.on("dialog", lambda dialog: dialog.accept())
        return page, page.url.split("/w/")[1].split("/")[0]

    return open_workshop


@pytest.fixture(scope="session")
def prompter(server):
    with Prompter(server.env) as running:
        yield running


@pytest.fixture
def stage(server, people, prompter):
    """Opens a workshop already at a step, with people seated: `stage("mission", "Ali", "Bo")`."""
    return lambda slug, *names: Stage(server, people, prompter, slug, names or ("Ali",))


def hears(page):
    """Wait until a live page's socket has told it something."""
    page.wait_for_selector("html[data-offset]", state="attached")
    return page


def take_everyone(console, slug):
    """Preview a step on the console, then take the room there and wait until it is."""
    console.click(f'.steps a[href$="/{slug}/"]')
    hears(console)
    if console.get_attribute("#room", "data-step") != slug:
        console.click("#take-everyone")
        console.wait_for_selector("#stay, #go-on")
        if console.locator("#go-on").is_visible():
            console.click("#go-on")  # something is missing: a sheet has listed it
        console.wait_for_selector(f'#room[data-step="{slug}"]', state="attached")


def join(page, server, code, name):
    page.goto(server.address + "/")
    page.fill("#code", code)
    page.click("main form button")
    page.fill("#id_name", name)
    page.click("main form.card button")
    return hears(page)
