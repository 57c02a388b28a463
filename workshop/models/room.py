"""The workshop itself, who may run it, and the gestures that can be undone in it."""

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .. import clock
from ..prepared import Prepared
from ..reading import read_once
from .organisation import FR, LANGUAGES, Facilitator, Team

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_key():
    """Ten Crockford characters, 50 bits: names a workshop in addresses, opens nothing."""
    return "".join(secrets.choice(CROCKFORD) for _each in range(10))


class Workshop(models.Model):
    """One run of the method by one team, from step 1 to step 9. Its row is the mutex of its changes."""

    key = models.CharField(max_length=10, unique=True, default=new_key, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="workshops")
    title = models.CharField(_("title"), max_length=120)
    is_rehearsal = models.BooleanField(default=False)  # nothing in it is real: see interfaces/rehearsal
    mails_held = models.BooleanField(default=False)  # it came from a file: see workshop/held.py
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default=FR)
    created_at = models.DateTimeField(default=timezone.now)

    # Where the room stands: see workshop/moves.py.
    step = models.SlugField(default="gather")
    step_before = models.SlugField(default="gather")
    stepped_at = models.DateTimeField(default=timezone.now)
    next_step = models.SlugField(blank=True)
    moves_at = models.DateTimeField(null=True)
    timer_ends_at = models.DateTimeField(null=True)
    timer_left = models.DurationField(null=True)
    eyes_up = models.BooleanField(default=False)
    spotlight = models.CharField(max_length=32, blank=True)  # what is large on the board: see workshop/spotlight.py

    # How long it has been at work in this step: see workshop/pace.py.
    acted_at = models.DateTimeField(null=True)
    spent = models.DurationField(default=timedelta)

    # What keeps it true: see workshop/change.py and workshop/live.py.
    revision = models.PositiveIntegerField(default=0)
    rights = models.PositiveIntegerField(default=0)

    # Who comes in: an empty code is a closed door. See workshop/access.py.
    code = models.CharField(max_length=8, unique=True, null=True)  # noqa: DJ001 -- unique among open doors
    watch_epoch = models.PositiveIntegerField(default=0)
    asks = models.BooleanField(default=False)  # an open door at which people knock: see workshop/knocks.py
    anonymous = models.BooleanField(default=True)
    wall_begun = models.BooleanField(default=False)  # what the first post-it was promised stands from then on
    last_number = models.PositiveIntegerField(default=0)  # of a post-it, written or printed
    revealed_at = models.DateTimeField(null=True)

    mission = models.TextField(blank=True)
    mission_version = models.PositiveIntegerField(default=0)

    def __str__(self):
        return self.title

    @property
    def current_step(self):
        """The step the room is in, a move that is due included."""
        return self.next_step if self.moves_at and not self.is_moving else self.step

    @property
    def is_moving(self):
        return bool(self.moves_at and self.moves_at > clock.now())

    @property
    def shown_code(self):
        """`K7QM-2XTD`, as it is shown; empty when the door is closed."""
        return f"{self.code[:4]}-{self.code[4:]}" if self.code else ""

    @property
    def door(self):
        """How one comes in: `open`, `ask` (the facilitator lets in), `closed`."""
        return ("ask" if self.asks else "open") if self.code else "closed"

    @property
    def waiting_count(self):
        """How many wait at the door for the facilitator’s answer."""
        return self.knocks.filter(declined_at=None).count() if self.asks else 0

    @property
    def offer(self):
        """The lead that is being offered to a deputy (a Handover), None when it is not."""
        if not OFFERED.rows(self.pk):
            return None
        return self.handovers.select_related("giver", "taker").filter(outcome=Handover.OFFERED).first()

    @property
    def undoable(self):
        """The last fifty gestures that can be undone, newest first, in the active language."""
        rows = self.gestures.filter(undone_at=None).values_list("pk", "sentences", "at", "by__name")[:50]
        return [Undoable(pk, said(sentences), at, name or "") for pk, sentences, at, name in rows]

    @property
    @read_once
    def undo_stamp(self):
        """Differs as soon as what can be undone does; empty when there is nothing."""
        return " ".join(str(pk) for (pk,) in UNDOABLE.rows(self.pk))


class Facilitation(models.Model):
    """Who may run a workshop: its lead, or a deputy."""

    LEAD, DEPUTY = "lead", "deputy"
    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="facilitations")
    facilitator = models.ForeignKey(Facilitator, models.CASCADE, related_name="facilitations")
    role = models.CharField(max_length=6, choices=[(LEAD, _("lead")), (DEPUTY, _("deputy"))])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "facilitator"], name="one_role_each")]


class Handover(models.Model):
    """One offer of the lead to a deputy: it changes nothing until it is accepted. The answered ones are the log."""

    OFFERED, ACCEPTED, DECLINED = "offered", "accepted", "declined"
    OUTCOMES = [(each, each) for each in (OFFERED, ACCEPTED, DECLINED)]
    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="handovers")
    giver = models.ForeignKey(Facilitator, models.CASCADE, related_name="+")
    taker = models.ForeignKey(Facilitator, models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=8, choices=OUTCOMES, default=OFFERED)
    at = models.DateTimeField(default=timezone.now)  # of the offer, then of its answer

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop"], condition=models.Q(outcome="offered"), name="one_offer_of_the_lead"
            ),
        ]


class Undoable(NamedTuple):
    """A gesture as the list shows it."""

    pk: int
    sentence: str
    at: datetime
    by__name: str


def said(sentences):
    """One of the same sentence in several languages: that of the active one."""
    return sentences.get(get_language()) or next(iter(sentences.values()))


class Gesture(models.Model):
    """A facilitator's gesture that can be undone: the rows it touched, before and after."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="gestures")
    by = models.ForeignKey(Facilitator, models.SET_NULL, null=True)
    sentences = models.JSONField()  # {language: what was done}
    changes = models.JSONField()
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    @property
    def sentence(self):
        return said(self.sentences)


UNDOABLE = Prepared(lambda room: Gesture.objects.filter(workshop=room, undone_at=None).values_list("pk")[:50], 0)
OFFERED = Prepared(lambda room: Handover.objects.filter(workshop=room, outcome="offered").values_list("pk"), 0)
