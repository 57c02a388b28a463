"""Each document before a validator of both standards, where there is one.

It is veraPDF, whose jars are named by VERAPDF, a Java class path; without Java or jars, the structure is asserted by
test_papers.py alone.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from promises import press
from tests import papers

CHECK = Path(__file__).parent / "validator/Check.java"
NAMES = ["booklet", "poster", "matrix", "review", "page-PROD"]


@pytest.mark.skipif(
    not (shutil.which("java") and os.environ.get("VERAPDF")), reason="no Java, or no VERAPDF class path"
)
def test_the_validator_finds_nothing(workshop, tmp_path):
    files = []
    for name in NAMES:
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(papers.printed(workshop, name))
    press.stop()
    command = ["java", "-cp", os.environ["VERAPDF"], CHECK, *files]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert [line for line in said if not line.startswith("compliant ")] == []
    assert len(said) == 2 * len(NAMES)
