"""Refuses a PostgreSQL that may forget what it acknowledged: "saved" means on disk. SQLite's settings are ours."""

from django.core.checks import Error
from django.db import connections
from django.utils.translation import gettext as _

NEEDED = ("fsync", "full_page_writes", "synchronous_commit")


def lasting(app_configs, databases=None, **options):
    """One Error for each setting that is off.

    Asked by `migrate`, hence by bin/run, and by `check --database default` before each process of deploy/.
    """
    return [
        Error(
            _("PostgreSQL runs with %(setting)s = off: what people are told is saved would not survive a power cut.")
            % {"setting": setting},
            id=f"workshop.{setting}",
        )
        for alias in databases or []
        for setting in switched_off(connections[alias])
    ]


def switched_off(connection):
    """Which of the needed settings are off, on the connections that the product uses."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off'", [list(NEEDED)])
        return sorted(name for (name,) in cursor.fetchall())
