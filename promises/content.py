"""What a version says: everything that is printed of it, and nothing else, as plain words that JSON can keep.

A draft is read from the rows, which change. Sealing keeps the words of that moment in `Version.kept`: teams, contacts
and ways of working live on, the sealed promise stays as it was signed.
"""

from django.db.models import Prefetch

from .models import Commitment, Process, Promise
from .references import codes, reference


def of(version):
    """The words of a version: those kept when it was sealed, else those of the rows now."""
    return written(version) if version.sealed_at is None else version.kept


def written(version):
    """The words of the rows now, in a dozen queries whatever the number of client services."""
    team, promises = version.workshop.team, promises_of(version)
    code_of = codes([promise.interface for promise in promises])
    return {
        "organisation": team.organisation.name,
        "team": team.name,
        "mission": version.workshop.mission,
        "promises": [described(promise, code_of[promise.interface_id]) for promise in promises],
        "matrix": matrix([promise.interface for promise in promises]),
    }


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
    interface, commitments = promise.interface, enumerate(promise.commitments.all(), 1)
    contact = getattr(interface, "contact", None)
    return {
        "client_service": interface.name,
        "code": code,
        **slots(promise, Promise),
        "commitments": [numbered(commitment, reference(code, number)) for number, commitment in commitments],
        "processes": [slots(each, Process) | {"steps": each.in_steps} for each in promise.processes.all()],
        "acceptable": [way.text for way in interface.ways.all() if way.acceptable],
        "unacceptable": [way.text for way in interface.ways.all() if not way.acceptable],
        "members": [person.name for person in interface.pair.people] if interface.pair else [],
        "contact": contact.name if contact else "",
    }


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
