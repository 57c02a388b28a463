"""A round is opened from the home page, and listed there with its day, its step and what it lacks."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection

from promises import due
from promises.models import ReciprocalTable
from promises.reciprocal import opening, rounds
from tests.screens import post
from workshop import home
from workshop.change import Refused
from workshop.models import Facilitation, Organisation, Team, Workshop

DAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-24 09:00:00Z", tick=False) as moved:
        yield moved


def open_one(browser, name="Meunier", day="2026-11-24"):
    return browser.post("/workshops/round/", {"organisation": name, "held_on": day})


def test_a_round_opens_on_the_console_of_step_1(as_, facilitator):
    answer = open_one(as_(facilitator))
    table = ReciprocalTable.objects.get()
    assert answer["Location"] == f"/w/{table.workshop.key}/console/"
    assert (table.held_on, table.workshop.step, table.workshop.language) == (DAY, "parties", "en")
    assert table.workshop.team.organisation.name == "Meunier"


def test_the_unnamed_organisation_takes_the_name_that_is_typed(facilitator):
    home.open_workshop(facilitator, "Logistique", "fr")
    workshop = opening.open_round(facilitator, "Meunier", DAY, "fr")
    assert [each.name for each in Organisation.objects.all()] == ["Meunier"]
    assert workshop.team.organisation.teams.filter(name="Logistique").exists()
    opening.open_round(facilitator, "Dupont", DAY, "fr")
    assert sorted(each.name for each in Organisation.objects.all()) == ["Dupont", "Meunier"]


def test_the_form_proposes_the_facilitators_own_organisation_and_today(as_, facilitator):
    browser = as_(facilitator)
    page = browser.get("/workshops/").content.decode()
    assert 'autocomplete="organization" value=""' in page  # nobody has named one yet
    assert 'type="date" required value="2026-11-24"' in page
    open_one(browser)
    assert 'autocomplete="organization" value="Meunier"' in browser.get("/workshops/").content.decode()


def test_the_next_round_takes_over_the_last_one(clock, as_, facilitator):
    browser = as_(facilitator)
    open_one(browser)
    assert "Open the next round" not in browser.get("/workshops/").content.decode()
    clock.move_to("2027-05-24 09:00:00Z")
    browser = as_(facilitator)  # six months later, signed in again
    page = browser.get("/workshops/").content.decode()
    assert page.count("Open the next round") == 1
    open_one(browser, "meunier", "2027-05-24")
    first, second = ReciprocalTable.objects.order_by("pk")
    assert (second.previous, second.held_on) == (first, date(2027, 5, 24))
    assert "Open the next round" not in browser.get("/workshops/").content.decode()


def test_pressed_twice_one_round_is_opened(as_, facilitator):
    browser = as_(facilitator)
    assert open_one(browser)["Location"] == open_one(browser)["Location"]
    assert Workshop.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_one_round_is_opened(facilitator):
    start = Barrier(2)

    def send(_thread):
        try:
            keys = []
            for number in range(10):
                start.wait(20)
                keys.append(opening.open_round(facilitator, f"Maison {number}", DAY, "fr").pk)
            return keys
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(send, range(2))
    assert one == other
    assert Organisation.objects.count() == Workshop.objects.count() == 10


@pytest.mark.django_db(transaction=True)
def test_one_round_follows_when_two_open_it_at_once(facilitator, deputy):
    last = opening.open_round(facilitator, "Meunier", DAY, "fr")
    last.facilitations.create(facilitator=deputy, role=Facilitation.DEPUTY)
    start = Barrier(3)

    def send(who, days, rule):
        try:
            start.wait(20)
            return rule(who, DAY + timedelta(days=days)).pk
        except Refused:
            return None
        finally:
            connection.close()

    def at_home(who, day):
        return opening.open_round(who, "Meunier", day, "fr")

    def on_console(who, day):
        return rounds.open_next(Workshop.objects.get(pk=last.pk), by=who, held_on=day)

    with ThreadPoolExecutor(3) as threads:
        found = list(threads.map(send, (facilitator, deputy, deputy), (1, 2, 3), (at_home, at_home, on_console)))
    assert ReciprocalTable.objects.filter(previous=last.reciprocal).count() == 1, found


def test_a_round_is_later_than_the_last_one(as_, facilitator):
    browser = as_(facilitator)
    open_one(browser)
    answer = open_one(browser, day="2026-11-23")
    assert answer.status_code == 422
    assert "The last round was on 24\xa0November 2026" in answer.content.decode()


@pytest.mark.parametrize("day", ["", "demain", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_is_refused_and_the_name_stays(as_, facilitator, day):
    answer = open_one(as_(facilitator), "Meunier & Fils", day)
    assert answer.status_code == 422
    assert 'value="Meunier &amp; Fils"' in answer.content.decode()
    assert not Workshop.objects.exists()


def test_who_does_not_run_the_last_round_does_not_read_it_by_opening_the_next(facilitator, stranger):
    first = opening.open_round(facilitator, "Meunier", DAY, "fr")
    with pytest.raises(Refused):
        opening.open_round(stranger, "MEUNIER", date(2026, 11, 25), "fr")
    Facilitation.objects.create(workshop=first, facilitator=stranger, role=Facilitation.DEPUTY)
    assert opening.open_round(stranger, "MEUNIER", date(2026, 11, 25), "fr").reciprocal.previous == first.reciprocal


def test_a_rehearsal_names_no_organisation(facilitator):
    apart = Organisation.objects.create(name="rehearsal 1")
    team = Team.objects.create(organisation=apart, name="Logistique")
    Workshop.objects.create(team=team, title="Répétition", is_rehearsal=True)
    workshop = opening.open_round(facilitator, "Meunier", DAY, "fr")
    assert workshop.team.organisation != apart


def test_a_round_is_listed_with_its_day_its_step_and_what_it_lacks(as_, facilitator):
    browser = as_(facilitator)
    open_one(browser)
    page = browser.get("/workshops/").content.decode()
    assert "Meunier, round of 24\xa0November 2026" in page
    assert "A table needs at least two services." in page
    assert "Same as last time" not in page
    assert "Rehearse" not in page
    browser.cookies["django_language"] = "fr"
    assert "Meunier, tour du 24\xa0novembre 2026" in browser.get("/workshops/").content.decode()


@pytest.mark.parametrize("where", ["again/", "rehearse/"])
def test_a_round_is_neither_copied_nor_rehearsed(table, as_, facilitator, where):
    browser = as_(facilitator)
    assert browser.get(f"/w/{table.workshop.key}/{where}").status_code == 409
    verb = {"again/": "open/", "rehearse/": "begin/"}[where]
    answer = post(browser, f"/w/{table.workshop.key}/{where}{verb}", people=3)
    assert "is not copied" in answer.content.decode()
    assert Workshop.objects.count() == 1


def test_the_home_page_says_when_the_next_round_is_near_or_late(clock, facilitator):
    workshop = rounds.open_round(facilitator, Organisation.objects.create(name="Meunier"), DAY, "fr")
    day = workshop.reciprocal.next_on

    def told(moment):
        clock.move_to(f"{moment} 09:00:00Z")
        return [(each.sentence, each.is_late) for each in due.dues([workshop]).get(workshop.pk, [])]

    assert told("2026-12-24") == []
    assert told("2027-05-15") == [(f"Next round due in {(day - date(2027, 5, 15)).days} days", False)]
    assert told(day) == [("Next round due today", False)]
    assert told("2027-06-30") == [("Next round overdue since 25\xa0May 2027", True)]
    opening.open_round(facilitator, "Meunier", date(2027, 6, 30), "fr")
    assert told("2027-06-30") == []
