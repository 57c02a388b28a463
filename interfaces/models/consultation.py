"""What contacts are asked and answer, and who answers for what (RACI)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workshop.models import Link, Participant

from .services import Contact, Interface
from .ways import WayOfWorking


class Responsibility(models.Model):
    """One letter of the responsibility matrix: what somebody is for an interface (RACI)."""

    LETTERS = [
        ("R", _("Responsible: does it")),
        ("A", _("Accountable: answers for it")),
        ("C", _("Consulted: is asked before")),
        ("I", _("Informed: is told after")),
    ]
    interface = models.ForeignKey(Interface, models.CASCADE, related_name="responsibilities")
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="responsibilities")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="responsibilities")
    letter = models.CharField(max_length=1, choices=LETTERS)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(participant=None) ^ models.Q(contact=None), name="one_person_per_letter"
            ),
            models.UniqueConstraint(fields=["interface", "participant"], name="one_letter_each"),
            models.UniqueConstraint(fields=["interface", "contact"], name="one_letter_per_contact"),
        ]


class Consultation(models.Model):
    """What the contact of an interface is asked at step 7, and answers, himself or through a member."""

    interface = models.OneToOneField(Interface, models.CASCADE, related_name="consultation")
    link = models.ForeignKey(Link, models.SET_NULL, null=True, related_name="consultations")
    expects = models.TextField(blank=True)
    commits = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    collected_by = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="collected")
    version = models.PositiveIntegerField(default=0)


class Feedback(models.Model):
    """What a contact answers to one way of working."""

    WORKS, CHANGE, IMPOSSIBLE = "works", "change", "impossible"
    VERDICTS = [
        (WORKS, _("Works for us")),
        (CHANGE, _("Change to…")),
        (IMPOSSIBLE, _("Impossible for us")),
    ]
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="feedback")
    way = models.ForeignKey(WayOfWorking, models.CASCADE, related_name="feedback")
    verdict = models.CharField(max_length=10, choices=VERDICTS)
    text = models.CharField(max_length=600, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "way"], name="one_answer_per_way")]

    @property
    def told(self):
        """The answer as it is reported to others: "Change to…" is what the contact read."""
        return _("Asked to change") if self.verdict == self.CHANGE else self.get_verdict_display()
