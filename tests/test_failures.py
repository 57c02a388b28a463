"""Whoever guesses is counted by all processes together, in a table that tells nothing."""

import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from workshop import failures
from workshop.failures import Counter
from workshop.limits import Bucket
from workshop.models import Failure


@pytest.fixture
def counter():
    """Three at once, then one every ten seconds."""
    return Counter("test", burst=3, rate=0.1)


def test_a_burst_is_allowed_then_one_as_time_goes_by(db, counter):
    with time_machine.travel("2026-11-24 08:00:00Z", tick=False) as clock:
        assert [counter.take("eve") for _each in range(3)] == [0, 0, 0]
        assert counter.is_empty("eve") == counter.take("eve") == pytest.approx(10)
        clock.shift(9)
        assert counter.take("eve") == pytest.approx(1)
        clock.shift(1)
        assert (counter.is_empty("eve"), counter.take("eve")) == (0, 0)
        assert counter.take("eve") == pytest.approx(10)
        clock.shift(3600)
        assert [counter.take("eve") == 0 for _each in range(4)] == [True, True, True, False]


def test_it_behaves_as_a_bucket_does(db, monkeypatch):
    counter, bucket, chance = Counter("test", 5, 0.25), Bucket(5, 0.25), random.Random(3)
    with time_machine.travel("2026-11-24 08:00:00Z", tick=False) as clock:
        monkeypatch.setattr("workshop.limits.monotonic", time.time)
        for _each in range(200):
            clock.shift(chance.choice([0, 1, 3, 20]))
            assert counter.is_empty("x") == bucket.is_empty("x")
            assert counter.take("x") == bucket.take("x")


def test_keys_and_kinds_are_counted_apart(db, counter):
    other = Counter("other", burst=3, rate=0.1)
    for _each in range(3):
        counter.take("eve")
    assert counter.take("eve") > 0
    assert (counter.take("bob"), other.take("eve")) == (0, 0)
    counter.refill("eve")
    assert counter.take("eve") == 0


def test_the_table_names_nobody_and_forgets(db, counter):
    with time_machine.travel("2026-11-24 08:00:00Z", tick=False) as clock:
        counter.take("192.0.2.7")
        assert "192.0.2.7" not in str(list(Failure.objects.values()))
        clock.shift(10 + failures.KEPT + 1)
        counter.take("192.0.2.8")
        assert Failure.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_guesses_that_arrive_at_once_are_all_counted(counter):
    def guess(_number):
        try:
            return counter.take("eve")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        waits = list(threads.map(guess, range(40)))
    assert sorted(waits)[:4].count(0) == waits.count(0) == 3


@pytest.mark.django_db(transaction=True)
def test_without_its_table_this_process_counts_a_tenth(client):
    hide, show = "ALTER TABLE workshop_failure RENAME TO hidden", "ALTER TABLE hidden RENAME TO workshop_failure"
    with connection.cursor() as cursor:
        cursor.execute(hide)
    try:
        statuses = [client.get(reverse("join", args=["ZZZZZZZZ"])).status_code for _each in range(4)]
    finally:
        with connection.cursor() as cursor:
            cursor.execute(show)
    assert statuses == [404, 404, 429, 429]


def test_wrong_codes_are_counted_wherever_they_are_answered(as_, workshop, db):
    wrong = reverse("join", args=["ZZZZZZZZ"])
    answers = [as_().get(wrong).status_code for _each in range(21)]
    assert answers == [404] * 20 + [429]
    assert as_().get(reverse("join", args=[workshop.code])).status_code == 429
