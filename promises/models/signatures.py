"""Who is asked to sign a version, and who has signed it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workshop.models import Link


class Signatory(models.Model):
    """Somebody who is asked to sign one version by a private link: the team's lead, or a client service's contact.

    A manager's link is the version's own: it opens the versions before, too.
    """

    LEAD, CONTACT, MANAGER = "lead", "contact", "manager"
    PARTIES = [
        (LEAD, _("For the team: its lead")),
        (CONTACT, _("For the client service")),
        (MANAGER, _("For the management")),
    ]
    version = models.ForeignKey("promises.Version", models.CASCADE, related_name="signatories")
    party = models.CharField(max_length=7, choices=PARTIES)
    promise = models.OneToOneField(
        "promises.Promise", models.CASCADE, null=True, related_name="signatory"
    )  # a contact's
    link = models.ForeignKey(Link, models.SET_NULL, null=True, related_name="signatories")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version"], condition=models.Q(party="lead"), name="one_lead_per_version"),
        ]


class Signature(models.Model):
    """Somebody signed one version, for one party; `service` is the client service's name at that moment."""

    version = models.ForeignKey("promises.Version", models.CASCADE, related_name="signatures")
    party = models.CharField(max_length=7, choices=Signatory.PARTIES, default=Signatory.MANAGER)
    promise = models.ForeignKey(
        "promises.Promise", models.SET_NULL, null=True, related_name="signatures"
    )  # a contact's
    service = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=80, blank=True)
    link = models.ForeignKey(Link, models.SET_NULL, null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "link"], name="one_signature_per_link"),
            models.UniqueConstraint(fields=["promise"], name="one_signature_per_promise"),
            models.UniqueConstraint(
                fields=["version"], condition=models.Q(party="lead"), name="one_signature_of_the_lead"
            ),
        ]

    @property
    def for_whom(self):
        """For whom this person signed: the client service by its name."""
        return self.service or {Signatory.LEAD: _("for the team"), Signatory.MANAGER: _("for the management")}.get(
            self.party, ""
        )
