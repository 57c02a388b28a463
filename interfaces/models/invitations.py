"""Until when contacts are asked to answer."""

from django.db import models

from workshop.models import Workshop


class Asking(models.Model):
    """The day by which the contacts of a workshop are asked to answer: set by the facilitator, or at the first mail."""

    workshop = models.OneToOneField(Workshop, models.CASCADE, related_name="asking")
    answer_by = models.DateField()
