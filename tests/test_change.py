"""The one door for writes: numbers changes, checks the step, answers an operation once."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests.screens import operation, post
from workshop import clock, moves
from workshop.change import Refused, Repeated, change
from workshop.models import Operation, Workshop


def test_a_change_is_numbered_and_seen_by_who_made_it(workshop, facilitator):
    with change(workshop, by=facilitator):
        workshop.title = "Expéditions"
    assert (workshop.revision, Workshop.objects.get().title, Workshop.objects.get().revision) == (1, "Expéditions", 1)


def test_a_refused_change_leaves_nothing(workshop, facilitator):
    def refuse():
        with change(workshop, by=facilitator):
            workshop.title = "Expéditions"
            workshop.save()
            raise Refused("no")

    with pytest.raises(Refused):
        refuse()
    assert (Workshop.objects.get().title, Workshop.objects.get().revision) == ("Logistique", 0)


def test_a_rule_may_not_call_a_rule(workshop, facilitator):
    with pytest.raises(RuntimeError, match="durable"), change(workshop), change(workshop):
        pass


@pytest.mark.django_db(transaction=True)
def test_a_commit_wakes_the_room_and_a_rollback_does_not(workshop, facilitator, monkeypatch):
    from workshop.hub import hub

    woken = []
    monkeypatch.setattr(hub, "wake", woken.append)
    with change(workshop, by=facilitator):
        assert woken == []
    with pytest.raises(Refused), change(workshop, by=facilitator):
        raise Refused("no")
    assert woken == [workshop.pk]


def test_an_operation_is_played_once(workshop, facilitator):
    op_id = uuid4()
    with operation(op_id), change(workshop, by=facilitator):
        pass
    with pytest.raises(Repeated), operation(op_id), change(workshop, by=facilitator):
        pytest.fail("played twice")
    assert Operation.objects.count() == Workshop.objects.get().revision == 1


def test_a_refused_operation_may_be_tried_again(workshop, facilitator):
    op_id = uuid4()
    with pytest.raises(Refused), operation(op_id), change(workshop, by=facilitator):
        raise Refused("not yet")
    with operation(op_id), change(workshop, by=facilitator):
        pass
    assert Operation.objects.count() == 1


def test_an_operation_row_names_nobody():
    assert {field.name for field in Operation._meta.get_fields()} == {"id", "workshop", "op_id", "digest"}


def test_an_unlinked_change_leaves_no_operation(workshop, alice):
    with operation(uuid4()), change(workshop, by=alice, unlinked=True):
        pass
    assert not Operation.objects.exists()


def test_having_finished_is_said_by_its_value_so_that_twice_is_once(as_, at, workshop, alice):
    at("postits")
    url = reverse("room:finish", args=[workshop.key, "postits"])
    for done, count in [("1", 1), ("1", 1), ("0", 0), ("0", 0)]:
        assert post(as_(alice), url, done=done).status_code == 200
        assert alice.finished.count() == count
    assert post(as_(alice), url).status_code == 422
    assert not Operation.objects.exists()


def test_a_facilitator_is_bound_to_no_step_and_a_participant_is(workshop, facilitator, alice):
    with change(workshop, by=facilitator, during="postits"):
        pass
    with pytest.raises(Refused, match="just closed"), change(workshop, by=alice, during="postits"):
        pass


def test_a_move_can_be_cancelled_for_five_seconds(workshop, facilitator):
    moves.take_everyone(workshop, "mission", by=facilitator)
    assert Workshop.objects.get().current_step == "gather"
    assert timedelta(seconds=4) < Workshop.objects.get().moves_at - clock.now() <= timedelta(seconds=5)
    moves.stay(workshop, by=facilitator)
    assert (workshop.current_step, workshop.moves_at) == ("gather", None)


def test_a_due_move_is_shown_before_it_is_written_and_written_by_the_next_change(workshop, facilitator):
    moves.take_everyone(workshop, "mission", by=facilitator)
    Workshop.objects.update(moves_at=clock.now())
    assert Workshop.objects.get().current_step == "mission"
    assert list(moves.due()) == [workshop]
    moves.arrive(workshop)
    assert (workshop.step, workshop.step_before, workshop.next_step) == ("mission", "gather", "")
    with pytest.raises(Refused, match="already moved"):
        moves.stay(workshop, by=facilitator)


def test_steps_may_be_visited_in_any_order(at, assert_screens_follow):
    for slug in ("postits", "gather", "review", "mission"):
        assert_screens_follow(lambda slug=slug: at(slug))


def test_a_timer_is_paused_and_resumed_where_it_was(workshop, facilitator):
    moves.start_timer(workshop, 8, by=facilitator)
    Workshop.objects.update(timer_ends_at=clock.now() + timedelta(minutes=3))
    moves.pause_timer(workshop, by=facilitator)
    assert timedelta(seconds=179) < workshop.timer_left <= timedelta(minutes=3)
    moves.start_timer(workshop, 8, by=facilitator)
    moves.add_minute(workshop, by=facilitator)
    assert timedelta(seconds=238) < workshop.timer_ends_at - clock.now() <= timedelta(minutes=4)


def test_a_corrected_clock_neither_hastens_nor_delays_a_move(workshop, facilitator):
    moves.take_everyone(workshop, "mission", by=facilitator)
    for minutes in (5, -5):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            assert Workshop.objects.get().current_step == "gather"
            assert abs(clock.now() + moves.DELAY - workshop.moves_at) < timedelta(seconds=1)


def test_screens_follow_the_conductor(assert_screens_follow, workshop, facilitator, alice):
    for verb in (
        lambda: moves.take_everyone(workshop, "mission", by=facilitator),
        lambda: moves.stay(workshop, by=facilitator),
        lambda: moves.start_timer(workshop, 5, by=facilitator),
        lambda: moves.pause_timer(workshop, by=facilitator),
        lambda: moves.stop_timer(workshop, by=facilitator),
        lambda: moves.look_up(workshop, by=facilitator),
        lambda: moves.renew_watch(workshop, by=facilitator),
    ):
        assert_screens_follow(verb)
