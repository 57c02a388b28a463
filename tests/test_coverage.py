"""What the console tells about the writing, without names: the heat strip, the sentence to say, who is still silent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from interfaces import coverage, voices
from interfaces.models import DISLIKE, Interface
from interfaces.steps import postits
from tests.conftest import member
from tests.screens import fresh, screen
from tests.walls import write
from workshop.steps import gather


@pytest.fixture(autouse=True)
def forgotten():
    voices.ROOMS.clear()
    yield
    voices.ROOMS.clear()


@pytest.fixture(autouse=True)
def room(at, alice):
    at("postits")


@pytest.fixture
def services(workshop):
    return [Interface.objects.create(workshop=workshop, name=name) for name in ("Achats", "Ventes")]


# The heat strip and its sentence


def test_the_strip_counts_services_by_polarity_from_cold_to_hot(workshop, alice, services):
    for _each in range(3):
        write(alice, "une idée", services[0])
    write(alice, "une idée", services[1], DISLIKE)
    rows = {row["name"]: row["cells"] for row in coverage.coverage(fresh(workshop))["coverage"]}
    assert [(cell["count"], cell["heat"]) for cell in rows["Achats"]] == [(3, 2), (0, 0)]
    assert [(cell["count"], cell["heat"]) for cell in rows["Ventes"]] == [(0, 0), (1, 1)]


def test_the_sentence_speaks_of_the_emptiest_cell_first_and_of_each_service_in_turn(workshop, alice, services):
    said = coverage.coverage(fresh(workshop))["sayings"]
    assert len(said) == 4
    assert {"Achats" in said[0], "Achats" in said[1]} == {True, False}
    for polarity in ("like", DISLIKE):
        for _each in range(2):
            write(alice, "une idée", services[0], polarity)
    write(alice, "une idée", services[1])
    first, second = coverage.coverage(fresh(workshop))["sayings"]
    assert first == "About Ventes, nothing yet on what we would not like to hear. What would sting?"
    assert second == "About Ventes, a single post-it on what we would like to hear. What else?"
    assert first in screen(workshop, "console")
    assert "would sting" not in screen(workshop, "board") + screen(workshop, "phone")


def test_nothing_is_said_when_every_cell_is_filled(workshop, alice, services):
    for service in services:
        for polarity in ("like", DISLIKE):
            for _each in range(2):
                write(alice, "une idée", service, polarity)
    assert coverage.coverage(fresh(workshop))["sayings"] == []


# How many have written nothing


@pytest.fixture
def people(workshop, alice):
    return [alice, *(member(workshop, name) for name in ("Basile", "Chloé", "David", "Emma", "Farid", "Gaby", "Hugo"))]


@pytest.fixture
def heard(django_capture_on_commit_callbacks):
    def write_each(*people):
        for person in people:
            with django_capture_on_commit_callbacks(execute=True):
                write(person)

    return write_each


def test_lesson_24_how_many_have_written_nothing_is_a_count_and_names_nobody(workshop, people, heard):
    heard(*people[:4], people[0])
    assert voices.said(fresh(workshop)) == "4 people have written nothing yet."
    console = screen(workshop, "console")
    assert "4 people have written nothing yet." in console
    assert "written nothing" not in screen(workshop, "board") + screen(workshop, "phone")
    assert not any(person.name in console for person in people)


@pytest.mark.parametrize("writers", [1, 2])
def test_the_first_ones_to_write_are_not_pointed_at(workshop, people, heard, writers):
    heard(*people[:writers])
    assert voices.said(fresh(workshop)) == ""


@pytest.mark.parametrize("silent", [2, 1, 0])
def test_the_last_ones_to_write_are_not_pointed_at(workshop, people, heard, silent):
    heard(*people[: len(people) - silent])
    assert voices.said(fresh(workshop)) == "Nearly everybody has written something: two people at most have not."


def test_a_small_room_is_told_nothing(workshop, alice, heard):
    others = [member(workshop, name) for name in ("Basile", "Chloé", "David", "Emma")]
    heard(alice, *others[:2])
    assert voices.said(fresh(workshop)) == ""


def test_taking_somebody_out_does_not_tell_whether_they_had_written(workshop, facilitator, people, heard):
    heard(*people[:4])
    gather.remove(workshop, people[0].pk, by=facilitator)
    assert voices.said(fresh(workshop)) == ""


def test_a_restart_forgets_and_says_at_least(workshop, people, heard):
    heard(*people[:4])
    voices.ROOMS.clear()
    assert voices.said(fresh(workshop)) == ""
    heard(*people[2:5])
    assert voices.said(fresh(workshop)) == "At least 3 people of 8 have written something."
    for person in people[:5]:
        postits.mine(person)  # their own part is read again
    assert voices.said(fresh(workshop)) == "At least 3 people of 8 have written something."  # nothing has changed
    heard(people[2])
    assert voices.said(fresh(workshop)) == "At least 5 people of 8 have written something."


def test_what_did_not_reach_the_disk_is_not_heard(workshop, people, heard, monkeypatch):
    heard(*people[:4])

    def fail(*_about):
        raise postits.Refused("the disk is full")

    monkeypatch.setattr("interfaces.steps.postits.tags.owner_tag", fail)
    with pytest.raises(postits.Refused):
        heard(people[5])
    assert voices.said(fresh(workshop)) == "4 people have written nothing yet."


def test_lesson_9_who_has_written_is_in_no_table(workshop, people, heard):
    """What a process remembers is a set: no order, no moment of anybody, nothing of any post-it."""
    heard(*people[:4])
    kept = voices.ROOMS[workshop.pk]
    assert set(vars(kept)) == {"people", "met", "whole", "since"}
    assert kept.people == {person.pk for person in people[:4]}
    assert isinstance(kept.people, set)
    assert isinstance(kept.met, set)
    assert timezone.now() - kept.since < timedelta(minutes=1)


def test_a_process_remembers_so_many_workshops_and_no_more(people, monkeypatch):
    monkeypatch.setattr(voices, "KEPT", 2)
    for pk in (1, 2, 3):
        people[0].workshop_id = pk
        voices.met(people[0])
    assert list(voices.ROOMS) == [2, 3]
