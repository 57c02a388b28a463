"""The documents of a round: the whole table, a page per service, the matrix with the map; in the document's language.

Their HTML is in `templates/documents/`, their paper comes from `promises/press.py`; who may have them is in
`downloads.py`. A row of the table never breaks: what is too long for one goes on in the next, services named again.
"""

from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from ..models import Entry
from . import outcome, sheets, states
from .balance import balance
from .grid import Service, grid
from .in_force import promised
from .network import network

A_LINE, MOST = 80, 30  # characters of a line of a cell on A3; lines of a cell, two thirds of a page
SIGNS_ALONE = 8  # services beyond which a cell of the matrix has room for a sign and no word

# Which there are


class Kind(NamedTuple):
    """What all documents of a kind share: titles in lists and in file names, what it is for, template, print sheets."""

    title: str
    short: str
    lead: str
    template: str
    sheets: list


KINDS = {
    "table": Kind(
        gettext_lazy("The table"),
        pgettext_lazy("file name", "Table"),
        gettext_lazy("A3: what each service expects from each other one and commits to, with what was answered."),
        "documents/round_table.html",
        ["paper", "round"],
    ),
    "matrix": Kind(
        gettext_lazy("The matrix and the map"),
        pgettext_lazy("file name", "Matrix"),
        gettext_lazy("A3: every ordered pair of services and its state, the map, the balance."),
        "documents/round_matrix.html",
        ["paper", "round", "round-matrix"],
    ),
    "service": Kind(
        gettext_lazy("A page for each service"),
        pgettext_lazy("file name", "Commitments"),
        gettext_lazy("A4: what it expects, what is expected of it with its answers, what it committed to."),
        "documents/round_service.html",
        ["paper", "round", "round-page"],
    ),
}


@dataclass(frozen=True)
class Paper:
    """One document of a round; `service` is whose page it is."""

    kind: str
    service: Service | None = None

    @property
    def name(self):
        """What it is called in addresses: `table`, `service-12`."""
        return f"{self.kind}-{self.service.pk}" if self.service else self.kind


def papers(workshop):
    """The documents of a round, in the order of their list."""
    return [Paper("table"), Paper("matrix"), *(Paper("service", service) for service in grid(workshop).services)]


# What they say


class Row(NamedTuple):
    """What one service says of another one, or a piece of it: lines it expects, lines it commits to."""

    other: Service
    expects: list
    commits: list
    goes_on: bool


def blocks(table, promises=None):
    """[(service, [Row], services of which it says nothing)] of the whole table."""
    for service in table.services:
        rows, silent = [], []
        for other in table.others(service.pk):
            expects, commits = (table.cell(service.pk, other.pk, kind) for kind in (Entry.EXPECTS, Entry.COMMITS))
            said = [expects, [*(promises or {}).get((service.pk, other.pk), []), *commits]]
            pieces = zip_longest(*map(pieces_of, said), fillvalue=[])
            rows += [Row(other, *piece, n > 0) for n, piece in enumerate(pieces)]
            silent += [] if any(said) else [other]
        yield service, rows, silent


def pieces_of(lines):
    """The lines of a cell, cut into pieces that fit on a page."""
    found, room = [], 0
    for line in lines:
        needs = height(line)
        if room < needs:
            found.append([])
            room = MOST
        found[-1].append(line)
        room -= needs
    return found


def height(line):
    """How many lines of a cell a line takes, with what became of it."""
    became = 1 + len(line.said or "") // A_LINE if line.kind == Entry.EXPECTS else 0
    return 1 + len(line.text) // A_LINE + became


def context(workshop, paper):
    """Everything the templates read."""
    table = grid(workshop)
    return {
        "organisation": workshop.team.organisation.name,
        "round": outcome.of_round(workshop),
        "paper": paper,
        "kind": KINDS[paper.kind],
        "grid": table,
        "signs": states.SIGNS,
        "words": states.WORDS,
        **OF_KIND[paper.kind](workshop, table, paper),
    }


def of_the_table(workshop, table, _paper):
    return {"blocks": blocks(table, promised(workshop)), "balance": balance(workshop)}


def of_the_matrix(workshop, table, _paper):
    return {
        "network": network(workshop),
        "balance": balance(workshop),
        "is_wide": len(table.services) <= SIGNS_ALONE,
        "is_many": not network(workshop).is_named,
        "legend": [(state, states.SIGNS[state], word) for state, word in states.WORDS.items()],
    }


def of_a_service(workshop, table, paper):
    pk = paper.service.pk
    others = table.others(pk)
    return {
        "service": paper.service,
        "expects": [(other, line) for other in others for line in table.cell(pk, other.pk, Entry.EXPECTS)],
        "expected": [(other, line) for other in others for line in table.cell(other.pk, pk, Entry.EXPECTS)],
        "gives": [(other, line) for other in others for line in given(workshop, pk, other.pk)],
        "receives": [(other, line) for other in others for line in given(workshop, other.pk, pk)],
        "weight": balance(workshop).by_pk[pk],
    }


def given(workshop, giver, taker):
    """What a service commits to towards another one: promises in force, then the table's own lines."""
    return [*promised(workshop).get((giver, taker), []), *grid(workshop).cell(giver, taker, Entry.COMMITS)]


OF_KIND = {"table": of_the_table, "matrix": of_the_matrix, "service": of_a_service}

# How they are made


def order(workshop, paper, language):
    """What the press is to print: (HTML, sheets, attached files), in `fr` or `en`."""
    with translation.override(language):
        html = render_to_string(KINDS[paper.kind].template, context(workshop, paper) | {"language": language})
        files = []
        if paper.kind == "table":
            data = sheets.in_csv(workshop, language)
            files = [(pgettext("file name", "table") + ".csv", _("The same table, for machines"), data)]
    return html, KINDS[paper.kind].sheets, files


def file_name(workshop, language, paper):
    """`Tableau-meunier-2026-11-24.pdf`, `Engagements-ventes-2026-11-24.pdf`."""
    with translation.override(language):
        title = str(KINDS[paper.kind].short)
    about = paper.service.name if paper.service else workshop.team.organisation.name
    day = outcome.of_round(workshop).held_on.isoformat()
    return f"{title}-{slugify(about) or paper.name}-{day}.pdf"
