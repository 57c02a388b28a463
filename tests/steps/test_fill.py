"""Step 2 of the reciprocal table: rows are written, and read by nobody else before step 3."""

import pytest
from django.urls import reverse

from promises.models import Entry
from promises.reciprocal import entries, services
from promises.reciprocal.progress import progress
from promises.steps import fill
from tests.screens import post, screen
from tests.tables import laid

OP = "6a2f41a3-c54c-4ab7-8a8d-8f0f2a0a6a11"


def test_what_a_service_writes_is_on_no_shared_screen_before_they_meet(table):
    table.to("fill")
    table.expects("Ventes", "Logistique", "Prévenir la veille")
    for audience in ("board", "phone", "console"):
        assert "Prévenir la veille" not in screen(table.workshop, audience)


def test_the_rows_that_are_not_complete_are_missing(table):
    table.to("fill")
    told = fill.missing(table.workshop)
    assert told[1] == "3 services have not said that their row is complete."


def mine(table, name, **more):
    person = table.speaker(name)
    for each, value in more.items():
        setattr(person, each, value)
    return fill.mine(person)


def test_a_phone_begins_with_the_first_service_that_nothing_is_said_to(table):
    table.to("fill")
    assert mine(table, "Ventes")["now"].name == "Comptabilité"
    table.commits("Ventes", "Comptabilité", "Rendre les notes de frais")
    shown = mine(table, "Ventes")
    assert (shown["now"].name, shown["number"], shown["after"]) == ("Logistique", 2, None)
    assert [(other.name, n) for other, n in shown["others"]] == [("Comptabilité", 1), ("Logistique", 0)]
    assert mine(table, "Ventes", facing=table.party("Comptabilité").pk)["now"].name == "Comptabilité"
    assert mine(table, "Ventes", facing=0)["now"].name == "Logistique"


def test_a_service_alone_at_the_table_is_told_so(table, facilitator):
    table.to("fill")
    for name in ("Comptabilité", "Logistique"):
        services.unseat(table.workshop, table.party(name).pk, by=facilitator)
    assert mine(table, "Ventes")["now"] is None


def test_an_answer_stays_at_the_service_one_was_at(table, as_):
    table.to("fill")
    first, second = (table.party(name).pk for name in ("Comptabilité", "Logistique"))
    browser, key = as_(table.speaker("Ventes")), table.workshop.key
    answer = post(browser, reverse("own:expects", args=[key, second]), text="Prévenir la veille", facing=second)
    assert f'data-facing="{second}"' in answer.content.decode()
    assert "Prévenir la veille" in answer.content.decode()
    assert f'data-facing="{first}"' in browser.get(reverse("fill:one", args=[key, first])).content.decode()
    assert browser.get(reverse("fill:one", args=[key, 10**12])).headers["HX-Refresh"] == "true"


def test_without_script_one_returns_to_the_page_one_came_from(table, as_):
    table.to("fill")
    browser, key = as_(table.speaker("Ventes")), table.workshop.key
    where = reverse("own:done-fill", args=[key])
    assert browser.post(where, {"op": OP, "done": "1", "back": "row"}).url == reverse("own-row", args=[key])
    assert table.party("Ventes").filled_at


def test_a_line_is_changed_in_a_sheet_that_knows_its_version(table, as_):
    table.to("fill")
    (line,) = table.expects("Ventes", "Logistique", "Prévenir la veille")
    page = reverse("fill:line", args=[table.workshop.key, line.pk])
    assert "Prévenir la veille" in as_(table.speaker("Ventes")).get(page).content.decode()
    assert as_(table.speaker("Logistique")).get(page).status_code == 409


def test_a_dropped_line_is_beside_its_cells_and_nowhere_else(table):
    table.to("fill")
    (line,) = table.expects("Ventes", "Logistique", "Prévenir la veille")
    entries.drop(table.voice("Ventes"), line.pk)
    shown = mine(table, "Ventes", facing=table.party("Logistique").pk)
    assert (list(shown["dropped"]), shown["expects"]) == ([line], [])
    assert list(mine(table, "Logistique", facing=table.party("Ventes").pk)["dropped"]) == []


def test_what_was_committed_to_us_last_time_is_judged_beside_its_service(table, facilitator, as_):
    table.to("fill")
    table.commits("Logistique", "Ventes", "Un message la veille")
    table.expects("Ventes", "Logistique", "Prévenir à midi")
    last = table.workshop.reciprocal
    later = laid(facilitator, [], last.next_on, previous=last)
    later.to("fill")
    shown = mine(later, "Ventes", facing=later.party("Logistique").pk)
    assert [line.text for line in shown["received"]] == ["Un message la veille"]
    assert [(line.text, line.as_before) for line in shown["expects"]] == [("Prévenir à midi", True)]
    assert mine(later, "Logistique", facing=later.party("Ventes").pk)["received"] == []
    (given,), other = shown["received"], later.party("Logistique").pk
    where = reverse("own:judge", args=[later.workshop.key, given.pk])
    answer = post(as_(later.speaker("Ventes")), where, movement="worse", facing=other).content.decode()
    assert f'id="worse-{given.pk}" class="worse" name="movement" value="" aria-pressed="true"' in answer


def test_the_board_and_the_console_follow_how_far_rows_are(table):
    table.to("fill")
    assert [each.state for each in progress(table.workshop)] == ["silent"] * 3
    party = table.party("Logistique").pk
    table.assert_follows(lambda: entries.add(table.voice("Ventes"), party, Entry.EXPECTS, ["Prévenir", "Prévoir"]))
    table.assert_follows(lambda: entries.finish(table.voice("Comptabilité"), "filled_at"))
    workshop = type(table.workshop).objects.get()
    assert [(each.state, each.begun, each.cells) for each in progress(workshop)] == [
        ("filled", 0, [None, 0, 0]),
        ("writing", 1, [0, None, 2]),
        ("silent", 0, [0, 0, None]),
    ]
    assert fill.missing(workshop) == [
        "1 service has written nothing yet.",
        "2 services have not said that their row is complete.",
    ]


@pytest.mark.parametrize(("services_there", "columns"), [(0, 1), (3, 1), (8, 2), (30, 3), (40, 4)])
def test_the_board_holds_every_row(table, facilitator, services_there, columns):
    table.workshop.parties.all().delete()
    services.seat(table.workshop, [f"Service {n}" for n in range(services_there)], by=facilitator)
    table.to("fill")
    shown = fill.context(type(table.workshop).objects.get())
    assert (len(shown["rows"]), shown["columns"]) == (services_there, columns)
    screen(table.workshop, "board")
