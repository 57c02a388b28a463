"""What a contact is asked, where that stands, and what is answered: by private link, or to a member who types it in."""

from dataclasses import dataclass

from django import forms
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop import links
from workshop.models import Link
from workshop.reading import read_once
from workshop.text import TextField

from . import mirror
from .mirror import MirrorForm
from .models import Consultation, Draft, Feedback
from .shares import shares

LENGTH, LONG = 600, 2000  # characters of one answer, of an expectation
TO_CONTACT, SENT, OPENED, ANSWERED, COLLECTED = "to-contact", "sent", "opened", "answered", "collected"
STATUSES = {
    TO_CONTACT: gettext_lazy("To contact"),
    SENT: gettext_lazy("Link sent"),
    OPENED: gettext_lazy("Opened"),
    ANSWERED: gettext_lazy("Answered"),
    COLLECTED: gettext_lazy("Collected"),
}


@dataclass
class Asked:
    """Where the consultation of one interface stands: nothing of what was answered."""

    interface: object
    people: list
    status: str
    stamp: str
    has_link: bool

    @property
    def label(self):
        return STATUSES[self.status]

    @property
    def is_answered(self):
        return self.status in (ANSWERED, COLLECTED)


@read_once
def asked(workshop):
    """The Asked of every treated interface, in the facilitator's order."""
    known = {c.interface_id: c for c in consultations(workshop)}
    return [one(share, known.get(share.interface.pk)) for share in shares(workshop)]


def one(share, consultation):
    now = status(consultation)
    link = consultation and consultation.link
    stamp = f"{now}.{consultation.version if consultation else 0}"
    return Asked(share.interface, share.people, now, stamp, bool(link and link.is_open))


def consultations(workshop):
    return Consultation.objects.filter(interface__workshop=workshop).select_related("link", "collected_by")


@read_once
def answered(workshop):
    """{interface's primary key: Consultation} of those that were answered, what was said included."""
    said = consultations(workshop).exclude(answered_at=None).prefetch_related("feedback__way")
    return {consultation.interface_id: consultation for consultation in said}


def close(interface):
    """Revoke the contact's link that is open; says whether there was one. What was answered stays.

    Call it inside a change.
    """
    closed = links.revoke(Link.objects.filter(consultations__interface=interface))
    if closed:
        Consultation.objects.filter(interface=interface).update(version=F("version") + 1)
    return closed


def status(consultation):
    """One of STATUSES. A link that was revoked, or is past its date, leaves the interface to contact."""
    if consultation and consultation.answered_at:
        return COLLECTED if consultation.collected_by_id else ANSWERED
    link = consultation and consultation.link
    if link and link.is_open:
        return OPENED if link.opened_at else SENT
    return TO_CONTACT


def keep(consultation, verdicts, expects, commits, echoes=None, collector=None):
    """Write answers down: `verdicts` is {way's pk: (verdict or "", text)}, `echoes` {sentence's pk: answer or ""}.

    What was filled in and not sent is forgotten. Call it inside a change.
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
    consultation.confirmed_at = None
    consultation.version += 1
    consultation.save()
    Draft.objects.filter(consultation=consultation).delete()


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
