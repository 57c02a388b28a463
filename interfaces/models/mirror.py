"""The mirror: what the team would like to hear of itself, and whether its contact says so."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .postits import Category, PostIt
from .services import Interface


class Sentence(models.Model):
    """Something that the team would like to hear from one client service, in the words that the facilitator chose.

    It leaves the team: it keeps the post-it or the category it came from, never who wrote it.
    """

    interface = models.ForeignKey(Interface, models.CASCADE, related_name="sentences")
    text = models.TextField()
    postit = models.ForeignKey(PostIt, models.SET_NULL, null=True, related_name="sentences")
    category = models.ForeignKey(Category, models.SET_NULL, null=True, related_name="sentences")
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text


class Echo(models.Model):
    """What a contact answers to "do you say this of us today?". `moment` is "consult", or "review-<version number>"."""

    YES, PARTLY, NO, OPPOSITE = "yes", "partly", "no", "opposite"
    ANSWERS = [(YES, _("Yes")), (PARTLY, _("Partly")), (NO, _("No")), (OPPOSITE, _("The opposite"))]
    sentence = models.ForeignKey(Sentence, models.CASCADE, related_name="echoes")
    moment = models.CharField(max_length=20)
    answer = models.CharField(max_length=8, choices=ANSWERS)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sentence", "moment"], name="one_echo_per_moment")]

    @property
    def depth(self):
        """How far from what the team would like to hear: 0 (yes) to 3 (the opposite)."""
        return [answer for answer, _label in self.ANSWERS].index(self.answer)
