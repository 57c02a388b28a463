"""What the tests of post-its share: writing one as a phone does."""

from interfaces.models import LIKE
from interfaces.steps import postits

from .screens import operation


def write(person, text="une idée", interface=None, polarity=LIKE):
    with operation():
        return postits.add(person, polarity, interface, text)
