"""A rehearsal: a copy of a workshop in which the server plays the participants."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from workshop.models import Workshop

SILENCE = timedelta(seconds=60)  # without a sign of whoever plays: they are gone, with the process they were in


class Rehearsal(models.Model):
    """What plays in a workshop that is a rehearsal. `played_at` is the last sign of it, `ended_at` its regular end."""

    workshop = models.OneToOneField(Workshop, models.CASCADE, related_name="rehearsal")
    source = models.ForeignKey(Workshop, models.SET_NULL, null=True, related_name="rehearsals")
    people = models.PositiveSmallIntegerField()
    until = models.DateTimeField()
    played_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(people__gte=1, people__lte=60), name="one_to_sixty_people"),
        ]

    @property
    def state(self):
        """`playing`, `ended`, or `lost` when the server was restarted meanwhile."""
        if self.ended_at:
            return "ended"
        return "playing" if timezone.now() - self.played_at < SILENCE else "lost"
