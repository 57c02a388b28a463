"""How much and how fast: refused in a sentence, with the seconds to wait, and never met by an honest room."""

import pytest
from django.urls import reverse

from interfaces.models import LIKE
from tests.screens import post
from workshop import hub, limits
from workshop.steps import gather

SEATS = 200  # a full room


@pytest.fixture(autouse=True)
def still(monkeypatch):
    """No bucket fills again while a slow machine runs a test."""
    monkeypatch.setattr(limits, "monotonic", lambda: 1000.0)


def write(browser, workshop, text):
    return post(browser, reverse("postits:write", args=[workshop.key]), polarity=LIKE, interface="", text=text)


def test_one_person_is_slowed_down_and_told_when_to_come_back(as_, at, workshop, alice, bob):
    at("postits")
    browser = as_(alice)
    answers = [write(browser, workshop, f"idée {number}") for number in range(limits.POSTS.burst + 1)]
    assert [answer.status_code for answer in answers] == [200] * limits.POSTS.burst + [429]
    assert answers[-1]["Retry-After"] == "1"
    assert "You are going very fast" in answers[-1].content.decode()
    assert write(as_(bob), workshop, "une autre").status_code == 200  # nobody else waits


def test_a_workshop_as_a_whole_is_bounded_too(as_, at, workshop, alice, bob, eve, monkeypatch):
    at("postits")
    monkeypatch.setattr(limits, "POSTS_HERE", limits.Bucket(burst=3, rate=0.1))
    codes = [write(as_(person), workshop, "une idée").status_code for person in (alice, bob, alice, bob)]
    assert codes == [200, 200, 200, 429]
    assert write(as_(eve), eve.workshop, "ailleurs").status_code != 429


def test_signs_of_life_take_nothing_from_what_a_person_may_send(as_, at, workshop, alice, bob, monkeypatch):
    monkeypatch.setattr(limits, "POSTS_HERE", limits.Bucket(burst=limits.POSTS.burst + 1, rate=0.1))
    at("ways")
    browser, signs = as_(alice), reverse("ways:sign", args=[workshop.key])
    codes = [post(browser, signs, at="").status_code for _each in range(limits.SIGNS.burst + 1)]
    assert codes == [200] * limits.SIGNS.burst + [429]
    assert post(as_(bob), signs, at="").status_code == 200
    at("postits")
    written = [write(browser, workshop, f"idée {number}").status_code for number in range(limits.POSTS.burst)]
    assert written == [200] * limits.POSTS.burst


def test_signs_of_a_workshop_are_bounded_as_a_whole(as_, at, workshop, alice, bob, monkeypatch):
    at("ways")
    monkeypatch.setattr(limits, "SIGNS_HERE", limits.Bucket(burst=3, rate=0.1))
    url = reverse("ways:sign", args=[workshop.key])
    codes = [post(as_(person), url, at="").status_code for person in (alice, bob, alice, bob)]
    assert codes == [200, 200, 200, 429]


def test_looking_over_http_is_bounded_by_person(as_, workshop, alice, bob):
    url = reverse("since", args=[workshop.key, "phone"])
    asked = {"revision": 0, "language": "fr", "step": "gather", "shown": "gather"}
    answers = [as_(alice).get(url, asked) for _each in range(limits.LOOKS.burst + 1)]
    assert [answer.status_code for answer in answers] == [200] * limits.LOOKS.burst + [429]
    assert answers[-1]["Retry-After"] == "1"
    assert as_(bob).get(url, asked).status_code == 200


@pytest.mark.parametrize(
    ("bucket", "per_seat", "rounds"),
    [
        ("POSTS", 1, 1),  # everybody sends one within two seconds
        ("POSTS_HERE", SEATS, 1),
        ("SIGNS", 1, 10),  # going quickly from line to line
        ("SIGNS_HERE", SEATS, 3),
        ("OPENS", 1, 3),  # everybody comes back after a restart, thrice in a row
        ("LOOKS", 1, 5),  # and looks over HTTP meanwhile
        ("ARRIVALS", SEATS, 1),  # everybody scans the code at once
    ],
)
def test_an_honest_full_room_meets_no_limit(bucket, per_seat, rounds):
    given = getattr(limits, bucket)
    keys = ["room"] if per_seat == SEATS else range(SEATS)
    assert [given.take(key) for key in keys for _each in range(per_seat * rounds)] == [0] * SEATS * rounds


def test_a_thousand_phones_may_send_within_two_seconds():
    """The largest load of the bench, on the default room."""
    assert [limits.POSTS_HERE.take("room") for _each in range(1000)] == [0] * 1000


class Socket:
    def __init__(self, person):
        self.person = person


def test_sockets_are_counted_by_person_and_screens_without_seat_by_workshop():
    counter = hub.Hub()
    here = counter.rooms[1] = hub.Room()
    for person, most in ((7, hub.SOCKETS), (None, hub.WATCHERS)):
        for _each in range(most):
            assert not counter.is_full(1, person)
            here.sockets["any view"].add(Socket(person))
        assert counter.is_full(1, person)
    assert not counter.is_full(1, 8)
    counter.threads.shutdown()


def test_a_room_holds_as_many_people_as_its_setting_says(settings):
    assert gather.PEOPLE == settings.ROOM == SEATS
