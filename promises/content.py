"""What a version says: everything that is printed of it, and nothing else, as plain words that JSON can keep.

A draft is read from the rows, which change. Sealing keeps the words of that moment in `Version.kept`: teams, contacts
and ways of working live on, the sealed promise stays as it was signed.

What a version's record holds beside its words, for the annex and for comparing versions:

- `rows`: {"services": {code: key of the Interface}, "lines": {reference: key of the Commitment}};
- `anyway`: what was missing when the room went on, or the version was sealed, since the version before, in order:
  [{"step": slug, "to": slug or "" (the version was sealed), "name": who, "at": ISO 8601, "missing": {"fr": [sentence],
  "en": [sentence]}}]. Moves that were cancelled are not in it. Versions sealed before this was kept have no such key.
"""

from django.db.models import Prefetch

from . import thread, versions
from .models import Commitment, Process, Promise
from .references import codes, reference

PROCESS = [slot for slot in Process.SLOTS if slot != "need"]  # what has to change first is the team's own affair
ANYWAY = ("step", "to", "name", "missing")


def of(version):
    """The words of a version: those kept when it was sealed, else those of the rows now."""
    return written(version) if version.sealed_at is None else version.kept


def written(version):
    """The words of the rows now, in some twenty queries whatever the number of client services.

    {"organisation", "team", "mission": text, "promises": [see described], "matrix": see matrix,
    "threads": [{"line": its key, "reference": "P-COMPTA-03", "strands": [{"kind", "words", "sign", "taken"}]}]}:
    per line, in the order of `promises`, what it comes from, as thread.strands tells. These words are the team's own:
    an annex may print them, no document that leaves it has to.
    """
    team, promises = version.workshop.team, promises_of(version)
    code_of = codes([promise.interface for promise in promises])
    return {
        "organisation": team.organisation.name,
        "team": team.name,
        "mission": version.workshop.mission,
        "promises": [described(promise, code_of[promise.interface_id]) for promise in promises],
        "matrix": matrix([promise.interface for promise in promises]),
        "threads": threads(version.workshop, promises, code_of),
        "rows": rows_of(promises, code_of),
        "anyway": gone_on(version),
    }


def threads(workshop, promises, code_of):
    """What each line comes from, see `written`."""
    rows = [(line, reference(code_of[each.interface_id], n)) for each in promises for n, line in ordered(each)]
    return thread.kept(workshop, [line for line, _number in rows], {line.pk: number for line, number in rows})


def ordered(promise):
    return enumerate(promise.commitments.all(), 1)


def rows_of(promises, code_of):
    """The rows behind codes and references, see above."""
    lines = {reference(code_of[each.interface_id], n): line.pk for each in promises for n, line in ordered(each)}
    return {"services": {code_of[each.interface_id]: each.interface_id for each in promises}, "lines": lines}


def gone_on(version):
    """What was missing when the room went on since the version before, see above."""
    rows, last = version.workshop.anyways.filter(stayed_at=None), versions.before(version)
    rows = rows.filter(at__gt=last.sealed_at) if last else rows
    return [{name: getattr(row, name) for name in ANYWAY} | {"at": row.at.isoformat()} for row in rows]


def promises_of(version):
    """The promises in the facilitator’s order, with all that is printed around them."""
    rows = version.promises.select_related("interface__contact").filter(interface__dropped_at=None)
    return rows.order_by("interface__position", "interface__pk").prefetch_related(
        Prefetch("commitments", Commitment.objects.promised().prefetch_related("ways")),
        "processes",
        "interface__ways",
        "interface__pair__members__participant",
        "interface__responsibilities__participant",
        "interface__responsibilities__contact",
    )


def described(promise, code):
    """One promise with its code, its numbered commitments, its processes and two lists of rules."""
    interface = promise.interface
    contact = getattr(interface, "contact", None)
    return {
        "client_service": interface.name,
        "code": code,
        **slots(promise, Promise),
        "commitments": [numbered(commitment, reference(code, number)) for number, commitment in ordered(promise)],
        "processes": [process(each) for each in promise.processes.all()],
        "acceptable": [way.text for way in interface.ways.all() if way.acceptable],
        "unacceptable": [way.text for way in interface.ways.all() if not way.acceptable],
        "members": [person.name for person in interface.pair.people] if interface.pair else [],
        "contact": contact.name if contact else "",
    }


def process(row):
    """A process in its slots, its steps as a list."""
    return {slot: getattr(row, slot) for slot in PROCESS} | {"steps": row.in_steps}


def numbered(commitment, reference):
    """A commitment with its reference, and the rules it comes from."""
    words = slots(commitment, Commitment) | {"is_measurable": commitment.is_measurable}
    return {"reference": reference, **words, "ways": [way.text for way in commitment.ways.all()]}


def slots(row, model):
    return {slot: getattr(row, slot) for slot in model.SLOTS}


def matrix(interfaces):
    """The responsibility matrix: {"people": [name], "rows": [{"client_service", "cells", "contacts"}]}.

    `cells` are letters in the order of `people`; `contacts` are the client service's own, {"name", "letter"}.
    """
    letters = [(interface, list(interface.responsibilities.all())) for interface in interfaces]
    people = {each.participant_id: each.participant.name for _of, row in letters for each in row if each.participant}
    keys = sorted(people)
    rows = [matrix_row(interface, row, keys) for interface, row in letters if row]
    return {"people": [people[key] for key in keys], "rows": rows}


def matrix_row(interface, letters, keys):
    letter_of = {each.participant_id: each.letter for each in letters}
    return {
        "client_service": interface.name,
        "cells": [letter_of.get(key, "") for key in keys],
        "contacts": [{"name": each.contact.name, "letter": each.letter} for each in letters if each.contact],
    }
