"""The tables of contents: the nine steps of the method, the four of the reciprocal table, its simplified version.

Each step is a module, in the app whose rows it writes; a workshop follows the one that its step belongs to.

Modules are named as strings and imported on first use, so that the room knows no content.
"""

from dataclasses import dataclass
from functools import cached_property
from importlib import import_module

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Step:
    number: int
    slug: str
    app: str
    name: LazyText
    minutes: int  # planned, for a half-day session of steps 1 to 6
    least: int  # minutes under which it makes no sense

    @cached_property
    def module(self):
        return import_module(f"{self.app}.steps.{self.slug}")

    # The templates of its three screens.
    board = property(lambda self: f"steps/{self.slug}/board.html")
    phone = property(lambda self: f"steps/{self.slug}/phone.html")
    console = property(lambda self: f"steps/{self.slug}/console.html")
    mine = property(lambda self: f"steps/{self.slug}/mine.html")

    css = property(lambda self: f"css/steps/{self.slug}.css")

    @property
    def after(self):
        steps = beside(self.slug)
        return steps[self.number] if self.number < len(steps) else None


METHOD = [
    Step(1, "gather", "workshop", _("Gather"), 10, 5),
    Step(2, "mission", "workshop", _("Mission"), 15, 5),
    Step(3, "services", "interfaces", _("Client services"), 20, 10),
    Step(4, "postits", "interfaces", _("Post-its"), 20, 10),
    Step(5, "categories", "interfaces", _("Categories"), 35, 15),
    Step(6, "ways", "interfaces", _("Ways of working"), 60, 25),
    Step(7, "consult", "interfaces", _("Consult"), 15, 5),
    Step(8, "promise", "promises", _("Promise"), 120, 60),
    Step(9, "review", "promises", _("Review"), 90, 45),
]
TABLE = [
    Step(1, "parties", "promises", _("Services"), 15, 5),
    Step(2, "fill", "promises", _("Fill in"), 40, 15),
    Step(3, "meet", "promises", _("Answer"), 60, 20),
    Step(4, "table", "promises", _("Table"), 15, 5),
]
EVERY = METHOD + TABLE
BY_SLUG = {step.slug: step for step in EVERY}
SPOTLIGHT = "interfaces.spotlight"  # finds what of the content may be large on the board: see workshop/spotlight.py
DUE = "promises.due"  # finds what is late or near in workshops: see workshop/home.py
ROUNDS = "promises.reciprocal.opening"  # what the home page says of rounds of the reciprocal table


def beside(slug):
    """The steps among which one of this slug stands."""
    return TABLE if BY_SLUG[slug] in TABLE else METHOD


def of(workshop):
    """The steps that a workshop follows."""
    return beside(workshop.step)


def own_step(workshop, slug):
    """The step of this slug, None when it is none of this workshop's."""
    return next((step for step in of(workshop) if step.slug == slug), None)


def is_table(workshop):
    """Whether it is a round of the reciprocal table."""
    return of(workshop) is TABLE
