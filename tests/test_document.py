"""The booklet: its words, its structure, who may have it, and what it can never be made to fetch."""

import io
import json

import pikepdf
import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from promises import document, press
from promises.models import Commitment, Version
from tests import booklets
from workshop import links
from workshop.models import Link


@pytest.fixture
def version(workshop):
    return booklets.written(workshop)


@pytest.fixture(scope="module", autouse=True)
def presses_end():
    yield
    press.stop()


# Words


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_booklet_says_all_that_was_promised(workshop, language):
    text = booklets.words(booklets.printed(workshop, language))
    said = [one[slot] for one in booklets.WORDS["services"] for slot in ("name", "text", "needs", "reach", "contact")]
    for expected in [booklets.WORDS["organisation"], *said, "Anne Giraud", "Directrice des opérations"]:
        beginning = expected.split()[:4]  # a line of two columns may break later
        assert all(word in text for word in beginning), expected
    with override(language):
        for label in ("Our mission", "Our ways of working", "Acceptable", "Unacceptable", "How to reach us"):
            assert gettext(label) in text


def test_each_commitment_has_its_reference_delay_and_target(workshop):
    text = booklets.words(booklets.printed(workshop))
    for reference in ("P-PROD-01", "P-PROD-02", "P-VENTES-01", "P-ADV-02", "P-SAV-01", "P-COMPTA-01", "P-RD-01"):
        assert reference in text
    assert "98 %" in text
    assert "Dépose au pied de la ligne les composants du poste" in text


def test_the_french_booklet_is_french_and_the_english_one_english(workshop):
    french, english = booklets.words(booklets.printed(workshop, "fr")), booklets.words(booklets.printed(workshop, "en"))
    assert "Promesse de service" in french
    assert "24 novembre 2026" in french
    assert "Page 3 sur 12" in french
    assert "Promise of service" in english
    assert "24 November 2026" in english
    assert "Page 3 of 12" in english


def test_every_page_says_which_version_it_is(workshop):
    _cover, *pages = booklets.pages(booklets.printed(workshop, "en"))
    assert len(pages) == 11
    assert all("Version 1 · 24 November 2026" in page for page in pages)


def test_a_draft_says_so_on_every_page_and_across_it(workshop):
    draft, sealed = booklets.printed(workshop, "en", sealed=False), booklets.printed(workshop, "en")
    cover, *pages = booklets.pages(draft)
    assert "Draft: not in force." in cover
    assert "In force since" not in cover
    assert all("Draft" in page for page in pages)
    assert set(watermarks(draft)) == {True}
    assert "Draft" not in booklets.words(sealed)
    assert set(watermarks(sealed)) == {False}


def watermarks(pdf):
    """Per page after the cover, whether a word of 3 cm is across it: readers of text skip what is turned."""
    opened = pikepdf.open(io.BytesIO(pdf))
    for page in opened.pages[1:]:
        drawn = pikepdf.parse_content_stream(page)
        yield any(str(each.operator) == "Tf" and each.operands[1] > 100 for each in drawn)


def test_what_somebody_could_not_keep_is_not_promised(workshop):
    version = booklets.written(workshop, sealed=False)
    Commitment.objects.filter(what__startswith="dépose").update(left_out=True)
    values = document.context(version)
    said = [line["what"] for promise in values["promises"] for line in promise["commitments"]]
    assert len(said) > 5
    assert not any(what.startswith("dépose") for what in said)


def test_the_number_of_queries_does_not_grow_with_the_services(workshop, elsewhere, django_assert_max_num_queries):
    counts = []
    for room, services in ((workshop, booklets.WORDS["services"]), (elsewhere, booklets.WORDS["services"][:1])):
        version = Version.objects.get(pk=booklets.written(room, False, services).pk)
        with django_assert_max_num_queries(18) as seen:
            document.context(version)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_promise_travels_inside_as_json(workshop):
    pdf = pikepdf.open(io.BytesIO(booklets.printed(workshop)))
    (name,) = pdf.attachments
    data = json.loads(pdf.attachments[name].get_file().read_bytes())
    assert [each["client_service"] for each in data["promises"]][:2] == ["Production", "Ventes"]
    assert data["promises"][0]["commitments"][0]["reference"] == "P-PROD-01"
    assert pdf.attachments[name].obj.AFRelationship == "/Data"


