"""What lies between two teams: interfaces, what is said of them, and who looks after them."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from workshop.models import LANGUAGES, Link, Participant, Team, Workshop

LIKE, DISLIKE = "like", "dislike"
POLARITIES = [(LIKE, _("We would like to hear")), (DISLIKE, _("We would not like to hear"))]


class Interfaces(models.QuerySet):
    def standing(self):
        """Proposed and not dropped, in the facilitator's order."""
        return self.filter(dropped_at=None).order_by("position", "pk")

    def treated(self):
        """Those this workshop deals with, in the facilitator's order."""
        return self.standing().filter(treated=True)


class Interface(models.Model):
    """The relation between the workshop's team and one client service."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="interfaces")
    client = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="served_by")
    name = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=0)
    treated = models.BooleanField(default=True)
    dropped_at = models.DateTimeField(null=True)
    pair = models.ForeignKey("Pair", models.SET_NULL, null=True, related_name="interfaces")
    spotlit = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)

    objects = Interfaces.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workshop", Lower("name"), condition=models.Q(dropped_at=None), name="one_interface_per_name"
            ),
            models.UniqueConstraint(
                fields=["workshop"], condition=models.Q(spotlit=True), name="one_spotlight_per_workshop"
            ),
        ]

    def __str__(self):
        return self.name


class Naming(models.Model):
    """A participant named this client service."""

    interface = models.ForeignKey(Interface, models.CASCADE, related_name="namings")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="namings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interface", "participant"], name="named_once_each")]


class KeptApart(models.Model):
    """Two interfaces whose names are alike and that are not the same service: the facilitator said so."""

    first = models.ForeignKey(Interface, models.CASCADE, related_name="kept_apart")
    second = models.ForeignKey(Interface, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="kept_apart_once"),
        ]


class Contact(models.Model):
    """The person of the client service who is consulted."""

    interface = models.OneToOneField(Interface, models.CASCADE, related_name="contact")
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="fr")

    def __str__(self):
        return self.name


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
    """

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="postits")
    op_id = models.UUIDField()
    digest = models.CharField(max_length=64, blank=True)
    interface = models.ForeignKey(Interface, models.SET_NULL, null=True, related_name="postits")
    category = models.ForeignKey(Category, models.SET_NULL, null=True, related_name="postits")
    polarity = models.CharField(max_length=7, choices=POLARITIES)
    text = models.TextField()
    author = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="postits")
    owner_tag = models.CharField(max_length=64)
    position = models.PositiveIntegerField(default=0)
    set_aside_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    objects = PostIts.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "op_id"], name="one_postit_per_operation"),
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


class Pair(models.Model):
    """Two participants, or three, in charge of interfaces."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="pairs")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    @property
    def people(self):
        """Its members who were not removed from the workshop."""
        return [member.participant for member in self.members.all() if member.participant.removed_at is None]


class PairMember(models.Model):
    pair = models.ForeignKey(Pair, models.CASCADE, related_name="members")
    participant = models.OneToOneField(Participant, models.CASCADE, related_name="pairing")

    class Meta:
        ordering = ["pk"]


class WayOfWorking(models.Model):
    """One rule of an interface, acceptable or unacceptable."""

    interface = models.ForeignKey(Interface, models.CASCADE, related_name="ways")
    acceptable = models.BooleanField()
    text = models.CharField(max_length=280)
    position = models.PositiveIntegerField(default=0)
    postits = models.ManyToManyField(PostIt, related_name="ways")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text


class Responsibility(models.Model):
    """One letter of the responsibility matrix: what somebody is for an interface (RACI)."""

    LETTERS = [
        ("R", _("Responsible: does it")),
        ("A", _("Accountable: answers for it")),
        ("C", _("Consulted: is asked before")),
        ("I", _("Informed: is told after")),
    ]
    interface = models.ForeignKey(Interface, models.CASCADE, related_name="responsibilities")
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="responsibilities")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="responsibilities")
    letter = models.CharField(max_length=1, choices=LETTERS)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(participant=None) ^ models.Q(contact=None), name="one_person_per_letter"
            ),
            models.UniqueConstraint(fields=["interface", "participant"], name="one_letter_each"),
            models.UniqueConstraint(fields=["interface", "contact"], name="one_letter_per_contact"),
        ]


class Consultation(models.Model):
    """What the contact of an interface is asked at step 7, and answers, himself or through a member."""

    interface = models.OneToOneField(Interface, models.CASCADE, related_name="consultation")
    link = models.ForeignKey(Link, models.SET_NULL, null=True, related_name="consultations")
    expects = models.TextField(blank=True)
    commits = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    collected_by = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="collected")
    version = models.PositiveIntegerField(default=0)


class Feedback(models.Model):
    """What a contact answers to one way of working."""

    WORKS, CHANGE, IMPOSSIBLE = "works", "change", "impossible"
    VERDICTS = [
        (WORKS, _("Works for us")),
        (CHANGE, _("Change to…")),
        (IMPOSSIBLE, _("Impossible for us")),
    ]
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="feedback")
    way = models.ForeignKey(WayOfWorking, models.CASCADE, related_name="feedback")
    verdict = models.CharField(max_length=10, choices=VERDICTS)
    text = models.CharField(max_length=600, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "way"], name="one_answer_per_way")]

    @property
    def told(self):
        """The answer as it is reported to others: "Change to…" is what the contact read."""
        return _("Asked to change") if self.verdict == self.CHANGE else self.get_verdict_display()
