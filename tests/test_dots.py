"""Dots on categories: counted once, secret until closed, then a result that the order may follow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interfaces import dots, rounds
from interfaces.models import Dots, Round
from interfaces.steps import categories, postits
from tests.conftest import member
from tests.screens import fresh, post, screen, undo_last
from workshop import live
from workshop.change import Refused


@pytest.fixture
def three(at, workshop, facilitator, alice, bob):
    """Three categories in a room that may vote."""
    at("postits")
    postits.reveal(workshop, by=facilitator)
    at("categories")
    return [categories.create(workshop, name, [], by=facilitator).pk for name in ("Délais", "Écoute", "Clarté")]


@pytest.fixture
def vote(workshop, facilitator, three):
    rounds.begin(workshop, Round.VOTE, by=facilitator)
    return three


def cast(person, *chosen, number=1):
    for category in chosen:
        dots.put(person, category, number)


def test_a_person_places_three_dots_and_takes_them_back(vote, alice):
    cast(alice, vote[0], vote[1])
    dots.put(alice, vote[0], 0)
    assert dots.placed(alice, rounds.current(fresh(alice.workshop))) == {vote[1]: 1}


def test_no_more_dots_than_one_has(workshop, facilitator, three, alice):
    rounds.begin(workshop, Round.VOTE, by=facilitator, dots=2)
    cast(alice, *three[:2])
    with pytest.raises(Refused, match="You have 2 dots"):
        dots.put(alice, three[2], 1)
    cast(alice, three[0])  # the same again is no dot more
    assert Dots.objects.count() == 2


def test_one_dot_on_each_category_unless_several_are_allowed(workshop, facilitator, vote, alice):
    with pytest.raises(Refused, match="One dot at most"):
        dots.put(alice, vote[0], 2)
    rounds.close(workshop, by=facilitator)
    rounds.begin(workshop, Round.VOTE, by=facilitator, several=True)
    dots.put(alice, vote[0], 3)
    assert Dots.objects.get().number == 3


def test_nobody_votes_once_it_is_closed(workshop, facilitator, vote, alice):
    rounds.close(workshop, by=facilitator)
    with pytest.raises(Refused, match="closed meanwhile"):
        dots.put(alice, vote[0], 1)


def test_there_is_something_to_vote_on(at, workshop, facilitator):
    at("categories")
    postits.reveal(workshop, by=facilitator)
    with pytest.raises(Refused, match="no category to vote on"):
        rounds.begin(workshop, Round.VOTE, by=facilitator)


def test_the_vote_is_secret_until_it_is_closed(workshop, facilitator, vote, alice, bob):
    cast(alice, vote[1])
    cast(bob, vote[1], vote[0])
    for audience in live.AUDIENCES:
        page = screen(workshop, audience)
        assert "<meter" not in page
        assert 'class="plain scores"' not in page
    assert "3 dots of 6 placed" in screen(workshop, "board")
    before = screen(workshop, "board")
    cast(alice, vote[0])
    dots.put(alice, vote[1], 0)  # another place, as many dots: nothing to see
    assert screen(workshop, "board") == before


def test_the_result_is_sorted_and_stays_until_it_is_put_away(
    assert_screens_follow, workshop, facilitator, vote, alice, bob
):
    cast(alice, vote[1])
    cast(bob, vote[1], vote[2])
    assert_screens_follow(lambda: rounds.close(workshop, by=facilitator))
    board = screen(workshop, "board")
    assert board.index("Écoute</bdi> <meter") < board.index("Clarté</bdi> <meter") < board.index("Délais</bdi> <meter")
    assert 'max="2" value="2"' in board
    assert_screens_follow(lambda: rounds.put_away(workshop, by=facilitator))
    assert "<meter" not in screen(workshop, "board")


def test_the_order_follows_the_dots_in_one_gesture(assert_screens_follow, workshop, facilitator, vote, alice, bob):
    cast(alice, vote[2])
    cast(bob, vote[2], vote[1])
    rounds.close(workshop, by=facilitator)
    assert_screens_follow(lambda: dots.apply(workshop, by=facilitator))
    assert [each.name for each in workshop.categories.all()] == ["Clarté", "Écoute", "Délais"]
    assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert [each.name for each in workshop.categories.all()] == ["Délais", "Écoute", "Clarté"]
    rounds.put_away(workshop, by=facilitator)
    with pytest.raises(Refused, match="no result"):
        dots.apply(workshop, by=facilitator)


def test_a_result_goes_with_the_category_it_is_merged_into(workshop, facilitator, vote, alice, bob):
    cast(alice, vote[0], vote[1])
    cast(bob, vote[1])
    rounds.close(workshop, by=facilitator)
    categories.merge(workshop, vote[1], vote[0], by=facilitator)
    assert [(score.name, score.dots) for score in dots.result(fresh(workshop))] == [("Délais", 3), ("Clarté", 0)]
    undo_last(workshop, facilitator)
    assert [score.dots for score in dots.result(fresh(workshop))] == [2, 1, 0]


def test_dots_of_an_open_vote_go_back_when_their_category_is_merged(workshop, facilitator, vote, alice):
    cast(alice, vote[0], vote[1])
    categories.merge(workshop, vote[1], vote[0], by=facilitator)
    undo_last(workshop, facilitator)
    assert dots.placed(alice, rounds.current(fresh(workshop))) == {vote[0]: 1}


def test_screens_follow_a_vote(assert_screens_follow, workshop, facilitator, three, alice):
    assert_screens_follow(lambda: rounds.begin(workshop, Round.VOTE, by=facilitator))
    assert_screens_follow(lambda: dots.put(alice, three[0], 1))
    assert "Which of these matter most" not in screen(workshop, "phone")  # one's own part alone says it


def test_a_dot_names_nobody(as_, workshop, vote, alice, bob):
    """Lesson 9: what is not stored cannot be told; two dots of one phone do not even look like one phone's."""
    before = workshop.operations.count()
    for category in vote:
        answer = post(as_(alice), reverse("categories:dots", args=[workshop.key, category]), number=1)
    assert "All your dots are placed" in answer.content.decode()
    assert workshop.operations.count() == before
    assert len(set(Dots.objects.values_list("tag", flat=True))) == 3
    assert {each.name for each in Dots._meta.fields} == {"id", "round", "category", "tag", "number"}
    others = as_(bob).get(reverse("mine", args=[workshop.key, "categories"])).content.decode()
    assert "You have 3 dots left" in others


def test_the_facilitator_opens_a_vote_from_a_sheet(as_, workshop, facilitator, three):
    url = reverse("categories:vote", args=[workshop.key])
    assert post(as_(facilitator), url, dots=10).status_code == 422
    assert post(as_(facilitator), url, dots=5, several="on").status_code == 204
    now = rounds.current(fresh(workshop))
    assert (now.dots, bool(now.several)) == (5, True)


def test_query_counts_do_not_grow_with_voters(workshop, vote, alice):
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            for audience in live.AUDIENCES:
                screen(workshop, audience)
        counts.append(len(queries))
        for each in range(8):
            cast(member(workshop, f"P{number}{each}"), *vote)
    assert counts[0] == counts[1]
