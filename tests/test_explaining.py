"""“It is mine, I will explain”: the author alone may say so, by name or without, and take it back."""

import pytest
from django.urls import reverse

from interfaces import aside, explaining
from interfaces.models import Explanation
from interfaces.steps import postits
from tests.screens import post, screen
from tests.walls import long_ago, write
from workshop import live
from workshop.change import Refused

STEP = "postits"


@pytest.fixture(autouse=True)
def room(at, alice, bob):
    at(STEP)


@pytest.fixture
def postit(workshop, facilitator, alice, bob):
    made = write(alice, "on rappelle le jour même")
    write(bob, "autre")
    postits.reveal(workshop, by=facilitator)
    return made


def mine(as_, workshop, person):
    return as_(person).get(reverse("mine", args=[workshop.key, STEP])).content.decode()


def test_lesson_11_an_author_marks_a_postit_without_a_name(assert_screens_follow, workshop, alice, postit):
    assert_screens_follow(lambda: explaining.explain(alice, postit.pk, named=False))
    for audience in ("board", "console"):
        assert "its author will explain" in screen(workshop, audience)
        assert "Alice" not in screen(workshop, audience)
    assert Explanation.objects.get().by is None
    postit.refresh_from_db()
    assert postit.author is None


def test_the_first_name_is_shown_only_when_the_author_chose_so_and_goes_when_it_is_taken_back(
    assert_screens_follow, workshop, alice, postit
):
    assert_screens_follow(lambda: explaining.explain(alice, postit.pk, named=True))
    assert "Alice will explain" in screen(workshop, "board")
    explaining.explain(alice, postit.pk, named=False)
    assert "Alice" not in screen(workshop, "board")
    explaining.explain(alice, postit.pk, named=True)
    assert_screens_follow(lambda: explaining.keep_quiet(alice, postit.pk))
    for audience in live.AUDIENCES:
        assert "will explain" not in screen(workshop, audience)
    assert not Explanation.objects.exists()


def test_a_name_can_be_taken_back_from_a_postit_that_was_set_aside(as_, workshop, facilitator, alice, postit):
    explaining.explain(alice, postit.pk, named=True)
    aside.set_aside(workshop, postit.pk, by=facilitator)
    url = reverse("postits:explain", args=[workshop.key, postit.pk])
    assert url in mine(as_, workshop, alice)
    assert post(as_(alice), url, how="named").status_code == 409
    assert post(as_(alice), url, how="quiet").status_code == 200
    assert url not in mine(as_, workshop, alice)
    assert not Explanation.objects.exists()


def test_lesson_9_nothing_but_the_chosen_name_can_tell_who_offered():
    columns = {field.name for field in Explanation._meta.fields}
    assert columns == {"id", "postit", "by"}


def test_only_the_authors_phone_shows_the_offer(as_, workshop, alice, bob, postit):
    url = reverse("postits:explain", args=[workshop.key, postit.pk])
    assert url in mine(as_, workshop, alice)
    assert url not in mine(as_, workshop, bob)
    answer = post(as_(bob), url, how="named")
    assert answer.status_code == 403
    assert not Explanation.objects.exists()


def test_nothing_is_offered_before_the_reveal(as_, workshop, alice):
    hidden = write(alice, "encore caché")
    assert "explain" not in mine(as_, workshop, alice)
    with pytest.raises(Refused, match="still hidden"):
        explaining.explain(alice, hidden.pk, named=False)


def test_the_phone_says_what_the_wall_says(as_, workshop, alice, postit):
    url = reverse("postits:explain", args=[workshop.key, postit.pk])
    assert "without a name" in post(as_(alice), url, how="nameless").content.decode()
    assert "with your first name" in post(as_(alice), url, how="named").content.decode()
    assert "Only this phone can offer it" in post(as_(alice), url, how="quiet").content.decode()
    assert post(as_(alice), url, how="loudly").status_code == 422


def test_the_offer_follows_the_card_into_the_next_step(at, as_, assert_screens_follow, workshop, alice, postit):
    at("categories")
    long_ago()
    assert_screens_follow(lambda: explaining.explain(alice, postit.pk, named=False))
    assert "its author will explain" in screen(workshop, "board")
    later = as_(alice).get(reverse("postits:later", args=[workshop.key])).content.decode()
    assert reverse("postits:explain", args=[workshop.key, postit.pk]) in later
    at("ways")
    long_ago()
    with pytest.raises(Refused, match="just closed"):
        explaining.keep_quiet(alice, postit.pk)
