"""What came of suggestions: post-its stacked because they say the same, and what the facilitator refused."""

from django.db import models

from workshop.models import Workshop


class Stack(models.Model):
    """Post-its that say the same: they are shown as one, move together, and each still counts."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="stacks")
    is_open = models.BooleanField(default=False)  # the board shows every card of it


class Refusal(models.Model):
    """Something that is not suggested again.

    A theme as a whole; a post-it for a theme, a category or both; two post-its as the same idea (`twin`).
    """

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="refusals")
    theme = models.CharField(max_length=40, blank=True)
    category = models.ForeignKey("Category", models.SET_NULL, null=True, related_name="refusals")
    postit = models.ForeignKey("PostIt", models.CASCADE, null=True, related_name="refusals")
    twin = models.ForeignKey("PostIt", models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["postit", "twin"], name="two_ideas_once"),
            models.UniqueConstraint(fields=["category", "postit"], name="refused_for_a_category_once"),
            models.UniqueConstraint(
                fields=["workshop", "theme", "postit"],
                condition=~models.Q(theme=""),
                name="refused_for_a_theme_once",
            ),
        ]
