"""What was still missing when the facilitator went on."""

from django.db import models

from .organisation import Facilitator
from .room import Workshop


class Anyway(models.Model):
    """The room was taken on, or a version sealed, with something missing: who, when, and what was said of it.

    `at` is when it was asked for; a move that was cancelled before it happened has `stayed_at`.
    """

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="anyways")
    step = models.SlugField()  # that was left
    to = models.SlugField(blank=True)  # the step that the room was taken to; empty when a version was sealed
    by = models.ForeignKey(Facilitator, models.SET_NULL, null=True, related_name="anyways")
    name = models.CharField(max_length=80, blank=True)  # of `by`, as documents keep it
    missing = models.JSONField()  # {language: [sentence]}
    at = models.DateTimeField()
    stayed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
