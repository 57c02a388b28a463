"""The responsibility matrix: interfaces and processes, people and contacts, and what is wrong with it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interfaces import processes, raci
from interfaces.models import Interface, NamedProcess, Pair, PairMember, Responsibility
from interfaces.steps import consult
from tests.conftest import client_service, member
from tests.screens import fresh, post, screen
from workshop import gestures
from workshop.change import Refused

URGENT = "Commande urgente"


@pytest.fixture
def sales(workshop):
    return client_service(workshop)


@pytest.fixture
def stock(workshop):
    return Interface.objects.create(workshop=workshop, name="Magasin", position=1)


@pytest.fixture
def carol(workshop):
    return member(workshop, "Carol")


@pytest.fixture(autouse=True)
def room(at, workshop, alice, bob, carol, sales, stock):
    """Alice and Bob look after sales."""
    pair = Pair.objects.create(workshop=workshop)
    for person in (alice, bob):
        PairMember.objects.create(pair=pair, participant=person)
    Interface.objects.filter(pk=sales.pk).update(pair=pair)
    at("consult")


@pytest.fixture
def urgent(workshop, facilitator, sales):
    processes.name_process(workshop, URGENT, sales, by=facilitator)
    return NamedProcess.objects.get()


def letters(subject):
    return sorted(subject.responsibilities.values_list("letter", flat=True))


def holders(subject):
    return {each.participant or each.contact: each.letter for each in subject.responsibilities.all()}


# Letters


def test_a_letter_is_given_changed_and_taken_back(assert_screens_follow, workshop, facilitator, alice, sales):
    who = ("participant", alice.pk)
    for given, expected in (("R", ["R"]), ("A", ["A"]), ("", [])):
        assert_screens_follow(lambda each=given: raci.letter(workshop, sales.pk, who, each, by=facilitator))
        assert letters(sales) == expected
    gestures.undo(workshop, workshop.gestures.first().pk, by=facilitator)
    assert letters(sales) == ["A"]


def test_a_contact_has_a_letter_in_any_row(assert_screens_follow, workshop, facilitator, sales, stock, urgent):
    who = ("contact", sales.contact.pk)
    for subject, given in ((sales, "C"), (stock, "I"), (urgent, "R")):
        assert_screens_follow(lambda what=subject, each=given: raci.letter(workshop, what, who, each, by=facilitator))
        assert letters(subject) == [given]
    with pytest.raises(Refused, match="R, A, C or I"):
        consult.letter(workshop, sales, who, "X", by=facilitator)


def test_who_has_left_is_given_no_letter(workshop, facilitator, alice, sales, stock):
    Interface.objects.filter(pk=sales.pk).update(treated=False)
    with pytest.raises(Refused, match="no longer in the workshop"):
        raci.letter(workshop, stock, ("contact", sales.contact.pk), "C", by=facilitator)
    with pytest.raises(Refused, match="no longer in the list"):
        raci.letter(workshop, sales, ("participant", alice.pk), "R", by=facilitator)


def test_the_empty_rows_are_filled_from_the_pairs_and_no_other(
    assert_screens_follow, workshop, facilitator, alice, bob, carol, sales, stock, urgent
):
    consult.letter(workshop, stock, ("participant", carol.pk), "I", by=facilitator)
    assert_screens_follow(lambda: raci.fill(workshop, by=facilitator))
    assert holders(sales) == holders(urgent) == {alice: "A", bob: "R", sales.contact: "C"}
    assert letters(stock) == ["I"]
    with pytest.raises(Refused, match="has letters already"):
        raci.fill(workshop, by=facilitator)
    assert_screens_follow(lambda: gestures.undo(workshop, workshop.gestures.first().pk, by=facilitator))
    assert letters(sales) == letters(urgent) == []


# Processes


def test_a_process_is_named_corrected_and_removed(assert_screens_follow, workshop, facilitator, alice, sales):
    assert_screens_follow(lambda: processes.name_process(workshop, URGENT, sales, by=facilitator))
    urgent = NamedProcess.objects.get()
    raci.letter(workshop, urgent, ("participant", alice.pk), "A", by=facilitator)
    assert URGENT in screen(workshop, "console")
    assert_screens_follow(lambda: processes.name_process(workshop, "Clôture", None, by=facilitator, pk=urgent.pk))
    assert processes.processes_of(sales) == []
    assert_screens_follow(lambda: processes.drop_process(workshop, urgent.pk, by=facilitator))
    assert not Responsibility.objects.exists()
    assert_screens_follow(lambda: gestures.undo(workshop, workshop.gestures.first().pk, by=facilitator))
    assert letters(NamedProcess.objects.get()) == ["A"]


def test_a_process_is_named_once(workshop, facilitator, urgent):
    with pytest.raises(Refused, match="already in the matrix"):
        processes.name_process(workshop, "commande URGENTE", None, by=facilitator)
    processes.name_process(workshop, "Commande  urgente", None, by=facilitator, pk=urgent.pk)
    processes.drop_process(workshop, urgent.pk, by=facilitator)
    with pytest.raises(Refused, match="removed from the matrix meanwhile"):
        processes.name_process(workshop, "Autre", None, by=facilitator, pk=urgent.pk)


def test_step_eight_finds_the_processes_of_an_interface_and_their_owner(workshop, facilitator, alice, sales, urgent):
    assert processes.processes_of(sales) == [(URGENT, "")]
    raci.letter(workshop, urgent, ("participant", alice.pk), "A", by=facilitator)
    assert processes.processes_of(sales) == [(URGENT, "Alice")]


# What is wrong, and who is reminded


@pytest.mark.parametrize(
    ("given", "sentences"),
    [
        (["A", "R"], []),
        (["A", "A", "R"], ["2 people answer for it (A)"]),
        (["R", ""], ["nobody answers for it (A)"]),
        (["A", "I"], ["nobody does it (R)"]),
        (["", ""], ["nobody answers for it (A)", "nobody does it (R)"]),
    ],
)
def test_a_row_has_one_a_and_at_least_one_r(given, sentences):
    assert raci.problems([("participant", each) for each in given]) == sentences


def test_the_one_who_answers_is_of_the_team():
    assert raci.problems([("participant", "R"), ("contact", "A")]) == ["whoever answers for it (A) is not of the team"]


def test_who_carries_most_rows_carries_too_much_and_it_says_why(workshop, facilitator, alice, bob, urgent):
    for number in range(2):
        Interface.objects.create(workshop=workshop, name=f"Service {number}")
    for subject in (urgent, *workshop.interfaces.treated()[:2]):
        raci.letter(workshop, subject, ("participant", alice.pk), "R", by=facilitator)
    raci.letter(workshop, workshop.interfaces.treated()[0], ("participant", bob.pk), "A", by=facilitator)
    columns, _rows = raci.matrix(fresh(workshop))
    told = "Alice carries 3 of 5 rows (R or A), more than half: Carol carries 0."
    assert {column.who: (column.carried, column.too_much) for column in columns if column.carried} == {
        alice: (3, told),
        bob: (1, ""),
    }
    assert told in screen(workshop, "console")
    assert "1 person carries too much of the matrix." in consult.missing(fresh(workshop))


def test_two_rows_are_never_too_much(workshop, facilitator, alice, sales, stock):
    for subject in (sales, stock):
        raci.letter(workshop, subject, ("participant", alice.pk), "A", by=facilitator)
    assert not any(column.too_much for column in raci.matrix(workshop)[0])


def test_letters_say_who_is_reminded_and_else_the_pair(workshop, facilitator, alice, bob, carol, sales):
    sales.refresh_from_db()
    assert raci.reminded(sales) == [alice, bob]
    for person, given in ((carol, "A"), (bob, "R"), (alice, "I")):
        raci.letter(workshop, sales, ("participant", person.pk), given, by=facilitator)
    assert raci.reminded(sales) == [bob, carol]
    bob.removed_at = workshop.created_at
    bob.save()
    assert raci.reminded(sales) == [carol]


# Screens


def test_the_matrix_is_worked_from_the_console(as_, workshop, facilitator, alice, sales, urgent):
    browser = as_(facilitator)
    assert 'value="Commande urgente"' in screen_of(browser, "process", workshop, urgent.pk)
    assert post(browser, url("process-add", workshop), name="Clôture", interface=sales.pk).status_code == 204
    assert post(browser, url("process-add", workshop), name=" ").status_code == 422
    assert post(browser, url("process-change", workshop, urgent.pk), name="Urgences").status_code == 204
    where = ["process", urgent.pk, "participant", alice.pk]
    assert "Alice, for Urgences" in screen_of(browser, "cell", workshop, *where)
    assert post(browser, url("give", workshop, *where), letter="A").status_code == 204
    assert letters(urgent) == ["A"]
    assert post(browser, url("process-remove", workshop, urgent.pk)).status_code == 204
    assert list(NamedProcess.objects.values_list("name", "interface")) == [("Clôture", sales.pk)]
    assert "Several of them" in screen_of(browser, "process-new", workshop)


def url(name, workshop, *where):
    return reverse(f"consult:{name}", args=[workshop.key, *where])


def screen_of(browser, name, workshop, *where):
    return browser.get(url(name, workshop, *where)).content.decode()


def test_the_printed_matrix_has_every_row_and_column_in_tables_that_fit(as_, workshop, facilitator, sales, urgent):
    for number in range(20):
        member(workshop, f"Personne {number}")
    raci.letter(workshop, urgent, ("contact", sales.contact.pk), "C", by=facilitator)
    html = screen_of(as_(facilitator), "raci-print", workshop)
    assert html.count("<table") == 3
    assert 'lang="fr"' in html
    for word in (URGENT, "Ventes", "Inès", "Personne 19", "processus, pour Ventes"):
        assert word in html


def test_a_phone_shows_its_part_in_processes(as_, workshop, facilitator, alice, bob, urgent):
    raci.letter(workshop, urgent, ("participant", alice.pk), "R", by=facilitator)
    mine = reverse("mine", args=[workshop.key, "consult"])
    assert URGENT in as_(alice).get(mine).content.decode()
    assert URGENT not in as_(bob).get(mine).content.decode()
    assert URGENT not in screen(workshop, "phone")


def test_a_letter_goes_to_a_row_and_a_person_and_to_nothing_else(as_, workshop, facilitator, alice, sales):
    wrong = [("interface", kind) for kind in ("interface", "letter", "pk", "participant__workshop")]
    for row, kind in [*wrong, ("workshop", "participant")]:
        where = [row, sales.pk, kind, alice.pk]
        assert as_(facilitator).get(url("cell", workshop, *where)).status_code == 404
        assert post(as_(facilitator), url("give", workshop, *where), letter="R").status_code == 404


def test_the_matrix_costs_as_much_with_ten_processes(workshop, facilitator, sales, urgent):
    counts = []
    for turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            screen(workshop, "console")
        counts.append(len(queries))
        for number in range(9):
            processes.name_process(workshop, f"Processus {turn} {number}", sales, by=facilitator)
    assert counts[0] == counts[1]
