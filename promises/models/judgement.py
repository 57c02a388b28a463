"""The rows of a review: what each side says of a version, what becomes of its lines, what is to be done."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workshop.models import Facilitator, Link, Participant


class Review(models.Model):
    """The judgement of one version, six months on; one per version."""

    version = models.OneToOneField("Version", models.CASCADE, related_name="review")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)  # what one side said alone is shown since then: see scores.py


class Counterpart(models.Model):
    """The private link by which the client service of one promise scores it."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="counterparts")
    promise = models.OneToOneField("Promise", models.CASCADE, related_name="counterpart")
    link = models.ForeignKey(Link, models.SET_NULL, null=True, related_name="counterparts")
    answered_at = models.DateTimeField(null=True)
    wishes = models.CharField(max_length=600, blank=True)  # what it would like to be promised next


class Score(models.Model):
    """Kept, partly or not: one side's judgement of one commitment."""

    KEPT, PARTLY, BROKEN = "kept", "partly", "broken"
    VERDICTS = [(KEPT, _("Kept")), (PARTLY, _("Partly")), (BROKEN, _("Not kept"))]
    TEAM, CLIENT = "team", "client"
    SIDES = [(TEAM, _("The team")), (CLIENT, _("The client service"))]
    commitment = models.ForeignKey("Commitment", models.CASCADE, related_name="scores")
    side = models.CharField(max_length=6, choices=SIDES)
    participant = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="scores")
    verdict = models.CharField(max_length=6, choices=VERDICTS)
    comment = models.CharField(max_length=600, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commitment", "side"], name="one_score_per_side"),
        ]


class Decision(models.Model):
    """What becomes of a commitment in the next version."""

    KEEP, REWORD, DROP = "keep", "reword", "drop"
    CHOICES = [(KEEP, _("Keep")), (REWORD, _("Reword")), (DROP, _("Drop"))]
    commitment = models.OneToOneField("Commitment", models.CASCADE, related_name="decision")
    choice = models.CharField(max_length=6, choices=CHOICES)
    by = models.ForeignKey(Facilitator, models.SET_NULL, null=True)


class Addition(models.Model):
    """A line that the review asks for, with its reason; `made` is the commitment that it became in the next version."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="additions")
    promise = models.ForeignKey("Promise", models.CASCADE, related_name="additions")
    what = models.CharField(max_length=600)
    reason = models.CharField(max_length=280)
    made = models.ForeignKey("Commitment", models.SET_NULL, null=True, related_name="asked_by")

    class Meta:
        ordering = ["pk"]


class Action(models.Model):
    """Something decided at a review, with its owner and date."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="actions")
    text = models.CharField(max_length=280)
    owner = models.CharField(max_length=80)
    due = models.DateField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due", "pk"]
