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
from tests import papers, test_table_papers
from tests.test_table_papers import met  # noqa: F401 -- a fixture

CHECK = Path(__file__).parent / "validator/Check.java"
NAMES = ["booklet", "poster", "matrix", "review", "page-PROD"]


pytestmark = pytest.mark.skipif(
    not (shutil.which("java") and os.environ.get("VERAPDF")), reason="no Java, or no VERAPDF class path"
)


def assert_compliant(folder, printed):
    """`printed`: {name: bytes}."""
    files = [folder / f"{name}.pdf" for name in printed]
    for file, data in zip(files, printed.values(), strict=True):
        file.write_bytes(data)
    press.stop()
    command = ["java", "-cp", os.environ["VERAPDF"], CHECK, *files]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert [line for line in said if not line.startswith("compliant ")] == []
    assert len(said) == 2 * len(printed)


def test_the_validator_finds_nothing(workshop, tmp_path):
    assert_compliant(tmp_path, {name: papers.printed(workshop, name) for name in NAMES})


def test_the_validator_finds_nothing_in_the_papers_of_a_round(met, tmp_path):  # noqa: F811
    kinds = test_table_papers.NAMES
    assert_compliant(tmp_path, {kind: test_table_papers.printed(met, kind) for kind in kinds})
