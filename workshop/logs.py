"""What may be written to a log: ids and sizes, never content, a code or a secret."""

import logging
import traceback


class Discreet(logging.Filter):
    """Cut addresses after their first part; leave exceptions their type and place: messages quote people."""

    def filter(self, record):
        if isinstance(record.args, tuple):
            record.args = tuple(map(short, record.args))
        if record.exc_info:
            error = record.exc_info[1]
            record.exc_text = told(error) if error and record.levelno >= logging.ERROR else None
            record.exc_info = None  # a refusal is no accident, and has no trace
        return True


def short(value):
    is_path = isinstance(value, str) and value.startswith("/")
    return f"/{value.split('/')[1]}/…" if is_path else value


def told(error):
    """Where an exception came from, and the types of those behind it."""
    kinds, each = [], error
    while each is not None:
        kinds.append(type(each).__name__)
        each = each.__cause__ or each.__context__
    return "".join(traceback.format_tb(error.__traceback__)) + " from ".join(kinds)
