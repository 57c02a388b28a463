"""What contacts are asked and answer, and who answers for what (RACI)."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from workshop.models import Link, Participant, Workshop

from .services import Contact, Interface
from .ways import WayOfWorking


class NamedProcess(models.Model):
    """A process that the matrix names, before step 8 describes it. `interface` is whom it serves, None for several."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="named_processes")
    interface = models.ForeignKey(Interface, models.SET_NULL, null=True, related_name="named_processes")
    name = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint("workshop", Lower("name"), name="one_process_per_name")]

    def __str__(self):
        return self.name


class Responsibility(models.Model):
    """One letter of the responsibility matrix: what somebody is for an interface or a process (RACI)."""

    DOES, ANSWERS, IS_ASKED, IS_TOLD = "R", "A", "C", "I"
    LETTERS = [
        (DOES, _("Responsible: does it")),
        (ANSWERS, _("Accountable: answers for it")),
        (IS_ASKED, _("Consulted: is asked before")),
        (IS_TOLD, _("Informed: is told after")),
    ]
    interface = models.ForeignKey(Interface, models.CASCADE, null=True, related_name="responsibilities")
    process = models.ForeignKey(NamedProcess, models.CASCADE, null=True, related_name="responsibilities")
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="responsibilities")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="responsibilities")
    letter = models.CharField(max_length=1, choices=LETTERS)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(participant=None) ^ models.Q(contact=None), name="one_person_per_letter"
            ),
            models.CheckConstraint(
                condition=models.Q(interface=None) ^ models.Q(process=None), name="one_subject_per_letter"
            ),
            models.UniqueConstraint(fields=["interface", "participant"], name="one_letter_each"),
            models.UniqueConstraint(fields=["interface", "contact"], name="one_letter_per_contact"),
            models.UniqueConstraint(fields=["process", "participant"], name="one_letter_each_per_process"),
            models.UniqueConstraint(fields=["process", "contact"], name="one_letter_per_contact_and_process"),
        ]


class Consultation(models.Model):
    """What the contact of an interface is asked at step 7, and answers, himself or through a member."""

    interface = models.OneToOneField(Interface, models.CASCADE, related_name="consultation")
    link = models.ForeignKey(Link, models.SET_NULL, null=True, related_name="consultations")
    asks = models.TextField(blank=True)  # what the team expects of them, shown to the contact
    offers = models.TextField(blank=True)  # what the team commits to in return, shown to the contact
    expects = models.TextField(blank=True)  # what they expect of the team
    commits = models.TextField(blank=True)  # what they commit to in return
    answered_at = models.DateTimeField(null=True)
    collected_by = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="collected")
    copied_at = models.DateTimeField(null=True)  # when a copy of what was collected was last made for the contact
    confirmed_at = models.DateTimeField(null=True)  # when the contact said that what was collected is right
    handed_by = models.CharField(max_length=60, blank=True)  # who handed over the link of the answer, or of its yes
    version = models.PositiveIntegerField(default=0)


class Draft(models.Model):
    """What a contact has filled in and not sent: found again through the same link, on any device; no screen shows it.

    `fields` are the page's own, by name, as they were typed; `handed` when the link was handed over by the team.
    """

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="drafts")
    handed = models.BooleanField(default=False)
    fields = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "handed"], name="one_draft_per_way_in")]


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
