"""A door that asks: a first name waits, the facilitator accepts or declines, and nothing is kept of who is declined."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.conftest import member
from tests.screens import fresh, post, screen
from workshop import access, knocks, limits
from workshop.change import Refused
from workshop.models import Knock, Participant
from workshop.steps import gather

DEVICE, OTHER = "d" * 43, "e" * 43


@pytest.fixture
def asking(workshop, facilitator):
    """The workshop, its door in the state *ask*."""
    knocks.ask_first(workshop, by=facilitator)
    return workshop


def waiting(workshop):
    return [each.name for each in knocks.waiting(workshop)]


def at_door(as_, device):
    browser = as_()
    browser.cookies[settings.DEVICE_COOKIE] = device
    return browser


def test_the_door_has_three_states_on_one_switch(assert_screens_follow, as_, workshop, facilitator):
    code, console = workshop.code, as_(facilitator)
    assert_screens_follow(lambda: knocks.ask_first(workshop, by=facilitator))
    assert (workshop.door, workshop.code) == ("ask", code)
    for door in ("closed", "ask", "open"):
        assert post(console, reverse("gather:door", args=[workshop.key]), door=door).status_code == 204
        workshop.refresh_from_db()
        assert workshop.door == door
        assert f'id="door-{door}" name="door" value="{door}" aria-pressed="true"' in screen(workshop, "console")
    assert workshop.code != code
    assert post(console, reverse("gather:door", args=[workshop.key]), door="ajar").status_code == 422


def test_somebody_who_asks_waits_and_is_seated_once_accepted(assert_screens_follow, as_, asking, facilitator):
    assert_screens_follow(lambda: knocks.knock(asking, DEVICE, "Zoé"))
    assert Participant.objects.count() == 0
    assert "Zoé" in screen(asking, "console")
    for audience in ("board", "phone"):
        assert "Zoé" not in screen(asking, audience)
    asked = knocks.waiting(asking)[0]
    assert_screens_follow(lambda: knocks.admit(asking, asked.pk, by=facilitator))
    assert access.seated(DEVICE, asking.key).name == "Zoé"
    assert not Knock.objects.exists()
    with pytest.raises(Refused, match="no longer waiting"):
        knocks.admit(asking, asked.pk, by=facilitator)


def test_every_console_says_that_somebody_waits(asking):
    knocks.knock(asking, DEVICE, "Zoé")
    assert "1 person is waiting at the door" in screen(asking, "console", step="review")
    assert "waiting at the door" not in screen(asking, "board")


def test_the_whole_queue_is_let_in_at_once(assert_screens_follow, asking, facilitator):
    for letter in "abc":
        knocks.knock(asking, letter * 43, letter)
    assert_screens_follow(lambda: knocks.admit_all(asking, by=facilitator))
    assert sorted(p.name for p in asking.participants.present()) == ["a", "b", "c"]


def test_a_declined_person_leaves_nothing_but_a_hash_for_ten_minutes(assert_screens_follow, asking, facilitator):
    knocks.knock(asking, DEVICE, "Zoé")
    assert_screens_follow(lambda: knocks.decline(asking, knocks.waiting(asking)[0].pk, by=facilitator))
    kept = Knock.objects.get()
    assert (kept.name, kept.participant, kept.device_hash) == ("", None, access.sha256(DEVICE))
    assert "Zoé" not in screen(asking, "console")
    with pytest.raises(Refused, match="did not let you in"):
        knocks.knock(asking, DEVICE, "Zoé encore")
    Knock.objects.update(declined_at=timezone.now() - knocks.AWAY - timedelta(seconds=1))
    knocks.knock(asking, OTHER, "Ali")
    assert [each.device_hash for each in Knock.objects.all()] == [access.sha256(OTHER)]
    knocks.knock(asking, DEVICE, "Zoé")


def test_in_the_end_nothing_is_left_of_a_declined_person(assert_screens_follow, asking, facilitator):
    knocks.knock(asking, DEVICE, "Zoé")
    knocks.decline(asking, knocks.waiting(asking)[0].pk, by=facilitator)
    knocks.forget()
    assert Knock.objects.exists()
    Knock.objects.update(declined_at=timezone.now() - 2 * knocks.AWAY)
    assert_screens_follow(lambda: knocks.forget())
    assert not Knock.objects.exists()


def test_a_declined_device_writes_nothing_by_giving_up_again_and_again(as_, asking, facilitator):
    knocks.knock(asking, DEVICE, "Zoé")
    knocks.decline(asking, knocks.waiting(asking)[0].pk, by=facilitator)
    before = fresh(asking).revision
    at_door(as_, DEVICE).post(reverse("leave", args=[asking.key]))
    assert fresh(asking).revision == before
    assert Knock.objects.exists()


def test_whoever_stops_asking_leaves_nothing(assert_screens_follow, as_, asking):
    knocks.knock(asking, DEVICE, "Zoé")
    assert_screens_follow(lambda: knocks.give_up(asking, DEVICE))
    assert not Knock.objects.exists()
    assert at_door(as_, DEVICE).post(reverse("leave", args=[asking.key])).status_code == 302


def test_a_device_returns_to_its_own_seat_without_asking(as_, asking, alice_before):
    answer = as_(alice_before).post(reverse("join", args=[asking.code]), {"name": "alice"})
    assert answer.url == reverse("phone", args=[asking.key])
    answer = as_(alice_before).post(reverse("join", args=[asking.code]), {"seat": alice_before.pk})
    assert answer.url == reverse("phone", args=[asking.key])


@pytest.fixture
def alice_before(workshop, facilitator):
    """Alice, who was in before the door asked."""
    return in_before(workshop, facilitator, "Alice")


def in_before(workshop, facilitator, name):
    gather.open_door(workshop, by=facilitator)
    person = member(workshop, name)
    knocks.ask_first(workshop, by=facilitator)
    return person


def test_another_device_that_picks_a_name_must_be_accepted(as_, asking, facilitator, alice_before):
    browser = at_door(as_, DEVICE)
    answer = browser.post(reverse("join", args=[asking.code]), {"seat": alice_before.pk})
    assert answer.url == reverse("wait", args=[asking.key])
    assert access.seated(DEVICE, asking.key) is None
    assert "is in already, and asks from another device" in screen(asking, "console")
    knocks.admit(asking, knocks.waiting(asking)[0].pk, by=facilitator)
    assert access.seated(DEVICE, asking.key) == alice_before
    assert asking.participants.count() == 1


def test_a_seated_device_may_not_take_another_seat_by_itself(as_, asking, alice_before, bob):
    answer = as_(alice_before).post(reverse("join", args=[asking.code]), {"seat": bob.pk})
    assert answer.url == reverse("wait", args=[asking.key])
    assert access.seated(alice_before.device, asking.key) == alice_before


@pytest.fixture
def bob(workshop, facilitator):
    return in_before(workshop, facilitator, "Bob")


def test_the_rules_themselves_let_nobody_in_who_did_not_ask(asking, alice_before):
    with pytest.raises(Refused, match="one by one"):
        gather.join(asking, "Zoé", DEVICE)
    with pytest.raises(Refused, match="one by one"):
        gather.come_back(asking, alice_before.pk, DEVICE)


def test_an_expected_person_takes_the_place_kept_for_them_once_accepted(asking, facilitator):
    gather.invite(asking, "Ali", by=facilitator)
    knocks.knock(asking, DEVICE, "ali")
    assert "is expected" in screen(asking, "console")
    knocks.admit(asking, knocks.waiting(asking)[0].pk, by=facilitator)
    assert [p.name for p in asking.participants.present()] == ["Ali"]


def test_two_people_never_wait_for_one_name(asking, facilitator, alice_before):
    with pytest.raises(Refused, match="Alice is already in"):
        knocks.knock(asking, DEVICE, "alice")
    knocks.knock(asking, DEVICE, "Zoé")
    with pytest.raises(Refused, match="already waiting under this name"):
        knocks.knock(asking, OTHER, "ZOÉ")
    knocks.knock(asking, DEVICE, "Zoé B.")  # the same device corrects its own
    assert waiting(asking) == ["Zoé B."]


def test_a_removed_person_cannot_ask(asking, facilitator, alice_before):
    gather.remove(asking, alice_before.pk, by=facilitator)
    with pytest.raises(Refused, match="taken you out"):
        knocks.knock(asking, alice_before.device, "Alix")


def test_whoever_is_taken_out_does_not_come_back_by_what_they_asked_before(asking, facilitator, alice_before):
    knocks.knock(asking, alice_before.device, "Alix")
    gather.remove(asking, alice_before.pk, by=facilitator)
    with pytest.raises(Refused, match="taken out of the room meanwhile"):
        knocks.admit(asking, knocks.waiting(asking)[0].pk, by=facilitator)
    gather.open_door(asking, by=facilitator)
    assert access.seated(alice_before.device, asking.key).removed_at
    assert not asking.participants.present().exists()


def test_nobody_is_left_waiting_at_a_door_that_was_opened_meanwhile(workshop):
    with pytest.raises(Refused, match="The door is open now"):
        knocks.knock(workshop, DEVICE, "Zoé")
    assert not Knock.objects.exists()


def test_opening_the_door_lets_in_those_who_wait_and_closing_it_sends_them_off(as_, asking, facilitator):
    knocks.knock(asking, DEVICE, "Zoé")
    gather.open_door(asking, by=facilitator)
    assert access.seated(DEVICE, asking.key).name == "Zoé"
    knocks.ask_first(asking, by=facilitator)
    knocks.knock(asking, OTHER, "Ali")
    gather.close_door(asking, by=facilitator)
    assert Knock.objects.get().name == ""
    page = at_door(as_, OTHER).get(reverse("wait", args=[asking.key])).content.decode()
    assert "The door has just been closed" in page
    knocks.ask_first(asking, by=facilitator)
    page = at_door(as_, OTHER).get(reverse("wait", args=[asking.key])).content.decode()
    assert "You can ask again" in page
    knocks.knock(asking, OTHER, "Ali")  # at once: nobody turned them away


def test_the_page_that_waits_follows_by_itself(as_, asking, facilitator):
    browser = as_()
    answer = browser.post(reverse("join", args=[asking.code]), {"name": "Zoé"})
    wait = reverse("wait", args=[asking.key])
    assert answer.url == wait
    assert "Zoé, you are at the door" in browser.get(wait).content.decode()  # and again on reload
    assert browser.get(wait, {"shown": "waiting"}).status_code == 204
    knocks.admit(asking, knocks.waiting(asking)[0].pk, by=facilitator)
    assert browser.get(wait, {"shown": "waiting"}).status_code == 200  # not a redirection: scripts follow none
    assert browser.get(wait).url == reverse("phone", args=[asking.key])


def test_whoever_was_declined_is_told_so_and_a_stranger_learns_nothing(as_, asking, facilitator):
    knocks.knock(asking, DEVICE, "Zoé")
    knocks.decline(asking, knocks.waiting(asking)[0].pk, by=facilitator)
    wait = reverse("wait", args=[asking.key])
    assert "did not let you in" in at_door(as_, DEVICE).get(wait).content.decode()
    assert at_door(as_, OTHER).get(wait).status_code == 404
    assert as_().get(reverse("wait", args=["NOWHERE000"])).status_code == 404


def test_a_flood_at_the_door_is_bounded(asking, monkeypatch):
    monkeypatch.setattr(knocks, "MOST", 2)
    for letter in "ab":
        knocks.knock(asking, letter * 43, letter)
    with pytest.raises(Refused, match="waiting already"):
        knocks.knock(asking, "c" * 43, "c")
    while not limits.KNOCKS.take(asking.pk):
        pass
    with pytest.raises(Refused, match="asking at once") as refused:
        knocks.knock(asking, "d" * 43, "d")
    assert (refused.value.status, refused.value.wait > 0) == (429, True)


def test_a_console_counts_those_who_wait_in_as_many_queries(asking):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            screen(asking, "console")
        return len(queries)

    knocks.knock(asking, "a" * 43, "a")
    before = asked()
    for number in range(20):
        knocks.knock(asking, f"{number:043}", f"Nom {number}")
    assert asked() == before
