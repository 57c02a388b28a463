"""What must hold of a room once it is calm again, whatever was done to it: the invariants I1 to I10."""

import math
import re
from collections import Counter

from interfaces.models import PostIt
from workshop.models import Workshop

from . import canaries
from .room import ODD, TIDY, in_thread

TRACE = re.compile(r'(?:^Traceback|^ +File ")(?:.*\n)(?:\s.*\n)*.*', re.MULTILINE)
FINE = {200, 204, 302, 409, 503}  # what honest phones may be answered; 409 is asked for by the races


@in_thread
def rows(room):
    columns = "op_id", "text", "author_id"
    return [(str(op), *rest) for op, *rest in PostIt.objects.filter(workshop=room.workshop).values_list(*columns)]


@in_thread
def revision(room):
    return Workshop.objects.get(pk=room.workshop.pk).revision


def broken(room, others=0):
    """(lost, doubled, sentences of the invariants that a calm room breaks).

    `others` is how many changes were no post-its, None when that was not counted.
    """
    stored, sent = rows(room), {item.op: item for item in room.sent}
    counts = Counter(op for op, _text, _author in stored)
    acked = {op for op, item in sent.items() if item.acked}
    lost = acked - set(counts)
    doubled = sum(count - 1 for count in counts.values())
    changes = revision(room) - room.began_at
    wrong = [text for op, text, _author in stored if op in sent and text != sent[op].text.replace(ODD, TIDY)]
    differing = [f"{screen} of {revision(room)}" for screen in unequal(room)]
    unfit = {status: count for status, count in room.statuses.items() if status not in FINE}
    return (
        lost,
        doubled,
        [
            sentence
            for sentence, is_broken in {
                f"I1 {len(lost)} acknowledged post-its are lost": lost,
                f"I1 {doubled} post-its are there more than once": doubled,
                "I2 a post-it that nobody sent": set(counts) - set(sent),
                f"I3 {changes} changes for {len(stored)} post-its and {others} others": others is not None
                and changes != len(stored) + others,
                f"I4 {len(differing)} screens differ from a fresh one: {', '.join(differing[:5])}": differing,
                f"I5 {room.waiting} post-its never left their phone": room.waiting,
                f"I6 {len(wrong)} texts are not what was sent": wrong,
                f"I7 answers that no honest phone should get: {unfit}": unfit,
                f"I9, I10 words where they do not belong: {room.leaks[:3]}": room.leaks,
                "I10 an author is stored in an anonymous workshop": any(author for _op, _text, author in stored),
            }.items()
            if is_broken
        ],
    )


def unequal(room):
    """Screens that do not show what a fresh one of their audience shows."""
    return [screen for screen in room.screens if screen.shows() != room.fresh.get(screen.audience)]


def left_behind(server):
    """What the log and the files tell that they must not: traces, texts, secrets, names."""
    log, kept = server.said(), server.kept()
    names = canaries.NAME.findall(log), canaries.SECRET.findall(log + kept), canaries.TEXT.findall(log)
    found = [f"I7 a trace in the log: …{trace[0][-600:]}" for trace in [TRACE.search(log)] if trace]
    return found + [f"I10 {words[:3]} in the log or the database" for words in names if words]


# Figures


def gap(sent):
    """The longest time during which something waited and nothing was acknowledged."""
    settled = sorted((item for item in sent if item.acked), key=lambda item: item.acked)
    longest, last, oldest = 0.0, -math.inf, made_after(settled)
    for item, waiting_since in zip(settled, oldest, strict=True):
        longest = max(longest, item.acked - max(last, waiting_since))
        last = item.acked
    return longest


def made_after(settled):
    """For each item, in the order of acknowledgement, when the oldest of those not yet acknowledged was made."""
    oldest, found = math.inf, []
    for item in reversed(settled):
        oldest = min(oldest, item.made)
        found.append(oldest)
    return found[::-1]


def first_after(sent, moment):
    """Seconds from a moment to the first acknowledgement after it, of something that waited then; None without."""
    waiting = [item.acked - moment for item in sent if item.acked and item.made <= moment < item.acked]
    return min(waiting, default=None)


def shares(values, *wanted):
    """Percentiles; 0 of nothing."""
    values = sorted(values)
    return [values[min(len(values) - 1, int(len(values) * share))] if values else 0.0 for share in wanted]
