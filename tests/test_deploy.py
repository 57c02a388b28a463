"""deploy/ and bin/run are two ways to start one product: what they say does not drift apart."""

import re
import shlex
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"


def flags(command):
    """What daphne is told, but for where it listens."""
    words = shlex.split(command.replace("\\\n", " "))
    for name in ("-b", "-p"):
        del words[words.index(name) : words.index(name) + 2]
    return words[words.index("-v") :]


def after(text, start):
    """A command up to the end of its line, continued lines included."""
    return re.search(rf"{re.escape(start)}((?:.*\\\n)*.*)", text)[1]


def test_all_start_daphne_alike():
    run = flags(after((ROOT / "bin/run").read_text(), "exec .venv/bin/daphne "))
    unit = flags(after((DEPLOY / "promesse@.service").read_text(), "ExecStart=/srv/promesse/.venv/bin/daphne "))
    container = flags(after((DEPLOY / "Containerfile").read_text(), "exec .venv/bin/daphne "))
    assert run == unit == container
    assert run[-1] == "workshop.asgi:application"


def test_all_start_the_worker():
    """Beside daphne, whose process number the shell's becomes; or as a unit that starts and stops with the others."""
    beside = "manage.py worker --beside $$; do sleep 1; done &"
    assert beside in (ROOT / "bin/run").read_text()
    assert beside in (DEPLOY / "Containerfile").read_text()
    unit = (DEPLOY / "promesse-worker.service").read_text()
    assert "manage.py worker" in after(unit, "ExecStart=")
    for line in ("PartOf=promesse.target", "WantedBy=promesse.target", "Restart=always"):
        assert line in unit


def test_the_proxy_and_the_product_agree():
    conf = (DEPLOY / "nginx.conf").read_text()
    size = re.search(r"client_max_body_size (\d+)k;", conf)[1]
    assert int(size) * 1024 == settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert set(re.findall(r"^PROMESSE_\w+|^DATABASE_URL", (DEPLOY / "promesse.env").read_text(), re.MULTILINE)) <= set(
        re.findall(r"`(PROMESSE_\w+|DATABASE_URL)`", (ROOT / "README.md").read_text())
    )
    assert "PROMESSE_PROXIED=yes" in (DEPLOY / "promesse.env").read_text()
