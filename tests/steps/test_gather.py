"""Step 1: people come in by the code, take their own seat again, and the door can be closed."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from tests.conftest import member
from tests.screens import screen
from workshop import access, codes, limits, seats
from workshop.change import Refused
from workshop.models import Participant, Seat
from workshop.steps import gather

DEVICE = "d" * 43
GUESS = "ZZZZZZZZ"
TOKENS = r"\w{64}"  # CSRF tokens are masked anew each time


def test_somebody_joins_with_a_first_name(assert_screens_follow, workshop):
    assert_screens_follow(lambda: gather.join(workshop, "Zoé", DEVICE))
    for audience in ("board", "console"):
        assert "Zoé" in screen(workshop, audience)
    assert "Zoé" not in screen(workshop, "phone")


def test_only_the_hash_of_the_device_is_kept(workshop):
    gather.join(workshop, "Zoé", DEVICE)
    assert Seat.objects.get().device_hash == access.sha256(DEVICE)
    assert DEVICE not in str(Seat.objects.values())


def test_somebody_expected_takes_the_place_kept_for_them(assert_screens_follow, workshop, facilitator):
    assert_screens_follow(lambda: gather.invite(workshop, "Ali\nZoé\n\nali", by=facilitator))
    assert [p.name for p in workshop.participants.all()] == ["Ali", "Zoé"]
    assert_screens_follow(lambda: gather.join(workshop, "zoé", DEVICE))
    assert workshop.participants.count() == 2
    assert "1 of 2 expected" in screen(workshop, "board")


def test_a_second_person_of_the_same_name_is_asked_for_a_letter(workshop, alice):
    with pytest.raises(Refused, match="Alice is already in"):
        gather.join(workshop, "alice", DEVICE)


def test_the_same_person_on_another_phone_is_the_same_participant(assert_screens_follow, workshop, alice):
    assert_screens_follow(lambda: gather.come_back(workshop, alice.pk, DEVICE))
    assert Participant.objects.count() == 1
    assert access.seated(DEVICE, workshop.key) == alice
    assert "on 2 devices" in screen(workshop, "console")


def test_a_closed_door_lets_nobody_in_and_keeps_who_is_in(assert_screens_follow, as_, workshop, facilitator, alice):
    code = workshop.code
    assert_screens_follow(lambda: gather.close_door(workshop, by=facilitator))
    with pytest.raises(Refused, match="closed"):
        gather.join(workshop, "Zoé", DEVICE)
    assert as_().get(reverse("join", args=[code])).status_code == 404
    assert as_(alice).get(reverse("phone", args=[workshop.key])).status_code == 200
    gather.open_door(workshop, by=facilitator)
    assert workshop.code != code


def test_the_console_names_who_is_missing_and_the_board_only_counts_them(workshop, facilitator, alice):
    """Decided: a late person's name is nobody’s business but the facilitator’s."""
    gather.invite(workshop, "Ali\nZoé", by=facilitator)
    assert "1 of 3 expected is here" in screen(workshop, "board")
    assert "1 of 3 expected is here" in screen(workshop, "phone")
    console = screen(workshop, "console")
    assert re.search(r"Expected: .*Ali.*, .*Zoé", console)
    for name in ("Ali<", "Zoé"):
        assert name not in screen(workshop, "board") + screen(workshop, "phone")


def test_a_renamed_person_keeps_the_seat(assert_screens_follow, workshop, facilitator, alice, bob):
    assert_screens_follow(lambda: gather.rename(workshop, alice.pk, "Alice B.", by=facilitator))
    assert access.seated(alice.device, workshop.key).name == "Alice B."
    with pytest.raises(Refused, match="already has this name"):
        gather.rename(workshop, alice.pk, "bob", by=facilitator)


def test_a_removed_person_leaves_the_screens_and_sees_why(
    assert_screens_follow, as_, workshop, facilitator, alice, bob
):
    rights = workshop.rights
    assert_screens_follow(lambda: gather.remove(workshop, alice.pk, by=facilitator))
    assert "Alice" not in screen(workshop, "board")
    answer = as_(alice).get(reverse("phone", args=[workshop.key]))
    assert answer.status_code == 403
    assert "no longer in this workshop" in answer.content.decode()
    workshop.refresh_from_db()
    assert workshop.rights == rights + 1  # open sockets are checked again


def test_a_full_room_says_so(workshop, facilitator, monkeypatch):
    monkeypatch.setattr(seats, "PEOPLE", 1)
    member(workshop, "Un")
    with pytest.raises(Refused, match="full"):
        gather.join(workshop, "Deux", DEVICE)


