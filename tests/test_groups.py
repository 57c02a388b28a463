"""Categories have an order, which numbers them, and one of nine colours."""

import pytest

from interfaces.steps import categories, postits
from tests.screens import screen, undo_last
from workshop.change import Refused


@pytest.fixture(autouse=True)
def room(at, workshop, facilitator, alice):
    at("postits")
    postits.reveal(workshop, by=facilitator)
    at("categories")


@pytest.fixture
def delays(workshop, facilitator, room):
    return categories.create(workshop, "Délais", [], by=facilitator)


def listed(workshop):
    return [each.name for each in workshop.categories.all()]


def test_colours_differ_and_may_be_chosen(assert_screens_follow, workshop, facilitator, delays):
    others = [categories.create(workshop, f"Autre {number}", [], by=facilitator) for number in range(8)]
    assert {each.colour for each in [delays, *others]} == set(range(9))
    assert_screens_follow(lambda: categories.colour(workshop, delays.pk, 5, by=facilitator))
    assert workshop.categories.get(pk=delays.pk).colour == 5
    with pytest.raises(Refused, match="no such colour"):
        categories.colour(workshop, delays.pk, 9, by=facilitator)


def test_categories_are_ordered(assert_screens_follow, workshop, facilitator, delays):
    last = [categories.create(workshop, name, [], by=facilitator) for name in ("Écoute", "Clarté")][-1]
    assert_screens_follow(lambda: categories.place(workshop, last.pk, 0, by=facilitator))
    assert listed(workshop) == ["Clarté", "Délais", "Écoute"]
    for audience in ("board", "phone", "console"):
        page = screen(workshop, audience)
        assert page.index("Clarté") < page.index("Délais") < page.index("Écoute"), audience
    assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert listed(workshop) == ["Délais", "Écoute", "Clarté"]
