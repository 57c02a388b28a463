"""What the tests of post-its share: writing one as a phone does, and a step that closed long ago."""

from datetime import timedelta

from django.db.models import F

from interfaces.models import LIKE
from interfaces.steps import postits
from workshop.change import GRACE
from workshop.models import Workshop

from .screens import operation


def write(person, text="une idée", interface=None, polarity=LIKE):
    with operation():
        return postits.add(person, polarity, interface, text)


def long_ago():
    """The room moved to its step before the time of grace."""
    Workshop.objects.update(stepped_at=F("stepped_at") - GRACE - timedelta(seconds=1))
