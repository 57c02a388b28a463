"""Who waits at the door of a workshop that asks before it lets anybody in."""

from django.db import models
from django.utils import timezone

from .people import Participant
from .room import Workshop


class Knock(models.Model):
    """A device that asks to come in. Declined, it keeps nothing but the device's hash, and for minutes only.

    `participant` is whoever they say they are already: somebody in the room, on another device.
    """

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="knocks")
    device_hash = models.CharField(max_length=64)
    name = models.CharField(max_length=40, blank=True)
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="knocks")
    at = models.DateTimeField(default=timezone.now)
    declined_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "device_hash"], name="one_knock_per_device"),
            models.CheckConstraint(
                condition=models.Q(declined_at=None) | models.Q(name="", participant=None), name="declined_is_nameless"
            ),
        ]
