"""Step 2 of the reciprocal table: rows are written, and read by nobody else before step 3."""

from promises.steps import fill
from tests.screens import screen


def test_what_a_service_writes_is_on_no_shared_screen_before_they_meet(table):
    table.to("fill")
    table.expects("Ventes", "Logistique", "Prévenir la veille")
    for audience in ("board", "phone", "console"):
        assert "Prévenir la veille" not in screen(table.workshop, audience)


def test_the_rows_that_are_not_complete_are_missing(table):
    table.to("fill")
    told = fill.missing(table.workshop)
    assert told[1] == "3 services have not said that their row is complete."
