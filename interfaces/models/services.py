"""Interfaces with client services, who named them, and their contacts."""

from django.db import models
from django.db.models.functions import Lower

from workshop.models import LANGUAGES, Participant, Team, Workshop


class Interfaces(models.QuerySet):
    def standing(self):
        """Proposed and not dropped, in the facilitator's order."""
        return self.filter(dropped_at=None).order_by("position", "pk")

    def treated(self):
        """Those this workshop deals with, in the facilitator's order."""
        return self.standing().filter(treated=True)


class Interface(models.Model):
    """The relation between the workshop's team and one client service."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="interfaces")
    client = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="served_by")
    name = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=0)
    treated = models.BooleanField(default=True)
    dropped_at = models.DateTimeField(null=True)
    pair = models.ForeignKey("Pair", models.SET_NULL, null=True, related_name="interfaces")
    version = models.PositiveIntegerField(default=0)

    objects = Interfaces.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workshop", Lower("name"), condition=models.Q(dropped_at=None), name="one_interface_per_name"
            ),
        ]

    def __str__(self):
        return self.name


class Naming(models.Model):
    """A participant named this client service."""

    interface = models.ForeignKey(Interface, models.CASCADE, related_name="namings")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="namings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interface", "participant"], name="named_once_each")]


class KeptApart(models.Model):
    """Two interfaces whose names are alike and that are not the same service: the facilitator said so."""

    first = models.ForeignKey(Interface, models.CASCADE, related_name="kept_apart")
    second = models.ForeignKey(Interface, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="kept_apart_once"),
        ]


class Contact(models.Model):
    """The person of the client service who is consulted."""

    interface = models.OneToOneField(Interface, models.CASCADE, related_name="contact")
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="fr")

    def __str__(self):
        return self.name


class Expected(models.Model):
    """What a client service said it expects of the team, at the reciprocal table of `said_on`, before this workshop."""

    interface = models.ForeignKey(Interface, models.CASCADE, related_name="expected")
    text = models.CharField(max_length=600)
    said_on = models.DateField()
    agreed = models.BooleanField(default=False)  # whether the team had agreed to it there
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text
