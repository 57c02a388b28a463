"""The press: two at a time, never late in silence, gone with the server; it fetches nothing."""

import http.server
import io
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pikepdf
import pytest
from django.urls import reverse

from promises import press, printer
from tests import booklets
from tests.ports import free_port

PAGE = "<html lang=en><title>A page</title><body><h1>A page</h1>{}"


@pytest.fixture(scope="module", autouse=True)
def presses_end():
    yield
    press.stop()


# What it fetches: nothing


@pytest.fixture
def listener():
    """A server on this machine that counts who comes: (address, hits)."""
    hits = []

    class Counting(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_error(404)

        def log_message(self, *_line):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", hits
    server.shutdown()
    server.server_close()


@pytest.fixture
def secret_file(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("a canary that could leak")
    return path.as_uri()


EVIL = [
    '<img alt=x src="{0}/a.png">',
    '<link rel=stylesheet href="{0}/a.css">',
    '<link rel=attachment href="{0}/a.txt">',
    '<a rel=attachment href="{0}/b.txt">x</a>',
    "<style>@import url({0}/b.css);</style>",
    "<style>@font-face {{ font-family: X; src: url({0}/x.woff2) }} p {{ font-family: X }}</style><p>x</p>",
    "<style>body {{ background: url({0}/c.png) }} li {{ list-style-image: url({0}/d.png) }}</style><li>x",
    '<object data="{0}/e.svg"></object><embed src="{0}/f.svg"><iframe src="{0}/g"></iframe>',
    '<svg><image href="{0}/h.png" width=9 height=9></image><use href="{0}/i.svg#x"></use></svg>',
    """<img alt=x src='data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"><image href="{0}/j.png"/></svg>'>""",
    '<base href="{0}/"><img alt=x src=k.png><p style="background:url(l.png)">x</p>',
    '<link rel=stylesheet href="asset:///../promises/printer.py"><img alt=x src="asset:///print/../../manage.py">',
]


@pytest.mark.parametrize("html", EVIL)
def test_no_html_makes_it_fetch_or_attach_anything(html, listener, secret_file):
    address, hits = listener
    for target in (address, secret_file.removesuffix("/secret.txt"), secret_file, secret_file.upper()):
        pdf = press.pdf(PAGE.format(html.format(target)), ["paper"])
        opened = pikepdf.open(io.BytesIO(pdf))
        assert len(opened.attachments) == 0
        assert not [
            each for each in opened.objects if isinstance(each, pikepdf.Stream) and each.get("/Type") == "/EmbeddedFile"
        ]
        assert b"canary" not in pdf
    assert hits == []


def test_the_fetcher_knows_names_not_paths():
    for url in ("file:///etc/hostname", "FILE:///etc/hostname", "http://localhost/", "data:text/plain,x", "asset:///x"):
        with pytest.raises(printer.Denied):
            printer.Assets().fetch(url)
    assert printer.Assets().fetch("asset:///print/paper.css").read()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # WeasyPrint leaves its ICC profile open
def test_our_own_sheets_ask_for_nothing_that_is_missing(caplog):
    logger = logging.getLogger("weasyprint")
    logger.setLevel(logging.WARNING)
    logger.addHandler(caplog.handler)
    printer.sheet.cache_clear()
    try:
        printer.printed(PAGE.format("<section class=cover>x</section>"), ["paper", "booklet"])
    finally:
        logger.setLevel(logging.CRITICAL)
        logger.removeHandler(caplog.handler)
    assert [line.getMessage() for line in caplog.records] == []


# How it works


def test_the_server_never_loads_the_printer():
    code = "import promises.press, sys; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_press_is_used_again_and_runs_at_a_low_priority():
    press.stop()
    assert press.pdf(PAGE, ["paper"]).startswith(b"%PDF")
    ((process, _pipe),) = press.idle
    assert os.getpriority(os.PRIO_PROCESS, process.pid) >= press.NICENESS
    press.pdf(PAGE, ["paper"])
    assert [each.pid for each, _pipe in press.idle] == [process.pid]


def test_a_press_that_died_is_replaced():
    press.pdf(PAGE, ["paper"])
    press.idle[-1][0].kill()
    press.idle[-1][0].join()
    assert press.pdf(PAGE, ["paper"]).startswith(b"%PDF")


def test_a_late_press_is_killed_and_its_place_free_again():
    press.stop()
    with pytest.raises(press.Late):
        press.pdf(PAGE, ["paper"], seconds=0.01)
    assert press.idle == []
    assert press.pdf(PAGE, ["paper"]).startswith(b"%PDF")


def test_a_third_document_waits_a_moment_only_and_then_says_late(monkeypatch):
    assert press.PATIENCE < 5
    monkeypatch.setattr(press, "PATIENCE", 0.05)
    for _each in range(press.PRESSES):
        press.slots.acquire()
    began = time.monotonic()
    try:
        with pytest.raises(press.Late):
            press.pdf(PAGE, ["paper"])
        assert time.monotonic() - began < 2
    finally:
        press.slots.release(press.PRESSES)


def test_a_document_that_cannot_be_printed_spoils_only_itself():
    with pytest.raises(press.Spoiled, match="URLFetchingError"):
        press.pdf(PAGE, ["no-such-sheet"])
    assert press.pdf(PAGE, ["paper"]).startswith(b"%PDF")


@pytest.mark.parametrize(("reason", "status"), [(press.Late(), 503), (press.Spoiled("x"), 500)])
def test_the_person_is_told_what_to_do(as_, facilitator, workshop, monkeypatch, reason, status):
    def fail(*_order, **_options):
        raise reason

    monkeypatch.setattr(press, "pdf", fail)
    version = booklets.written(workshop)
    answer = as_(facilitator).get(reverse("booklet", args=[workshop.key, version.number]))
    assert answer.status_code == status
    assert "othing is lost" in answer.content.decode()


# It ends with the server


def presses_of(pid):
    """Ids of the presses that a server started."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
            if int(parent) == pid and b"spawn_main" in (process / "cmdline").read_bytes():
                found.append(int(process.name))
    return found


def test_daphne_ends_at_once_after_a_booklet_and_leaves_no_press(tmp_path):
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(port), "tests.printing:application"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "TMPDIR": str(tmp_path)},
    )
    try:
        answer = fetched(port, tries=100)
        presses = presses_of(server.pid)
        assert answer.startswith(b"HTTP/1.1 200")
        assert b"%PDF" in answer
        assert len(list(tmp_path.iterdir())) == 1
        assert len(presses) == 1
        server.send_signal(signal.SIGTERM)
        began = time.monotonic()
        server.wait(3)
        assert time.monotonic() - began < 3
    finally:
        server.kill()
        server.wait()
    time.sleep(0.2)
    assert [pid for pid in presses if alive(pid)] == []
    assert list(tmp_path.iterdir()) == []


def fetched(port, tries):
    for _each in range(tries):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=60) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: testserver\r\nConnection: close\r\n\r\n")
            return b"".join(iter(lambda: line.recv(65536), b""))
        time.sleep(0.2)
    raise AssertionError("the server did not start")


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
