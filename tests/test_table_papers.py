"""The documents of a round as programs read them (PDF/A-3a, PDF/UA-1), what each says, and who may have them."""

import io
from itertools import pairwise

import pikepdf
import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from promises import press
from promises.models import Entry, Reply
from promises.reciprocal import downloads, papers, replies, services
from promises.reciprocal.grid import grid
from tests import booklets, tables
from tests.papers import structure
from tests.screens import fresh
from workshop.links import make_link
from workshop.models import Link

NAMES = ["table", "matrix", "service"]
SIZES = {"table": (1191, 842), "matrix": (1191, 842), "service": (595, 842)}  # points, of A3 and A4
PRINTED = {}  # {(kind, language): bytes}, printed once for all tests that only read


@pytest.fixture(scope="module", autouse=True)
def presses_end():
    yield
    press.stop()


@pytest.fixture
def met(table):
    """A round in step 4 with a line of each state, and words that read from the right."""
    table.to("fill")
    lines = table.expects(
        "Ventes", "Logistique", "Prévenir la veille", "Livrer le dimanche", "Un seul numéro", "🎉 الرد"
    )
    table.commits("Comptabilité", "Ventes", "Les chiffres le 5")
    table.to("meet")
    voice = table.voice("Logistique")
    replies.answer(voice, lines[0].pk, Reply.ACCEPT)
    replies.answer(voice, lines[1].pk, Reply.CANNOT, "Le dépôt est fermé")
    replies.answer(voice, lines[2].pk, Reply.INSTEAD, "Deux numéros")
    table.to("table")
    return table


@pytest.fixture(params=NAMES)
def kind(request):
    return request.param


def of_kind(workshop, kind):
    """The paper of a kind; of a service, that of Ventes."""
    found = [paper for paper in papers.papers(workshop) if paper.kind == kind]
    return next(paper for paper in found if not paper.service or paper.service.name == "Ventes")


def printed(table, kind, language="fr"):
    if (kind, language) not in PRINTED:
        workshop = fresh(table.workshop)
        PRINTED[kind, language] = press.pdf(*papers.order(workshop, of_kind(workshop, kind), language))
    return PRINTED[kind, language]


@pytest.fixture
def pdf(met, kind):
    return pikepdf.open(io.BytesIO(printed(met, kind)))


# Structure


