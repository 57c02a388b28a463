"""The plan: how late the room is, and a new plan that is offered, taken in one press, and can be undone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.screens import post, screen, undo_last
from workshop import method, plan
from workshop.change import Refused
from workshop.models import Timing


def spend(workshop, **minutes):
    """Say that so many minutes were used in these steps."""
    for slug, used in minutes.items():
        step = method.BY_SLUG[slug]
        values = {"used": timedelta(minutes=used)}
        new = values | {"planned": step.minutes, "minutes": step.minutes}
        Timing.objects.update_or_create(workshop=workshop, step=slug, defaults=values, create_defaults=new)


def state(workshop):
    """(minutes of lateness, {slug: new minutes} offered, minutes that stay)."""
    workshop.refresh_from_db()
    legs = plan.legs(workshop)
    offered = plan.offer(workshop, legs)
    cuts = {leg.step.slug: new for leg, new in offered.cuts} if offered else {}
    return plan.late(workshop, legs), cuts, offered.left if offered else 0


def test_a_room_on_time_is_offered_nothing(workshop, at):
    assert state(at("postits")) == (0, {}, 0)
    spend(workshop, gather=10, mission=15, services=24)
    assert state(workshop) == (4, {}, 0)


def test_lateness_is_spread_over_what_remains_in_proportion(workshop, at):
    at("categories")
    spend(workshop, gather=12, mission=20, services=25, postits=20)
    late, cuts, left = state(workshop)
    assert (late, left) == (12, 0)
    assert sum(method.BY_SLUG[slug].minutes - new for slug, new in cuts.items()) == 12
    assert cuts == {"categories": 31, "ways": 52}  # 20 and 35 minutes could be cut: 4 and 8


def test_a_step_is_never_cut_under_what_makes_sense(workshop, at):
    at("ways")
    spend(workshop, gather=30, mission=40, services=50, postits=20, categories=35)
    assert state(workshop) == (75, {"ways": 25}, 40)
    spend(workshop, ways=50)
    assert state(workshop) == (75, {"ways": 50}, 65)  # what is used is used


def test_a_step_that_was_not_visited_says_nothing_of_the_pace(workshop, at):
    at("categories")
    spend(workshop, postits=26)
    assert state(workshop)[0] == 6
    assert state(at("promise")) == (0, {}, 0)  # another session


def test_an_overrun_is_lateness_while_it_happens(workshop, at):
    at("mission")
    spend(workshop, mission=27)
    assert state(workshop)[0] == 12


def test_an_offer_is_taken_in_one_press_and_undone(assert_screens_follow, workshop, facilitator, at):
    at("categories")
    spend(workshop, services=32)
    _late, cuts, _left = state(workshop)
    assert_screens_follow(lambda: plan.replan(workshop, cuts, by=facilitator))
    assert state(workshop) == (0, {}, 0)
    assert plan.minutes(workshop)["categories"] == cuts["categories"] < 35
    assert f"{cuts['categories']} min" in screen(workshop, "console")
    with pytest.raises(Refused, match="look at the new proposal"):
        plan.replan(workshop, cuts, by=facilitator)
    undo_last(workshop, facilitator)
    assert plan.minutes(workshop)["categories"] == 35
    assert Timing.objects.get(step="services").used == timedelta(minutes=32)


@pytest.mark.parametrize("wanted", [{}, {"ways": 60}, {"ways": 61}, {"ways": 24}])
def test_an_offer_only_shortens(workshop, facilitator, wanted):
    with pytest.raises(Refused, match="look at the new proposal"):
        plan.replan(workshop, wanted, by=facilitator)


def test_the_facilitator_gives_steps_other_minutes(assert_screens_follow, as_, workshop, facilitator, at):
    at("mission")
    assert_screens_follow(lambda: plan.plan(workshop, {"mission": 25}, by=facilitator))
    assert "25 min" in screen(workshop, "console")
    assert state(workshop)[0] == 0  # the end that is announced has moved too
    save = reverse("room:save-plan", args=[workshop.key])
    assert post(as_(facilitator), save, mission=30, ways=45).status_code == 204
    assert (plan.minutes(workshop)["mission"], plan.minutes(workshop)["ways"]) == (30, 45)
    assert post(as_(facilitator), save, mission=0)["X-Field"] == "mission"
    undo_last(workshop, facilitator)
    assert plan.minutes(workshop)["mission"] == 25


def test_saving_the_plan_as_it_is_changes_nothing(as_, workshop, facilitator):
    every = {step.slug: step.minutes for step in method.METHOD}
    post(as_(facilitator), reverse("room:save-plan", args=[workshop.key]), **every)
    assert not workshop.undoable


def test_a_plan_made_shorter_keeps_the_end_when_one_step_gets_longer_again(workshop, facilitator, at):
    at("categories")
    spend(workshop, services=32)
    plan.replan(workshop, state(workshop)[1], by=facilitator)
    plan.plan(workshop, {"ways": 60}, by=facilitator)
    assert state(workshop)[0] == 0


def test_the_pace_says_the_minutes_the_lateness_and_the_offer(as_, workshop, facilitator, at):
    at("categories")
    spend(workshop, services=32, categories=7)
    url = reverse("room:pace", args=[workshop.key, "categories"])
    said = as_(facilitator).get(url).content.decode()
    assert "<b>7</b> of 35 min used" in said
    assert "12 minutes late in all" in said
    assert 'name="categories"' in said
    with override("fr"):
        browser = as_(facilitator)
        browser.cookies["django_language"] = "fr"
        assert "12 minutes de retard en tout" in browser.get(url).content.decode()


def test_a_plan_is_the_facilitators_alone(workshop, facilitator, at):
    at("mission")
    plan.plan(workshop, {"mission": 77}, by=facilitator)
    for audience in ("board", "phone"):
        assert "77" not in screen(workshop, audience)
    assert "77 min" in screen(workshop, "console")


@pytest.mark.parametrize(("total", "rooms"), [(12, [20, 35]), (1, [1, 1, 1]), (7, [3, 4]), (5, [0, 9, 1]), (3, [2, 2])])
def test_whole_minutes_are_spread_and_none_is_lost(total, rooms):
    shares = plan.spread(total, rooms)
    assert sum(shares) == total
    assert all(0 <= share <= room for share, room in zip(shares, rooms, strict=True))
