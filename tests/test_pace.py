"""How long the room has been at work: silence, nights and preparation at home count for nothing."""

from datetime import timedelta

import pytest

from workshop import clock, moves, pace, plan
from workshop.hub import Room, hub
from workshop.live import View
from workshop.models import Timing, Workshop
from workshop.steps import mission


@pytest.fixture
def work(workshop, alice, at):
    """Let the room work for some minutes in its step: a sign of life, time, another sign."""
    at("mission")

    def pass_minutes(minutes):
        mission.react(alice, True)
        Workshop.objects.update(acted_at=clock.now() - timedelta(minutes=minutes))
        mission.react(alice, True)

    return pass_minutes


def used(workshop, slug="mission"):
    fresh = Workshop.objects.get(pk=workshop.pk)
    return next(leg.used for leg in plan.legs(fresh) if leg.step.slug == slug)


def test_time_between_two_signs_of_life_is_used(workshop, work):
    work(12)
    assert used(workshop) == 12
    work(5)
    assert used(workshop) == 17


def test_time_passes_on_the_console_without_any_change(workshop, work):
    work(3)
    Workshop.objects.update(acted_at=clock.now() - timedelta(minutes=4))
    assert used(workshop) == 7


def test_a_silence_of_more_than_half_an_hour_is_a_break(workshop, work):
    work(10)
    work(31)
    assert used(workshop) == 10
    Workshop.objects.update(acted_at=clock.now() - timedelta(days=40))
    assert used(workshop) == 10
    work(2)
    assert used(workshop) == 12


def test_preparing_alone_counts_for_nothing(workshop, facilitator, at):
    at("mission")
    for text in ("une", "deux"):
        mission.write(workshop, text, workshop.mission_version, by=facilitator)
        assert workshop.acted_at is None
        Workshop.objects.update(acted_at=None)
    assert used(workshop) == 0


def test_what_a_facilitator_does_counts_while_a_phone_listens(workshop, facilitator, at, monkeypatch):
    at("mission")
    room = Room()
    monkeypatch.setitem(hub.rooms, workshop.pk, room)
    room.sockets[View("console", "", "fr")].add("a console")
    mission.write(workshop, "une", 0, by=facilitator)
    assert workshop.acted_at is None  # a console alone is nobody's room
    room.sockets[View("phone", "", "fr")].add("a phone")
    mission.write(workshop, "deux", 1, by=facilitator)
    Workshop.objects.update(acted_at=clock.now() - timedelta(minutes=9))
    mission.write(workshop, "trois", 2, by=facilitator)
    assert int(workshop.spent / plan.MINUTE) == used(workshop) == 9


def test_each_step_keeps_its_own_time_over_several_visits(workshop, facilitator, alice, work, at):
    work(12)
    at("services")
    assert (used(workshop), used(workshop, "services")) == (12, 0)
    assert Timing.objects.get(step="mission").used > timedelta(minutes=12) - timedelta(seconds=1)
    at("mission")
    work(4)
    assert used(workshop) == 16


def test_the_time_before_a_move_belongs_to_the_step_that_is_left(workshop, facilitator, work):
    work(1)
    moves.take_everyone(workshop, "services", by=facilitator)
    Workshop.objects.update(acted_at=clock.now() - timedelta(minutes=8), moves_at=clock.now() - timedelta(minutes=2))
    moves.arrive(workshop)
    assert (used(workshop), used(workshop, "services")) == (7, 2)


def test_two_signs_at_the_same_moment_count_once(workshop, work):
    now = clock.now()
    workshop.acted_at = now
    assert pace.since(workshop, now) == pace.NOTHING
    assert pace.since(workshop, now - timedelta(minutes=1)) == pace.NOTHING
    assert pace.since(workshop, now + pace.QUIET) == pace.QUIET
