"""What members say of a promise from their phones: whether they can keep each line, and other wordings.

Members are asked for every commitment of the draft. Others see counts, the facilitator reasons without names.
"""

from django import forms
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from workshop import access, posts, tags
from workshop.change import Refused, change, operation
from workshop.gestures import gesture
from workshop.prepared import NO_ID, Prepared
from workshop.text import TextField

from . import versions
from .lines import treated, unsealed
from .models import Commitment, Consent, Promise, Wording

SLUG = "promise"
SUGGESTED = Prepared(
    lambda room, op_id: Wording.objects.filter(promise__version__workshop=room, op_id=op_id).values_list("digest"),
    0,
    NO_ID,
)

# Rules


def consent(person, commitment, answer, reason=""):
    """Say whether one can keep a commitment; a reservation comes with its reason, for the device that gave it."""
    with change(person.workshop, by=person, during=SLUG):
        line = unsealed(person.workshop, Commitment, commitment.pk)
        if answer == Consent.RESERVATION and not reason:
            raise Refused(_("Say in a few words what would have to change."), field="reason")
        tag = tags.owner_tag(person.device, line.pk)
        said = {"answer": answer, "reason": "" if answer == Consent.CAN else reason, "owner_tag": tag}
        Consent.objects.update_or_create(commitment=line, participant=person, defaults=said)


def suggest(person, interface, text):
    """Propose another wording for the promise to a client service; it arrives without a name."""
    op_id, body = operation.get() or (None, "")
    with change(person.workshop, by=person, during=SLUG, unlinked=SUGGESTED) as workshop:
        promise = versions.promise_to(workshop, interface)
        Wording.objects.create(promise=promise, text=text, op_id=op_id, digest=body)


def take(workshop, pk, by):
    """Make a wording that a member proposed the text of the promise."""
    with change(workshop, by=by):
        wording = unsealed(workshop, Wording, pk)
        promise, rows = wording.promise, Wording.objects.filter(pk=pk)
        with gesture(workshop, by, lambda: _("Took a proposed wording"), Promise.objects.filter(pk=promise.pk), rows):
            promise.text, promise.edits = wording.text, promise.edits + 1
            promise.save()
            rows.update(taken_at=timezone.now())


def refused(version):
    """The lines (keys) that somebody in the room cannot keep: they are not promised."""
    cannot = Consent.objects.filter(answer=Consent.CANNOT, participant__removed_at=None)
    return cannot.filter(commitment__promise__version=version).values("commitment")


# Screens


class ConsentForm(forms.Form):
    answer = forms.ChoiceField(choices=Consent.ANSWERS)
    reason = TextField(limit=280, max_length=280, required=False)


class WordingForm(forms.Form):
    text = TextField(limit=600, max_length=600, lines=8)


def asked_of(person):
    """The pages of the draft as this member sees them, own client services first, and what is answered so far."""
    workshop, pair = person.workshop, getattr(person, "pairing", None)
    version = versions.draft(workshop)
    interfaces = sorted(workshop.interfaces.treated(), key=lambda each: not (pair and each.pair_id == pair.pair_id))
    answers = {each.commitment_id: told_to(person, each) for each in Consent.objects.filter(participant=person)}
    asked = versions.lines_of(version).values_list("pk", flat=True) if version else []
    return {
        "pages": versions.pages(version, interfaces),
        "answers": answers,
        "asked_count": len(asked),
        "answered_count": sum(pk in answers for pk in asked),
        "own_pair": pair.pair_id if pair else 0,
    }


def told_to(person, said):
    """An answer as this person's device may see it: another one, on the same seat, gets it without its reason."""
    if not tags.is_own(person.device, said.commitment_id, said.owner_tag):
        said.reason = ""
    return said


def line_of(workshop, pk):
    return get_object_or_404(Commitment, pk=pk, promise__version=versions.draft(workshop))


@access.participant_page
def reserve(request, person, pk):
    """The sheet in which a member says why a line is difficult."""
    line = line_of(person.workshop, pk)
    said = next((told_to(person, each) for each in line.consents.filter(participant=person)), None)
    return render(request, "steps/promise/reserve.html", {"workshop": person.workshop, "line": line, "said": said})


@access.participant_verb
def say(request, person, pk):
    consent(person, line_of(person.workshop, pk), **posts.checked(ConsentForm(request.POST)))


@access.participant_page
def wording(request, person, pk):
    interface = treated(person.workshop, pk)
    promise = Promise.objects.filter(interface=interface, version=versions.draft(person.workshop)).first()
    values = {"workshop": person.workshop, "interface": interface, "promise": promise}
    return render(request, "steps/promise/wording.html", values)


@access.participant_verb
def propose(request, person, pk):
    suggest(person, treated(person.workshop, pk), posts.checked(WordingForm(request.POST))["text"])


@access.facilitator_verb
def take_wording(request, workshop, pk):
    take(workshop, pk, by=request.user)


urlpatterns = [
    path("line/<int:pk>/reserve/", reserve, name="reserve"),
    path("line/<int:pk>/say/", say, name="say"),
    path("service/<int:pk>/wording/", wording, name="wording"),
    path("service/<int:pk>/propose/", propose, name="propose"),
    path("wording/<int:pk>/take/", take_wording, name="take"),
]
