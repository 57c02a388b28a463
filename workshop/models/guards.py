"""What keeps the room true and closed: answered operations, counted failures, private links."""

from django.db import models
from django.utils import timezone

from .room import Workshop


class Operation(models.Model):
    """An answered POST. `op_id` was made by the client before its first try; it names nobody.

    Nameless gestures have no row here: see `unlinked` in change.py.
    """

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="operations")
    op_id = models.UUIDField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "op_id"], name="one_operation_per_id")]


class Failure(models.Model):
    """How far the failures of somebody, known by an HMAC, are ahead of the clock. See failures.py."""

    name = models.CharField(max_length=64, primary_key=True)
    until = models.FloatField(db_index=True)  # seconds of the epoch


class Link(models.Model):
    """A private link. Its secret (32 bytes) is in the address only; here is its SHA-256."""

    CONTACT, MANAGER, REVIEW, SIGN, TABLE = "contact", "manager", "review", "sign", "table"
    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=8, choices=[(p, p) for p in (CONTACT, MANAGER, REVIEW, SIGN, TABLE)])
    secret_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True)

    @property
    def is_open(self):
        return self.revoked_at is None and self.expires_at > timezone.now()


class Secret(models.Model):
    """One more secret of a private link, for a later mail: the first one cannot be said again. SHA-256, as there."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="secrets")
    secret_hash = models.CharField(max_length=64, unique=True)
    handed_by = models.CharField(max_length=60, blank=True)  # the name of whoever saw it, to hand it over
