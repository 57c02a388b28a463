"""Time passes in the demonstration.

The one place that writes rows directly: no rule of the method moves the calendar.
"""

from datetime import timedelta

from django.apps import apps
from django.db.models import DateField

from workshop import clock, moves
from workshop.models import Workshop


def bring(workshop, slug, by):
    """Take everyone to a step without waiting the five seconds in which a facilitator may think again."""
    workshop.refresh_from_db()
    if workshop.step != slug:
        moves.take_everyone(workshop, slug, by=by)
        Workshop.objects.filter(pk=workshop.pk).update(moves_at=clock.now())
        moves.arrive(workshop)


def let_pass(workshop, days):
    """Make everything that a workshop remembers this much older, as if the room came back after so many days."""
    for model in apps.get_models():
        dates = [field.name for field in model._meta.concrete_fields if isinstance(field, DateField)]
        path = way_to_workshop(model)
        if dates and path is not None:
            for row in model.objects.filter(**{path: workshop.pk}):
                age(row, dates, timedelta(days=days))
    workshop.refresh_from_db()


def age(row, dates, length):
    for name in dates:
        moment = getattr(row, name)
        setattr(row, name, moment and moment - length)
    row.save(update_fields=dates)


def way_to_workshop(model):
    """The lookup from a model to its workshop (`review__version__workshop`), None when it has none."""
    if model is Workshop:
        return "pk"
    for field in model._meta.concrete_fields:
        if field.related_model is Workshop:
            return field.name
    for field in model._meta.concrete_fields:
        further = field.related_model and not field.null and way_to_workshop(field.related_model)
        if further:
            return f"{field.name}__{further}"
    return None
