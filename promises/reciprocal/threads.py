"""The thread of each line between two services: how it read in every round, what was answered, how it went since."""

from dataclasses import dataclass

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import path

from workshop import access

from ..models import Entry, ReciprocalTable, Reply
from . import states
from .counting import seats
from .in_force import promised
from .rounds import chain


@dataclass
class Stage:
    """A line in one round; `before` is what it said in the round before, when that was something else."""

    table: ReciprocalTable
    entry: Entry
    before: str = ""

    @property
    def reply(self):
        return getattr(self.entry, "reply", None)

    @property
    def state(self):
        """Of an expectation, as (name, sign, word); None of a commitment."""
        if self.entry.kind == Entry.COMMITS:
            return None
        name = states.of_answer(*self.answered) if self.reply else states.UNANSWERED
        return name, states.SIGNS[name], states.WORDS[name]

    @property
    def answered(self):
        """What states.of_answer asks of the reply there is."""
        settled, reply = self.reply.commitment, self.reply
        stands = settled is not None and settled.dropped_at is None
        return reply.answer, reply.agreed_at is not None, stands, reply.declined_at is not None

    @property
    def said(self):
        """What was proposed instead, or why it cannot be."""
        return self.reply.text if self.reply and self.reply.answer != Reply.ACCEPT else ""


def threads(rounds, asker, giver):
    """[[Stage]], one list per line that stands or stood between two Parties of the last of these rounds.

    The latest stage first; what stands now before what was dropped.
    """
    table_of = {table.workshop_id: table for table in rounds}
    rows = between([table.workshop_id for table in rounds], asker, giver)
    followed = {row.earlier_id for row in rows.values()}
    ends = [row for row in rows.values() if row.pk not in followed]
    found = [stages(row, rows, table_of) for row in ends]
    return sorted(found, key=lambda thread: order(thread[0], rounds[-1]))


def order(stage, now):
    """Standing now, then expectations, then as the cells are ordered."""
    is_here = stage.table == now and stage.entry.dropped_at is None
    return not is_here, stage.entry.kind != Entry.EXPECTS, -stage.table.pk, stage.entry.position, stage.entry.pk


def between(rooms, asker, giver):
    """{primary key: Entry} of all that these two services wrote of each other in this direction, in these rooms."""
    service_of, _names = seats(rooms)
    one, other = (
        [pk for pk, service in service_of.items() if service == service_of[party.pk]] for party in (asker, giver)
    )
    expected = Q(kind=Entry.EXPECTS, party__in=one, towards__in=other)
    committed = Q(kind=Entry.COMMITS, party__in=other, towards__in=one)
    rows = Entry.objects.filter(expected | committed).select_related("party", "reply__commitment")
    return {row.pk: row for row in rows}


def stages(entry, rows, table_of):
    found = []
    while entry:
        earlier = rows.get(entry.earlier_id)
        before = earlier.text if earlier and earlier.text != entry.text else ""
        found.append(Stage(table_of[entry.party.workshop_id], entry, before))
        entry = earlier
    return found


@access.facilitator_page
def sheet(request, workshop, asker, giver):
    """The threads of an ordered pair, beside the promise in force."""
    table = get_object_or_404(ReciprocalTable, workshop=workshop)
    two = [get_object_or_404(workshop.parties.standing(), pk=pk) for pk in (asker, giver)]
    values = {"workshop": workshop, "asker": two[0], "giver": two[1], "threads": threads(chain(table), *two)}
    values["promised"] = promised(workshop).get((giver, asker))
    return render(request, "reciprocal/threads.html", values)


urlpatterns = [path("threads/<int:asker>/<int:giver>/", sheet, name="threads")]
