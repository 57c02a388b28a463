"""Who looks after the interfaces, and the ways of working they define."""

from django.db import models

from workshop.models import Participant, Workshop

from .postits import Category, PostIt
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


class Acquaintance(models.Model):
    """A participant works with this client service: said on their phone, for whoever draws the pairs."""

    interface = models.ForeignKey(Interface, models.CASCADE, related_name="acquaintances")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="acquaintances")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interface", "participant"], name="acquainted_once")]


class Absent(models.Model):
    """A participant who is not here today: left out of the draw."""

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="absent")


class NeverTogether(models.Model):
    """Two participants whom the facilitator keeps out of one pair, such as a manager and a report."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="never_together")
    first = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    second = models.ForeignKey(Participant, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="never_together_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="never_together_in_order"),
        ]


class Choosing(models.Model):
    """Phones may choose their partners as long as this row is there."""

    workshop = models.OneToOneField(Workshop, models.CASCADE, related_name="choosing")


class PairOffer(models.Model):
    """A participant proposes to another one to be a pair; one proposal at a time."""

    by = models.OneToOneField(Participant, models.CASCADE, related_name="pair_offer")
    to = models.ForeignKey(Participant, models.CASCADE, related_name="pair_offers")

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(by=models.F("to")), name="a_pair_is_two")]


class WayOfWorking(models.Model):
    """One rule of an interface, acceptable or unacceptable, and what of the wall it was made from."""

    interface = models.ForeignKey(Interface, models.CASCADE, related_name="ways")
    acceptable = models.BooleanField()
    text = models.CharField(max_length=280)
    position = models.PositiveIntegerField(default=0)
    postits = models.ManyToManyField(PostIt, related_name="ways")
    categories = models.ManyToManyField(Category, related_name="ways")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text
