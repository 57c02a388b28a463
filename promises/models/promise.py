"""A version of the team's promises: one promise per client service, its commitments, what members say of them."""

import re

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interfaces.models import Interface, WayOfWorking
from workshop.models import Link, Participant, Workshop
from workshop.parts import stamp

from .. import vague
from .strands import Source

FOURS = re.compile("....")


class Version(models.Model):
    """A numbered edition of the team's promises. Sealed, it does not change; approvals belong to it."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField(default=timezone.now)
    sealed_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)
    dated_at = models.DateTimeField(null=True)  # since when the review is on that day
    kept = models.JSONField(null=True)  # all that it said when it was sealed: see content.py
    fingerprint = models.CharField(max_length=12, blank=True)  # of what is kept: see checking.py
    link = models.ForeignKey(Link, models.SET_NULL, null=True, related_name="versions")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="one_version_per_number"),
            models.UniqueConstraint(fields=["workshop"], condition=models.Q(sealed_at=None), name="one_open_version"),
            models.UniqueConstraint(
                fields=["fingerprint"], condition=~models.Q(fingerprint=""), name="one_version_per_fingerprint"
            ),
            models.CheckConstraint(
                condition=models.Q(sealed_at__isnull=True, kept__isnull=True)
                | models.Q(sealed_at__isnull=False, kept__isnull=False),
                name="sealed_with_its_words",
            ),
        ]

    def __str__(self):
        return f"v{self.number}"

    @property
    def spelled_fingerprint(self):
        """`K7QM-2XTD-9WPA`, as it is printed; empty for a draft."""
        return "-".join(FOURS.findall(self.fingerprint))


class Promise(models.Model):
    """The promise of service to one client service, in one version."""

    SLOTS = ("text", "needs", "reach")
    version = models.ForeignKey(Version, models.CASCADE, related_name="promises")
    interface = models.ForeignKey(Interface, models.CASCADE, related_name="promises")
    text = models.TextField(blank=True)
    needs = models.TextField(blank=True)
    reach = models.TextField(blank=True)
    edits = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "interface"], name="one_promise_per_interface"),
        ]


class Commitments(models.QuerySet):
    def promised(self):
        """Those that stand in a sealed version: without what somebody could not keep."""
        return self.filter(left_out=False)

    def counted(self):
        """With how many members `can` keep each, are `reserved`, or `cannot`."""
        here = models.Q(consents__participant__removed_at=None)
        return self.annotate(
            can=models.Count("consents", filter=here & models.Q(consents__answer=Consent.CAN)),
            reserved=models.Count("consents", filter=here & models.Q(consents__answer=Consent.RESERVATION)),
            cannot=models.Count("consents", filter=here & models.Q(consents__answer=Consent.CANNOT)),
        )


class Commitment(models.Model):
    """One measurable thing that a promise holds: who does what for whom, within what delay."""

    SLOTS = (
        *("who", "what", "whom", "delay", "starts", "stops"),
        *("exception", "remedy", "indicator", "target"),
    )
    promise = models.ForeignKey(Promise, models.CASCADE, related_name="commitments")
    who = models.CharField(max_length=120, blank=True)
    what = models.CharField(max_length=600)
    whom = models.CharField(max_length=120, blank=True)
    delay = models.CharField(max_length=80, blank=True)
    starts = models.CharField(max_length=160, blank=True)
    stops = models.CharField(max_length=160, blank=True)
    exception = models.CharField(max_length=280, blank=True)
    remedy = models.CharField(max_length=280, blank=True)
    indicator = models.CharField(max_length=160, blank=True)
    target = models.CharField(max_length=80, blank=True)
    ways = models.ManyToManyField(WayOfWorking, through=Source, related_name="commitments")
    before = models.ForeignKey("self", models.SET_NULL, null=True, related_name="after")
    left_out = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    edits = models.PositiveIntegerField(default=0)

    objects = Commitments.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    @property
    def is_measurable(self):
        """A definite delay, or an indicator with its target: something that can be judged kept or not."""
        return bool(vague.is_definite(self.delay) or (self.indicator and self.target))


class Consent(models.Model):
    """What one member says of one commitment before it is promised. Shown as counts; a reason only to who wrote it.

    Somebody else may take the member's seat: `owner_tag` tells the device that wrote the reason from others.
    """

    CAN, RESERVATION, CANNOT = "can", "reservation", "cannot"
    ANSWERS = [
        (CAN, _("I can keep it")),
        (RESERVATION, _("With a reservation")),
        (CANNOT, _("I cannot")),
    ]
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="consents")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="consents")
    answer = models.CharField(max_length=11, choices=ANSWERS)
    reason = models.CharField(max_length=280, blank=True)
    owner_tag = models.CharField(max_length=64, blank=True)  # of the device that gave the reason: see workshop/tags.py

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commitment", "participant"], name="one_consent_each"),
        ]

    @property
    def mark(self):
        """Tells this reason from others without telling in which order they came, as keys would."""
        return stamp(self.reason)


class Wording(models.Model):
    """A wording that a member proposes for a promise, from the phone."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="wordings")
    op_id = models.UUIDField(null=True, unique=True)
    digest = models.CharField(max_length=64, blank=True)
    text = models.CharField(max_length=600)
    taken_at = models.DateTimeField(null=True)
