"""What of a workshop everybody may read, so that it may leave in a file (archive.py): nothing else does."""

from django.db.models import Q

from interfaces.mirror import CONSULT, review_moment
from workshop import method

from . import scores
from .mirrored import guess_moment
from .models import Entry, Review
from .reciprocal.downloads import is_open


def postits(workshop):
    """Post-its whose text was shown."""
    if workshop.revealed_at is None:
        return Q(pk=None)
    return Q(set_aside_at=None) | Q(set_aside_at__gte=workshop.revealed_at)


def lines(workshop):
    """Lines of a table that stand and that others may read: before step 3, those that stood in the last round."""
    return Q(dropped_at=None) & (Q() if is_round_open(workshop) else Q(as_before=True))


def is_round_open(workshop):
    return not method.is_table(workshop) or is_open(workshop)


def marks(workshop):
    """Scores that both sides may read."""
    rows = [row for version in workshop.versions.all() for row in scores.rows(version)]
    return Q(pk__in=[score.pk for row in rows for _side, score in row.sides if score])


def echoes(workshop):
    """The mirror's answers, at the moments that both sides may read."""
    return Q(moment__in=moments(workshop))


def moments(workshop):
    """When the mirror was answered, as far as both sides may read it: the consultation, and reviews that are shown."""
    reviews = Review.objects.filter(version__workshop=workshop).select_related("version")
    numbers = [each.version.number for each in reviews if scores.is_uncovered(each)]
    return [CONSULT, *map(review_moment, numbers), *map(guess_moment, numbers)]


def unsaid(row):
    """{column: nothing} of what a row that travels does not say yet: how a line went, before the services meet."""
    hidden = isinstance(row, Entry) and row.movement and not is_round_open(row.party.workshop)
    return {"movement": ""} if hidden else {}
