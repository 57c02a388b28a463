"""Answers to expectations: accept, propose instead, cannot; whoever expects may agree to the proposal.

What is accepted or agreed to becomes a commitment of the giver, in its own row.
"""

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.change import Refused

from ..models import Entry, Reply
from .entries import cell, unmake
from .voices import entries, replies, speaking

ANSWERING = ("meet", "table")


def answer(voice, pk, answer, text="", commitment=None, version=None):
    """Answer one expectation of the voice's service.

    `text`: what is proposed instead, or why it cannot be. `commitment`: a line of the own row that answers it already.
    `version`: that of the words which are answered, so that nobody commits to others than those they read.
    """
    with answering(voice) as workshop:
        expectation = expected(workshop, pk)
        if expectation.towards_id != voice.party.pk:
            raise Refused(_("Only the service that is asked answers."))
        if version is not None and version != expectation.version:
            raise Refused(_("They have just changed their words: read them again, then answer."))
        if answer != Reply.ACCEPT and not text:
            raise Refused(_("Say it in a few words: the other service reads them."), field="text", status=422)
        before = Reply.objects.filter(expectation=expectation).first()
        given = known(voice, expectation, commitment if answer == Reply.ACCEPT else None)
        unmake(expectation, but=given)
        reply = Reply(expectation=expectation, answer=answer, text="" if answer == Reply.ACCEPT else text)
        reply.version = before.version + 1 if before else 1
        if answer == Reply.ACCEPT:
            settle(reply, expectation.text, given)
            reply.made |= bool(before and before.made and given and before.commitment_id == given.pk)
        reply.save()


def take_back(voice, pk):
    """Take one's answer back: the expectation is unanswered again."""
    with answering(voice) as workshop:
        expectation = expected(workshop, pk)
        if expectation.towards_id != voice.party.pk:
            raise Refused(_("Only the service that is asked answers."))
        unmake(expectation)


def agree(voice, pk):
    """Whoever expects takes the proposal: it becomes a commitment of the giver."""
    with answering(voice) as workshop:
        expectation = expected(workshop, pk)
        reply = Reply.objects.filter(expectation=expectation, answer=Reply.INSTEAD, agreed_at=None).first()
        if expectation.party_id != voice.party.pk or reply is None:
            raise Refused(_("There is no proposal to agree to: it was changed meanwhile."))
        settle(reply, reply.text)
        reply.agreed_at, reply.declined_at = timezone.now(), None
        reply.version += 1
        reply.save()


def decline(voice, pk, done=True):
    """Whoever expects says that the answer does not do: the two stay contradictory. `done=False` takes that back.

    Of a proposal, or of a commitment in other words than those that were accepted or agreed to.
    """
    with answering(voice) as workshop:
        expectation = expected(workshop, pk)
        reply = Reply.objects.filter(expectation=expectation).exclude(answer=Reply.CANNOT).first()
        if expectation.party_id != voice.party.pk or reply is None or is_word_for_word(reply):
            raise Refused(_("There is nothing here to decline: it was changed meanwhile."))
        reply.declined_at = timezone.now() if done else None
        reply.version += 1
        reply.save()


def is_word_for_word(reply):
    """Whether it is settled with a commitment in the very words that were accepted or agreed to."""
    return reply.commitment is not None and reply.commitment.text == (reply.text or reply.expectation.text)


def answering(voice):
    rows = entries(voice.workshop), replies(voice.workshop)
    return speaking(voice, ANSWERING, gettext_lazy("Answered for “%s”"), *rows)


def settle(reply, text, commitment=None):
    """The commitment that an answer gives: the one that is there, or one of these words. Call it inside a change."""
    asked = reply.expectation
    if commitment is None:
        position = (cell(asked.towards, asked.party, Entry.COMMITS).aggregate(last=Max("position"))["last"] or 0) + 1
        row = {"party": asked.towards, "towards": asked.party, "kind": Entry.COMMITS}
        commitment, reply.made = Entry.objects.create(**row, text=text, position=position), True
    reply.commitment = commitment


def expected(workshop, pk):
    """A standing expectation of this table, or Refused."""
    found = Entry.objects.standing().filter(party__workshop=workshop, pk=pk, kind=Entry.EXPECTS)
    expectation = found.select_related("party", "towards").first()
    if expectation is None:
        raise Refused(_("This expectation is no longer there: it was dropped meanwhile."))
    return expectation


def known(voice, expectation, pk):
    """The commitment of the voice towards whoever expects, by primary key; None without one."""
    if not pk:
        return None
    found = cell(voice.party, expectation.party, Entry.COMMITS).filter(pk=pk).first()
    if found is None:
        raise Refused(_("This commitment is no longer there: it was dropped meanwhile."))
    return found
