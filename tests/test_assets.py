"""What one kind of screen needs comes in one file, made of all the files that it imports."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import FileSystemFinder

from workshop.assets import bundled, is_bundle, read

ROOT = Path(__file__).parent.parent / "static"
BUNDLES = ["css/on-phone.css", "js/board.js", "js/console.js", "js/desk.js", "js/phone.js"]


@pytest.fixture(scope="module")
def paths():
    return {path: (storage, path) for path, storage in FileSystemFinder().list([])}


def test_only_files_that_do_nothing_but_import_are_bundles(paths):
    assert sorted(name for name in paths if is_bundle(read(paths, name))) == BUNDLES


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_imports_nothing_more(paths, name):
    text = bundled(paths, name)
    assert len(text) > 2000
    assert not re.search(r"^(import |export |@import )|^\s*(//|/\*)", text, re.MULTILINE)


@pytest.mark.parametrize("name", [name for name in BUNDLES if name.endswith(".js")])
def test_each_module_comes_once_and_before_those_that_need_it(paths, name):
    text = bundled(paths, name)
    made = re.findall(r"^const (\$\w+) = \(\(\) => {$", text, re.MULTILINE)
    assert len(made) == len(set(made)) > 5
    for needed in re.finditer(r"^const { [\w, ]+ } = (\$\w+)$", text, re.MULTILINE):
        assert f"const {needed[1]} = " in text[: needed.start()]


def test_every_name_that_is_taken_is_given(paths):
    text = bundled(paths, "js/phone.js") + bundled(paths, "js/console.js")
    given = {
        (module, name)
        for module, body in re.findall(r"^const (\$\w+) = \(\(\) => {\n(.*?)^}\)\(\)$", text, re.MULTILINE | re.DOTALL)
        for name in re.search(r"return { ([\w, ]*) ?}\n\Z", body)[1].split(", ")
    }
    taken = re.findall(r"^const { ([\w, ]+) } = (\$\w+)$", text, re.MULTILINE)
    assert taken
    assert {(module, name) for names, module in taken for name in names.split(", ")} <= {
        (module, name.strip()) for module, name in given
    }


def test_no_script_is_left_out():
    scripts = {path.name for path in (ROOT / "js").glob("*.js")}
    imported = set(re.findall(r'"\./(\w+\.js)"', "\n".join(p.read_text() for p in (ROOT / "js").glob("*.js"))))
    alone = {
        "board.js",
        "console.js",
        "phone.js",
        "left.js",
        "waiting.js",
        "print.js",
        "ideas.js",
        "contact.js",
        "desk.js",
        "printing.js",
        "row.js",
    }
    assert scripts - imported == alone
