"""When the database does not answer, or its disk is full: a sentence and when to come back, never a broken page."""

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _

AGAIN = 2  # seconds until it is worth trying again
OUTAGES = (OperationalError, InterfaceError)
FULL = {"SQLITE_FULL", "SQLITE_IOERR_WRITE", "53100"}  # 53100: PostgreSQL's disk_full
OURS = {"SQLITE_ERROR"}  # a statement that can never work is a defect, not an outage


def reason(error):
    """What the database's own library calls the error: SQLite's name, PostgreSQL's SQLSTATE, empty when neither."""
    cause = error.__cause__
    return getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or ""


def is_outage(error):
    return isinstance(error, OUTAGES) and reason(error) not in OURS


def sentence(error):
    """What a person is told of an outage."""
    if reason(error) in FULL:
        return _("The server’s disk is full. Your text is kept and will be sent again by itself: tell the facilitator.")
    return _("The server is unavailable for a moment. Your text is kept and will be sent again by itself.")


def note(log, error, accident, *values):
    """Log an accident that is tried again: its trace, or one line when the database is merely away."""
    if is_outage(error):
        log.warning(f"{accident}: the database cannot serve (%s)", *values, reason(error))
    else:
        log.error(accident, *values, exc_info=error)
