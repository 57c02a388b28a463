"""Mails: what was written to whom, and what became of it; who wants no more reminders; the worker's sign of life."""

from django.db import models
from django.utils import timezone

from .guards import Link
from .organisation import LANGUAGES
from .room import Workshop


class Letter(models.Model):
    """One mail to one person, at most once for a kind and a key.

    `text` is what anybody who runs the workshop may read at any time: addresses with a secret are blotted out in it.
    `sealed` is the whole mail, encrypted (see sealing.py), and emptied as soon as it has left.
    """

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="letters")
    kind = models.SlugField(max_length=30)
    key = models.CharField(max_length=80)
    link = models.ForeignKey(Link, models.SET_NULL, null=True, related_name="letters")  # closed: the mail is withdrawn
    name = models.CharField(max_length=80)
    address = models.EmailField()
    language = models.CharField(max_length=2, choices=LANGUAGES)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    sealed = models.TextField(blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)  # somebody is sending it since then
    sent_at = models.DateTimeField(null=True)
    by_hand = models.BooleanField(default=False)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["workshop", "kind", "key"], name="one_letter_per_key")]

    @property
    def is_withdrawn(self):
        """Not sent, and of no use any more: what it leads to is closed."""
        return self.sent_at is None and (not self.sealed or bool(self.link and not self.link.is_open))

    @property
    def status(self):
        """`sent`, `by-hand`, `withdrawn`, `failed` or `waiting`."""
        if self.sent_at:
            return "by-hand" if self.by_hand else "sent"
        if self.is_withdrawn:
            return "withdrawn"
        return "failed" if self.failed_at else "waiting"


class Stopped(models.Model):
    """Somebody wants no more reminders of a workshop; known by an HMAC of their address."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="stopped")
    who = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "who"], name="stopped_once")]


class Beat(models.Model):
    """When the worker was last alive; one row."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()
