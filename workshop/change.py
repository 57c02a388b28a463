"""The one door for writes.

    with change(workshop, by=person, during=SLUG):
        ...two to ten lines of a rule...

Locks the workshop's row, settles a move that is due, checks the step of a participant's rule, runs in one durable
transaction, numbers it, counts the time that the room works (pace.py), and on commit says that the workshop changed.
Nothing else announces anything.
"""

import hashlib
import hmac
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from . import clock, live, notices, pace, reading
from .models import Operation, Participant, Workshop
from .prepared import NO_ID, Prepared

GRACE = timedelta(seconds=60)
OPERATIONS = Prepared(
    lambda room, op_id: Operation.objects.filter(workshop=room, op_id=op_id).values_list("digest"), 0, NO_ID
)
ROW = Prepared(lambda pk: Workshop.objects.select_for_update().filter(pk=pk), 0)

# The operation of the POST being answered: (op_id, digest). The door reads it, access.py sets it.
operation = ContextVar("operation", default=None)


class Refused(Exception):
    """A rule says no. The sentence is for the person who holds the screen; their text is kept.

    `field` names the input it is about; `mine` and `theirs` are two texts that met, `version` that of theirs; `status`
    is HTTP's; `wait` is the number of seconds after which trying again makes sense.
    """

    def __init__(self, sentence, field="", mine="", theirs="", version=None, status=409, wait=0):
        super().__init__(sentence)
        self.sentence, self.field, self.mine, self.theirs = sentence, field, mine, theirs
        self.version, self.status, self.wait = version, status, wait


class Repeated(Exception):
    """This operation was answered before: answer the same again, change nothing."""


def digest(body):
    """HMAC-SHA-256 of a POST's content (hex): recognises a repetition, reveals nothing."""
    return hmac.new(settings.SECRET_KEY.encode(), body, hashlib.sha256).hexdigest()


@contextmanager
def change(workshop, by=None, during=None, unlinked=False):
    """Open the door on a workshop's row for one rule.

    `by` is whoever acts; a Participant must be in the step `during`, one slug or several (or have left it less than
    GRACE ago).
    `unlinked` leaves no Operation row: the order of these rows would tell whose nameless gesture came just before a
    named one. It is True for a rule that may be played twice, or a Prepared question for the digest of what the rule
    made by (workshop, op_id), whose rows so recognise a repetition themselves.
    Yields the fresh Workshop. Raises Refused, Repeated; a rule never calls a rule (the transaction is durable).
    """
    with transaction.atomic(durable=True):
        before = lock(workshop)
        settle(workshop)
        once(workshop, unlinked)
        pace.count(workshop, by)
        if during and isinstance(by, Participant):
            check_step(workshop, during)
        with reading.writing(workshop):
            yield workshop
        workshop.revision += 1
        workshop.save(update_fields=[name for name, value in columns(workshop).items() if value != before[name]])
        notices.tell(workshop.pk)
        transaction.on_commit(lambda: live.changed(workshop.pk), robust=True)


def lock(workshop):
    """Read the workshop's row again, for this transaction alone; returns its columns."""
    row = ROW.first(workshop.pk)
    if row is None:
        raise Workshop.DoesNotExist
    before = columns(row)
    workshop.__dict__.update(before)
    return before


def columns(workshop):
    """{column: value}: only what a rule changed is written."""
    return {field.attname: getattr(workshop, field.attname) for field in workshop._meta.concrete_fields}


def settle(workshop):
    """Make a due move the workshop's step."""
    if workshop.moves_at and workshop.moves_at <= clock.now():
        pace.leave(workshop, workshop.moves_at)
        workshop.step_before, workshop.step = workshop.step, workshop.next_step
        workshop.stepped_at, workshop.moves_at, workshop.next_step = workshop.moves_at, None, ""


def once(workshop, unlinked):
    """Record the POST's operation, unless it is unlinked; the second of the same name is not played again."""
    op_id, body = operation.get() or (None, None)
    if op_id is None or unlinked is True:
        return
    known = next(iter((unlinked or OPERATIONS).rows(workshop.pk, UUID(op_id))), None)
    if known and known != (body,):
        raise Refused(_("This is already saved. Change it rather than sending it again."))
    if known:
        raise Repeated
    if unlinked is False:
        Operation.objects.create(workshop=workshop, op_id=op_id, digest=body)


def check_step(workshop, during):
    steps = (during,) if isinstance(during, str) else during
    just_left = workshop.step_before in steps and clock.now() - workshop.stepped_at < GRACE
    if workshop.step not in steps and not just_left:
        raise Refused(_("This step has just closed. Your text is kept here: ask the facilitator to reopen it."))


def claim(row, version, field, mine):
    """Take the next version of a row that somebody else may have edited meanwhile.

    `version` is the one the editor saw, `field` the text edited, `mine` what was typed.
    Raises Refused with both texts when the row has moved on.
    """
    seen = getattr(row, field)
    if row.version != version and seen != mine:
        sentence = _("Somebody changed this text meanwhile. Both versions are below.")
        raise Refused(sentence, mine=mine, theirs=seen, version=row.version)
    row.version += 1
    setattr(row, field, mine)
