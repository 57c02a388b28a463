"""What may be written to a log: ids and sizes, never content, a code or a secret."""

import logging


class Discreet(logging.Filter):
    """Cut addresses after their first part (codes, secrets, keys are in what follows) and traces of refusals."""

    def filter(self, record):
        if isinstance(record.args, tuple):
            record.args = tuple(map(short, record.args))
        if record.levelno < logging.ERROR:
            record.exc_info = None  # a refusal is no accident
        return True


def short(value):
    is_path = isinstance(value, str) and value.startswith("/")
    return f"/{value.split('/')[1]}/…" if is_path else value
