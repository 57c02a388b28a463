"""The lines of a round as a workbook and as CSV: one row a line, to be sorted elsewhere, or to come back (intake.py).

No cell may become a formula: see promises/sheets.py, whose cells these are.
"""

import csv
import io

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from xlsxwriter import Workbook

from ..models import Entry
from ..sheets import SEPARATORS, fill, harmless
from . import outcome, states
from .balance import balance
from .grid import grid

LABELS = {
    "service": gettext_lazy("Service"),
    "towards": pgettext_lazy("column", "Towards"),
    "kind": pgettext_lazy("column", "Kind"),
    "text": pgettext_lazy("column", "Text"),
    "state": pgettext_lazy("column", "State"),
    "answer": pgettext_lazy("column", "Answer"),
    "movement": pgettext_lazy("column", "Since the last round"),
}
KINDS_OF_LINES = {Entry.EXPECTS: gettext_lazy("expects from"), Entry.COMMITS: gettext_lazy("commits to")}


def lines(workshop):
    """Rows of text by LABELS' keys: service by service in the order of the table."""
    table = grid(workshop)
    return [
        said(table, line)
        for service in table.services
        for other in table.others(service.pk)
        for kind in KINDS_OF_LINES
        for line in table.cell(service.pk, other.pk, kind)
    ]


def said(table, line):
    is_asked = line.kind == Entry.EXPECTS
    return {
        "service": table.by_pk[line.party].name,
        "towards": table.by_pk[line.towards].name,
        "kind": KINDS_OF_LINES[line.kind],
        "text": line.text,
        "state": states.WORDS[line.state] if is_asked else "",
        "answer": (line.said or "") if is_asked and line.answer != "accept" else "",
        "movement": dict(Entry.MOVEMENTS).get(line.movement, ""),
    }


def pairs(workshop):
    """(labels, rows) of the matrix: what each service, by row, expects from each other one."""
    table = grid(workshop)
    labels = {"service": LABELS["service"]} | {service.pk: service.name for service in table.services}
    return labels, [
        {"service": row.asker.name, row.pk: ""} | {mark.giver.pk: mark.word for mark in row.marks if mark}
        for row in table.matrix.rows
    ]


def weights(workshop):
    """(labels, rows) of the balance."""
    labels = {
        "service": LABELS["service"],
        "gives": pgettext("balance", "Gives"),
        "receives": pgettext("balance", "Receives"),
        "met_of_it": _("Expected of it: met"),
        "open_of_it": _("Expected of it: open"),
        "met_its": _("It expects: met"),
        "open_its": _("It expects: open"),
    }
    return labels, [vars(weight) | {"service": weight.service.name} for weight in balance(workshop).weights]


def in_csv(workshop, language):
    """Bytes of the CSV, every field quoted, as French or English spreadsheets open it by a double click."""
    with translation.override(language):
        file = io.StringIO()
        writer = csv.writer(file, delimiter=SEPARATORS[language], quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(LABELS.values())
        writer.writerows([harmless(str(row[key])) for key in LABELS] for row in lines(workshop))
    return file.getvalue().encode("utf-8-sig")


def in_workbook(workshop, language):
    """Bytes of the workbook: lines, matrix, balance."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    name = workshop.team.organisation.name
    with translation.override(language), Workbook(file, options) as book:
        book.set_properties({"title": f"{_('Reciprocal commitments')} – {name}", "author": name})
        fill(book, pgettext("sheet", "Lines"), LABELS, lines(workshop))
        fill(book, pgettext("sheet", "Matrix"), *pairs(workshop))
        fill(book, pgettext("sheet", "Balance"), *weights(workshop))
    return file.getvalue()


def file_name(workshop, language, ending):
    """`Tableau-meunier-2026-11-24.xlsx`."""
    with translation.override(language):
        title = pgettext("file name", "Table")
    about = slugify(workshop.team.organisation.name) or workshop.key
    return f"{title}-{about}-{outcome.of_round(workshop).held_on.isoformat()}.{ending}"


KINDS = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", in_workbook),
    "csv": ("text/csv; charset=utf-8", in_csv),
}
