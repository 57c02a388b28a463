"""Everything that leaves by itself: a screen rendered once per view, without request and without person.

A *view* is an audience (board, phone, console), the step it shows ("" follows the room) and a language. A step module
gives `context(workshop)` for all audiences and, where one needs more, `board`, `phone` or `console(workshop)`.
What is not in these contexts cannot leak.
"""

import logging
from typing import NamedTuple

from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import override

from . import clock, method, outage, reading
from .hub import hub
from .models import Team, Workshop
from .moment import one_moment
from .parts import ROOT, Book, difference
from .prepared import Prepared

log = logging.getLogger(__name__)
AUDIENCES = ("board", "phone", "console")
ROOM = Prepared(lambda pk: Workshop.objects.filter(pk=pk), 0)
TEAM = Prepared(lambda pk: Team.objects.filter(pk=pk), 0)


class View(NamedTuple):
    audience: str
    step: str
    language: str


class Shown(NamedTuple):
    """What a view showed last: the revision it was true at, the step, and its book of parts."""

    revision: int
    step: str
    book: Book


def changed(pk):
    """A workshop's change is committed: wake this process's notifier. Returns at once."""
    hub.wake(pk)


def shown_step(workshop, view):
    return method.BY_SLUG[view.step or workshop.current_step]


def context(workshop, view):
    """All that a view may know of a workshop."""
    from . import around  # whose rules announce themselves here

    step = shown_step(workshop, view)
    more = getattr(step.module, view.audience, None)
    room = method.BY_SLUG[workshop.current_step]
    return {
        "workshop": workshop,
        "step": step,
        "method": method.of(workshop),
        "room_step": room,
        "next_step": method.BY_SLUG.get(workshop.next_step),
        "place": f"{step.slug} {room.slug} {workshop.next_step} {workshop.moves_at if workshop.is_moving else ''}",
        "undo_stamp": workshop.undo_stamp,
        "audience": view.audience,
        "view": view,
        "LANGUAGE_CODE": view.language,
        "now": timezone.now(),
        **around.context(workshop, view.audience, step),
        **reading.read_once(step.module.context)(workshop),
        **(reading.read_once(more)(workshop) if more else {}),
    }


def render(workshop, view, kept=None, follows=False, **mine):
    """Render a view. `kept` is a Shown to take unchanged parts from; `mine` is one person's, in a page only.

    `follows`: for screens that show `kept`, so that its parts are enough as long as the step is the same.
    """
    revision = workshop.revision  # read before the content: never claims more than it shows
    step = shown_step(workshop, view)
    stays = bool(kept) and kept.step == step.slug
    book = Book(kept.book if stays else None, follows=stays and follows)
    with override(view.language):
        values = context(workshop, view) | mine | {"book": book}
        book.write(ROOT, get_template(f"screens/{view.audience}.html").render(values))
    return Shown(revision, step.slug, book.close())


def page(workshop, view, **mine):
    """A whole screen as HTML for a page, parts and all."""
    return SafeString(render(workshop, view, hub.shown(workshop.pk, view), **mine).book.html())


def frame(before, now):
    """What a screen that showed `before` must receive to show `now`; None when nothing it shows has changed."""
    pieces = difference(before.book, now.book) if before.step == now.step else [now.book.html()]
    return head(before.revision, now.revision) + "".join(pieces) if pieces else None


def head(since, revision):
    """The first element of every frame: which revisions it leads from and to, and the server's clock (ms)."""
    milliseconds = int(clock.now().timestamp() * 1000)
    return f'<i id="frame" data-from="{since}" data-to="{revision}" data-now="{milliseconds}"></i>'


def catch_up(workshop, view, step):
    """A frame for a screen that shows `step` as it was at some earlier revision: every part, or the new step."""
    now = render(workshop, view, hub.shown(workshop.pk, view))
    if step != now.step:
        return head(0, now.revision) + now.book.html()
    return head(0, now.revision) + "".join(map(now.book.html, now.book.names()))


def frames(pk, shown):
    """Render every view of `shown` ({view: Shown or None}) as the workshop now is.

    Returns (revision, rights, {view: (Shown, frame or None)}), failed views left out; runs in a thread of the hub.
    """
    fresh = {}
    with one_moment():
        workshop = found(pk)
        for view, before in shown.items():
            try:
                fresh[view] = follow(workshop, view, before)
            except Exception as error:
                outage.note(log, error, "Workshop %s could not be shown on the %s", pk, view.audience)
    return workshop.revision, workshop.rights, fresh


def found(pk):
    """A workshop with its team; Workshop.DoesNotExist when it was deleted."""
    workshop = ROOM.first(pk)
    if workshop is None:
        raise Workshop.DoesNotExist
    workshop.team = TEAM.first(workshop.team_id)
    return workshop


def follow(workshop, view, before):
    """(Shown, frame): what a view shows now, and what leads there from `before`; None when nothing changed."""
    now = render(workshop, view, before, follows=True)
    text = frame(before, now) if before else head(0, now.revision)
    return (now, text) if text else (before._replace(book=now.book), None)
