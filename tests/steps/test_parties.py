"""Step 1 of the reciprocal table: services at it, and who speaks for each."""

import pytest

from promises.steps import parties
from tests.screens import screen
from workshop.change import Refused


def test_representatives_say_whom_they_speak_for_and_may_change(table):
    person = table.speaker("Ventes")
    table.assert_follows(lambda: parties.speak_for(person, table.party("Logistique").pk))
    assert parties.speakers(table.workshop)[table.party("Logistique").pk] == ["Voix Ventes", "Voix Logistique"]
    assert parties.missing(table.workshop) == ["1 service has no voice yet."]


def test_nobody_speaks_for_a_service_of_another_table(table, facilitator):
    with pytest.raises(Refused):
        parties.speak_for(table.speaker("Ventes"), 0)


def test_the_board_shows_who_speaks_for_whom(table):
    shown = screen(table.workshop, "board")
    assert "Comptabilité" in shown
    assert "Voix Ventes" in shown
