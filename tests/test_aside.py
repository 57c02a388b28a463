"""Setting a post-it aside before the reveal: blind to its text and to its author, counted in public."""

import json

import pytest
from django.urls import reverse

from interfaces import aside
from interfaces.models import DISLIKE, Interface
from interfaces.steps import postits
from tests.screens import fresh, post, screen, undo_last
from tests.walls import write
from workshop import live
from workshop.change import Refused

RUDE = "grossier-jamais-lu-42"


@pytest.fixture
def sales(workshop):
    return Interface.objects.create(workshop=workshop, name="Ventes")


@pytest.fixture(autouse=True)
def room(at, alice, bob, sales):
    at("postits")


def test_lesson_12_a_rude_postit_is_set_aside_blind_and_counted_in_public(
    assert_screens_follow, workshop, facilitator, alice, sales
):
    postit = write(alice, RUDE, sales, DISLIKE)
    write(alice, "gentil")
    assert_screens_follow(lambda: aside.set_aside(workshop, postit.pk, by=facilitator))
    for audience in live.AUDIENCES:
        assert RUDE not in screen(workshop, audience)
    assert "1 set aside" in screen(workshop, "board")
    assert "1 set aside" in screen(workshop, "console")
    assert_screens_follow(lambda: postits.reveal(workshop, by=facilitator))
    for audience in live.AUDIENCES:
        assert RUDE not in screen(workshop, audience)
    assert "gentil" in screen(workshop, "board")


def test_the_console_lists_hidden_postits_by_number_service_and_polarity(workshop, facilitator, alice, sales):
    write(alice, RUDE, sales, DISLIKE)
    (handle,) = aside.unread(fresh(workshop))["handles"]
    assert (handle.number, handle.service, handle.polarity, handle.aside) == (1, "Ventes", DISLIKE, False)
    console = screen(workshop, "console")
    assert "Set no. 1 aside" in console
    assert RUDE not in console
    assert "Set no. 1 aside" not in screen(workshop, "board") + screen(workshop, "phone")


def test_the_author_reads_the_number_on_the_phone_and_what_became_of_it(as_, workshop, facilitator, alice, bob):
    postit = write(alice, RUDE)
    where = reverse("mine", args=[workshop.key, "postits"])
    assert "No. 1" in as_(alice).get(where).content.decode()
    assert "No. 1" not in as_(bob).get(where).content.decode()
    aside.set_aside(workshop, postit.pk, by=facilitator)
    page = as_(alice).get(where).content.decode()
    assert "set aside by the facilitator" in page
    assert reverse("postits:sheet", args=[workshop.key, postit.pk]) not in page


def test_the_author_of_what_was_set_aside_is_told_why_it_cannot_be_changed(as_, workshop, facilitator, alice, bob):
    postit = write(alice, RUDE)
    aside.set_aside(workshop, postit.pk, by=facilitator)
    where = reverse("postits:sheet", args=[workshop.key, postit.pk])
    assert "set this post-it aside" in as_(alice).get(where).content.decode()
    assert "Only the device that wrote" in as_(bob).get(where).content.decode()


def test_a_postit_is_brought_back_and_both_gestures_are_undone(assert_screens_follow, workshop, facilitator, alice):
    postit = write(alice, RUDE)
    aside.set_aside(workshop, postit.pk, by=facilitator)
    assert_screens_follow(lambda: aside.bring_back(workshop, postit.pk, by=facilitator))
    assert "set aside" not in screen(workshop, "board")
    assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert "1 set aside" in screen(workshop, "board")
    assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert workshop.postits.filter(set_aside_at=None).count() == 1


def test_what_was_set_aside_before_the_reveal_is_read_by_nobody_until_it_is_brought_back(workshop, facilitator, alice):
    postit = write(alice, RUDE)
    aside.set_aside(workshop, postit.pk, by=facilitator)
    postits.reveal(workshop, by=facilitator)
    assert RUDE not in screen(workshop, "console")
    assert "Bring no. 1 back" in screen(workshop, "console")
    aside.bring_back(workshop, postit.pk, by=facilitator)
    assert RUDE in screen(workshop, "console")


def test_a_postit_that_its_author_took_back_meanwhile_is_told(as_, workshop, facilitator, alice):
    postit = write(alice)
    postits.withdraw(alice, postit.pk)
    with pytest.raises(Refused, match="taken this post-it back"):
        aside.set_aside(workshop, postit.pk, by=facilitator)
    gone = reverse("postits:back", args=[workshop.key, postit.pk])
    assert "taken this post-it back" in post(as_(facilitator), gone).content.decode()


def test_nothing_is_left_of_what_its_author_takes_back_after_a_facilitator_moved_it(workshop, facilitator, alice):
    postit = write(alice, RUDE)
    aside.set_aside(workshop, postit.pk, by=facilitator)
    undo_last(workshop, facilitator)
    aside.set_aside(workshop, postit.pk, by=facilitator)
    aside.bring_back(workshop, postit.pk, by=facilitator)
    postits.withdraw(alice, postit.pk)
    told = json.dumps(list(workshop.gestures.values_list("changes", flat=True)))
    assert "set_aside_at" in told
    assert RUDE not in told
    assert postit.owner_tag not in told


def test_a_participant_sets_nothing_aside(as_, workshop, alice):
    postit = write(alice)
    assert post(as_(alice), reverse("postits:aside", args=[workshop.key, postit.pk])).status_code == 401
    assert workshop.postits.filter(set_aside_at=None).count() == 1
