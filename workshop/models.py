"""The room: who is in it, where it stands, and what keeps it true. It knows no content."""

import secrets

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import clock
from .accounts import FacilitatorAccounts
from .prepared import Prepared

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
FR, EN = "fr", "en"
LANGUAGES = [(FR, "Français"), (EN, "English")]


def new_key():
    """Ten Crockford characters, 50 bits: names a workshop in addresses, opens nothing."""
    return "".join(secrets.choice(CROCKFORD) for _each in range(10))


class Facilitator(AbstractBaseUser):
    """The only person with an account."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=60)
    is_active = models.BooleanField(default=True)

    objects = FacilitatorAccounts()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self):
        return self.name


class Organisation(models.Model):
    name = models.CharField(max_length=120, unique=True)

    def __str__(self):
        return self.name


class Team(models.Model):
    """A service of the organisation: it makes promises, and is served by others."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="teams")
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint("organisation", Lower("name"), name="one_team_per_name")]

    def __str__(self):
        return self.name


class Workshop(models.Model):
    """One run of the method by one team, from step 1 to step 9. Its row is the mutex of its changes."""

    key = models.CharField(max_length=10, unique=True, default=new_key, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="workshops")
    title = models.CharField(_("title"), max_length=120)
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

    # What keeps it true: see workshop/change.py and workshop/live.py.
    revision = models.PositiveIntegerField(default=0)
    rights = models.PositiveIntegerField(default=0)

    # Who comes in: an empty code is a closed door. See workshop/access.py.
    code = models.CharField(max_length=8, unique=True, null=True)  # noqa: DJ001 -- unique among open doors
    watch_epoch = models.PositiveIntegerField(default=0)
    anonymous = models.BooleanField(default=True)
    wall_begun = models.BooleanField(default=False)  # what the first post-it was promised stands from then on
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
    def undoable(self):
        """The last fifty gestures that can be undone, newest first."""
        return self.gestures.filter(undone_at=None).values_list("pk", "sentence", "at", "by__name", named=True)[:50]

    @property
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


class Participants(models.QuerySet):
    def expected(self):
        """Those who are invited or came, and were not removed."""
        return self.filter(removed_at=None)

    def present(self):
        return self.filter(removed_at=None).exclude(joined_at=None)


class Participant(models.Model):
    """A member of the team in the workshop; a row without `joined_at` is only expected."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="participants")
    name = models.CharField(max_length=40)
    joined_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    objects = Participants.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "workshop", Lower("name"), condition=models.Q(removed_at=None), name="one_person_per_name"
            ),
        ]

    def __str__(self):
        return self.name


class Seat(models.Model):
    """A participant on a device. The device alone holds the secret; here is its SHA-256."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="seats")
    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="seats")
    device_hash = models.CharField(max_length=64)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "device_hash"], name="one_seat_per_device")]


class Finished(models.Model):
    """A participant has finished a step; the board shows how many, never who."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="finished")
    step = models.SlugField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "step"], name="finished_once_per_step")]


class MissionOpinion(models.Model):
    """What a participant thinks of the mission statement: clear, or to discuss with a suggestion."""

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="mission_opinion")
    clear = models.BooleanField()
    suggestion = models.CharField(max_length=600, blank=True)
    accepted_at = models.DateTimeField(null=True)


class Operation(models.Model):
    """An answered POST. `op_id` was made by the client before its first try; it names nobody.

    Nameless gestures have no row here: see `unlinked` in change.py.
    """

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="operations")
    op_id = models.UUIDField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "op_id"], name="one_operation_per_id")]


class Failure(models.Model):
    """How far the failures of somebody, known by an HMAC, are ahead of the clock. See failures.py."""

    name = models.CharField(max_length=64, primary_key=True)
    until = models.FloatField(db_index=True)  # seconds of the epoch


class Gesture(models.Model):
    """A facilitator's gesture that can be undone: the rows it touched, before and after."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="gestures")
    by = models.ForeignKey(Facilitator, models.SET_NULL, null=True)
    sentence = models.CharField(max_length=200)
    changes = models.JSONField()
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]


UNDOABLE = Prepared(lambda room: Gesture.objects.filter(workshop=room, undone_at=None).values_list("pk")[:50], 0)


class Link(models.Model):
    """A private link. Its secret (32 bytes) is in the address only; here is its SHA-256."""

    CONTACT, MANAGER, REVIEW = "contact", "manager", "review"
    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=8, choices=[(p, p) for p in (CONTACT, MANAGER, REVIEW)])
    secret_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True)

    @property
    def is_open(self):
        return self.revoked_at is None and self.expires_at > timezone.now()
