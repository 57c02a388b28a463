"""Undo: a gesture keeps the rows it touched, before and after, so that any rule can be taken back.

with change(workshop, by=by), gesture(workshop, by, lambda: _("Merged two categories"), categories, postits):
    ...
"""

import json
from contextlib import contextmanager

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection
from django.db.models import F
from django.db.models.deletion import Collector
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from .change import Refused, change
from .models import LANGUAGES, Gesture

COUNTERS = ("version", "edits")  # of edits of a row: they only count upwards


@contextmanager
def gesture(workshop, by, told, *querysets):
    """Record what the body changes in the rows of `querysets` (frozen before and after).

    `told` gives the sentence in the language that is active: it is kept in each, for whoever reads the list.
    """
    sentences, before = in_each_language(told), [freeze(queryset) for queryset in querysets]
    yield
    after = [freeze(queryset) for queryset in querysets]
    changes = []
    for queryset, old, new in zip(querysets, before, after, strict=True):
        label = queryset.model._meta.label
        touched = [pk for pk in {**old, **new} if old.get(pk) != new.get(pk)]
        changes += [[label, pk, *needed(old.get(pk), new.get(pk))] for pk in touched]
    if changes:
        Gesture.objects.create(workshop=workshop, by=by, sentences=sentences, changes=changes)


def needed(old, new):
    """A row before and after; of a changed one only what undo takes, so that its words go when it is deleted."""
    if not (old and new):
        return old, new
    columns = [column for column in new if column in COUNTERS or old[column] != new[column]]
    return tuple({column: row[column] for column in columns} for row in (old, new))


def in_each_language(told):
    """{language: sentence} of a function that gives it; a plain sentence stays in the words it was made in."""
    said = {}
    for language, _name in LANGUAGES:
        with override(language):
            said[language] = (told() if callable(told) else told)[:200]
    return said


def freeze(queryset):
    """The rows of a queryset as plain JSON: {primary key: {column: value}}."""
    rows = json.loads(json.dumps(list(queryset.order_by().values()), cls=DjangoJSONEncoder))
    return {str(row["id"]): row for row in rows}


def undo(workshop, pk, by):
    """Take one gesture back. Refused when what it touched was changed since."""
    try:
        take_back(workshop, pk, by)
    except IntegrityError:  # another row has taken the name meanwhile, or what it pointed to is gone
        raise Refused(_("Something newer changed the same place. Undo that first.")) from None


def undo_own(workshop, by):
    """Take back what this facilitator did last, whatever others did meanwhile; returns the Gesture."""
    last = workshop.gestures.filter(undone_at=None, by=by).first()
    if last is None:
        raise Refused(_("You have nothing to undo here."))
    undo(workshop, last.pk, by)
    return last


def take_back(workshop, pk, by):
    with change(workshop, by=by):
        kept = workshop.gestures.filter(pk=pk, undone_at=None).first()
        if kept is None:
            raise Refused(_("This gesture was already undone."))
        rows = [(apps.get_model(label), key, old, new) for label, key, old, new in kept.changes]
        if any(stale(*row) for row in rows):
            raise Refused(_("Something newer changed the same place. Undo that first."))
        if taken_along(rows):
            sentence = _(
                "Something was added to it since, and undoing would take that away: remove it in its own step."
            )
            raise Refused(sentence)
        for model, key, old, new in in_order(rows):
            restore(model, key, old, new)
        connection.check_constraints({model._meta.db_table for model, *_row in rows})
        kept.undone_at = timezone.now()
        kept.save()


def close(workshop, *models):
    """What is settled stays: gestures on rows of these models leave the list. Call it inside a change."""
    labels = {model._meta.label for model in models}
    for kept in workshop.gestures.filter(undone_at=None):
        if labels & {label for label, *_row in kept.changes}:
            kept.delete()


def stale(model, key, old, new):
    """Whether a row no longer says what the gesture left in it; of a changed row, only the columns it changed count."""
    row = freeze(model.objects.filter(pk=key)).get(key)
    if not (old and row and new):
        return differing(row, new) if row and new else row != new
    return any(row[column] != new[column] for column in moved(old, new))


def taken_along(rows):
    """What came since and would go with what undoing takes away: rows of a deleted one, rows about one off its list.

    {(model, primary key)}. Links between rows (many-to-many, without words) do not count.
    """
    deleted, unlisted = (Collector(using=connection.alias) for _each in range(2))
    for model, key, old, new in rows:
        if old is None:
            deleted.collect(model.objects.filter(pk=key))
        elif new and old.get("dropped_at") and not new["dropped_at"]:
            unlisted.collect(model.objects.filter(pk=key))
    several = [each for found in (deleted, unlisted) for each in (*found.data.values(), *found.fast_deletes)]
    several += [each for group in unlisted.field_updates.values() for each in group]
    several += [each for (field, _none), group in deleted.field_updates.items() if is_held(field) for each in group]
    every = {(type(row), row.pk) for each in several for row in each if not row._meta.auto_created}
    return every - {(model, int(key)) for model, key, *_states in rows}


def is_held(field):
    """Whether a row keeps in place what this column points to: it would say nothing without (HOLDS of its model)."""
    return field.name in getattr(field.model, "HOLDS", ())


def differing(row, new):
    return any(row[column] != value for column, value in new.items() if column not in COUNTERS)


def moved(old, new):
    """The columns that a gesture changed, counters apart."""
    return [column for column, value in new.items() if column not in COUNTERS and old[column] != value]


def in_order(rows):
    """Give back what was deleted first (others point to it), take away what was created last."""
    return sorted(rows, key=lambda row: (row[3] is not None, row[2] is None))


def restore(model, key, old, new):
    if old is None:
        model.objects.filter(pk=key).delete()
    elif new is None:
        model.objects.create(**old)
    else:
        newer = {column: F(column) + 1 for column in COUNTERS if column in old}
        model.objects.filter(pk=key).update(**{column: old[column] for column in moved(old, new)}, **newer)
