"""The commitments of a version as a spreadsheet and as CSV, one line each, to be sorted and followed elsewhere.

No cell may become a formula (OWASP, *CSV Injection*): in the workbook every cell is a text, and stays one when it is
edited; in CSV, text that a spreadsheet would calculate has an apostrophe before it. CSV is what Excel opens by a double
click: UTF-8 with its mark, and the separator of the language, since Excel splits by the reader's: `;` in French.
"""

import csv
import io

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from xlsxwriter import Workbook

from . import content
from .models import Commitment
from .slots import CommitmentForm, ProcessForm

SEPARATORS = {"fr": ";", "en": ","}
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what spreadsheets take for a formula
WIDTHS = {"reference": 16, "client_service": 22, "what": 48, "steps": 48}
USUAL_WIDTH = 24  # characters
FIRST = {"reference": gettext_lazy("Reference"), "client_service": gettext_lazy("Client service")}


def commitments(words):
    """(labels by key, rows) of text: one row per commitment, in the order of the booklet."""
    labels = FIRST | {slot: CommitmentForm.base_fields[slot].label for slot in Commitment.SLOTS}
    return labels, [line | service(one) for one in words["promises"] for line in one["commitments"]]


def processes(words):
    """The same of the processes, under the code of their client service."""
    labels = {"code": FIRST["reference"], "client_service": FIRST["client_service"]}
    labels |= {slot: ProcessForm.base_fields[slot].label for slot in content.PROCESS}
    rows = [each | service(one) for one in words["promises"] for each in one["processes"]]
    return labels, [row | {"steps": "\n".join(row["steps"])} for row in rows]


def service(promise):
    return {"client_service": promise["client_service"], "code": f"P-{promise['code']}"}


def in_csv(version, language):
    """Bytes of the CSV: every field quoted, so that no separator inside begins another cell."""
    with translation.override(language):
        labels, rows = commitments(content.of(version))
        file = io.StringIO()
        writer = csv.writer(file, delimiter=SEPARATORS[language], quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow([harmless(str(label)) for label in labels.values()])
        writer.writerows([harmless(str(row[key])) for key in labels] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def harmless(text):
    """The text, which no spreadsheet calculates."""
    return f"'{text}" if text.lstrip(" \u00a0\u202f").startswith(STARTS) else text


def in_workbook(version, language):
    """Bytes of the workbook: commitments, then processes."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with translation.override(language), Workbook(file, options) as book:
        words = content.of(version)
        book.set_properties({"title": f"{_('Promise of service')} – {words['team']}", "author": words["team"]})
        fill(book, _("Commitments"), *commitments(words))
        fill(book, pgettext("sheet", "Processes"), *processes(words))
    return file.getvalue()


def fill(book, name, labels, rows):
    """One sheet: a header that stays in sight, a filter, and text in every cell."""
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#e9edf7", "quote_prefix": True})
    cell = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True})
    for column, (key, label) in enumerate(labels.items()):
        sheet.set_column(column, column, WIDTHS.get(key, USUAL_WIDTH))
        sheet.write_string(0, column, str(label), head)
        for number, row in enumerate(rows, 1):
            sheet.write_string(number, column, str(row[key]), cell)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(labels) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def file_name(version, language, ending):
    """`Engagements-logistique-v1.xlsx`."""
    with translation.override(language):
        edition = f"v{version.number}" if version.sealed_at else slugify(_("Draft"))
        title = pgettext("file name", "Commitments")
    return f"{title}-{slugify(version.workshop.team.name) or version.workshop.key}-{edition}.{ending}"


KINDS = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", in_workbook),
    "csv": ("text/csv; charset=utf-8", in_csv),
}
