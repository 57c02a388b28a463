"""Step 4 of the reciprocal table: what stands, what the board shows of it, and the day of the next round."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from promises.models import ReciprocalTable, Reply
from promises.reciprocal import outcome, replies
from promises.steps import table as step
from tests import tables
from tests.conftest import member
from tests.screens import fresh, post, screen
from workshop import gestures
from workshop.change import Refused

SOON = timezone.localdate() + timedelta(days=400)


@pytest.fixture
def held(table):
    """A round at its last step: one expectation matched, one refused, a commitment that nobody asked for."""
    table.to("fill")
    kept, refused = table.expects("Ventes", "Logistique", "Prévenir la veille", "Livrer le dimanche")
    table.commits("Comptabilité", "Ventes", "Les chiffres le 5")
    table.to("meet")
    replies.answer(table.voice("Logistique"), kept.pk, Reply.ACCEPT)
    replies.answer(table.voice("Logistique"), refused.pk, Reply.CANNOT, "Le dépôt est fermé")
    table.to("table")
    return table


def test_the_next_round_has_a_day_from_the_start(table):
    assert step.missing(table.workshop) == []
    ReciprocalTable.objects.update(next_on=None)
    assert step.missing(fresh(table.workshop)) == ["The next round has no day yet."]


def test_the_board_shows_the_picture_that_the_facilitator_chose(held, facilitator):
    assert "<table" in screen(held.workshop, "board")
    held.assert_follows(lambda: outcome.show(held.workshop, "map", by=facilitator))
    assert "services-map" in screen(held.workshop, "board")
    held.assert_follows(lambda: outcome.show(held.workshop, "matrix", by=facilitator))
    assert 'id="matrix"' in screen(held.workshop, "board")
    assert "services-map" not in screen(held.workshop, "board")


def test_screens_follow_an_answer_that_comes_late(held):
    (line,) = [line for line in step.grid(fresh(held.workshop)).lines if line.text == "Livrer le dimanche"]
    held.assert_follows(lambda: replies.answer(held.voice("Logistique"), line.pk, Reply.INSTEAD, "Le samedi"))
    assert "Le samedi" in screen(held.workshop, "console")
    assert "Le samedi" not in screen(held.workshop, "board")


def test_the_day_of_the_next_round_moves_and_is_undone(held, facilitator):
    before = ReciprocalTable.objects.get().next_on
    held.assert_follows(lambda: outcome.meet_on(held.workshop, SOON, by=facilitator))
    assert ReciprocalTable.objects.get().next_on == SOON
    gestures.undo_own(held.workshop, by=facilitator)
    assert ReciprocalTable.objects.get().next_on == before
    for day in (date(2026, 11, 24), timezone.localdate()):
        with pytest.raises(Refused):
            outcome.meet_on(held.workshop, day, by=facilitator)


def test_the_console_lists_what_is_open_by_who_is_asked(held):
    ((giver, n, ((pair, (line,)),)),) = outcome.still_open(fresh(held.workshop))
    assert (giver.name, n, pair.asker.name, line.text) == ("Logistique", 1, "Ventes", "Livrer le dimanche")


def test_nothing_of_it_is_read_before_they_meet(held, as_):
    held.to("fill")
    assert "Livrer le dimanche" not in screen(held.workshop, "console", step="table")
    page = as_(held.speaker("Logistique")).get(reverse("mine", args=[held.workshop.key, "table"])).content.decode()
    assert "Logistique" in page
    assert "Livrer le dimanche" not in page


def test_a_phone_shows_what_stands_both_ways_and_what_is_open(held, as_):
    def page(name):
        return as_(held.speaker(name)).get(reverse("phone", args=[held.workshop.key])).content.decode()

    ventes, logistique = page("Ventes"), page("Logistique")
    for words in ("Prévenir la veille", "Livrer le dimanche", "Le dépôt est fermé"):
        assert words in ventes
        assert words in logistique
    assert "Les chiffres le 5" in ventes
    assert "Les chiffres le 5" not in logistique


def test_whoever_chooses_and_dates_is_the_facilitator(held, as_, facilitator):
    key = held.workshop.key
    browser = as_(facilitator)
    assert post(browser, reverse("table:show", args=[key]), picture="map").status_code == 204
    assert post(browser, reverse("table:show", args=[key]), picture="tower").status_code == 422
    assert SOON.isoformat() not in browser.get(reverse("table:day", args=[key])).content.decode()
    assert post(browser, reverse("table:set-day", args=[key]), day=SOON.isoformat()).status_code == 204
    assert SOON.isoformat() in browser.get(reverse("table:day", args=[key])).content.decode()
    assert ReciprocalTable.objects.get().showing == "map"


def test_the_next_round_goes_into_a_calendar_for_whoever_is_at_the_table(held, as_, facilitator):
    key, party = held.workshop.key, held.party("Ventes").pk
    day = ReciprocalTable.objects.get().next_on
    asked = [
        (as_(facilitator), reverse("table:calendar", args=[key])),
        (as_(held.speaker("Ventes")), reverse("own-table-calendar", args=[key])),
        (as_(facilitator), reverse("for-table-calendar", args=[key, party])),
    ]
    for browser, where in asked:
        assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in browser.get(where).content.decode()
    ReciprocalTable.objects.update(next_on=None)
    assert asked[0][0].get(asked[0][1]).status_code == 404


@pytest.mark.parametrize("audience", ["board", "phone", "console"])
def test_an_empty_table_is_shown_as_one(facilitator, as_, audience):
    empty = tables.laid(facilitator, [])
    empty.to("table")
    said = "The facilitator is laying the table" if audience == "phone" else "No service at the table yet."
    view = as_(member(empty.workshop, "Ali")).get(reverse("phone", args=[empty.workshop.key])).content.decode()
    assert said in (view if audience == "phone" else screen(empty.workshop, audience))
