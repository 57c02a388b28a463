"""Step 4 of the reciprocal table: what stands, and the day of the next round."""

from promises.steps import table as step


def test_the_next_round_has_a_day_from_the_start(table):
    assert step.missing(table.workshop) == []
    table.workshop.reciprocal.next_on = None
    assert step.missing(table.workshop) == ["The next round has no day yet."]
