"""Every fault for a short while, and broken builds that the same run must find out. Half of them at a time: `-n 2`."""

import json
import subprocess
import sys

import pytest

from tests.bench.servers import ROOT


def run(tmp_path, *words):
    """(exit status, what the run wrote down, what it printed) of a short run."""
    told = tmp_path / "faults.json"
    command = [sys.executable, "-m", "tests.faults", "--short", "--json", str(told), *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.exists(), done.stderr
    return done.returncode, json.loads(told.read_text()), done.stdout + done.stderr


@pytest.mark.parametrize("stages", ["calm crash deploy return clock", "database disk network slow races"])
def test_every_invariant_holds_after_every_fault(stages, tmp_path):
    status, told, printed = run(tmp_path, "--stages", *stages.split())
    assert status == 0, printed
    assert sum(stage["acknowledged"] for stage in told["stages"]) > 400


# {broken build: (a stage that shows it, the invariant that it breaks)}
BROKEN = {
    "doubled": ("network", "more than once"),
    "hasty": ("crash", "acknowledged post-its are lost"),
    "waiting": ("deploy", "gone after"),
    "silent": ("network", "differ from a fresh one"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_build_is_found_out(name, tmp_path):
    stage, sentence = BROKEN[name]
    status, told, printed = run(tmp_path, "--broken", name, "--stages", stage)
    assert status == 1, printed
    assert any(sentence in each for each in told["failed"]), printed
