"""What a step of a workshop may take, and has taken."""

from datetime import timedelta

from django.db import models

from .room import Workshop


class Timing(models.Model):
    """One step of a workshop. Without a row: the method's minutes, and no time used yet."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="timings")
    step = models.SlugField()
    planned = models.PositiveSmallIntegerField()  # minutes, as the facilitator announced them
    minutes = models.PositiveSmallIntegerField()  # as they are after a new plan on the way
    used = models.DurationField(default=timedelta)  # by the visits that are over

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "step"], name="one_timing_per_step")]
