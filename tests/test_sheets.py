"""The commitments as a table: all of them, in both languages, and never a cell that calculates."""

import csv
import io
import zipfile
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promises import content, sheets
from promises.models import Commitment, Process
from tests import booklets

SPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
BAD = ("=", "+", "-", "@", "\t", "\r", "\n")
BEGINNINGS = [*BAD, " =", "＝", "\n=", "'=", '";=', ";=", "http://", "mailto:"]
typed = st.one_of(
    st.text(max_size=40),
    st.builds(
        str.__add__, st.sampled_from([*BAD, " =", "＝", "\n=", "'=", '";=', ";=", "http://", "mailto:"]), st.text()
    ),
)


def cells(book):
    """Every cell of every sheet: (kind, style, text, whether it has a formula)."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        names = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        shared = ElementTree.fromstring(parts.read("xl/sharedStrings.xml")).findall("x:si", SPACE)  # noqa: S314 -- ours
        texts = ["".join(each.itertext()) for each in shared]
        for name in names:
            for cell in ElementTree.fromstring(parts.read(name)).iter(f"{{{SPACE['x']}}}c"):  # noqa: S314
                value, formula = cell.find("x:v", SPACE), cell.find("x:f", SPACE)
                yield cell.get("t"), texts[int(value.text)] if value is not None else "", formula is not None


def rows(data, language="fr"):
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=sheets.SEPARATORS[language]))


def version_saying(text):
    """A sealed version in which every slot says this."""
    line = dict.fromkeys(("reference", *Commitment.SLOTS), text)
    process = dict.fromkeys(Process.SLOTS, text) | {"steps": [text, text]}
    promise = {"client_service": text, "code": text, "commitments": [line], "processes": [process]}
    return SimpleNamespace(sealed_at=True, kept={"team": "Logistique", "promises": [promise]})


@given(text=typed)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_cell_of_the_csv_begins_a_formula(text):
    for language in ("fr", "en"):
        found = rows(sheets.in_csv(version_saying(text), language), language)
        assert len(found) == 2 or "\r" in text or "\n" in text
        for cell in (cell for row in found for cell in row):
            assert not cell.lstrip(" \u00a0\u202f").startswith(sheets.STARTS)


@given(text=typed.filter(lambda text: text.isprintable()))
@settings(max_examples=100, deadline=None)
def test_every_text_comes_back_from_the_csv_as_it_was(text):
    _head, row = rows(sheets.in_csv(version_saying(text), "fr"))
    assert {cell.removeprefix("'") for cell in row[2:]} == {text.removeprefix("'")}
    assert len(row) == 12


@given(text=typed)
@settings(max_examples=100, deadline=None)
def test_every_cell_of_the_workbook_is_a_text(text):
    found = list(cells(sheets.in_workbook(version_saying(text), "fr")))
    assert len(found) >= 20
    assert {kind for kind, _text, _formula in found if _text} <= {"s"}
    assert not any(formula for _kind, _text, formula in found)


def test_the_workbook_has_no_link_and_keeps_texts_as_texts_when_edited():
    book = sheets.in_workbook(version_saying('=HYPERLINK("http://x")'), "fr")
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert b"hyperlink" not in b"".join(parts.read(name) for name in parts.namelist() if "rels" in name)
        assert parts.read("xl/styles.xml").count(b'quotePrefix="1"') == 2


@pytest.mark.parametrize(("language", "head"), [("fr", "Référence"), ("en", "Reference")])
def test_the_table_says_what_the_booklet_says(workshop, language, head):
    version = booklets.written(workshop)
    first, *lines = rows(sheets.in_csv(version, language), language)
    assert first[0] == head
    promised = [line["reference"] for one in content.of(version)["promises"] for line in one["commitments"]]
    assert [line[0] for line in lines] == promised
    assert lines[0][1] == "Production"
    in_book = {text for _kind, text, _formula in cells(sheets.in_workbook(version, language))}
    assert {text for line in lines for text in line if text} <= in_book
    assert "Approvisionner une ligne" in in_book


def test_french_excel_opens_the_csv_by_a_double_click(workshop):
    version = booklets.written(workshop)
    french, english = sheets.in_csv(version, "fr"), sheets.in_csv(version, "en")
    assert french.startswith('\ufeff"Référence";"Service client"'.encode())
    assert english.startswith('\ufeff"Reference","Client service"'.encode())
    assert french.endswith(b"\r\n")


def test_a_facilitator_downloads_both(as_, facilitator, stranger, workshop):
    booklets.written(workshop)
    for ending, begins in (("xlsx", b"PK"), ("csv", "\ufeff".encode())):
        where = reverse("table", args=[workshop.key, 1, ending])
        answer = as_(facilitator).get(where, {"language": "en"})
        assert answer.content.startswith(begins)
        assert answer["Content-Disposition"].endswith(f"Commitments-logistique-v1.{ending}")
        assert as_(stranger).get(where).status_code == 404
    assert as_(facilitator).get(reverse("table", args=[workshop.key, 1, "ods"])).status_code == 404
