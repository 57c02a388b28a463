"""Static files under hashed names; what one kind of screen needs comes in one file.

`js/phone.js` only imports modules, `css/on-phone.css` only imports sheets: browsers understand them as they are. When
they are collected, what they import is put in their place, since on a room's network forty small answers take a
second and weigh by their headers.
"""

import re
from posixpath import dirname, join, splitext

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = (r'(?P<matched>from "(?P<url>\./\w+\.js)")', 'from "%(url)s"')
JS_IMPORT = re.compile(r'^import (?:\{ (?P<names>[^}]+) \} from )?"\./(?P<file>\w+\.js)"\n', re.MULTILINE)
JS_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|function) (?P<name>\w+))", re.MULTILINE)
CSS_IMPORT = re.compile(r'^@import "(?P<file>[\w/-]+\.css)";\n', re.MULTILINE)
INDENT = re.compile(r"^ +", re.MULTILINE)
COMMENT = {"js": re.compile(r"^\s*//.*\n", re.MULTILINE), "css": re.compile(r"/\*.*?\*/\n?", re.DOTALL)}


class Assets(CompressedManifestStaticFilesStorage):
    """Django's own rewriting of imports also reads those in other packages' comments: ours reads one form only."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("*.js", (IMPORT,)))

    def post_process(self, paths, dry_run=False, **options):
        bundles = [] if dry_run else [name for name in paths if is_bundle(read(paths, name))]
        texts = {name: bundled(paths, name) for name in bundles}
        for name, text in texts.items():
            self.delete(name)
            self._save(name, ContentFile(text.encode()))
            paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)


def read(paths, name):
    """The text of a script or sheet as it was written; nothing of other files."""
    storage, path = paths[name]
    if splitext(name)[1] not in (".js", ".css"):
        return ""
    with storage.open(path) as file:
        return file.read().decode()


def is_bundle(text):
    """Whether a file only imports others."""
    code = COMMENT["css"].sub("", COMMENT["js"].sub("", text)).strip()
    return bool(code) and not CSS_IMPORT.sub("", JS_IMPORT.sub("", code + "\n")).strip()


def bundled(paths, name):
    """A file with what it imports in its place, each once, comments and indentation left out."""
    kind = splitext(name)[1].removeprefix(".")
    imports, put = {"js": (JS_IMPORT, module), "css": (CSS_IMPORT, sheet)}[kind]
    parts = [put(each, text) for each, text in ordered(paths, name, imports, set())]
    return INDENT.sub("", COMMENT[kind].sub("", "".join(parts)))


def ordered(paths, name, imports, known):
    """(name, text) of a file and of all it imports, each after those that it imports itself."""
    known.add(name)
    text = read(paths, name)
    for each in imports.finditer(text):
        other = join(dirname(name), each["file"])
        if other not in known:
            yield from ordered(paths, other, imports, known)
    yield name, text


def module(name, text):
    """A module as a constant of what it exports."""
    exported = ", ".join(each["name"] for each in JS_EXPORT.finditer(text))
    body = JS_EXPORT.sub("", JS_IMPORT.sub(taken, text))
    return f"const {constant(name)} = (() => {{\n{body}return {{ {exported} }}\n}})()\n"


def taken(found):
    return f"const {{ {found['names']} }} = {constant(found['file'])}\n" if found["names"] else ""


def constant(name):
    return "$" + splitext(name.rpartition("/")[2])[0]


def sheet(_name, text):
    return CSS_IMPORT.sub("", text)
