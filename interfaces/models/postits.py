"""What is said of the interfaces: post-its and their categories."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workshop.models import Facilitator, Participant, Workshop

from .services import Interface
from .suggestions import Stack

LIKE, DISLIKE = "like", "dislike"
POLARITIES = [(LIKE, _("We would like to hear")), (DISLIKE, _("We would not like to hear"))]


class Category(models.Model):
    """A named group of post-its."""

    COLOURS = range(9)
    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="categories")
    name = models.CharField(max_length=60)
    colour = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(colour__lt=9), name="nine_colours"),
        ]

    def __str__(self):
        return self.name


class PostIts(models.QuerySet):
    def on_the_wall(self):
        return self.filter(set_aside_at=None).order_by("position", "pk")


class PostIt(models.Model):
    """One idea, with a polarity and an interface, or none for all of them.

    In anonymous mode `author` stays empty; `owner_tag` is HMAC-SHA-256 of the post-it's `op_id` under the
    secret that only the author's device holds, so that this device, and nothing stored here, can tell.
    `number` is how people call it aloud; `late` is written after the reveal; `entered_by` typed it for somebody else.
    """

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="postits")
    op_id = models.UUIDField()
    digest = models.CharField(max_length=64, blank=True)
    interface = models.ForeignKey(Interface, models.SET_NULL, null=True, related_name="postits")
    category = models.ForeignKey(Category, models.SET_NULL, null=True, related_name="postits")
    stack = models.ForeignKey(Stack, models.SET_NULL, null=True, related_name="postits")
    polarity = models.CharField(max_length=7, choices=POLARITIES)
    text = models.TextField()
    author = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="postits")
    owner_tag = models.CharField(max_length=64)
    position = models.PositiveIntegerField(default=0)
    set_aside_at = models.DateTimeField(null=True)
    number = models.PositiveIntegerField(null=True)
    on_paper = models.BooleanField(default=False)
    late = models.BooleanField(default=False)
    entered_by = models.ForeignKey(Facilitator, models.SET_NULL, null=True, related_name="entered")
    version = models.PositiveIntegerField(default=0)

    objects = PostIts.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "op_id"], name="one_postit_per_operation"),
            models.UniqueConstraint(fields=["workshop", "number"], name="one_postit_per_number"),
            models.CheckConstraint(condition=models.Q(polarity__in=[LIKE, DISLIKE]), name="two_polarities"),
        ]

    def __str__(self):
        return self.text


class Withdrawn(models.Model):
    """A post-it that its author took back, nameless and without words: sent again by a slow phone, it stays away."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="withdrawn")
    op_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "op_id"], name="withdrawn_once")]


class Paper(models.Model):
    """Numbered blank post-its that were printed: to be written by hand, then typed back by a facilitator."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="papers")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        ordering = ["first"]
        constraints = [models.CheckConstraint(condition=models.Q(first__lte=models.F("last")), name="paper_in_order")]

    def __contains__(self, number):
        return self.first <= number <= self.last


class Explanation(models.Model):
    """The author of a revealed post-it offers to explain it. `by` is empty unless they chose to be named."""

    postit = models.OneToOneField(PostIt, models.CASCADE, related_name="explanation")
    by = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="explanations")
