"""The whole company at its reciprocal table: ten services, two rounds six months apart, played by the rules.

Nine services have somebody in the room; one answers at its desk, the second time not at all.
"""

import secrets
from dataclasses import dataclass, field

from django.utils import timezone

from promises.models import Entry, Reply
from promises.reciprocal import entries, replies, rounds, services
from promises.reciprocal.voices import Voice, voice_of
from promises.steps import parties
from workshop import access, method
from workshop.models import Facilitator, Workshop
from workshop.steps import gather

from . import story
from .clock import bring, let_pass


@dataclass
class Round:
    """A round that is played: its workshop, its facilitator, a Voice for each service by name."""

    workshop: Workshop
    facilitator: Facilitator
    voices: dict = field(default_factory=dict)

    def party(self, name):
        return self.workshop.parties.standing().get(name=name)

    def line(self, name, other, kind, text):
        """An Entry by its words."""
        own = {"party__name": name, "towards__name": other, "kind": kind, "text": text}
        return Entry.objects.get(party__workshop=self.workshop, dropped_at=None, **own)

    def finish(self, column, silent=()):
        for name, voice in self.voices.items():
            if name not in silent:
                entries.finish(voice, column)


def play(facilitator, organisation, begun):
    """Both rounds; `begun` is told each Workshop as soon as it is there. Returns them."""
    first = open_first(facilitator, organisation, begun)
    first_round(first, "table")
    let_pass(first.workshop, story("table")["days_between"])
    second = Round(rounds.open_next(first.workshop, by=facilitator), facilitator)
    begun(second.workshop)
    second_round(second)
    return first.workshop, second.workshop


def open_first(facilitator, organisation, begun):
    workshop = rounds.open_round(facilitator, organisation, timezone.localdate(), "fr")
    begun(workshop)
    return Round(workshop, facilitator)


def first_round(table, until):
    """The first round, up to a step in which it stays; that one is played too."""
    scenes = {"parties": lay, "fill": write, "meet": answer, "table": lambda table: None}
    for step in method.TABLE[: method.BY_SLUG[until].number]:
        bring(table.workshop, step.slug, table.facilitator)
        scenes[step.slug](table)


def lay(table):
    """Services take their seats, and somebody comes for each but one."""
    told = story("table")
    if not table.workshop.parties.exists():
        services.seat(table.workshop, [*told["voices"], told["silent"]], by=table.facilitator)
    for name, person in told["voices"].items():
        device = secrets.token_urlsafe(32)
        gather.join(table.workshop, person, device)
        seated = access.seated(device, table.workshop.key)
        parties.speak_for(seated, table.party(name).pk)
        table.voices[name] = voice_of(seated)
    table.voices[told["silent"]] = Voice(table.party(told["silent"]), table.workshop)


def write(table):
    put(table, "expects", Entry.EXPECTS)
    put(table, "commits", Entry.COMMITS)
    table.finish("filled_at")


def put(table, chapter, kind):
    """The lines of a chapter, in the rows they belong to."""
    for name, other, lines in cells(chapter):
        entries.add(table.voices[name], table.party(other).pk, kind, [line["text"] for line in lines])


def answer(table):
    for name, other, lines in cells("expects"):
        for line in lines:
            reply(table, (name, other), line["text"], line.get("answer", Reply.ACCEPT), line.get("said"), line)
    table.finish("met_at", silent=[story("table")["silent"]])


def reply(table, between, text, given, said, line, agreed="agreed"):
    """What is answered to one expectation, and whether a proposal is taken; an empty answer is none."""
    if given:
        (asker, giver), expected = between, table.line(*between, Entry.EXPECTS, text)
        replies.answer(table.voices[giver], expected.pk, given, said or "")
        if line.get(agreed):
            replies.agree(table.voices[asker], expected.pk)


def second_round(table):
    """What stood is judged, some of it changes, what came back open is answered; one service says nothing."""
    lay(table)
    bring(table.workshop, "fill", table.facilitator)
    for chapter, kind in (("expects", Entry.EXPECTS), ("commits", Entry.COMMITS)):
        for name, other, lines in cells(chapter):
            for line in lines:
                take_up(table, (name, other), kind, line)
    put(table, "new", Entry.EXPECTS)
    silent = [story("table")["silent"]]
    table.finish("filled_at", silent)
    bring(table.workshop, "meet", table.facilitator)
    for name, other, lines in cells("expects"):
        for line in lines:
            now = line.get("reworded", line["text"])
            reply(table, (name, other), now, line.get("again"), line.get("said_again"), line, "agreed_again")
    for name, other, lines in cells("new"):
        for line in lines:
            reply(table, (name, other), line["text"], line.get("answer", Reply.ACCEPT), line.get("said"), line)
    table.finish("met_at", silent)
    bring(table.workshop, "table", table.facilitator)


def take_up(table, between, kind, line):
    """A line of the last round: how it went, said by who receives it; other words; or no more of it."""
    (name, other), entry = between, table.line(*between, kind, line["text"])
    if "later" in line:
        entries.judge(table.voices[name if kind == Entry.EXPECTS else other], entry.pk, line["later"])
    if "reworded" in line:
        entries.reword(table.voices[name], entry.pk, line["reworded"], entry.version)
    if line.get("dropped"):
        entries.drop(table.voices[name], entry.pk)


def cells(chapter):
    """(service, other service, its lines) of a chapter of the story."""
    return [(name, other, lines) for name, row in story("table")[chapter].items() for other, lines in row.items()]
