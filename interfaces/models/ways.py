"""Who looks after the interfaces, and the ways of working they define."""

from django.db import models

from workshop.models import Participant, Workshop

from .postits import PostIt
from .services import Interface


class Pair(models.Model):
    """Two participants, or three, in charge of interfaces."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="pairs")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    @property
    def people(self):
        """Its members who were not removed from the workshop."""
        return [member.participant for member in self.members.all() if member.participant.removed_at is None]


class PairMember(models.Model):
    pair = models.ForeignKey(Pair, models.CASCADE, related_name="members")
    participant = models.OneToOneField(Participant, models.CASCADE, related_name="pairing")

    class Meta:
        ordering = ["pk"]


class WayOfWorking(models.Model):
    """One rule of an interface, acceptable or unacceptable."""

    interface = models.ForeignKey(Interface, models.CASCADE, related_name="ways")
    acceptable = models.BooleanField()
    text = models.CharField(max_length=280)
    position = models.PositiveIntegerField(default=0)
    postits = models.ManyToManyField(PostIt, related_name="ways")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text
