"""One house for all these tests, and rooms in it."""

import json
import subprocess
import sys

import pytest

from . import house


@pytest.fixture(scope="session")
def home():
    with house.opened(processes=2, spare=1) as home:
        yield home
        logs = home.logs()
        assert "Traceback" not in logs, logs[logs.index("Traceback") :][:4000]


@pytest.fixture
def room_of(home):
    """Opens a room for so many phones: {"key", "pk", "csrf", "cookies"}."""

    def opened(phones):
        command = [sys.executable, "-m", "tests.many.room", str(phones)]
        done = subprocess.run(command, cwd=house.ROOT, env=home.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return opened
