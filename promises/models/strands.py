"""What links a commitment to the words it comes from: the model behind its thread (see thread.py)."""

from django.db import models

from interfaces.models import Category, Consultation, Expected, Feedback, PostIt, Sentence, WayOfWorking


class Source(models.Model):
    """One commitment comes from one thing that was said: a post-it, a category, a rule, an answer.

    `kind` names the column that is filled; `expects` and `commits` are the two texts of a consultation, `expected` is
    what the client service had said at a reciprocal table. It holds no
    words: what somebody takes back is gone here too, and only a sealed version's record keeps what it was (content.py).
    """

    POSTIT, CATEGORY, WAY, FEEDBACK = "postit", "category", "way", "feedback"
    EXPECTS, COMMITS, MIRROR, EXPECTED = "expects", "commits", "mirror", "expected"
    COLUMNS = {
        EXPECTED: "expected",
        POSTIT: "postit",
        CATEGORY: "category",
        WAY: "way",
        FEEDBACK: "feedback",
        MIRROR: "sentence",
        EXPECTS: "consultation",
        COMMITS: "consultation",
    }
    commitment = models.ForeignKey("promises.Commitment", models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in COLUMNS], default=WAY)
    postit = models.ForeignKey(PostIt, models.CASCADE, null=True, related_name="+")
    category = models.ForeignKey(Category, models.CASCADE, null=True, related_name="+")
    way = models.ForeignKey(WayOfWorking, models.CASCADE, null=True, related_name="+")
    feedback = models.ForeignKey(Feedback, models.CASCADE, null=True, related_name="+")
    sentence = models.ForeignKey(Sentence, models.CASCADE, null=True, related_name="+")
    consultation = models.ForeignKey(Consultation, models.CASCADE, null=True, related_name="+")
    expected = models.ForeignKey(Expected, models.CASCADE, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            *(
                models.UniqueConstraint(fields=["commitment", column], name=f"one_{column}_per_line")
                for column in ("postit", "category", "way", "feedback", "sentence", "expected")
            ),
            models.UniqueConstraint(fields=["commitment", "kind", "consultation"], name="one_answer_per_line"),
        ]

    @property
    def of(self):
        """The row it points to."""
        return getattr(self, self.COLUMNS[self.kind])

    @property
    def key(self):
        """How forms name it: `postit-12`."""
        return f"{self.kind}-{getattr(self, self.COLUMNS[self.kind] + '_id')}"

    def again(self, commitment):
        """The same source of another commitment, unsaved."""
        column = self.COLUMNS[self.kind] + "_id"
        return Source(commitment=commitment, kind=self.kind, **{column: getattr(self, column)})
