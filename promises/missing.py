"""What a promise still lacks before its version is sealed: said in sentences, never in the way."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop.attendance import present_count

from . import thread, versions
from .models import Decision


def missing(workshop):
    version = versions.draft(workshop)
    if version is None and versions.in_force(workshop):
        return []
    lines = list(versions.lines_of(version).counted().select_related("before__decision")) if version else []
    promised = version.promises.exclude(text="").values("interface") if version else []
    bare = workshop.interfaces.treated().exclude(pk__in=promised).count()
    present = present_count(workshop)
    silent = sum(present > line.can + line.reserved + line.cannot for line in lines)
    counts = [
        (bare, ngettext("%d client service has no promise.", "%d client services have no promise.", bare)),
        *line_counts(lines),
        *(thread.lacks(workshop, version) if version else []),
        (silent, ngettext("%d line waits for answers.", "%d lines wait for answers.", silent)),
    ]
    return [sentence % count for count, sentence in counts if count] + [_("The version is not sealed yet.")]


def lacking(workshop):
    """What a version that is sealed now would lack: all that is missing but the seal, which is said last."""
    return missing(workshop)[:-1]


def line_counts(lines):
    wishes = sum(not line.is_measurable for line in lines)
    impossible = sum(line.cannot > 0 for line in lines)
    old = sum(to_reword(line) for line in lines)
    return [
        (wishes, ngettext("%d line cannot be measured.", "%d lines cannot be measured.", wishes)),
        (
            impossible,
            ngettext(
                "%d line is not promised: somebody cannot keep it.",
                "%d lines are not promised: somebody cannot keep them.",
                impossible,
            ),
        ),
        (old, ngettext("%d line is still to be reworded.", "%d lines are still to be reworded.", old)),
    ]


def to_reword(line):
    """Whether the review wanted other words for this line, and it still has the old ones."""
    decision = getattr(line.before, "decision", None)
    return bool(decision and decision.choice == Decision.REWORD and not line.edits)
