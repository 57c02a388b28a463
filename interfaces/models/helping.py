"""How the room helps to group: places proposed from phones for loose post-its, and dots put on categories.

Neither says whose it is: `tag` is HMAC-SHA-256 of what the row is about under the secret that only the device holds. It
differs from row to row, so that two answers of one phone are not told to be one phone's. Nor are they by their order:
what a phone is dealt or gives at once would stand together, were its keys not drawn at random.
"""

from secrets import randbelow

from django.db import models
from django.utils.translation import gettext_lazy as _

from workshop.models import Workshop

from .postits import Category, PostIt


def anywhere():
    """A primary key that says nothing of when its row was made."""
    return 1 + randbelow(2**63 - 1)


class Round(models.Model):
    """Something that phones are asked in step 5: where loose post-its belong, or which categories matter most."""

    PROPOSE, VOTE = "propose", "vote"
    KINDS = [(PROPOSE, _("The room helps")), (VOTE, _("Dot vote"))]
    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="rounds")
    kind = models.CharField(max_length=7, choices=KINDS)
    dots = models.PositiveSmallIntegerField(default=3)  # of each person, in a vote
    several = models.BooleanField(default=False)  # whether a person may put several on one category
    closed_at = models.DateTimeField(null=True)
    put_away_at = models.DateTimeField(null=True)  # the board shows the result of a vote until then

    class Meta:
        constraints = [
            models.UniqueConstraint("workshop", condition=models.Q(closed_at=None), name="one_round_at_a_time"),
            models.CheckConstraint(condition=models.Q(dots__range=(1, 9)), name="one_to_nine_dots"),
        ]


class Proposal(models.Model):
    """A loose post-it that a phone was dealt, and what it said: a category, a new name, or that it does not know."""

    id = models.BigIntegerField(primary_key=True, default=anywhere, editable=False)
    postit = models.ForeignKey(PostIt, models.CASCADE, related_name="proposals")
    tag = models.CharField(max_length=64)
    category = models.ForeignKey(Category, models.SET_NULL, null=True, related_name="proposals")
    name = models.CharField(max_length=60, blank=True)
    unsure = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["postit", "tag"], name="dealt_once")]


class Dots(models.Model):
    """The dots that one person put on one category in one vote."""

    id = models.BigIntegerField(primary_key=True, default=anywhere, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="placed")
    category = models.ForeignKey(Category, models.CASCADE, related_name="dots")
    tag = models.CharField(max_length=64)
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "category", "tag"], name="dots_once_per_category"),
            models.CheckConstraint(condition=models.Q(number__range=(1, 9)), name="one_to_nine_dots_at_once"),
        ]
