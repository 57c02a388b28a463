"""The booklet as programs read it: archives (PDF/A-3a), screen readers (PDF/UA-1)."""

import io
from itertools import pairwise

import pikepdf
import pytest

from promises import press
from tests import booklets
from tests.papers import structure


@pytest.fixture(scope="module", autouse=True)
def presses_end():
    yield
    press.stop()


@pytest.fixture
def pdf(workshop):
    return pikepdf.open(io.BytesIO(booklets.printed(workshop)))


def test_the_file_claims_archive_and_accessibility(pdf):
    claims = pdf.open_metadata()
    assert (claims["pdfaid:part"], claims["pdfaid:conformance"]) == ("3", "A")
    assert claims["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


def test_a_screen_reader_gets_language_title_and_tags(pdf):
    assert pdf.Root.Lang == "fr"
    assert str(pdf.docinfo.Title).startswith("Promesse de service – Logistique")
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert len(pdf.Root.Outlines.First.keys()) > 1


def test_headings_begin_at_one_and_skip_no_level(pdf):
    levels = [int(kind[2:]) for kind, _node in structure(pdf) if kind[:2] == "/H" and kind[2:].isdigit()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert levels.count(2) >= 12
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_each_cell_of_the_matrix_names_its_headers(pdf):
    kinds = structure(pdf)
    ids = {str(node.ID) for kind, node in kinds if kind == "/TH" and "/ID" in node}
    cells = [node.A.Headers for kind, node in kinds if kind == "/TD"]
    assert len(ids) > 20
    assert len(cells) > 60
    assert all(len(headers) == 2 and {str(each) for each in headers} <= ids for headers in cells)


def test_no_picture_is_left_without_words(pdf):
    assert all("/Alt" in node for kind, node in structure(pdf) if kind == "/Figure")


def test_every_font_is_embedded(pdf):
    fonts = [
        each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
    ]
    assert fonts
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(each.keys()) for each in fonts)
    assert any("Atkinson" in str(each.FontName) for each in fonts)
