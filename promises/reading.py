"""What is being written, read back as one types: the sentence it makes, and the words in it that promise nothing."""

from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language

from workshop import access
from workshop.text import normalise

from . import sentence, vague
from .models import Commitment, Process, Promise

SLOTS = {*Commitment.SLOTS, *Promise.SLOTS, *Process.SLOTS}
LONGEST = 1400  # characters of one slot that are read


def of(slots):
    """{"slots": {slot: (pieces, doubts)}, "doubt_count", "sentences", "is_measurable"} of {slot: text}."""
    slots = {slot: text or "" for slot, text in slots.items()}
    found = vague.open_doubts(slots, get_language())
    line = {slot: slots.get(slot, "") for slot in Commitment.SLOTS}
    return {
        "slots": {slot: (vague.pieces(text, found[slot]), found[slot]) for slot, text in slots.items()},
        "doubt_count": sum(map(len, found.values())),
        "sentences": sentence.pieces(line),
        "is_measurable": Commitment(**line).is_measurable,
    }


def doubts_of(line):
    """The open Doubts of a saved line, in the order of its slots."""
    found = vague.open_doubts({slot: getattr(line, slot) for slot in Commitment.SLOTS}, get_language())
    return [each for here in found.values() for each in here]


@access.facilitator_page
def read(request, _workshop):
    """The pieces of an open sheet that follow what is typed in it; nothing is kept."""
    return pieces(request)


@access.participant_page
def own_read(request, _person):
    """The same for a member who proposes a wording."""
    return pieces(request)


def pieces(request):
    given = {name: tidy(text[:LONGEST]) for name, text in request.GET.items() if name in SLOTS}
    return render(request, "promises/reading.html", {"reading": of(given)})


def tidy(text):
    """As typed, line by line, without what no text may hold; the spaces at its ends stay where the eye sees them."""
    return text if normalise(text) == text.strip() else normalise(text)


urlpatterns = [path("reading/", read, name="reading"), path("own-reading/", own_read, name="own-reading")]
