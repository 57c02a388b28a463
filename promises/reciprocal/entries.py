"""Lines of the table: written, reworded, dropped, taken back, judged. A line stands in one cell; a cell has several."""

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.change import Refused, claim

from ..models import Entry, Reply
from .voices import entries, replies, speaking

MOST = 12  # lines of one cell
LIMIT = 280  # characters of a line
WRITING = ("fill", "meet")  # the steps in which a row may be written


def add(voice, towards, kind, texts):
    """New lines at the end of one cell of the voice's own row. Returns the Entries."""
    with speaking(voice, WRITING, gettext_lazy("Wrote for “%s”"), entries(voice.workshop)) as workshop:
        other = party_of(workshop, towards, voice)
        there = cell(voice.party, other, kind)
        if there.count() + len(texts) > MOST:
            raise Refused(_("A cell holds %d lines: keep what matters most.") % MOST, field="text")
        first = (there.aggregate(last=Max("position"))["last"] or 0) + 1
        return [
            Entry.objects.create(party=voice.party, towards=other, kind=kind, text=text, position=position)
            for position, text in enumerate(texts, first)
        ]


def reword(voice, pk, text, version):
    """Other words for one line; who edited the same line meanwhile is told, with both texts.

    What was answered to the old words is answered no longer.
    """
    with speaking(
        voice, WRITING, gettext_lazy("Changed a line of “%s”"), entries(voice.workshop), replies(voice.workshop)
    ):
        entry = own(voice, pk)
        if entry.text != text:
            claim(entry, version, "text", text)
            unmake(entry)
            entry.as_before = False
            entry.save()


def unmake(expectation, but=None):
    """Remove the answer to a line, and the commitment that was made of it alone, `but` this one.

    Call it inside a change.
    """
    reply = Reply.objects.filter(expectation=expectation).select_related("commitment").first()
    if reply is None:
        return
    made = reply.commitment if reply.made else None
    reply.delete()
    if made and made != but and made.version == 0 and not made.replies.exists():
        made.delete()


def drop(voice, pk):
    """Take one line of the own row out of the table; it can be put back."""
    with speaking(voice, WRITING, gettext_lazy("Dropped a line of “%s”"), entries(voice.workshop)):
        leave(own(voice, pk))


def leave(entry):
    """Take one line out of the table. Call it inside a change."""
    entry.dropped_at = timezone.now()
    entry.version += 1
    entry.save()


def put_back(voice, pk):
    """Undo a drop."""
    with speaking(voice, WRITING, gettext_lazy("Put back a line of “%s”"), entries(voice.workshop)):
        entry = own(voice, pk, dropped=True)
        if cell(entry.party, entry.towards, entry.kind).count() >= MOST:
            raise Refused(_("A cell holds %d lines: keep what matters most.") % MOST)
        entry.dropped_at = None
        entry.version += 1
        entry.save()


def judge(voice, pk, movement):
    """Say of a line of the last round how it went since: by whoever receives it. An empty `movement` takes it back."""
    with speaking(voice, WRITING, gettext_lazy("Judged a line for “%s”"), entries(voice.workshop)) as workshop:
        entry = entries(workshop).filter(pk=pk).exclude(earlier=None).first()
        if entry is None or entry.receiver_id != voice.party.pk:
            raise Refused(_("Only the service that a line is good for says how it went."))
        entry.movement = movement
        entry.save()


def finish(voice, column, done=True):
    """Say that the row is filled (`filled_at`) or answered (`met_at`), or take it back."""
    step = {"filled_at": "fill", "met_at": "meet"}[column]
    with speaking(voice, step, gettext_lazy("Marked “%s” as ready"), voice.workshop.parties.all()) as workshop:
        workshop.parties.filter(pk=voice.party.pk).update(**{column: timezone.now() if done else None})


# Questions


def cell(party, towards, kind):
    """The standing lines of one cell."""
    return Entry.objects.standing().filter(party=party, towards=towards, kind=kind)


def party_of(workshop, pk, voice):
    """Another service at the table, or Refused."""
    party = workshop.parties.standing().filter(pk=pk).exclude(pk=voice.party.pk).first()
    if party is None:
        raise Refused(_("This service has left the table meanwhile."))
    return party


def dropped(party, towards):
    """The lines that a service dropped from its two cells towards another one, the last one first."""
    return Entry.objects.filter(party=party, towards=towards).exclude(dropped_at=None).order_by("-dropped_at", "-pk")


def own(voice, pk, dropped=False):
    """A line of the voice's own row, or Refused."""
    entry = entries(voice.workshop).filter(pk=pk, party=voice.party, dropped_at__isnull=not dropped).first()
    if entry is None:
        raise Refused(_("This line is no longer there: somebody dropped it meanwhile."))
    return entry
