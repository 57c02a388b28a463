"""How a promise is kept, card by card."""

from django.db import models
from django.utils.translation import gettext_lazy as _

LABELS = {
    "trigger": _("What sets it off"),
    "steps": _("Its steps, one a line, seven at most"),
    "owner": _("Who answers for it"),
    "input": _("What it needs from the client service"),
    "delay": _("Delay"),
    "trace": _("Where it is traced"),
}


class Process(models.Model):
    """How a promise is kept: trigger, at most seven steps, owner, input needed, delay, trace.

    `need` is what has to change first, often said as a reservation: for the team alone, on no document.
    """

    SLOTS = ("name", "need", "trigger", "steps", "owner", "input", "delay", "trace")
    promise = models.ForeignKey("promises.Promise", models.CASCADE, related_name="processes")
    name = models.CharField(max_length=120)
    need = models.CharField(max_length=280, blank=True)
    trigger = models.CharField(max_length=280, blank=True)
    steps = models.TextField(blank=True)
    owner = models.CharField(max_length=80, blank=True)
    input = models.CharField(max_length=280, blank=True)
    delay = models.CharField(max_length=80, blank=True)
    trace = models.CharField(max_length=160, blank=True)
    position = models.PositiveIntegerField(default=0)
    edits = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    @property
    def in_steps(self):
        return [step for step in self.steps.splitlines() if step.strip()]

    @property
    def lacking(self):
        """The names of its slots that are still empty."""
        return [label for slot, label in LABELS.items() if not getattr(self, slot)]
