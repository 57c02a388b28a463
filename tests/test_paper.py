"""Paper post-its: blank ones get numbers, what is typed back keeps them, the same number never stands twice."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from interfaces import paper
from interfaces.models import DISLIKE, LIKE, Interface, PostIt
from interfaces.steps import postits
from tests.screens import fresh, post, screen, undo_last
from tests.walls import write
from workshop.change import Refused


@pytest.fixture
def sales(workshop):
    return Interface.objects.create(workshop=workshop, name="Ventes")


@pytest.fixture(autouse=True)
def room(at, alice, sales):
    at("postits")


@pytest.fixture
def printed(workshop, facilitator):
    return paper.lay_out(workshop, 2, by=facilitator)


def row(number, text="à l’heure", polarity=LIKE, interface=None):
    return number, polarity, interface, text


def test_numbers_go_on_from_those_of_phones_and_of_earlier_pages(assert_screens_follow, workshop, facilitator, alice):
    write(alice)
    first = assert_screens_follow(lambda: paper.lay_out(workshop, 1, by=facilitator))
    second = paper.lay_out(workshop, 2, by=facilitator)
    assert (first.first, first.last, second.first, second.last) == (2, 7, 8, 19)
    assert write(alice).number == 20


def test_what_is_typed_back_keeps_its_number_and_shows_it(assert_screens_follow, workshop, facilitator, printed, sales):
    rows = [row(3), row(11, "en retard", DISLIKE, sales.pk)]
    assert_screens_follow(lambda: paper.type_back(workshop, rows, by=facilitator))
    assert "à l’heure" not in screen(workshop, "console")
    postits.reveal(workshop, by=facilitator)
    for audience in ("board", "console"):
        assert "No. 3" in screen(workshop, audience)
        assert "No. 11" in screen(workshop, audience)
    undo_last(workshop, facilitator)
    assert not PostIt.objects.exists()


def test_a_phones_postit_shows_no_number_on_the_wall(workshop, facilitator, alice):
    """Its number stands on its author's phone: on the wall it would tell a neighbour whose it is."""
    write(alice)
    postits.reveal(workshop, by=facilitator)
    assert "une idée" in screen(workshop, "board")
    assert "No. 1" not in screen(workshop, "board") + screen(workshop, "console")


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [((3, 3), "Number 3 is there twice"), ((13,), "Number 13 was never printed"), ((5,), "Number 5 is on the wall")],
)
def test_a_wrong_number_is_refused_in_a_sentence_and_nothing_is_stuck(
    workshop, facilitator, printed, numbers, sentence
):
    paper.type_back(workshop, [row(5)], by=facilitator)
    with pytest.raises(Refused, match=sentence):
        paper.type_back(workshop, [row(1), *map(row, numbers)], by=facilitator)
    assert PostIt.objects.count() == 1


def test_a_number_of_a_phone_is_no_number_of_paper(workshop, facilitator, alice, printed):
    number = write(alice).number
    with pytest.raises(Refused, match="never printed"):
        paper.type_back(workshop, [row(number)], by=facilitator)


def grid(*rows):
    return {name: [each[at] for each in rows] for at, name in enumerate(("number", "polarity", "interface", "text"))}


def test_the_grid_takes_the_lines_that_say_something(as_, workshop, facilitator, printed, sales):
    url = reverse("postits:paper-type", args=[workshop.key, printed.pk])
    rows = grid((1, LIKE, "", "à l’heure"), (2, "", "", ""), (4, DISLIKE, sales.pk, "en retard"))
    page = post(as_(facilitator), url, **rows).content.decode()
    assert "2 post-its are stuck" in page
    left = [each["value"] for each in BeautifulSoup(page, "html.parser").find_all("input", attrs={"name": "number"})]
    assert left == [str(number) for number in (2, 3, *range(5, 13))]
    assert paper.printed(fresh(workshop))["papers"] == [{"pk": printed.pk, "first": 1, "last": 12, "left": 10}]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ((4, "", "", "en retard"), "Number 4: Give each post-it its sign"),
        ((4, LIKE, "", "é" * 281), "Number 4: Your text has 281 characters"),
        ((4, LIKE, 10**6, "à l’heure"), "Number 4: This client service is no longer in the list"),
    ],
)
def test_a_line_of_the_grid_that_is_wrong_is_named(as_, workshop, facilitator, printed, wrong, sentence):
    url = reverse("postits:paper-type", args=[workshop.key, printed.pk])
    answer = post(as_(facilitator), url, **grid((1, LIKE, "", "bien"), wrong))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not PostIt.objects.exists()


def test_a_full_grid_fits_in_a_form(as_, workshop, facilitator):
    printed = paper.lay_out(workshop, paper.SHEETS, by=facilitator)
    page = as_(facilitator).get(reverse("postits:paper-back", args=[workshop.key, printed.pk])).content.decode()
    numbers = BeautifulSoup(page, "html.parser").find_all("input", attrs={"name": "number"})
    assert len(numbers) == paper.ROWS
    rows = grid(*((int(each["value"]), LIKE, "", "bien") for each in numbers))
    url = reverse("postits:paper-type", args=[workshop.key, printed.pk])
    assert f"{paper.ROWS} post-its are stuck" in post(as_(facilitator), url, **rows).content.decode()


def test_the_pages_carry_each_number_once_in_the_workshops_language(as_, workshop, facilitator, printed, sales):
    page = as_(facilitator).get(reverse("postits:sheets", args=[workshop.key, printed.pk])).content.decode()
    parsed = BeautifulSoup(page, "html.parser")
    assert [int(each.text) for each in parsed.select(".blank-number")] == list(range(1, 13))
    assert len(parsed.select(".paper-sheet")) == 2
    assert parsed.html["lang"] == workshop.language == "fr"
    assert "Ventes" in parsed.select_one("footer").text