# Any promise


def test_a_promise_of_nothing_still_prints(workshop):
    version = workshop.versions.create(number=1)
    assert "Draft" in booklets.words(document.booklet(version, "en"))


def test_twelve_services_long_words_emoji_and_arabic_print(workshop):
    long_word = "Anticonstitutionnellement" * 6
    services = [
        {
            "name": f"Service {n} {'أهلا وسهلا' if n % 2 else '🚚'}",
            "contact": "علي",
            "text": long_word,
            "acceptable": ["✂️ " + long_word],
        }
        | {"commitments": [{"what": long_word, "who": long_word[:100], "delay": long_word[:80], "target": "🎯"}] * 5}
        for n in range(12)
    ]
    pdf = document.booklet(booklets.written(workshop, services=services), "fr")
    assert len(pikepdf.open(io.BytesIO(pdf)).pages) >= 15


EVIL = """</p><h1>Evil</h1><script>alert(1)</script><link rel=attachment href="file:///etc/hostname"><img src=x>"""


def test_typed_markup_is_only_text(workshop):
    version = booklets.written(workshop, sealed=False)
    version.promises.update(text=EVIL, needs=EVIL, reach=EVIL)
    Commitment.objects.update(what=EVIL, who=EVIL[:100], indicator=EVIL[:100])
    pdf = document.booklet(version, "en")
    assert "<script>alert(1)</script>" in booklets.words(pdf)
    assert len(pikepdf.open(io.BytesIO(pdf)).attachments) == 1  # our JSON


# Who may have it


def test_a_facilitator_downloads_a_version(as_, facilitator, version):
    answer = as_(facilitator).get(reverse("booklet", args=[version.workshop.key, 1]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''Promesse-logistique-v1.pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert "En vigueur depuis" in booklets.words(answer.content)


def test_nobody_else_does(as_, stranger, alice, eve, version):
    where = reverse("booklet", args=[version.workshop.key, 1])
    assert as_(stranger).get(where).status_code == 404
    assert {as_(who).get(where).status_code for who in (alice, eve, None)} == {302}
    assert as_(version.workshop.facilitations.get().facilitator).get(where.replace("/1", "/2")).status_code == 404


def opened(client, workshop, purpose=Link.MANAGER):
    """A private link of the workshop, opened in a browser. Returns the Link."""
    link, secret = links.make_link(workshop, purpose, days=30)
    session = client.session
    session[f"link:{link.pk}"] = True
    session.save()
    assert secret
    return link


def test_a_manager_downloads_the_version_in_force_by_link(as_, version):
    browser = as_()
    link = opened(browser, version.workshop)
    version.workshop.versions.create(number=2)
    answer = browser.get(reverse("manager-booklet", args=[link.pk]), {"language": "en"})
    assert answer["Content-Disposition"].endswith("Promise-logistique-v1.pdf")
    assert "Version 1" in booklets.words(answer.content)
    assert as_().get(reverse("manager-booklet", args=[link.pk])).status_code == 404


def test_a_manager_never_gets_a_draft(as_, workshop):
    browser = as_()
    link = opened(browser, booklets.written(workshop, sealed=False).workshop)
    answer = browser.get(reverse("manager-booklet", args=[link.pk]))
    assert answer.status_code == 409
    assert "still being written" in answer.content.decode()


def test_a_contacts_link_opens_no_booklet(as_, version):
    browser = as_()
    link = opened(browser, version.workshop, Link.CONTACT)
    assert browser.get(reverse("manager-booklet", args=[link.pk])).status_code == 404


def test_a_file_name_is_plain_in_any_alphabet(version, elsewhere):
    version.workshop.team.name = "أهلا"
    assert document.file_name(version, "fr") == f"Promesse-{version.workshop.key}-v1.pdf"
    draft = elsewhere.versions.create(number=1)
    assert document.file_name(draft, "fr") == "Promesse-ventes-brouillon.pdf"
