"""One moment: everything read inside is what was committed when the first row was read, whoever writes meanwhile.

A frame says from which revision to which it leads. Were its content newer than that, what came early would be in no
later frame, and a screen that holds the older state would never hear of it. Nothing may be written inside.
"""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment():
    if connection.in_atomic_block:  # tests: nobody else is there
        yield
    elif connection.vendor == "sqlite":
        with unlocked():
            yield
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


@contextmanager
def unlocked():
    """A transaction of SQLite that only reads: Django's own would keep all writers waiting."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("COMMIT")
