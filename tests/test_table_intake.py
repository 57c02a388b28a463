"""Lines from a spreadsheet: what sheets write comes back, a fault is told by its line, nothing is half-imported."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from promises.models import Entry
from promises.reciprocal import entries, intake, sheets, taking_in
from tests import tables
from tests.screens import fresh, post, screen
from tests.test_archive import operation_id
from tests.test_sheets import cells
from workshop import gestures
from workshop.change import Refused

GOOD = """Service;Envers;Nature;Texte
Ventes;Logistique;attend de;Prévenir la veille
Ventes;Logistique;s’engage envers;Commander avant midi
comptabilite;Ventes;s'engage;"Les chiffres; le 5"
"""
TWICE = GOOD.partition("\n")[2]
KINDS = [Entry.EXPECTS, Entry.COMMITS, Entry.COMMITS]


def read(table, text):
    return intake.read(fresh(table.workshop), text)


def saved():
    return sorted(Entry.objects.values_list("party__name", "towards__name", "kind", "text"))


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("head", [True, False])
def test_columns_may_be_named_or_not_and_separated_by_any_of_three(table, separator, head):
    rows = list(csv.reader(io.StringIO(GOOD), delimiter=";"))[0 if head else 1 :]
    file = io.StringIO()
    csv.writer(file, delimiter=separator).writerows(rows)
    found = read(table, file.getvalue())
    assert found.faults == []
    assert [line.kind for line in found.fresh] == KINDS
    assert [line.party.name for line in found.fresh] == ["Ventes", "Ventes", "Comptabilité"]
    assert found.fresh[2].text == "Les chiffres; le 5"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_it_is_read_in_the_encodings_that_spreadsheets_save(table, encoding):
    found = read(table, intake.decoded(GOOD.encode(encoding)))
    assert found.fresh[0].text == "Prévenir la veille"
    assert found.faults == []


@pytest.mark.parametrize("data", [b"PK\x03\x04workbook", b"\0\0\0\0", b"\xff\xfe\x00"])
def test_what_is_no_text_is_told(data):
    with pytest.raises(intake.Fault):
        intake.decoded(data)


def test_columns_come_in_any_order_and_others_are_left_alone(table):
    found = read(table, "Text,State,Towards,Kind,Service\nPrévenir,Matched,Logistique,expects,Ventes\n")
    assert [(line.party.name, line.text) for line in found.fresh] == [("Ventes", "Prévenir")]


FAULTS = [
    ("Ventes;Achats;attend;x", "not at the table"),
    ("Ventes;Ventes;attend;x", "both sides"),
    ("Ventes;Logistique;souhaite;x", "neither"),
    ("Ventes;Logistique;attend;", "Nothing is written"),
    ("Ventes;Logistique;attend;" + "x" * 281, "281"),
    ("Ventes;Logistique;attend", "Four columns"),
    (";Logistique;attend;x", "missing"),
]


@pytest.mark.parametrize(("line", "sentence"), FAULTS)
def test_a_fault_is_told_by_its_line_and_nothing_is_saved(table, facilitator, line, sentence):
    text = f'{GOOD}Ventes;Comptabilité;attend;"sur\ndeux lignes"\n\n{line}\n'
    found = read(table, text)
    ((number, told),) = found.faults
    assert number == 8
    assert sentence in told
    with pytest.raises(Refused):
        taking_in.take_in(table.workshop, text, by=facilitator)
    assert saved() == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "no line"), ("\n\n", "no line"), ("Service;Envers;Nature\nVentes;Logistique;attend", "“Text”")],
)
def test_a_file_that_says_nothing_is_told(table, text, sentence):
    ((_line, told),) = read(table, text).faults
    assert sentence in told


def test_a_cell_that_would_be_too_full_is_a_fault(table):
    rows = "\n".join(f"Ventes;Logistique;attend;Ligne {n}" for n in range(entries.MOST + 1))
    ((number, _told),) = read(table, rows).faults
    assert number == entries.MOST + 1


def test_an_endless_file_is_cut_short_and_says_so(table, monkeypatch):
    monkeypatch.setattr(intake, "MOST", 2)
    assert [number for number, _told in read(table, GOOD).faults] == [4]


def test_what_was_taken_in_is_one_gesture_and_what_is_there_is_left_alone(table, facilitator):
    table.to("fill")
    table.expects("Ventes", "Logistique", "Un seul numéro", "Prévenir la veille")
    table.assert_follows(lambda: taking_in.take_in(table.workshop, GOOD + TWICE, by=facilitator))
    assert len(saved()) == 4
    cell = Entry.objects.filter(party__name="Ventes", kind=Entry.EXPECTS)
    assert [line.text for line in cell] == ["Un seul numéro", "Prévenir la veille"]
    assert "Took in 2 lines" in screen(table.workshop, "console")
    gestures.undo_own(table.workshop, by=facilitator)
    assert len(saved()) == 2


def test_a_line_that_comes_stands_after_those_of_its_cell(table, facilitator):
    table.to("fill")
    table.expects("Ventes", "Logistique", "Un seul numéro")
    taking_in.take_in(table.workshop, GOOD, by=facilitator)
    cell = Entry.objects.filter(party__name="Ventes", kind=Entry.EXPECTS)
    assert [line.text for line in cell] == ["Un seul numéro", "Prévenir la veille"]


def test_a_settled_table_takes_nothing_in(table, facilitator, as_):
    where = reverse("table:intake", args=[table.workshop.key])
    assert "intake-text" in as_(facilitator).get(where).content.decode()
    table.to("table")
    assert "intake-text" not in as_(facilitator).get(where).content.decode()
    with pytest.raises(Refused):
        taking_in.take_in(table.workshop, GOOD, by=facilitator)
    assert saved() == []


HOSTILE = ['=HYPERLINK("http://x")', "+33 1 23", "-1", "@SUM(1)", 'Il a dit "oui"; puis non', "une, deux"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_leaves_comes_back_and_no_cell_calculates(table, facilitator, language):
    table.to("fill")
    table.expects("Ventes", "Logistique", *HOSTILE)
    table.commits("Logistique", "Ventes", "Le matin même")
    before, data = saved(), sheets.in_csv(fresh(table.workshop), language)
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=sheets.SEPARATORS[language]):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]
    found = list(cells(sheets.in_workbook(fresh(table.workshop), language)))
    assert not [cell for cell in found if cell[2]]
    assert {"Ventes", "Le matin même", HOSTILE[0]} <= {text for _kind, text, _formula in found}
    other = tables.laid(facilitator, ["Comptabilité", "Ventes", "Logistique"])
    Entry.objects.all().delete()
    assert taking_in.take_in(other.workshop, intake.decoded(data), by=facilitator) == len(before)
    assert saved() == before


# The pages


def file(data):
    return SimpleUploadedFile("lignes.csv", data, "text/csv")


def test_a_facilitator_sees_what_would_be_added_then_adds_it(table, as_, facilitator):
    browser, key = as_(facilitator), table.workshop.key
    assert "Four columns" in browser.get(reverse("table:intake", args=[key])).content.decode()
    look = reverse("table:intake-look", args=[key])
    seen = browser.post(look, {"file": file(GOOD.encode("cp1252")), "op": operation_id()}).content.decode()
    assert "3 lines would be added" in seen
    assert "Les chiffres; le 5" in seen
    assert saved() == []
    bring = reverse("table:intake-bring", args=[key])
    for _twice in range(2):
        answer = browser.post(bring, {"text": GOOD, "op": operation_id(2)})
        assert answer.url == reverse("console", args=[key])
    assert len(saved()) == 3


def test_a_bad_file_is_answered_with_its_faults_and_its_text(table, as_, facilitator):
    browser, key = as_(facilitator), table.workshop.key
    bad = GOOD + "Ventes;<b>;attend;x\n"
    for name, sent in (("intake-look", {"file": file(bad.encode())}), ("intake-bring", {"text": bad})):
        answer = browser.post(reverse(f"table:{name}", args=[key]), sent | {"op": operation_id(len(name))})
        assert answer.status_code == 422
        assert "Line 5" in answer.content.decode()
        assert "“&lt;b&gt;” is not at the table" in answer.content.decode()
        assert "Les chiffres; le 5" in answer.content.decode()
    workbook = browser.post(
        reverse("table:intake-look", args=[key]), {"file": file(b"PK\x03\x04"), "op": operation_id(9)}
    )
    assert "workbook" in workbook.content.decode()
    assert saved() == []


def test_only_a_facilitator_of_a_round_takes_lines_in(table, as_, stranger, workshop, facilitator):
    for name in ("intake-look", "intake-bring"):
        assert post(as_(stranger), reverse(f"table:{name}", args=[table.workshop.key]), text=GOOD).status_code == 404
        assert post(as_(facilitator), reverse(f"table:{name}", args=[workshop.key]), text=GOOD).status_code == 404
    assert saved() == []
