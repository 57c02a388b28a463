"""What is acknowledged is on disk: the settings of both databases, and the refusal of one that may forget."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

postgresql_only = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's settings are ours")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's settings are its owner's")
def test_sqlite_waits_for_the_disk(db):
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@postgresql_only
def test_a_durable_postgresql_is_accepted(db):
    call_command("check", databases=["default"])


@postgresql_only
@pytest.mark.parametrize(
    ("command", "options"),
    [("check", {"databases": ["default"]}), ("migrate", {"skip_checks": False}), ("prepare", {"port": 0})],
)
def test_a_postgresql_that_may_forget_is_refused(db, command, options):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    with pytest.raises(SystemCheckError, match="synchronous_commit = off"):
        call_command(command, **options)