def test_it_claims_archive_and_accessibility(pdf):
    claims = pdf.open_metadata()
    assert (claims["pdfaid:part"], claims["pdfaid:conformance"]) == ("3", "A")
    assert claims["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_has_a_language_a_title_and_tags(met, kind, language):
    pdf = pikepdf.open(io.BytesIO(printed(met, kind, language)))
    assert pdf.Root.Lang == language
    assert "Meunier" in str(pdf.docinfo.Title)
    assert "Meunier" in str(pdf.docinfo.Author)
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_headings_begin_at_one_and_skip_no_level(pdf):
    levels = [int(kind[2:]) for kind, _node in structure(pdf) if kind[:2] == "/H" and kind[2:].isdigit()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert levels.count(2) >= 3
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_each_cell_of_a_table_names_its_headers(pdf):
    kinds = structure(pdf)
    ids = {str(node.ID) for kind, node in kinds if kind == "/TH" and "/ID" in node}
    cells = [node.A.Headers for kind, node in kinds if kind == "/TD"]
    assert len(cells) > 2
    assert all(len(headers) == 2 and {str(each) for each in headers} <= ids for headers in cells)


def test_no_picture_is_left_without_words(pdf, kind):
    figures = [node for tag, node in structure(pdf) if tag == "/Figure"]
    assert bool(figures) == (kind == "matrix")
    assert all("/Alt" in node for node in figures)


def test_every_font_is_embedded(pdf):
    fonts = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
    fonts = [each for each in fonts if each.get("/Type") == "/FontDescriptor"]
    assert any("Atkinson" in str(each.FontName) for each in fonts)
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(each.keys()) for each in fonts)


def test_its_paper_has_its_size(pdf, kind):
    for page in pdf.pages:
        _left, _low, width, height = (round(float(each)) for each in page.mediabox)
        assert (width, height) == SIZES[kind]


# Words


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_page_says_the_organisation_the_round_and_its_number(met, kind, language):
    pages = booklets.pages(printed(met, kind, language))
    with override(language):
        page, of = gettext("Page"), "sur" if language == "fr" else "of"
        day = "24 novembre 2026" if language == "fr" else "24 November 2026"
    for number, text in enumerate(pages, 1):
        assert "Meunier" in text
        assert day in text.replace("\u00a0", " ")
        assert f"{page} {number} {of} {len(pages)}" in text


def test_the_table_says_every_line_and_what_became_of_it(met):
    text = booklets.words(printed(met, "table", "en"))
    for said in ("Prévenir la veille", "Le dépôt est fermé", "instead: Deux numéros", "Les chiffres le 5", "Refused"):
        assert said in text
    assert "Nothing said of: Comptabilité" in text


def test_the_page_of_a_service_says_its_own_and_nothing_of_others(met):
    workshop = fresh(met.workshop)
    other = next(p for p in papers.papers(workshop) if p.service and p.service.name == "Comptabilité")
    html, _sheets, _files = papers.order(workshop, other, "en")
    assert "Les chiffres le 5" in html
    assert "Prévenir la veille" not in html
    asked = next(p for p in papers.papers(workshop) if p.service and p.service.name == "Logistique")
    html = papers.order(workshop, asked, "en")[0].partition("What is expected of us")[2].partition("<h2>")[0]
    assert "Livrer le dimanche" in html
    assert "Le dépôt est fermé" in html
    text = booklets.words(printed(met, "service", "en"))
    for said in ("What we expect", "Le dépôt est fermé", "What was committed to towards us", "Les chiffres le 5"):
        assert said in text


def test_the_table_travels_inside_as_a_spreadsheet(met):
    pdf = pikepdf.open(io.BytesIO(printed(met, "table")))
    (name,) = pdf.attachments
    assert name.endswith(".csv")


def test_a_long_cell_goes_on_with_its_services_named_again(met):
    met.to("fill")
    words = "Une attente très longue, que l’on ne saurait couper sans la perdre. " * 4
    for party in ("Ventes", "Logistique"):
        for other in ("Comptabilité",):
            met.expects(party, other, *[f"{n} {words}"[:280] for n in range(12)])
            met.commits(party, other, *[f"{n} {words}"[:280] for n in range(12)])
    workshop = fresh(met.workshop)
    rows = [row for _service, rows, _silent in papers.blocks(grid(workshop)) for row in rows]
    assert any(row.goes_on for row in rows)
    assert sum(len(row.expects) + len(row.commits) for row in rows) == Entry.objects.count()
    pages = booklets.pages(press.pdf(*papers.order(workshop, of_kind(workshop, "table"), "en")))
    assert len(pages) > 2
    for text in pages:
        begins = text.split("expects from…")[0]
        assert any(service in begins for service in ("Ventes", "Logistique", "Comptabilité"))
    assert "(continued)" in " ".join(pages)


def test_no_piece_of_a_cell_is_higher_than_it_may(met):
    lines = [line._replace(text="x" * 600, said="y" * 600) for line in grid(fresh(met.workshop)).lines] * 5
    pieces = papers.pieces_of(lines)
    assert [line for piece in pieces for line in piece] == lines
    assert all(sum(map(papers.height, piece)) <= papers.MOST for piece in pieces)


# Who may have them


def test_facilitators_have_them_from_the_moment_when_services_meet(met, as_, facilitator, monkeypatch):
    monkeypatch.setattr(press, "pdf", lambda *order, **_more: b"%PDF")
    browser, key = as_(facilitator), met.workshop.key
    for slug, status in (("fill", 409), ("meet", 200), ("table", 200)):
        met.to(slug)
        for name in ("table", "matrix", f"service-{met.party('Ventes').pk}"):
            assert browser.get(reverse("table:paper", args=[key, name])).status_code == status
        assert browser.get(reverse("table:sheet", args=[key, "csv"])).status_code == status
    assert browser.get(reverse("table:paper", args=[key, "service-0"])).status_code == 404
    assert browser.get(reverse("table:sheet", args=[key, "ods"])).status_code == 404


def test_a_service_takes_its_own_page_and_the_table_from_step_four_on(met, as_, client, facilitator, monkeypatch):
    asked = []
    monkeypatch.setattr(press, "pdf", lambda html, *_rest, **_more: asked.append(html) or b"%PDF")
    party = met.party("Comptabilité")
    link, _secret = make_link(met.workshop, Link.TABLE, 30)
    type(party).objects.filter(pk=party.pk).update(link=link)
    session = client.session
    session[f"link:{link.pk}"] = True
    session.save()
    doors = [
        (as_(met.speaker("Comptabilité")), "own-table-paper", [met.workshop.key]),
        (as_(facilitator), "for-table-paper", [met.workshop.key, party.pk]),
        (client, "desk-table-paper", [link.pk]),
    ]
    for browser, name, where in doors:
        assert browser.get(reverse(name, args=[*where, "own"])).status_code == 200
        assert browser.get(reverse(name, args=[*where, "table"])).status_code == 200
        for other in ("matrix", f"service-{met.party('Ventes').pk}"):
            assert browser.get(reverse(name, args=[*where, other])).status_code == 404
    own = [html for html in asked if 'class="as-service"' in html]
    assert own
    assert not [html for html in own if "Prévenir la veille" in html]
    met.to("meet")
    for browser, name, where in doors:
        assert browser.get(reverse(name, args=[*where, "own"])).status_code == 409


def test_the_same_is_printed_once(met, monkeypatch, settings, tmp_path):
    printed = []
    monkeypatch.setattr(press, "pdf", lambda *order, **_more: printed.append(order) or b"%PDF")
    monkeypatch.setattr("workshop.shelf.FOLDER", tmp_path)
    workshop = fresh(met.workshop)
    for _each in range(2):
        assert downloads.pdf(workshop, of_kind(workshop, "table"), "fr") == b"%PDF"
    assert len(printed) == 1
    met.to("meet")
    met.commits("Ventes", "Comptabilité", "Les factures le 2")
    downloads.pdf(fresh(met.workshop), of_kind(workshop, "table"), "fr")
    assert len(printed) == 2


def test_the_list_names_every_document_once_they_meet(met, as_, facilitator):
    where = reverse("table:papers", args=[met.workshop.key])
    page = as_(facilitator).get(where).content.decode()
    assert page.count("data-print") == 2 * (2 + 3)
    met.to("fill")
    page = as_(facilitator).get(where).content.decode()
    assert "data-print" not in page
    assert "Before step 3" in page


def test_a_table_without_services_is_printed_too(facilitator):
    empty = fresh(tables.laid(facilitator, []).workshop)
    for paper in papers.papers(empty):
        html, _sheets, _files = papers.order(empty, paper, "fr")
        assert "24" in html


def test_many_services_have_codes_above_the_columns_and_beside_the_rows(table, facilitator):
    names = ["Achats", "Qualité", "Informatique", "Maintenance", "Marketing", "Production"]
    services.seat(table.workshop, names, by=facilitator)
    workshop = fresh(table.workshop)
    html = papers.order(workshop, of_kind(workshop, "matrix"), "fr")[0]
    for code in grid(workshop).matrix.codes.values():
        assert f'<th scope="col">{code}</th>' in html
        assert f"<b>{code}</b> " in html
