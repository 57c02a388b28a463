"""What a contact is asked, where that stands, and what is answered: by private link, or to a member who types it in."""

from dataclasses import dataclass

from django import forms
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop import links
from workshop.change import Refused
from workshop.models import Link
from workshop.reading import read_once
from workshop.text import TextField

from . import drafts, mirror, raci
from .mirror import MirrorForm, field_of
from .models import Consultation, Draft, Feedback
from .shares import interface_of, looks_after, shares

LENGTH, LONG = 600, 2000  # characters of one answer, of an expectation
DAYS = 60  # that a private link stays open
TO_CONTACT, SENT, OPENED, ANSWERED, COLLECTED = "to-contact", "sent", "opened", "answered", "collected"
STATUSES = {
    TO_CONTACT: gettext_lazy("To contact"),
    SENT: gettext_lazy("Link sent"),
    OPENED: gettext_lazy("Opened"),
    ANSWERED: gettext_lazy("Answered"),
    COLLECTED: gettext_lazy("Collected"),
}
NEXT = {
    TO_CONTACT: gettext_lazy("Call, or send the link"),
    SENT: gettext_lazy("Not opened: call"),
    OPENED: gettext_lazy("Opened, nothing filled in: call"),
    OPENED + "-begun": gettext_lazy("Has begun: leave them time"),
    ANSWERED: gettext_lazy("Read, and thank them"),
    COLLECTED: gettext_lazy("Send them the copy"),
    COLLECTED + "-copied": gettext_lazy("Copy given: they may correct it"),
}


@dataclass
class Asked:
    """Where the consultation of one interface stands: nothing of what was answered.

    `people` are its pair, `doers` those who act next: the letters R and A of its row, or else the pair.
    """

    interface: object
    people: list
    doers: list
    status: str
    stamp: str
    has_link: bool
    begun: bool = False  # the contact has filled in something that is not sent
    copied: bool = False  # the contact was given a copy of what was typed in for them

    @property
    def label(self):
        return STATUSES[self.status]

    @property
    def todo(self):
        """What is to be done next, said to the doers."""
        if self.status == TO_CONTACT and not hasattr(self.interface, "contact"):
            return _("Find whom to ask, and tell the facilitator")
        kind = self.status + "-begun" * self.begun + "-copied" * self.copied
        return NEXT.get(kind, NEXT[self.status])

    @property
    def is_answered(self):
        return self.status in (ANSWERED, COLLECTED)


@read_once
def asked(workshop):
    """The Asked of every treated interface, in the facilitator's order."""
    rows = consultations(workshop).annotate(begun=Exists(Draft.objects.filter(consultation=OuterRef("pk"))))
    known = {each.interface_id: each for each in rows.select_related("link", "collected_by")}
    carried = raci.carriers(workshop)
    return [one(share, known.get(share.interface.pk), carried.get(share.interface.pk)) for share in shares(workshop)]


def one(share, consultation, carriers):
    now = status(consultation)
    link, begun = consultation and consultation.link, bool(consultation and consultation.begun)
    copied = bool(consultation and consultation.copied_at)
    version = f"{now}.{consultation.version if consultation else 0}.{begun:d}"
    has_link = bool(link and link.is_open)
    return Asked(share.interface, share.people, carriers or share.people, now, version, has_link, begun, copied)


def consultations(workshop):
    return Consultation.objects.filter(interface__workshop=workshop)


@read_once
def answered(workshop):
    """{interface's primary key: Consultation} of those that were answered: feedback and `echoed`, widest gaps first."""
    said = consultations(workshop).exclude(answered_at=None).select_related("collected_by")
    said = said.prefetch_related("feedback__way", "interface__sentences__echoes")
    return {consultation.interface_id: heard(consultation) for consultation in said}


def heard(consultation):
    every = [mirror.reflection(each, mirror.CONSULT) for each in consultation.interface.sentences.all()]
    consultation.echoed = sorted((each for each in every if each.echo), key=lambda each: -each.depth)
    return consultation


def consulted(workshop, pk):
    """(treated interface of this primary key, its Consultation, saved or not)."""
    interface = interface_of(workshop, pk)
    known = Consultation.objects.filter(interface=interface).first()
    return interface, known or Consultation(interface=interface)


def renew(interface, keeps_draft=False):
    """A new link to the contact's page, the one before revoked: (Consultation, secret, told only now).

    With `keeps_draft`, for the same contact by mail, what they had begun is found again behind the new one.
    Once a member has typed answers in, the page shows them: it is the contact's copy, to confirm or to correct.
    Call it inside a change.
    """
    shut(interface)
    if not keeps_draft:
        drafts.forget(interface)
    consultation = Consultation.objects.get_or_create(interface=interface)[0]
    consultation.link, secret = links.make_link(interface.workshop, Link.CONTACT, DAYS)
    if consultation.collected_by_id:
        consultation.copied_at = timezone.now()
    consultation.version += 1
    consultation.save()
    return consultation, secret


