"""Step 2: one mission statement, found clear or discussed, with suggestions that can be accepted."""

import pytest
from django.urls import reverse

from tests.screens import post, screen
from workshop.change import Refused
from workshop.models import MissionOpinion
from workshop.steps import mission

STATEMENT = "Livrer ce qui est promis, au jour promis."


@pytest.fixture(autouse=True)
def room(at, alice, bob):
    at("mission")


def test_the_mission_is_edited_live(assert_screens_follow, workshop, facilitator):
    assert_screens_follow(lambda: mission.write(workshop, STATEMENT, 0, by=facilitator))
    for audience in ("board", "phone", "console"):
        assert STATEMENT in screen(workshop, audience)


def test_two_facilitators_do_not_overwrite_each_other(workshop, facilitator, deputy):
    mission.write(workshop, STATEMENT, 0, by=facilitator)
    with pytest.raises(Refused) as refused:
        mission.write(workshop, "Autre chose.", 0, by=deputy)
    assert (refused.value.mine, refused.value.theirs) == ("Autre chose.", STATEMENT)
    workshop.refresh_from_db()
    assert workshop.mission == STATEMENT


def test_members_say_clear_or_to_discuss(assert_screens_follow, workshop, alice, bob):
    assert_screens_follow(lambda: mission.react(alice, True))
    assert_screens_follow(lambda: mission.react(bob, False, "Dire aussi pour qui."))
    assert "1 of 2 finds it clear" in screen(workshop, "board")
    assert "Dire aussi" not in screen(workshop, "board") + screen(workshop, "phone")
    mission.react(bob, True)
    assert MissionOpinion.objects.filter(clear=True, suggestion="").count() == 2


def test_a_suggestion_becomes_the_mission(assert_screens_follow, workshop, facilitator, bob):
    mission.react(bob, False, STATEMENT)
    opinion = MissionOpinion.objects.get()
    assert_screens_follow(lambda: mission.accept(workshop, opinion.pk, by=facilitator))
    assert STATEMENT in screen(workshop, "board")
    with pytest.raises(Refused, match="taken back"):
        mission.accept(workshop, 0, by=facilitator)


def test_a_member_answers_from_the_phone(as_, workshop, alice):
    url = reverse("mission:say", args=[workshop.key])
    assert 'aria-pressed="true"' in post(as_(alice), url, clear="yes").content.decode()
    answer = post(as_(alice), url, clear="no", suggestion="Plus court.")
    assert "Plus court." in answer.content.decode()


def test_the_step_says_what_is_missing(workshop, facilitator, alice):
    assert mission.missing(workshop) == ["The mission is not written yet."]
    mission.write(workshop, STATEMENT, 0, by=facilitator)
    mission.react(alice, False)
    assert mission.missing(workshop) == ["1 person wants to discuss it."]
