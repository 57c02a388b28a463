"""Undo: a gesture keeps the rows it touched, before and after, so that any rule can be taken back.

with change(workshop, by=by), gesture(workshop, by, _("Merged two categories"), categories, postits):
    ...
"""

import json
from contextlib import contextmanager

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from .change import Refused, change
from .models import Gesture


@contextmanager
def gesture(workshop, by, sentence, *querysets):
    """Record what the body changes in the rows of `querysets` (frozen before and after)."""
    before = [freeze(queryset) for queryset in querysets]
    yield
    after = [freeze(queryset) for queryset in querysets]
    changes = []
    for queryset, old, new in zip(querysets, before, after, strict=True):
        label = queryset.model._meta.label
        touched = [pk for pk in {**old, **new} if old.get(pk) != new.get(pk)]
        changes += [[label, pk, old.get(pk), new.get(pk)] for pk in touched]
    if changes:
        Gesture.objects.create(workshop=workshop, by=by, sentence=sentence[:200], changes=changes)


def freeze(queryset):
    """The rows of a queryset as plain JSON: {primary key: {column: value}}."""
    rows = json.loads(json.dumps(list(queryset.order_by().values()), cls=DjangoJSONEncoder))
    return {str(row["id"]): row for row in rows}


def undo(workshop, pk, by):
    """Take one gesture back. Refused when the same rows were changed since."""
    with change(workshop, by=by):
        kept = workshop.gestures.filter(pk=pk, undone_at=None).first()
        if kept is None:
            raise Refused(_("This gesture was already undone."))
        rows = [(apps.get_model(label), key, old, new) for label, key, old, new in kept.changes]
        if any(stale(*row) for row in rows):
            raise Refused(_("Something newer changed the same place. Undo that first."))
        for model, key, old, new in in_order(rows):
            restore(model, key, old, new)
        kept.undone_at = timezone.now()
        kept.save()


def stale(model, key, old, new):
    """Whether a row no longer says what the gesture left in it. Versions only count upwards."""
    row = freeze(model.objects.filter(pk=key)).get(key)
    return differing(row, new) if row and new else row != new


def differing(row, new):
    return any(row[column] != value for column, value in new.items() if column != "version")


def in_order(rows):
    """Give back what was deleted first (others point to it), take away what was created last."""
    return sorted(rows, key=lambda row: (row[3] is not None, row[2] is None))


def restore(model, key, old, new):
    if old is None:
        model.objects.filter(pk=key).delete()
    elif new is None:
        model.objects.create(**old)
    else:
        newer = {"version": F("version") + 1} if "version" in old else {}
        model.objects.filter(pk=key).update(**{**old, **newer})
