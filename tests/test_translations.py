"""French first, English complete: nothing missing, nothing fuzzy, the compiled catalogue is the written one."""

import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.utils.translation import gettext, override

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "locale/fr/LC_MESSAGES/django.po"
PLACES = re.compile(r"%\([a-z_]+\)[sd]|%[sd]")


@pytest.fixture(scope="module")
def french():
    return polib.pofile(CATALOGUE)


def texts(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_nothing_is_missing_or_fuzzy(french):
    assert [entry.msgid for entry in french if not all(texts(entry))] == []
    assert [entry.msgid for entry in french.fuzzy_entries()] == []


def test_every_sentence_of_the_code_is_in_the_catalogue(french, tmp_path):
    copy = tmp_path / "tree"
    copy.mkdir()
    for name in ("workshop", "interfaces", "promises", "templates", "manage.py", "locale"):
        (copy / name).symlink_to(ROOT / name) if name != "locale" else (copy / name).mkdir()
    command = ["makemessages", "-l", "fr", "--no-location", "--symlinks", "-v0"]
    subprocess.run([sys.executable, "manage.py", *command], cwd=copy, check=True, capture_output=True)
    found = {entry.msgid for entry in polib.pofile(copy / "locale/fr/LC_MESSAGES/django.po")}
    known = {entry.msgid for entry in french}
    assert len(found) > 300
    assert sorted(found - known) == []
    assert sorted(known - found) == []


def test_places_for_values_are_the_same_in_both_languages(french):
    for entry in french:
        wanted = set(PLACES.findall(entry.msgid)) | set(PLACES.findall(entry.msgid_plural or ""))
        for text in texts(entry):
            assert set(PLACES.findall(text)) <= wanted, entry.msgid
            if not entry.msgid_plural:
                assert set(PLACES.findall(text)) == wanted, entry.msgid


def test_french_is_typeset_as_french(french):
    wrong = [text for entry in french for text in texts(entry) if re.search(r"'|[ \u00a0][;!?]| :|« | »|\.\.\.", text)]
    assert wrong == []


def test_the_compiled_catalogue_is_the_written_one(french):
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert {e.msgid: texts(e) for e in compiled} == {e.msgid: texts(e) for e in french}
    with override("fr"):
        assert gettext("Ways of working") == "Modes de fonctionnement"
