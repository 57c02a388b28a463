"""The responsibility matrix: for each interface and each process, who is responsible, accountable, consulted, informed.

Part of step 7. Rows are interfaces, and processes that the facilitator names here (step 8 describes how they run);
columns are the people of the team, and the contacts. Source: RACI as the method uses it: exactly one A in a row, at
least one R, and nobody who carries most of the rows. Its screens are in matrix.py.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop.change import Refused, change
from workshop.gestures import gesture
from workshop.reading import read_once

from .models import Contact, NamedProcess, Responsibility
from .processes import process_of
from .shares import interface_of, shares

DOES, ANSWERS, IS_ASKED = Responsibility.DOES, Responsibility.ANSWERS, Responsibility.IS_ASKED
CARRIES = (DOES, ANSWERS)
PARTICIPANT, CONTACT = "participant", "contact"
FREE = 2  # rows that anybody may carry, however few there are

# Rules


def letter(workshop, subject, who, letter, by):
    """Give somebody a letter for a row; "" takes it back.

    `subject` is a NamedProcess, an Interface or its primary key; `who` is ("participant" or "contact", primary key).
    """
    if letter not in ("", *dict(Responsibility.LETTERS)):
        raise Refused(_("A letter is R, A, C or I."))
    with change(workshop, by=by):
        subject = row_of(workshop, subject)
        person = found(workshop, *who)
        letters = subject.responsibilities
        said = {"who": person.name, "letter": letter or "–", "what": subject.name}
        with gesture(workshop, by, lambda: _("%(who)s is %(letter)s for %(what)s") % said, letters.all()):
            if letter:
                letters.update_or_create(**{who[0]: person}, defaults={"letter": letter})
            else:
                letters.filter(**{who[0]: person}).delete()


def fill(workshop, by):
    """Give letters to the rows that have none: the first of the pair A, the others R, the contact C."""
    with (
        change(workshop, by=by),
        gesture(workshop, by, lambda: _("Filled the empty rows of the matrix"), given(workshop)),
    ):
        people = {share.interface.pk: share for share in shares(workshop) if share.people}
        subjects = [*(share.interface for share in people.values()), *workshop.named_processes.exclude(interface=None)]
        empty = [each for each in subjects if not each.responsibilities.exists()]
        letters = [one for each in empty for one in usual(each, people.get(getattr(each, "interface_id", each.pk)))]
        if not letters:
            raise Refused(_("Every row whose client service has a pair has letters already."))
        Responsibility.objects.bulk_create(letters)


def usual(subject, share):
    """The letters that a row has before anybody thought about it; none without a pair."""
    row = {"process": subject} if isinstance(subject, NamedProcess) else {"interface": subject}
    first, *others = share.people if share else [None]
    if first:
        yield Responsibility(**row, participant=first, letter=ANSWERS)
        yield from (Responsibility(**row, participant=person, letter=DOES) for person in others)
        if hasattr(share.interface, CONTACT):
            yield Responsibility(**row, contact=share.interface.contact, letter=IS_ASKED)


def row_of(workshop, subject):
    is_process = isinstance(subject, NamedProcess)
    return process_of(workshop, subject.pk) if is_process else interface_of(workshop, subject)


def found(workshop, kind, pk):
    """The participant, or the contact of a treated interface, of a primary key; Refused when they have left."""
    if kind not in (PARTICIPANT, CONTACT):
        raise Http404
    contacts = Contact.objects.filter(interface__in=workshop.interfaces.treated().order_by())
    people = contacts if kind == CONTACT else workshop.participants.expected()
    person = people.filter(pk=getattr(pk, "pk", pk)).first()
    if person is None:
        raise Refused(_("This person is no longer in the workshop."))
    return person


# Questions


@dataclass
class Column:
    """One person of the matrix: how many rows they carry, and why that is too much ("" when it is not)."""

    kind: str
    who: object
    client_service: str = ""  # of a contact
    carried: int = 0
    too_much: str = ""

    @property
    def key(self):
        return self.kind, self.who.pk


@dataclass
class Row:
    """One interface or process: `cells` are (Column, letter) in the order of the columns, `problems` are sentences."""

    kind: str  # "interface" or "process"
    subject: object
    cells: list
    problems: list


def given(workshop):
    """Every letter of the matrix."""
    return Responsibility.objects.filter(Q(interface__workshop=workshop) | Q(process__workshop=workshop))


@read_once
def matrix(workshop):
    """(columns, rows): the people who are here, then the contacts; the interfaces, then the processes."""
    interfaces = list(workshop.interfaces.treated().select_related("contact"))
    contacts = [each.contact for each in interfaces if hasattr(each, CONTACT)]
    columns = [Column(PARTICIPANT, person) for person in workshop.participants.present()]
    columns += [Column(CONTACT, each, each.interface.name) for each in contacts]
    letters = {(*subject_of(each), *holder_of(each)): each.letter for each in given(workshop)}
    subjects = [("interface", each) for each in interfaces]
    subjects += [("process", each) for each in workshop.named_processes.select_related("interface")]
    rows = [row(kind, subject, columns, letters) for kind, subject in subjects]
    weigh(columns, rows)
    return columns, rows


def subject_of(each):
    return ("process", each.process_id) if each.process_id else ("interface", each.interface_id)


def holder_of(each):
    return (CONTACT, each.contact_id) if each.contact_id else (PARTICIPANT, each.participant_id)


def row(kind, subject, columns, letters):
    cells = [(column, letters.get((kind, subject.pk, *column.key), "")) for column in columns]
    return Row(kind, subject, cells, problems([(column.kind, letter) for column, letter in cells]))


def problems(letters):
    """What is wrong with one row of (kind of column, letter), as sentences."""
    answering = [kind for kind, each in letters if each == ANSWERS]
    sentences = [] if answering else [_("nobody answers for it (A)")]
    if len(answering) > 1:
        n = len(answering)
        sentences.append(ngettext("%d person answers for it (A)", "%d people answer for it (A)", n) % n)
    if answering == [CONTACT]:
        sentences.append(_("whoever answers for it (A) is not of the team"))
    if DOES not in [each for _kind, each in letters]:
        sentences.append(_("nobody does it (R)"))
    return sentences


def weigh(columns, rows):
    """Count what each person of the team carries; too much is more than two rows, and more than half of them."""
    for index, column in enumerate(columns):
        column.carried = sum(each.cells[index][1] in CARRIES for each in rows)
    team = [column for column in columns if column.kind == PARTICIPANT]
    for column in team:
        if column.carried > max(FREE, len(rows) / 2):
            column.too_much = overload(column, min(team, key=lambda each: each.carried), len(rows))


def overload(column, lightest, rows):
    told = {"name": column.who.name, "n": column.carried, "all": rows, "other": lightest.who.name}
    told |= {"few": lightest.carried}
    if lightest.carried < column.carried - 1:
        return _("%(name)s carries %(n)d of %(all)d rows (R or A), more than half: %(other)s carries %(few)d.") % told
    return _("%(name)s carries %(n)d of %(all)d rows (R or A), more than half.") % told


@read_once
def carriers(workshop):
    """{interface's primary key: [Participant] of its R, then its A}: those who act for it."""
    return carrying(given(workshop).exclude(interface=None))


def carrying(letters):
    carried = letters.filter(letter__in=CARRIES, participant__removed_at=None).exclude(participant=None)
    held = defaultdict(list)
    for each in carried.select_related("participant").order_by("-letter", "pk"):
        held[each.interface_id].append(each.participant)
    return dict(held)


def reminded(interface):
    """The people of the team who are reminded of an interface: R, then A, of its row, or else its pair."""
    pair = interface.pair.people if interface.pair else []
    return carrying(interface.responsibilities).get(interface.pk) or pair
