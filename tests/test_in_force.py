"""Promises in force lie beside the table: which version, whose, towards whom, in which words, at what cost."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interfaces.models import Interface
from promises.models import Version
from promises.reciprocal import facing, in_force, papers, services
from promises.reciprocal.in_force import promised
from promises.steps import promise, review
from tests.screens import screen
from workshop import home
from workshop.models import Organisation, Workshop

EARLY = {"who": "le quai", "what": "prévient", "whom": "les vendeurs", "delay": "2 heures", "indicator": "appels"}


def fresh(table):
    return Workshop.objects.get(pk=table.workshop.pk)


def nine_steps(table, giver, takers, *lines):
    """A workshop of one service whose promise to others is sealed."""
    party = table.party(giver)
    room = home.open_workshop(table.facilitator, giver, "fr", party.team.organisation)
    for taker in takers:
        team = table.party(taker).team
        interface = Interface.objects.create(workshop=room, name=taker, client=team, treated=True)
        for line in lines:
            promise.commit(room, interface, line, by=table.facilitator)
    promise.seal(room, by=table.facilitator)
    return room


def between(table, giver, taker):
    return promised(fresh(table)).get((table.party(giver).pk, table.party(taker).pk), [])


def test_what_a_service_promised_stands_beside_what_it_commits_to(table):
    nine_steps(table, "Logistique", ["Ventes"], EARLY, {"what": "livre avant midi"})
    first, second = between(table, "Logistique", "Ventes")
    assert (first.reference, first.number) == ("P-VENTES-01", 1)
    assert first.text == "Le quai prévient for les vendeurs within 2 heures."
    assert second.text == "Livre avant midi."
    assert between(table, "Ventes", "Logistique") == []
    assert between(table, "Logistique", "Comptabilité") == []


def test_the_last_sealed_version_counts_and_no_draft(table):
    room = nine_steps(table, "Logistique", ["Ventes"], EARLY)
    review.open_review(room, by=table.facilitator)
    review.next_version(room, by=table.facilitator)
    promise.commit(room, room.interfaces.get(), {"what": "pas encore signé"}, by=table.facilitator)
    assert [line.number for line in between(table, "Logistique", "Ventes")] == [1]
    promise.seal(room, by=table.facilitator)
    assert [line.number for line in between(table, "Logistique", "Ventes")] == [2, 2]


def test_another_workshop_of_the_same_service_replaces_it(table):
    nine_steps(table, "Logistique", ["Ventes"], EARLY)
    nine_steps(table, "Logistique", ["Comptabilité"], EARLY)
    assert between(table, "Logistique", "Ventes") == []
    assert between(table, "Logistique", "Comptabilité")


def test_a_rehearsal_promises_nothing(table):
    room = nine_steps(table, "Logistique", ["Ventes"], EARLY)
    Workshop.objects.filter(pk=room.pk).update(is_rehearsal=True)
    assert promised(fresh(table)) == {}


def test_another_organisation_promises_nothing_here(table, facilitator):
    other = Organisation.objects.create(name="Ailleurs")
    room = home.open_workshop(facilitator, "Logistique", "fr", other)
    interface = Interface.objects.create(workshop=room, name="Ventes", client=table.party("Ventes").team, treated=True)
    promise.commit(room, interface, EARLY, by=facilitator)
    promise.seal(room, by=facilitator)
    assert promised(fresh(table)) == {}


@pytest.mark.parametrize("gone", ["Ventes", "Logistique"])
def test_a_service_that_left_the_table_is_promised_nothing_there(table, facilitator, gone):
    nine_steps(table, "Logistique", ["Ventes"], EARLY)
    services.unseat(table.workshop, table.party(gone).pk, by=facilitator)
    assert promised(fresh(table)) == {}


def test_it_keeps_the_words_it_was_sealed_with(table):
    room = nine_steps(table, "Logistique", ["Ventes"], EARLY)
    room.interfaces.update(name="Tout autrement")
    room.versions.get().promises.get().commitments.update(what="autre chose")
    (line,) = between(table, "Logistique", "Ventes")
    assert "prévient" in line.text


def test_a_promise_that_came_with_a_file_is_known_by_name(table):
    room = nine_steps(table, "Logistique", ["Ventes"], EARLY)
    version = room.versions.get()
    kept = {key: value for key, value in version.kept.items() if key != "rows"}
    Version.objects.filter(pk=version.pk).update(kept=kept)
    in_force.KEPT.clear()
    assert len(between(table, "Logistique", "Ventes")) == 1


def test_it_costs_as_much_for_one_service_as_for_many(table):
    nine_steps(table, "Logistique", ["Ventes"], EARLY)
    room = fresh(table)
    promised(room)  # its SQL is made once
    costs = []
    for giver, takers in (("Ventes", ["Logistique"]), ("Comptabilité", ["Ventes", "Logistique"])):
        nine_steps(table, giver, takers, EARLY)
        room = fresh(table)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            promised(room)
        costs.append(len(asked))
    with CaptureQueriesContext(connection) as asked:
        promised(fresh(table))
    assert (costs, len(asked) - 1) == ([2, 2], 1)  # -1: the workshop itself


def test_its_lines_are_shown_with_their_reference_and_cannot_be_written_in(table):
    nine_steps(table, "Logistique", ["Ventes"], {"what": "livre <b>avant</b> midi"})
    shown = render_to_string("reciprocal/promised.html", {"promised": between(table, "Logistique", "Ventes")})
    assert "P-VENTES-01" in shown
    assert "promise v1" in shown
    assert "&lt;b&gt;" in shown
    assert "<input" not in shown
    assert render_to_string("reciprocal/promised.html", {"promised": []}).strip() == ""


def test_they_are_where_services_write_answer_read_and_print(table, as_):
    nine_steps(table, "Logistique", ["Ventes"], EARLY)
    table.to("fill")
    table.expects("Ventes", "Logistique", "Prévenir la veille")
    at = [table.workshop.key]
    row = as_(table.speaker("Logistique")).get(reverse("own-row", args=at)).content.decode()
    other = [*at, table.party("Ventes").pk]
    phone = as_(table.speaker("Logistique")).get(reverse("fill:one", args=other)).content.decode()
    table.to("meet")
    facing.face(table.workshop, table.party("Ventes").pk, table.party("Logistique").pk, by=table.facilitator)
    own = as_(table.speaker("Logistique")).get(reverse("mine", args=[*at, "meet"])).content.decode()
    whole = as_(table.facilitator).get(reverse("whole", args=at)).content.decode()
    paper = papers.order(fresh(table), papers.Paper("table"), "en")[0]
    for shown in (row, phone, own, whole, paper, screen(table.workshop, "board")):
        assert "P-VENTES-01" in shown
