"""Who is in the room: participants, their seats, and what each said of a step."""

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from .room import Workshop


class Participants(models.QuerySet):
    def expected(self):
        """Those who are invited or came, and were not removed."""
        return self.filter(removed_at=None)

    def present(self):
        return self.filter(removed_at=None).exclude(joined_at=None)


class Participant(models.Model):
    """A member of the team in the workshop; a row without `joined_at` is only expected."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="participants")
    name = models.CharField(max_length=40)
    joined_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    simulated = models.BooleanField(default=False)  # nobody: a part played by the server in a rehearsal

    objects = Participants.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "workshop", Lower("name"), condition=models.Q(removed_at=None), name="one_person_per_name"
            ),
        ]

    def __str__(self):
        return self.name


class Seat(models.Model):
    """A participant on a device. The device alone holds the secret; here is its SHA-256."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="seats")
    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="seats")
    device_hash = models.CharField(max_length=64)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "device_hash"], name="one_seat_per_device")]


class Finished(models.Model):
    """A participant has finished a step; the board shows how many, never who."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="finished")
    step = models.SlugField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "step"], name="finished_once_per_step")]


class MissionOpinion(models.Model):
    """What a participant thinks of the mission statement: clear, or to discuss with a suggestion."""

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="mission_opinion")
    clear = models.BooleanField()
    suggestion = models.CharField(max_length=600, blank=True)
    accepted_at = models.DateTimeField(null=True)