def test_a_phone_joins_by_the_code_as_people_type_it(as_, workshop):
    browser = as_()
    typed = workshop.shown_code.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert browser.post(reverse("code"), {"code": typed}).url == reverse("join", args=[workshop.code])
    answer = browser.post(reverse("join", args=[workshop.code]), {"name": "Zoé"})
    assert answer.url == reverse("phone", args=[workshop.key])
    cookie = answer.cookies[settings.DEVICE_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], len(cookie.value)) == (True, "Lax", 43)
    assert "Zoé, you are in" in browser.get(answer.url).content.decode()


def test_a_seat_is_found_again_by_name(as_, workshop, alice):
    browser = as_()
    page = browser.get(reverse("join", args=[workshop.code])).content.decode()
    assert "Alice" in page
    browser.post(reverse("join", args=[workshop.code]), {"seat": alice.pk})
    assert "Alice, you are in" in browser.get(reverse("phone", args=[workshop.key])).content.decode()


def test_an_empty_name_is_kept_on_the_page_with_a_sentence(as_, workshop):
    answer = as_().post(reverse("join", args=[workshop.code]), {"name": " "})
    assert answer.status_code == 422
    assert "1 to 40 characters" in answer.content.decode()


def test_a_name_of_41_letters_is_refused_and_one_of_40_comes_in(as_, workshop):
    answer = as_().post(reverse("join", args=[workshop.code]), {"name": "é" * 41})
    assert answer.status_code == 422
    assert "1 to 40 characters" in answer.content.decode()
    assert "é" * 41 in answer.content.decode()  # what was typed is still there
    assert as_().post(reverse("join", args=[workshop.code]), {"name": "é" * 40}).status_code == 302


def test_guessing_codes_is_slowed_down_and_joining_is_not(as_, workshop):
    browser = as_()
    wrong = [browser.get(reverse("join", args=["AAAAAAA" + letter])).status_code for letter in "ABCDEFGHJKMNPQRSTVWXYZ"]
    assert wrong.count(404) == 20
    assert wrong[-1] == 429
    neighbour = as_()
    answer = neighbour.post(reverse("join", args=[workshop.code]), {"name": "Zoé"}, REMOTE_ADDR="10.0.0.9")
    assert answer.status_code == 302


def test_a_scanned_code_opens_while_somebody_guesses_from_the_same_network(as_, workshop):
    for letter in "ABCDEFGHJKMNPQRSTVWXYZ":
        as_().get(reverse("join", args=["AAAAAAA" + letter]))
    assert as_().get(reverse("join", args=[workshop.code])).status_code == 429
    assert as_().get(reverse("join", args=[codes.seal(workshop.code)])).status_code == 200
    forged = codes.seal(workshop.code)[:-1] + ("A" if codes.seal(workshop.code)[-1] != "A" else "B")
    assert as_().get(reverse("join", args=[forged])).status_code == 429


def test_a_removed_device_does_not_come_back_and_the_code_is_new(as_, workshop, facilitator, alice, bob):
    before = workshop.code
    gather.remove(workshop, alice.pk, by=facilitator)
    workshop.refresh_from_db()
    assert workshop.code not in (None, before)
    for again in ({"name": "Alice2"}, {"seat": bob.pk}):
        answer = as_(alice).post(reverse("join", args=[workshop.code]), again)
        assert answer.status_code == 409
        assert "taken you out of the room" in answer.content.decode()


def test_a_whole_room_may_come_in_at_once_and_a_flood_waits(as_, workshop, alice):
    for number in range(gather.PEOPLE - 1):
        gather.join(workshop, f"Personne {number}", f"{number:043}")
    while not limits.ARRIVALS.is_empty(workshop.pk):
        gather.come_back(workshop, alice.pk, "robot".ljust(43, "x"))
    answer = as_().post(reverse("join", args=[workshop.code]), {"seat": alice.pk})
    assert (answer.status_code, answer["Retry-After"]) == (429, "1")
    assert "Many people" in answer.content.decode()


@pytest.mark.parametrize("seat", ["9" * 5000, "-1", "²", "x"])
def test_a_seat_that_is_no_number_is_no_accident(as_, workshop, seat):
    assert as_().post(reverse("join", args=[workshop.code]), {"seat": seat}).status_code in (409, 422)


@pytest.mark.parametrize("code", ["É", "١٢", "…"])
def test_a_code_of_other_letters_is_only_a_wrong_code(as_, db, code):
    assert as_().post(reverse("code"), {"code": code}).status_code == 302


def test_an_unknown_code_and_a_closed_door_look_the_same(as_, workshop, facilitator):
    code = workshop.code
    gather.close_door(workshop, by=facilitator)
    pages = [as_().get(reverse("join", args=[each])).content.decode() for each in (code, GUESS)]
    closed, unknown = (re.sub(TOKENS, "", page) for page in pages)
    assert closed.replace(code, "") == unknown.replace(GUESS, "")
