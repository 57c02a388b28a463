"""The reciprocal table: who sits at it, what each service expects from each other one and commits to, and the answers.

One round of it is a workshop that follows the steps of `workshop.method.TABLE`. Source: the simplified version of the
method, one row per service: the service, expects from…, commits to…
"""

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workshop.models import FR, LANGUAGES, Link, Participant, Team, Workshop


class ReciprocalTable(models.Model):
    """One round: the table as it was practised once. `previous` is the round before it, of the same organisation."""

    BALANCE, MAP, MATRIX, MOVEMENT = "balance", "map", "matrix", "movement"
    PICTURES = [
        (BALANCE, _("The balance")),
        (MAP, _("The map")),
        (MATRIX, _("The matrix")),
        (MOVEMENT, _("The movement")),
    ]
    workshop = models.OneToOneField(Workshop, models.CASCADE, related_name="reciprocal")
    previous = models.ForeignKey("self", models.SET_NULL, null=True, related_name="following")
    held_on = models.DateField()
    next_on = models.DateField(null=True)  # of the round after this one
    showing = models.CharField(max_length=8, choices=PICTURES, default=BALANCE)  # what the board shows in step 4
    # The ordered pair the room walks through in step 3: what `facing_asker` expects from `facing_giver`.
    facing_asker = models.ForeignKey("Party", models.SET_NULL, null=True, related_name="+")
    facing_giver = models.ForeignKey("Party", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["held_on", "pk"]


class Parties(models.QuerySet):
    def standing(self):
        """Those at the table, in their order."""
        return self.filter(removed_at=None).order_by("position", "pk")


class Party(models.Model):
    """A service at the table in one round, and whom its private link is for when it answers at its desk."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="parties")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="parties")  # the lasting one
    name = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True)
    contact = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default=FR)
    link = models.ForeignKey(Link, models.SET_NULL, null=True, related_name="parties")
    filled_at = models.DateTimeField(null=True)  # its representatives say that their row is complete
    met_at = models.DateTimeField(null=True)  # … that they have answered what is expected of them
    opened = models.ForeignKey(Workshop, models.SET_NULL, null=True, related_name="opened_for")  # see hot.py
    version = models.PositiveIntegerField(default=0)

    objects = Parties.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "workshop", Lower("name"), condition=models.Q(removed_at=None), name="one_party_per_name"
            ),
        ]

    def __str__(self):
        return self.name


class Speaker(models.Model):
    """The service that a participant speaks for."""

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="speaker")
    party = models.ForeignKey(Party, models.CASCADE, related_name="speakers")


class Entries(models.QuerySet):
    def standing(self):
        """Those that are in the table, cell by cell in their order."""
        return self.filter(dropped_at=None, party__removed_at=None, towards__removed_at=None)


class Entry(models.Model):
    """One line of a cell: what `party` expects from `towards`, or what it commits to towards it.

    `earlier` is the same line in the round before; `movement` what the service that receives it says of it since then.
    A line taken over from there is `as_before` until somebody changes its words. Dropped, it stays to be told.
    """

    EXPECTS, COMMITS = "expects", "commits"
    KINDS = [(EXPECTS, _("expects from")), (COMMITS, _("commits to"))]
    BETTER, SAME, WORSE = "better", "same", "worse"
    MOVEMENTS = [(BETTER, _("Better")), (SAME, _("The same")), (WORSE, _("Worse"))]
    party = models.ForeignKey(Party, models.CASCADE, related_name="entries")
    towards = models.ForeignKey(Party, models.CASCADE, related_name="entries_towards")
    kind = models.CharField(max_length=7, choices=KINDS)
    text = models.CharField(max_length=600)
    position = models.PositiveIntegerField(default=0)
    earlier = models.ForeignKey("self", models.SET_NULL, null=True, related_name="later")
    as_before = models.BooleanField(default=False)
    movement = models.CharField(max_length=6, choices=MOVEMENTS, blank=True)
    dropped_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    objects = Entries.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(party=models.F("towards")), name="between_two_services"),
        ]

    @property
    def receiver_id(self):
        """The service it is good for, and which judges it: whoever expects it, or is committed to."""
        return self.party_id if self.kind == self.EXPECTS else self.towards_id


class Reply(models.Model):
    """What a service answers to one expectation of it: accept, propose instead, or cannot, why.

    Accepted, or a proposal that is agreed to, it is a commitment: `commitment`, which `made` says was made of it.
    """

    ACCEPT, INSTEAD, CANNOT = "accept", "instead", "cannot"
    HOLDS = ("commitment",)  # whoever wrote it for a service does not undo it from under an answer
    ANSWERS = [(ACCEPT, _("Accept")), (INSTEAD, _("Propose instead")), (CANNOT, _("Cannot"))]
    expectation = models.OneToOneField(Entry, models.CASCADE, related_name="reply")
    answer = models.CharField(max_length=7, choices=ANSWERS)
    text = models.CharField(max_length=600, blank=True)  # what is proposed instead, or why it cannot be
    commitment = models.ForeignKey(Entry, models.SET_NULL, null=True, related_name="replies")
    made = models.BooleanField(default=False)
    agreed_at = models.DateTimeField(null=True)  # whoever expects it takes the proposal
    declined_at = models.DateTimeField(null=True)  # … or says that the answer does not do
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(answer="accept") | ~models.Q(text=""), name="in_so_many_words"),
        ]
