"""The house style, executable: sizes, one door for writes, what templates may not hold, a complete method."""

import ast
import re
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from django.template.loader import get_template

from workshop.method import EVERY

ROOT = Path(__file__).parent.parent
APPS = ("workshop", "interfaces", "promises")
PYTHON = sorted(p for app in APPS for p in (ROOT / app).rglob("*.py") if "migrations" not in p.parts)
MAILS = sorted((ROOT / "templates/mails").glob("*.html"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
SHEETS = sorted([*(ROOT / "static/css").rglob("*.css"), *(ROOT / "static/print").glob("*.css")])
WRITES = {"create", "save", "update", "delete", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
# Who may write outside a rule's `with change(...)`, and why.
OUTSIDE = {
    "workshop/accounts.py",  # an account is made before any workshop
    "workshop/home.py",  # a workshop has no row to lock before it exists
    "workshop/change.py",  # the door itself
    "workshop/failures.py",  # a guess is nobody's workshop
    "workshop/gestures.py",  # inside the caller's change, or its own
    "workshop/links.py",  # links are made inside the caller's change
    "workshop/worker.py",  # its sign of life is no workshop's
    "workshop/readiness.py",  # a row that is taken back
    "workshop/assets.py",  # files, not rows
    "promises/arrivals.py",  # a workshop has no row to lock before it exists
    "promises/reciprocal/rounds.py",  # nor has a round
    "promises/reciprocal/opening.py",  # nor the organisation it is of
    "promises/demo/clock.py",  # no rule of the method moves the calendar
}


def name(path):
    return path.relative_to(ROOT).as_posix()


def lines(path):
    return len(path.read_text().splitlines())


def functions(path):
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def size(function):
    """Lines of a function's body, its docstring left out."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return function.end_lineno - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize(
    ("paths", "most"), [(PYTHON, 250), (TEMPLATES, 80), (SCRIPTS, 80), (SHEETS, 250)], ids=["py", "html", "js", "css"]
)
def test_no_file_outgrows_its_room(paths, most):
    assert paths
    assert {name(path): lines(path) for path in paths if lines(path) > most} == {}


def test_functions_are_short():
    sizes = {f"{name(path)}:{f.name}": size(f) for path in PYTHON for f in functions(path)}
    assert {where: length for where, length in sizes.items() if length > 25} == {}
    assert median(sizes.values()) <= 6


def test_every_module_says_what_it_is():
    assert [name(p) for p in PYTHON if p.read_text().strip() and not ast.get_docstring(ast.parse(p.read_text()))] == []


DOORS = {"change", "speaking", "answering"}  # the door, and what opens it for a service's voice (reciprocal/voices.py)


def is_change(node):
    calls = [item.context_expr for item in node.items if isinstance(item.context_expr, ast.Call)]
    return any(getattr(call.func, "id", "") in DOORS for call in calls)


def writes_outside(function):
    """Lines of a function that write to the database outside `with change(...)`."""
    inside = [n for n in ast.walk(function) if isinstance(n, ast.With) and is_change(n)]
    covered = {id(n) for block in inside for n in ast.walk(block)}
    for node in ast.walk(function):
        is_write = isinstance(node, ast.Call) and getattr(node.func, "attr", "") in WRITES
        if is_write and id(node) not in covered and not is_no_row(node):
            yield node.lineno


def is_no_row(call):
    """`known.update(...)` of a dictionary, `categories.create(...)` of a rule's module: rows hang on a manager."""
    return call.func.attr in ("update", "create") and isinstance(call.func.value, ast.Name)


def test_nothing_is_written_outside_a_change():
    """A function called only from inside a change says so in its docstring: "Call it inside a change"."""
    found = []
    for path in PYTHON:
        if name(path) in OUTSIDE or "management" in path.parts:
            continue
        tree_functions = [f for f in functions(path) if "inside a change" not in (ast.get_docstring(f) or "")]
        found += [f"{name(path)}:{line}" for f in tree_functions for line in writes_outside(f)]
    assert found == []


def test_a_rule_never_sees_the_web():
    web = {"render", "redirect", "HttpResponse", "reverse_lazy"}
    for row in EVERY:
        path = ROOT / row.app / "steps" / f"{row.slug}.py"
        for f in functions(path):
            if any(arg.arg == "request" for arg in f.args.args):
                continue
            calls = [node.func for node in ast.walk(f) if isinstance(node, ast.Call)]
            assert not web & {getattr(call, "id", "") for call in calls}, (name(path), f.name)


@pytest.mark.parametrize("row", EVERY, ids=lambda row: row.slug)
def test_every_step_is_complete(row):
    assert row.slug == row.module.SLUG
    assert row.module.__doc__.startswith(f"Step {row.number}")
    for wanted in ("context", "missing", "urlpatterns"):
        assert hasattr(row.module, wanted)
    for template in (row.board, row.phone, row.console, row.mine):
        assert get_template(template)
    assert (ROOT / "static" / row.css).exists()
    assert (ROOT / f"tests/steps/test_{row.slug}.py").exists()


FORBIDDEN = {
    "an inline script or style": r"<script(?![^>]*\ssrc=)|<style|\sstyle=",
    "an event handler": r"\son[a-z]+=|hx-on|js:",
    "unescaped text": r"\|\s*safe\b|autoescape off|safeseq",
    "an unquoted attribute": r"<[a-z][^>{%]*\s[a-z-]+=[^\"'\s>{]",
    "unfinished work": r"TODO|FIXME|XXX|coming soon|à venir",
    "another origin": r"(?:src|href)=\"(?:https?:)?//",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_templates_do_not_hold(what):
    styled = set(MAILS) if "style" in what else set()  # a mail brings its own: no policy of ours reaches it
    found = [name(p) for p in TEMPLATES if p not in styled and re.search(FORBIDDEN[what], readable(p, what))]
    assert found == []


def readable(path, what):
    """A template's text, without what stands between quotes when quotes are what is looked for."""
    text = path.read_text()
    return re.sub(r"\"[^\"]*\"|'[^']*'", '""', text) if "unquoted" in what else text


def test_no_input_stands_in_a_live_part():
    """It would be swapped under whoever is typing."""
    for path in TEMPLATES:
        depth, text = 0, path.read_text()
        for piece in re.split(r"({% part |{% endpart %})", text):
            depth += {"{% part ": 1, "{% endpart %}": -1}.get(piece, 0)
            typed = re.search(r"<(textarea|select|input(?![^>]*(hidden|readonly)))", piece)
            assert not (depth and typed), (name(path), typed and typed[0])


def test_every_part_begins_with_an_element_of_its_id():
    for path in TEMPLATES:
        for before, after in pairwise(re.split(r"({% part [^%]*%})", path.read_text())):
            if before.startswith("{% part "):
                assert re.match(r'\s*<[a-z0-9]+ id="{{ part }}"', after), (name(path), before)


def test_no_template_is_unused():
    code = "\n".join(path.read_text() for path in [*PYTHON, *TEMPLATES])
    steps = {f"steps/{row.slug}/{each}.html" for row in EVERY for each in ("board", "phone", "console", "mine")}
    unused = []
    for path in TEMPLATES:
        known = path.relative_to(ROOT / "templates").as_posix()
        named = f'"{path.stem}"' if path in MAILS else known  # a mail is posted by its name
        if known not in steps and known not in code and named not in code and not known.startswith("screens/"):
            unused.append(known)
    assert unused == []


def test_code_holds_no_leftovers():
    bad = re.compile(r"\bprint\(|TODO|FIXME|XXX|NotImplemented|mark_safe|csrf_exempt|async_to_sync|time\.sleep\(")
    allowed = {"workshop/parts.py"}
    assert [name(p) for p in PYTHON if bad.search(p.read_text()) and name(p) not in allowed] == []


def test_scripts_build_no_html():
    bad = re.compile(r"innerHTML\s*=\s*[`\"']|insertAdjacentHTML|document\.write|eval\(|new Function")
    assert [name(p) for p in SCRIPTS if bad.search(p.read_text())] == []


def rules():
    """(module, verb) of every rule: a function that opens the door."""
    for path in PYTHON:
        for f in functions(path):
            opens = any(isinstance(n, ast.With) and is_change(n) for n in ast.walk(f))
            if opens and f.name not in DOORS and "demo" not in path.parts:
                yield path.stem, f.name


# Rules that no live screen shows: what a private link's page or a later change shows has tests of its own.
UNSEEN = {("moves", "arrive")}


def test_screens_are_proven_to_follow_every_rule():
    """Each verb is played at least once under `assert_screens_follow`."""
    text = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    played = set(re.findall(r"(?:assert_screens_follow|assert_follows)\(\s*lambda[^:]*:\s*\(?\w+\.(\w+)\(", text))
    played |= set(re.findall(r"^\s+lambda: \w+\.(\w+)\(", text, re.MULTILINE))  # a list of verbs
    assert [f"{module}.{verb}" for module, verb in rules() if verb not in played and (module, verb) not in UNSEEN] == []