def close(interface):
    """Revoke the contact's link that is open; says whether there was one. What was answered stays, a draft goes.

    Call it inside a change.
    """
    drafts.forget(interface)
    return shut(interface)


def shut(interface):
    """Revoke the link alone. Call it inside a change."""
    closed = links.revoke(Link.objects.filter(consultations__interface=interface))
    if closed:
        Consultation.objects.filter(interface=interface).update(version=F("version") + 1)
    return closed


def status(consultation):
    """One of STATUSES. A link that was revoked, or is past its date, leaves the interface to contact."""
    if consultation and consultation.answered_at:
        return COLLECTED if consultation.collected_by_id and not consultation.confirmed_at else ANSWERED
    link = consultation and consultation.link
    if link and link.is_open:
        return OPENED if link.opened_at else SENT
    return TO_CONTACT


def keep(consultation, verdicts, expects, commits, echoes=None, collector=None, handed_by=""):
    """Write answers down: `verdicts` is {way's pk: (verdict or "", text)}, `echoes` {sentence's pk: answer or ""}.

    What the contact had filled in is sent by this, unless a collector typed it. `handed_by` names whoever handed over
    the link that it came by. Call it inside a change.
    """
    mirror.keep_echoes(consultation.interface, mirror.CONSULT, echoes or {})
    for way in consultation.interface.ways.filter(pk__in=verdicts):
        verdict, text = verdicts[way.pk]
        if verdict:
            consultation.feedback.update_or_create(way=way, defaults={"verdict": verdict, "text": text})
        else:
            consultation.feedback.filter(way=way).delete()
    consultation.expects, consultation.commits = expects, commits
    consultation.answered_at, consultation.collected_by = timezone.now(), collector
    consultation.confirmed_at, consultation.copied_at, consultation.handed_by = None, None, handed_by
    consultation.version += 1
    consultation.save()
    if collector is None:
        drafts.sent(consultation, bool(handed_by))


def check_charge(person, interface):
    """The pair in charge consults, and whoever carries the interface in the matrix."""
    if not looks_after(person, interface) and person not in raci.carriers(interface.workshop).get(interface.pk, []):
        raise Refused(_("Only those in charge of this client service may do this."), status=403)


class AnswerForm(MirrorForm):
    """The mirror, per rule a verdict and words, what they expect and commit to. Nothing is required but one answer."""

    expects = TextField(limit=LONG, lines=60, required=False)
    commits = TextField(limit=LONG, lines=60, required=False)
    verdicts_offered = Feedback.VERDICTS

    def __init__(self, consultation, data=None, typed=None):
        self.ways = list(consultation.interface.ways.all())
        initial = {"expects": consultation.expects, "commits": consultation.commits}
        for given in consultation.feedback.all() if consultation.pk else []:
            initial |= {f"verdict-{given.way_id}": given.verdict, f"text-{given.way_id}": given.text}
        super().__init__(consultation.interface, mirror.CONSULT, data, initial | (typed or {}))
        for way in self.ways:
            self.fields[f"verdict-{way.pk}"] = forms.ChoiceField(choices=Feedback.VERDICTS, required=False)
            self.fields[f"text-{way.pk}"] = TextField(limit=LENGTH, max_length=LENGTH, lines=8, required=False)

    def clean(self):
        for way in self.ways:
            verdict, text = self.answer_to(way)
            if verdict == Feedback.CHANGE and not text:
                self.add_error(f"text-{way.pk}", _("Say what to change it to."))
            if text and not verdict:
                self.add_error(f"verdict-{way.pk}", _("Choose one of the three answers."))
        if not self.errors and not any(self.cleaned_data.values()):
            self.add_error("expects", _("Nothing is answered yet. One answer is enough to send."))

    def answer_to(self, way):
        return tuple(self.cleaned_data.get(f"{name}-{way.pk}", "") for name in ("verdict", "text"))

    def answers(self):
        """What `keep` takes, of a valid form."""
        verdicts = {way.pk: self.answer_to(way) for way in self.ways}
        words = {name: self.cleaned_data[name] for name in ("expects", "commits")}
        return {"verdicts": verdicts, "echoes": self.echoes(), **words}

    def halves(self):
        """The rules as rows of (way, verdict field, text field): acceptable ones, then unacceptable ones."""
        rows = [(way, self[f"verdict-{way.pk}"], self[f"text-{way.pk}"]) for way in self.ways]
        return [(name, [row for row in rows if row[0].acceptable == (name == "yes")]) for name in ("yes", "no")]

    def progress(self):
        """(questions that have an answer, all of them): sentences, rules, what they expect, what they commit to."""
        questions = [field_of(each) for each in self.sentences] + [f"verdict-{way.pk}" for way in self.ways]
        questions += ["expects", "commits"]
        return sum(bool(self[name].value()) for name in questions), len(questions)
