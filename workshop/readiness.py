"""Whether this process lives (/healthz), and whether it may be given work (/readyz): 503 and a word when not."""

import secrets
import shutil
from contextlib import contextmanager
from threading import Event

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from .leaving import gate
from .models import Failure

ROOM = 64 * 2**20  # bytes free where SQLite writes
TRIAL = 1000  # milliseconds: who asks does not wait for long


@require_safe
def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(request):
    wrong = first_wrong()
    return HttpResponse(wrong or "ready", status=503 if wrong else 200, content_type="text/plain")


def first_wrong():
    """The first thing that is wrong, in a word or two; None when nothing is."""
    if gate.is_leaving:
        return "leaving"
    if shutil.disk_usage(settings.DATA).free < ROOM:
        return "disk full"
    try:
        can_write()
        return None if is_migrated() else "tables of another version"
    except DatabaseError:
        return "no database"


def can_write():
    """Write a row and take it back; raises DatabaseError. Nobody waits for the disk: nothing is committed."""
    with connection.cursor() as cursor, quickly(cursor), transaction.atomic():
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = %s", [TRIAL])
        Failure.objects.create(name=secrets.token_hex(32), until=0)
        transaction.set_rollback(True)


@contextmanager
def quickly(cursor):
    """On SQLite, wait less long than usual for whoever is writing."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = settings.DATABASE["OPTIONS"]["timeout"] * 1000
    try:
        cursor.execute(f"PRAGMA busy_timeout = {TRIAL}")
        yield
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {usual}")


def is_migrated():
    """Whether the tables are those of this code; once they are, they are no longer looked at."""
    if not known.is_set():
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            known.set()
    return known.is_set()


known = Event()
