"""Around a review: its day and its mails, the mirror answered again, new lines, the movement, what is due at home."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import activate
from icalendar import Calendar

from interfaces import mirror
from interfaces.models import Contact, Echo, Interface, Pair, PairMember, Sentence
from promises import due, mirrored, movement, reminders, scores, thread, versions
from promises.models import Commitment, Counterpart, Score
from promises.steps import promise, review
from tests.screens import fresh, post, screen
from workshop import letters, worker
from workshop.change import Refused
from workshop.models import Letter, Link

KEPT, PARTLY, BROKEN = Score.KEPT, Score.PARTLY, Score.BROKEN
SEALED = "2026-11-24 09:00:00+01:00"


@pytest.fixture(autouse=True)
def wall():
    with time_machine.travel(SEALED, tick=False) as wall:
        yield wall


@pytest.fixture
def sales(workshop, alice):
    pair = Pair.objects.create(workshop=workshop)
    PairMember.objects.create(pair=pair, participant=alice)
    sales = Interface.objects.create(workshop=workshop, name="Ventes", pair=pair)
    Contact.objects.create(interface=sales, name="Julie", email="julie@example.org", language="fr")
    return sales


@pytest.fixture
def line(wall, workshop, facilitator, sales):
    """A commitment of a sealed version, to be reviewed on 24 May 2027."""
    made = promise.commit(workshop, sales, {"what": "donne une date", "delay": "4 h"}, by=facilitator)
    promise.seal(workshop, by=facilitator)
    return made


@pytest.fixture
def sentence(sales):
    return Sentence.objects.create(interface=sales, text="Ils tiennent leurs dates")


@pytest.fixture(autouse=True)
def room(wall, at, alice, bob, line):
    at("review")


@pytest.fixture
def opened(workshop, facilitator):
    return review.open_review(workshop, by=facilitator)


@pytest.fixture
def julie(client, workshop, facilitator, sales, opened):
    """A browser that has opened the client service's private link, the page's address and the link."""
    client.post(reverse("link", args=[review.invite_counterpart(workshop, sales, by=facilitator)]))
    link = Link.objects.latest("pk")
    return client, reverse("counterpart", args=[link.pk]), link


def day_of(wall, text):
    """Move to noon of a day, and let the worker look."""
    wall.move_to(f"{text} 12:00:00+01:00")
    worker.remind()


def written():
    """[(kind, address)] of every mail, in the order they were written."""
    return list(Letter.objects.order_by("pk").values_list("kind", "address"))


# The day


def test_a_review_is_six_months_after_sealing(workshop, line):
    assert versions.in_force(workshop).review_on == date(2027, 5, 24)
    assert "24 May 2027" in screen(workshop, "console").replace("\xa0", " ")


def test_the_day_may_be_chosen_before_sealing(assert_screens_follow, workshop, facilitator, line):
    promise.open_version(workshop, by=facilitator)
    assert_screens_follow(lambda: review.review_on(workshop, date(2027, 3, 1), by=facilitator))
    assert not Letter.objects.exists()
    assert promise.seal(workshop, by=facilitator).review_on == date(2027, 3, 1)


def test_a_day_that_has_passed_before_sealing_is_not_kept(workshop, facilitator, wall, line):
    promise.open_version(workshop, by=facilitator)
    review.review_on(workshop, date(2026, 12, 1), by=facilitator)
    wall.move_to("2026-12-02 09:00:00+01:00")
    assert promise.seal(workshop, by=facilitator).review_on == date(2027, 6, 2)


def test_a_day_that_moves_is_announced_once_in_each_ones_language(assert_screens_follow, workshop, facilitator):
    assert_screens_follow(lambda: review.review_on(workshop, date(2027, 6, 1), by=facilitator))
    review.review_on(workshop, date(2027, 6, 1), by=facilitator)
    assert written() == [("review-moved", "claire@example.org"), ("review-moved", "julie@example.org")]
    assert "1er\xa0juin 2027" in Letter.objects.first().subject


def test_a_day_must_be_to_come(as_, workshop, facilitator):
    with pytest.raises(Refused, match="to come"):
        review.review_on(workshop, timezone.localdate(), by=facilitator)
    answer = post(as_(facilitator), reverse("review:set-day", args=[workshop.key]), day="soon")
    assert answer.status_code == 422


def test_the_day_of_a_closed_review_stays(workshop, facilitator, opened):
    review.next_version(workshop, by=facilitator)
    promise.seal(workshop, by=facilitator)
    review.open_review(workshop, by=facilitator)
    review.next_version(workshop, by=facilitator)
    workshop.versions.filter(sealed_at=None).delete()
    with pytest.raises(Refused, match="closed"):
        review.review_on(workshop, date(2028, 1, 1), by=facilitator)


def test_who_is_told_is_shown_before_anything_leaves(as_, workshop, facilitator):
    sheet = as_(facilitator).get(reverse("review:day", args=[workshop.key])).content.decode()
    assert "julie@example.org" in sheet
    assert not Letter.objects.exists()


def test_the_calendar_file_is_on_the_console_the_phone_and_the_private_page(as_, workshop, facilitator, alice, julie):
    client, url, _link = julie
    addresses = [
        (as_(facilitator), reverse("review:calendar", args=[workshop.key])),
        (as_(alice), reverse("review:own-calendar", args=[workshop.key])),
        (client, url + "review.ics"),
    ]
    for browser, address in addresses:
        answer = browser.get(address)
        event = Calendar.from_ical(answer.content).events[0]
        assert (event["dtstart"].dt, answer["Content-Type"]) == (date(2027, 5, 24), "text/calendar; charset=utf-8")
    assert url + "review.ics" in client.get(url).content.decode()


# Mails


def test_mails_leave_a_month_and_a_week_before_and_a_week_after(workshop, wall):
    for day in ("2027-04-23", "2027-04-24", "2027-04-24", "2027-05-16", "2027-05-17", "2027-05-30", "2027-05-31"):
        day_of(wall, day)
    both = ["claire@example.org", "julie@example.org"]
    kinds = ("review-month", "review-week", "review-late")
    assert written() == [(kind, address) for kind in kinds for address in both]
    assert "donne une date" not in Letter.objects.first().text
    assert Letter.objects.get(kind="review-month", address="julie@example.org").language == "fr"
    day_of(wall, "2028-01-01")
    assert len(written()) == 6


def test_screens_follow_the_mails_that_leave_by_themselves(assert_screens_follow, wall):
    wall.move_to("2027-04-24 12:00:00+01:00")
    assert_screens_follow(lambda: reminders.remind(timezone.now()))
    assert len(written()) == 2


def test_mails_stop_when_the_review_is_closed(workshop, facilitator, wall, opened):
    day_of(wall, "2027-04-24")
    review.next_version(workshop, by=facilitator)
    for day in ("2027-05-17", "2027-05-31"):
        day_of(wall, day)
    assert {kind for kind, _address in written()} == {"review-month"}


def test_mails_move_with_the_day(workshop, facilitator, wall):
    wall.move_to("2027-05-20 09:00:00+01:00")
    review.review_on(workshop, date(2027, 9, 1), by=facilitator)
    for day in ("2027-05-24", "2027-05-31", "2027-08-01", "2027-08-02"):
        day_of(wall, day)
    assert [kind for kind, address in written() if "julie" in address] == ["review-moved", "review-month"]


def test_a_day_that_is_near_when_it_is_chosen_is_told_once(workshop, facilitator, wall):
    review.review_on(workshop, date(2026, 11, 28), by=facilitator)
    day_of(wall, "2026-11-25")
    assert {kind for kind, _address in written()} == {"review-moved"}


def test_a_contact_who_has_answered_or_wants_no_more_is_left_in_peace(workshop, facilitator, wall, julie):
    wall.move_to("2027-05-20 09:00:00+01:00")
    with review.change(workshop, by=facilitator):
        workshop.stopped.create(who=letters.who("julie@example.org"))
    worker.remind()
    assert written() == [("review-week", "claire@example.org")]
    workshop.stopped.all().delete()
    Counterpart.objects.update(answered_at=timezone.now())
    day_of(wall, "2027-05-31")
    assert written()[1:] == [("review-late", "claire@example.org")]


def test_a_rehearsal_and_a_replaced_version_remind_nobody(workshop, facilitator, wall):
    promise.open_version(workshop, by=facilitator)
    wall.move_to("2027-02-01 09:00:00+01:00")
    promise.seal(workshop, by=facilitator)
    day_of(wall, "2027-04-24")
    assert written() == []
    workshop.is_rehearsal = True
    workshop.save()
    day_of(wall, "2027-07-05")
    assert written() == []


def test_reminders_that_are_not_due_ask_little(workshop, django_assert_num_queries):
    with django_assert_num_queries(1):
        reminders.remind(timezone.now())


def test_a_counterpart_is_asked_by_mail(as_, workshop, facilitator, opened, sales):
    post(as_(facilitator), reverse("review:mail", args=[workshop.key, sales.pk]))
    assert written() == [("review-asks", "julie@example.org")]
    assert Counterpart.objects.get().link.is_open
    Contact.objects.update(email="")
    sales = Interface.objects.get()
    with pytest.raises(Refused, match="no contact with an address"):
        review.invite_counterpart(workshop, sales, by=facilitator, mail=True)


# The mirror


def test_both_sides_look_into_the_mirror_apart(assert_screens_follow, workshop, alice, julie, sentence):
    client, url, link = julie
    Echo.objects.create(sentence=sentence, moment=mirror.CONSULT, answer=Echo.OPPOSITE)
    assert "Ils tiennent leurs dates" in client.get(url).content.decode()
    assert_screens_follow(lambda: review.guess(alice, sentence.pk, Echo.YES))
    [seen] = mirrored.seen(review.versions.in_force(workshop))[sentence.interface_id]
    assert (seen.team, seen.client, seen.gap) == (None, None, 0)
    assert_screens_follow(lambda: review.answer(link, {}, {sentence.pk: Echo.PARTLY}))
    [seen] = mirrored.seen(review.versions.in_force(workshop))[sentence.interface_id]
    assert (seen.team.answer, seen.client.answer, seen.before.answer) == ("yes", "partly", "opposite")
    assert (seen.gap, seen.movement) == (1, 2)
    assert "The opposite" in screen(workshop, "console")


def test_only_the_pair_in_charge_guesses(workshop, opened, bob, sentence):
    with pytest.raises(Refused, match="pair in charge"):
        review.guess(bob, sentence.pk, Echo.YES)
    with pytest.raises(Refused, match="removed"):
        review.guess(bob, 0, Echo.YES)


# New lines


def test_a_new_line_joins_the_next_version_with_its_reason(assert_screens_follow, workshop, facilitator, opened, sales):
    asked = assert_screens_follow(lambda: review.ask_for(workshop, sales, "rappelle le soir", "Julie", by=facilitator))
    assert "rappelle le soir" in screen(workshop, "console")
    version = review.next_version(workshop, by=facilitator)
    asked.refresh_from_db()
    assert (asked.made.promise.version, asked.made.before) == (version, None)
    assert [line.what for line in versions.lines_of(version)] == ["donne une date", "rappelle le soir"]
    with pytest.raises(Refused, match="closed"):
        review.ask_for(workshop, sales, "trop tard", "non", by=facilitator)


def test_a_new_line_can_be_removed(assert_screens_follow, workshop, facilitator, opened, sales, elsewhere):
    asked = review.ask_for(workshop, sales, "rappelle le soir", "Julie", by=facilitator)
    assert_screens_follow(lambda: review.drop_addition(workshop, asked.pk, by=facilitator))
    with pytest.raises(Refused, match="removed"):
        review.drop_addition(workshop, asked.pk, by=facilitator)
    with pytest.raises(Refused, match="Nothing is promised"):
        review.ask_for(workshop, Interface.objects.create(workshop=workshop, name="SAV"), "x", "y", by=facilitator)


def test_what_a_client_service_wishes_is_beside_the_new_line(as_, workshop, facilitator, julie, sales):
    client, url, _link = julie
    post(client, url, wishes="Un numéro le soir")
    assert "Un numéro le soir" in screen(workshop, "console")
    assert "Un numéro le soir" not in screen(workshop, "phone")
    sheet = as_(facilitator).get(reverse("review:addition", args=[workshop.key, sales.pk])).content.decode()
    assert "Un numéro le soir" in sheet
    answer = post(as_(facilitator), reverse("review:add-addition", args=[workshop.key, sales.pk]), what="x", reason="")
    assert answer.status_code == 422


def test_the_day_is_offered_for_a_calendar_before_answering_and_with_the_thanks(workshop, facilitator, julie, line):
    browser, page, link = julie
    offered = f'href="{reverse("counterpart-calendar", args=[link.pk])}"'
    assert browser.get(page).content.decode().count(offered) == 1
    review.answer(link, {line.pk: (KEPT, "")})
    thanks = browser.get(page).content.decode().split('class="card done stack"')[1].split("</div>")[0]
    assert offered in thanks
    review.next_version(workshop, by=facilitator)
    assert offered not in browser.get(page).content.decode()


# What is asked of the database


def asked(seen, table):
    return sum(f'FROM "{table}"' in each["sql"] for each in seen.captured_queries)


def test_the_console_asks_for_its_version_and_its_review_once(workshop, opened, line):
    with CaptureQueriesContext(connection) as seen:
        room = fresh(workshop)
        review.context(room) | review.console(room)
    assert asked(seen, "promises_review") == 1
    assert asked(seen, "promises_version") == 4  # in force, being written, before it, reviewed before it


def test_a_thread_asks_no_version_apart_for_its_review(workshop, facilitator, alice, opened, line):
    second_review(workshop, facilitator, alice, (KEPT, KEPT))
    with CaptureQueriesContext(connection) as seen:
        stages = thread.stages(Commitment.objects.get(pk=line.pk))
    assert [stage.sides[0][1] and stage.sides[0][1].verdict for stage in stages] == [None, KEPT]
    assert asked(seen, "promises_review") == 0


# The movement


def second_review(workshop, facilitator, alice, verdicts):
    """Close the first review, seal and open the second; verdicts are those of the team and of the client service."""
    review.next_version(workshop, by=facilitator)
    promise.seal(workshop, by=facilitator)
    review.open_review(workshop, by=facilitator)
    again = Commitment.objects.latest("pk")
    for side, verdict in zip((Score.TEAM, Score.CLIENT), verdicts, strict=True):
        again.scores.create(side=side, verdict=verdict)
    return again.promise.version


def test_the_movement_since_last_time_is_a_picture_and_its_table(as_, workshop, facilitator, alice, julie, line):
    review.score(alice, line, BROKEN)
    review.answer(julie[2], {line.pk: (KEPT, "")})
    version = second_review(workshop, facilitator, alice, (KEPT, PARTLY))
    team, client = movement.services(version)
    assert (team.then, team.now, team.way) == (0, 100, "up")
    assert (client.then, client.now, client.way) == (100, 50, "down")
    activate("en")
    assert [line["told"] for line in movement.chart(version)["lines"]] == [["0%", "100%"], ["100%", "50%"]]
    page = as_(facilitator).get(reverse("review:movement", args=[workshop.key])).content.decode()
    assert 'role="img"' in page
    assert "↘ worse" in page
    assert f'cx="{client.x_now}"' in page


def test_a_first_review_says_that_there_is_nothing_to_compare(as_, workshop, facilitator, opened):
    page = as_(facilitator).get(reverse("review:movement", args=[workshop.key])).content.decode()
    assert "This is the first review" in page
    assert [move.way for move in movement.services(opened.version)] == ["", ""]


def test_each_client_service_has_both_sides_on_the_board(workshop, opened, alice, julie, line):
    review.score(alice, line, KEPT)
    review.answer(julie[2], {line.pk: (BROKEN, "")})
    [(interface, tallies)] = review.board(fresh(workshop))["standings"]
    assert (interface.name, tallies[0][2]["kept"], tallies[1][2]["broken"]) == ("Ventes", 1, 1)
    assert "kept: 1, partly: 0, not kept: 0" in screen(workshop, "board")


# Home


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2027-05-12", "Review due in 12 days"),
        ("2027-05-24", "Review due today"),
        ("2027-06-24", "Review overdue since 24\xa0May 2027"),
    ],
)
def test_home_says_when_a_review_is_due(as_, workshop, facilitator, wall, day, told):
    wall.move_to(f"{day} 09:00:00+01:00")
    page = as_(facilitator).get(reverse("home")).content.decode()
    assert told in page
    assert ("due late" in page) == ("overdue" in told)


def test_home_lists_actions_and_forgets_those_done(as_, workshop, facilitator, opened, wall):
    action = review.act(workshop, "Afficher les dates", "Nadia", date(2026, 12, 1), by=facilitator)
    assert "By 1\xa0December 2026: Afficher les dates (Nadia)" in as_(facilitator).get(reverse("home")).content.decode()
    wall.move_to("2026-12-03 09:00:00+01:00")
    assert "Late since 1\xa0December 2026" in as_(facilitator).get(reverse("home")).content.decode()
    review.finish_action(workshop, action.pk, by=facilitator)
    assert "Afficher les dates" not in as_(facilitator).get(reverse("home")).content.decode()


def test_home_begins_with_what_is_most_urgent(as_, workshop, facilitator, wall):
    from workshop.home import open_workshop

    open_workshop(facilitator, "Achats", "fr")
    titles = [row.workshop.title for row in as_(facilitator).get(reverse("home")).context["rows"]]
    assert titles == ["Achats", "Logistique"]
    wall.move_to("2027-05-12 09:00:00+01:00")
    titles = [row.workshop.title for row in as_(facilitator).get(reverse("home")).context["rows"]]
    assert titles == ["Logistique", "Achats"]


def test_a_closed_review_is_no_longer_due(workshop, facilitator, opened, wall):
    review.next_version(workshop, by=facilitator)
    wall.move_to("2027-06-24 09:00:00+01:00")
    assert due.dues([workshop]) == {}


def test_what_is_due_costs_the_same_for_one_workshop_and_for_ten(
    workshop, facilitator, opened, django_assert_num_queries
):
    for number in range(3):
        review.act(workshop, f"{number}", "Nadia", timezone.localdate() + timedelta(days=number), by=facilitator)
    with django_assert_num_queries(3):
        due.dues([workshop])
    assert scores.is_uncovered(opened) is False
