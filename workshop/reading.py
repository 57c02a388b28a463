"""What is read of a workshop is read once, however many screens ask for it.

    @read_once
    def wall(workshop): ...

The answer is kept on the Workshop object it was asked of, per language, and goes with it: a round reads a fresh row,
and the door (change.py) forgets what was read before it opened.
"""

from contextlib import contextmanager
from functools import wraps

from django.utils.translation import get_language


def read_once(question):
    return kept(question, get_language)


def read_once_for_all(question):
    """The same for an answer that holds no word of ours: one for every language."""
    return kept(question, lambda: None)


def kept(question, language):
    @wraps(question)
    def ask(workshop, *about):
        answers = workshop.__dict__.setdefault("_answers", {})
        if answers is None:
            return question(workshop, *about)
        key = question, about, language()
        if key not in answers:
            answers[key] = question(workshop, *about)
        return answers[key]

    return ask


@contextmanager
def writing(workshop):
    """While a rule writes, nothing that it reads is kept; what was read before is forgotten."""
    workshop._answers = None
    try:
        yield
    finally:
        workshop._answers = {}
