"""Each document as programs read it: archives (PDF/A-3a), screen readers (PDF/UA-1); and what each one says."""

import io
import json
from collections import namedtuple
from itertools import pairwise

import pikepdf
import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.utils.translation import gettext, override

from interfaces import mirror
from interfaces.models import Echo
from promises import annexes, content, document, press, report
from tests import booklets, papers

NAMES = ["booklet", "poster", "matrix", "review", "page-PROD"]
SIZES = {"poster": (842, 1191), "matrix": (842, 595)}  # points, of A3 and A4
A4 = (595, 842)


@pytest.fixture(scope="module", autouse=True)
def presses_end():
    yield
    press.stop()


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


@pytest.fixture
def pdf(workshop, name):
    return papers.opened(workshop, name)


# Structure


def test_it_claims_archive_and_accessibility(pdf):
    claims = pdf.open_metadata()
    assert (claims["pdfaid:part"], claims["pdfaid:conformance"]) == ("3", "A")
    assert claims["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


@pytest.mark.parametrize(("language", "house"), [("fr", "Ateliers Morvan"), ("en", "Ateliers Morvan")])
def test_it_has_a_language_a_title_and_tags(workshop, name, language, house):
    pdf = papers.opened(workshop, name, language)
    assert pdf.Root.Lang == language
    assert "Logistique" in str(pdf.docinfo.Title)
    assert house in str(pdf.docinfo.Author)
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_headings_begin_at_one_and_skip_no_level(pdf):
    levels = [int(kind[2:]) for kind, _node in papers.structure(pdf) if kind[:2] == "/H" and kind[2:].isdigit()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert len(levels) > 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_each_cell_of_a_table_names_its_headers(pdf, name):
    kinds = papers.structure(pdf)
    ids = {str(node.ID) for kind, node in kinds if kind == "/TH" and "/ID" in node}
    cells = [node.A.Headers for kind, node in kinds if kind == "/TD"]
    assert cells or name == "poster"
    assert all(len(headers) == 2 and {str(each) for each in headers} <= ids for headers in cells)


def test_no_picture_is_left_without_words(pdf):
    assert all("/Alt" in node for kind, node in papers.structure(pdf) if kind == "/Figure")


def test_every_font_is_embedded(pdf):
    fonts = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
    fonts = [each for each in fonts if each.get("/Type") == "/FontDescriptor"]
    assert any("Atkinson" in str(each.FontName) for each in fonts)
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(each.keys()) for each in fonts)


def test_every_link_leads_somewhere_in_it(pdf):
    links = [each for page in pdf.pages for each in page.get("/Annots", []) if each.Subtype == "/Link"]
    names = pdf.Root.get("/Names", {}).get("/Dests", {}).get("/Names", [])
    known = {str(each) for each in list(names)[::2]}
    inside = [each.get("/Dest", each.get("/A", {}).get("/D", "")) for each in links if "/URI" not in each.get("/A", {})]
    assert all(str(where) in known for where in inside)


def test_its_paper_has_its_size(pdf, name):
    for page in pdf.pages[: 1 if name == "booklet" else None]:
        _left, _low, width, height = (round(float(each)) for each in page.mediabox)
        assert (width, height) == SIZES.get(name, A4)


def test_the_promise_travels_inside_as_json(pdf, name):
    (attached,) = pdf.attachments
    assert pdf.attachments[attached].obj.AFRelationship == "/Data"
    data = json.loads(pdf.attachments[attached].get_file().read_bytes())
    services = [each["client_service"] for each in data["promises"]]
    assert services == ["Production"] if name.startswith("page") else len(services) == 7
    assert ("review" in data) == (name == "review")
    assert "Karim" not in json.dumps(data["promises"][0].get("members", ""))


# Words


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_says_its_version_and_its_team(workshop, name, language):
    text = booklets.words(papers.printed(workshop, name, language))
    with override(language):
        assert gettext("Version %(number)s") % {"number": 1} in text
    assert "Logistique" in text


def test_one_page_is_one_page_and_says_nothing_of_the_others(workshop):
    (text,) = booklets.pages(papers.printed(workshop, "page-PROD"))
    assert "P-PROD-02" in text
    assert "98 % par mois" in text
    assert "Stéphane Colas" in text
    for other in ("P-VENTES", "Julie Ravier", "P-COMPTA"):
        assert other not in text


def test_the_poster_shows_every_client_service_in_large_type(workshop):
    text = booklets.words(papers.printed(workshop, "poster"))
    assert [each["name"] for each in booklets.WORDS["services"] if each["name"] not in text] == []
    sizes = set()
    for page in papers.opened(workshop, "poster").pages:
        used = [float(each.operands[1]) for each in pikepdf.parse_content_stream(page) if str(each.operator) == "Tf"]
        sizes |= set(used)
    assert max(sizes) >= 90 / 0.75
    assert {size for size in sizes if size < 25} <= {size for size in sizes if size < 16}  # running heads alone


def test_the_report_shows_both_sides_gaps_first(workshop):
    version = workshop.versions.first() or papers.judged(workshop)
    values = report.context(version, content.of(version))
    gaps = [line["row"].gap for line in values["lines"]]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[0] == 2
    text = booklets.words(papers.printed(workshop, "review", "en"))
    for said in ("Not kept", "Nous avons compté", "Reword", "Acheter un second scanner", "Karim", "30 June 2027"):
        assert said in text


def test_the_report_draws_how_the_mirror_moved_and_says_it_in_a_table(workshop):
    version = workshop.versions.first() or papers.judged(workshop)
    values = report.context(version, content.of(version))
    assert [move.way for move in values["mirror"]].count("") == 1
    assert values["slopes"]["lines"] == [(101, 20, "up", 2), (60, 60, "same", 2), (20, 140, "down", 2)]
    said = report.record(values)["mirror"]
    assert {(each["then"], each["now"]) for each in said} == {(33, 100), (67, 67), (100, 0), (100, None)}
    pdf = papers.opened(workshop, "review", "en")
    drawn = [str(node.Alt) for kind, node in papers.structure(pdf) if kind == "/Figure"]
    assert any("1 better, 1 the same, 1 worse" in words for words in drawn)
    text = booklets.words(papers.printed(workshop, "review", "en"))
    for words in ("Ils tiennent parole, 1 Ventes", "Yes The opposite ↘ worse", "nothing to compare"):
        assert words in text


def test_a_first_answer_alone_is_not_drawn(version):
    Echo.objects.filter(moment=mirror.CONSULT).delete()
    assert not report.context(version, content.of(version))["slopes"]
    page = BeautifulSoup(html(version, "review"), "html.parser")
    assert "Ils tiennent parole" in page.select_one(".mirrored").text
    assert not page.select(".slopes")


def test_the_matrix_stands_alone(workshop):
    text = booklets.words(papers.printed(workshop, "matrix"))
    assert "Nadia" in text
    assert "Production" in text


def test_the_booklet_says_where_commitments_come_from(workshop):
    version = booklets.written(workshop, sealed=False)
    assert document.context(version)["annex"] == []
    line = version.promises.first().commitments.first()
    line.ways.set(line.promise.interface.ways.all()[:1])
    (source,) = document.context(version)["annex"]
    assert source["reference"] == "P-PROD-01"
    assert source["strands"][0]["words"].startswith("Les composants du poste")
    last = booklets.pages(document.booklet(version, "fr"))[-1]
    assert "P-PROD-01" in last


def test_an_answer_without_words_is_told_by_its_verdict(version):
    strands = [{"kind": "feedback", "words": "", "sign": "works", "taken": False}]
    line = version.promises.first().commitments.first()
    version.kept["threads"] = [{"line": line.pk, "reference": "P-PROD-01", "strands": strands}]
    page = BeautifulSoup(html(version, "sources"), "html.parser").select_one(".listing li")
    assert page.get_text(" ", strip=True) == "Answer to a rule, Works for us"


# How to check a copy, who has signed, what was missing


@pytest.fixture
def version(workshop):
    return papers.judged(workshop)


def html(version, name, language="en"):
    (paper,) = [each for each in document.documents(version, version.kept) if each.name == name]
    return document.order(version, paper, language)[0]


def test_every_paper_has_its_qr_and_its_code_in_letters(monkeypatch, workshop, version, name):
    version.fingerprint = "K7QM2XTD9WPA"
    monkeypatch.setattr(annexes, "reverse", lambda where, args: f"/{where}/{args[0]}/")
    assert annexes.check(version) == ("/check/K7QM2XTD9WPA/", "K7QM-2XTD-9WPA")
    (paper,) = [each for each in document.documents(version, version.kept) if each.name == name]
    pdf = press.pdf(*document.order(version, paper, "fr"))
    opened = pikepdf.open(io.BytesIO(pdf))
    figures = [node for kind, node in papers.structure(opened) if kind == "/Figure" and "/Alt" in node]
    assert "Code QR" in str(figures[0].Alt)
    text = booklets.words(pdf)
    assert "K7QM-2XTD-9WPA" in text
    assert "Vérifiez ici" in text
    assert settings.ORIGINS[0].split("://")[1] + "/check/" in text


def test_a_version_without_a_code_has_no_qr(version):
    assert annexes.check(version) is None
    assert "<svg" not in html(version, "booklet")


def test_whoever_has_signed_stands_in_their_block_and_the_others_are_blank(version):
    page = BeautifulSoup(html(version, "booklet"), "html.parser")
    lead, management = page.select(".signing .blocks > div")
    assert "Anne Giraud" in management.text
    assert "Approved digitally on" in management.text
    assert "Date and signature" in lead.text
    assert "Anne Giraud" not in lead.text


def test_each_party_signs_its_own_block():
    Signed = namedtuple("Signed", "name role at party service")
    rows = [
        Signed("Zoé", "", booklets.SEALED_AT, "lead", ""),
        Signed("Julie", "", booklets.SEALED_AT, "contact", "Ventes"),
    ]
    told = annexes.by_party(rows)
    assert [each.name for each in told["leads"]] == ["Zoé"]
    assert told["by_service"]["Ventes"].name == "Julie"
    assert told["managers"] == []


def test_what_was_missing_when_the_room_went_on_is_in_the_annex(version):
    assert "What was missing" not in html(version, "booklet")
    missing = {"fr": ["2 services clients sans post-it."], "en": ["2 client services without a post-it."]}
    gone = {
        "step": "postits",
        "to": "categories",
        "name": "Claire",
        "at": "2026-11-24T10:00:00+01:00",
        "missing": missing,
    }
    version.kept["anyway"] = [gone, gone | {"step": "promise", "to": ""}]
    page = BeautifulSoup(html(version, "booklet"), "html.parser").select_one("#anyways").get_text(" ", strip=True)
    assert "Post-its → Categories Claire 2 client services without a post-it." in page
    assert "Version sealed" in page
    assert "sans post-it" in html(version, "booklet", "fr")
    assert "Claire" not in html(version, "poster")
