"""A screen as a test sees it: rendered, changed only by what is pushed to it, compared with a fresh one."""

from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from workshop import change, clock, gestures, live, method, moves
from workshop.models import Workshop

from .pieces import apply, parse

VIEWS = [live.View(audience, "", language) for audience in live.AUDIENCES for language in ("fr", "en")]
VIEWS += [live.View("console", slug, "en") for slug in (step.slug for step in method.METHOD)]  # previewed steps


@contextmanager
def operation(op_id=None):
    """Play a rule as if a POST with this operation id were being answered."""
    token = change.operation.set((str(op_id or uuid4()), "digest"))
    try:
        yield
    finally:
        change.operation.reset(token)


def post(client, url, op_id=None, **fields):
    """A POST as our scripts send it."""
    return client.post(url, fields, headers={"X-Op": str(op_id or uuid4()), "HX-Request": "true"})


def bring(workshop, slug, by):
    workshop.refresh_from_db()
    if workshop.step != slug:
        moves.take_everyone(workshop, slug, by=by)
        Workshop.objects.filter(pk=workshop.pk).update(moves_at=clock.now() - timedelta(seconds=1))
        moves.arrive(workshop)
    return workshop


def undo_last(workshop, by):
    gestures.undo(workshop, workshop.undoable[0].pk, by=by)


def fresh(workshop):
    return Workshop.objects.select_related("team").get(pk=workshop.pk)


def screen(workshop, audience, language="en", step=""):
    """The HTML that every screen of an audience shows."""
    return live.render(fresh(workshop), live.View(audience, step, language)).book.html()


def assert_follow(workshop, verb, views=VIEWS):
    """Open every screen, run the verb, apply only what is pushed, and demand what a fresh screen shows."""
    before = {view: live.render(fresh(workshop), view) for view in views}
    pages = {view: parse(shown.book.html()) for view, shown in before.items()}
    result = verb()
    for view, page in pages.items():
        _now, pieces = live.follow(fresh(workshop), view, before[view])
        apply(page, pieces or "")
        expected = parse(live.render(fresh(workshop), view).book.html())
        assert tidy(page) == tidy(expected), view
        assert_unique_ids(page, view)
    return result


def tidy(page):
    return "\n".join(line.strip() for line in page.prettify().splitlines() if line.strip())


def assert_unique_ids(page, view):
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids)), (view, sorted(each for each in ids if ids.count(each) > 1))
