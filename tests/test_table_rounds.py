"""Twice a year: the next round takes over the last one, and what moved between them is counted, drawn and told."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from promises.models import Entry, Party, ReciprocalTable, Reply
from promises.reciprocal import entries, outcome, replies, rounds, services, states, threads
from promises.reciprocal.counting import Figures
from promises.reciprocal.grid import grid
from promises.reciprocal.movement import movement, pairs_moved
from promises.steps import parties
from tests.screens import post, screen
from tests.tables import Table, device
from workshop.change import Refused
from workshop.models import Organisation, Workshop
from workshop.steps import gather

HALF_A_YEAR = timedelta(days=182)
FIRST, SECOND = date(2026, 11, 24), date(2027, 5, 25)
ASKED = ("Prévenir la veille", "Livrer le dimanche", "Un seul numéro", "À midi")


def fresh(table):
    return Workshop.objects.get(pk=table.workshop.pk)


def pair(table, asker, giver):
    return grid(fresh(table)).pair(table.party(asker).pk, table.party(giver).pk)


def follow(table, held_on=None):
    """The round after a Table, with somebody who speaks for each service."""
    new = Table(rounds.open_next(table.workshop, by=table.facilitator, held_on=held_on), table.facilitator)
    for party in new.workshop.parties.all():
        gather.join(new.workshop, f"Voix {party.name}", device(party.name))
        parties.speak_for(new.speaker(party.name), party.pk)
    return new


@pytest.fixture
def first(table):
    """A round with an expectation of each fate, a commitment of its own, one line dropped."""
    table.to("fill")
    lines = table.expects(
        "Ventes", "Logistique", "Prévenir la veille", "Livrer le dimanche", "Un seul numéro", "À midi"
    )
    table.expects("Logistique", "Ventes", "Commander avant midi")
    (dropped,) = table.commits("Ventes", "Logistique", "Plus tard")
    entries.drop(table.voice("Ventes"), dropped.pk)
    table.commits("Ventes", "Comptabilité", "Des notes de frais lisibles")
    table.to("meet")
    giver = table.voice("Logistique")
    replies.answer(giver, lines[0].pk, Reply.ACCEPT)
    replies.answer(giver, lines[1].pk, Reply.CANNOT, "Le dépôt est fermé")
    replies.answer(giver, lines[2].pk, Reply.INSTEAD, "Deux numéros")
    replies.answer(giver, lines[3].pk, Reply.INSTEAD, "À 13 h")
    replies.agree(table.voice("Ventes"), lines[3].pk)
    return table


# The next round


def test_the_next_round_is_on_the_day_that_was_set(first):
    with time_machine.travel(FIRST):
        later = follow(first)
    assert later.workshop.reciprocal.held_on == first.workshop.reciprocal.next_on
    assert later.workshop.reciprocal.previous == first.workshop.reciprocal
    assert later.workshop.current_step == "parties"


def test_a_day_that_has_passed_is_not_set_again(first):
    with time_machine.travel(timezone.now() + 3 * HALF_A_YEAR):
        assert follow(first).workshop.reciprocal.held_on == timezone.localdate()


def test_screens_stay_true_when_the_next_round_opens(first, facilitator):
    first.assert_follows(lambda: rounds.open_next(first.workshop, by=facilitator))


def test_one_round_follows_another_and_the_refusal_tells_which(first, facilitator):
    follow(first, date(2027, 5, 20))
    with pytest.raises(Refused, match="20\xa0May 2027"):
        rounds.open_next(first.workshop, by=facilitator)
    with pytest.raises(Refused, match="20\xa0May 2027"):
        rounds.open_round(facilitator, Organisation.objects.get(), date(2028, 1, 1), "fr", first.workshop.reciprocal)
    assert ReciprocalTable.objects.count() == 2


def test_a_round_does_not_follow_itself(first, facilitator):
    with pytest.raises(Refused):
        rounds.open_next(first.workshop, by=facilitator, held_on=first.workshop.reciprocal.held_on)
    assert ReciprocalTable.objects.count() == 1


def test_what_was_agreed_stands_and_the_rest_is_open_again(first):
    later = follow(first)
    found = pair(later, "Ventes", "Logistique")
    assert [line.state for line in found.expectations] == [
        *(states.MATCHED, states.UNANSWERED, states.UNANSWERED, states.MATCHED)
    ]
    assert [line.text for line in found.commitments] == ["Prévenir la veille", "À 13 h"]
    assert all(line.as_before and line.earlier for line in [*found.expectations, *found.commitments])
    assert [line.text for line in pair(later, "Comptabilité", "Ventes").commitments] == ["Des notes de frais lisibles"]
    assert not Entry.objects.filter(party__workshop=later.workshop, text="Plus tard").exists()


def test_an_agreement_whose_commitment_was_dropped_is_open_again(first):
    (kept, _other) = pair(first, "Ventes", "Logistique").commitments
    first.to("fill")
    entries.drop(first.voice("Logistique"), kept.pk)
    assert pair(follow(first), "Ventes", "Logistique").expectations[0].state == states.UNANSWERED


def test_a_service_that_left_takes_its_lines_with_it_and_contacts_come_along(first, facilitator):
    Party.objects.filter(name="Ventes").update(contact="Inès", email="ines@example.org", language="en")
    services.unseat(first.workshop, first.party("Comptabilité").pk, by=facilitator)
    later = Table(rounds.open_next(first.workshop, by=facilitator), facilitator)
    assert [party.name for party in later.workshop.parties.all()] == ["Ventes", "Logistique"]
    sales = later.party("Ventes")
    assert (sales.contact, sales.email, sales.language, sales.link) == ("Inès", "ines@example.org", "en", None)
    assert not Entry.objects.filter(party__workshop=later.workshop, text__startswith="Des notes").exists()


def test_a_rehearsal_has_no_next_round(first, facilitator):
    Workshop.objects.filter(pk=first.workshop.pk).update(is_rehearsal=True)
    with pytest.raises(Refused):
        rounds.open_next(first.workshop, by=facilitator)


def test_what_a_line_said_stays_in_sight_while_it_says_something_else(first):
    later = follow(first)
    later.to("fill")
    (line, *_others) = pair(later, "Ventes", "Logistique").expectations
    assert rounds.before(fresh(later)) == {}
    entries.reword(later.voice("Ventes"), line.pk, "Prévenir l’avant-veille", 0)
    assert rounds.before(fresh(later)) == {line.pk: "Prévenir la veille"}
    entries.reword(later.voice("Ventes"), line.pk, "Prévenir la veille", 1)
    assert rounds.before(fresh(later)) == {}
    shown = render_to_string("reciprocal/before.html", {"words": "Avant <b>"})
    assert "Before:" in shown
    assert "Avant &lt;b&gt;" in shown


def test_a_facilitator_opens_it_from_the_console_and_is_led_to_it(first, facilitator, as_):
    browser, key = as_(facilitator), first.workshop.key
    first.to("table")
    assert reverse("table:next", args=[key]) in screen(first.workshop, "console")
    sheet = browser.get(reverse("table:next", args=[key])).content.decode()
    assert "the 8 lines that stand" in sheet
    assert f'value="{rounds.day_after(first.workshop.reciprocal):%Y-%m-%d}"' in sheet
    answer = post(browser, reverse("table:open-next", args=[key]), held_on="2027-05-24")
    (later,) = Workshop.objects.exclude(key=key)
    assert answer["HX-Redirect"] == reverse("console", args=[later.key])
    assert "24\xa0May 2027" in browser.get(reverse("table:next", args=[key])).content.decode()
    assert later.key in browser.get(reverse("table:next", args=[key])).content.decode()


def test_sent_twice_it_leads_to_the_same_round(first, facilitator, as_):
    url, op_id = reverse("table:open-next", args=[first.workshop.key]), "0b0f3c9e-5d0c-4a55-8b0a-0f2a6a6c1f01"
    answers = [post(as_(facilitator), url, op_id, held_on="2027-05-24") for _twice in range(2)]
    assert answers[0]["HX-Redirect"] == answers[1]["HX-Redirect"]
    assert ReciprocalTable.objects.count() == 2


@pytest.mark.parametrize("day", ["", "demain", "2026-01-01"])
def test_a_day_that_is_none_is_refused(first, facilitator, as_, day):
    assert post(as_(facilitator), reverse("table:open-next", args=[first.workshop.key]), held_on=day).status_code == 422


# The movement


@pytest.fixture
def second(first):
    """Six months later: some lines judged, one reworded, one dropped, one new, one more agreement."""
    with time_machine.travel(timezone.now() + HALF_A_YEAR):
        later = follow(first, SECOND)
        later.to("fill")
        asked, given = pair(later, "Ventes", "Logistique").expectations, pair(later, "Ventes", "Logistique").commitments
        entries.judge(later.voice("Ventes"), given[0].pk, Entry.BETTER)
        entries.judge(later.voice("Ventes"), given[1].pk, Entry.WORSE)
        entries.judge(later.voice("Ventes"), asked[0].pk, Entry.SAME)
        entries.reword(later.voice("Ventes"), asked[1].pk, "Livrer le samedi", 0)
        entries.drop(later.voice("Ventes"), asked[2].pk)
        later.expects("Comptabilité", "Ventes", "Les notes de frais le 25")
        later.to("meet")
        replies.answer(later.voice("Logistique"), asked[1].pk, Reply.ACCEPT)
        yield later


def test_the_whole_is_counted_round_by_round(second):
    moved = movement(fresh(second))
    assert [table.held_on for table in moved.rounds] == [FIRST, SECOND]
    before, now = moved.whole.figures
    assert (before.expectations, before.matched, before.share, before.commitments) == (5, 2, 40, 3)
    assert (now.expectations, now.matched, now.share, now.commitments) == (5, 3, 60, 4)
    assert (now.better, now.same, now.worse) == (1, 1, 1)
    assert (now.new, now.changed, now.dropped, now.kept) == (2, 1, 1, 6)
    assert (before.new, before.dropped, before.judged) == (8, 0, 0)


def test_each_service_is_counted_as_the_one_that_gives(second):
    tracks = {track.name: track for track in movement(fresh(second)).services}
    logistics = tracks["Logistique"]
    assert [each.share for each in logistics.figures] == [50, 100]
    assert (logistics.way, logistics.now.worse, logistics.now.dropped) == ("up", 1, 1)
    assert [each.share for each in tracks["Ventes"].figures] == [0, 0]
    assert (tracks["Ventes"].way, tracks["Ventes"].now.new) == ("same", 1)
    assert tracks["Comptabilité"].figures == [None, None]


def test_pairs_in_which_something_moved_are_told(second):
    assert [(asker.name, giver.name) for asker, giver in pairs_moved(fresh(second))] == [
        ("Comptabilité", "Ventes"),
        ("Ventes", "Logistique"),
    ]
    assert [track.name for track in movement(fresh(second)).pairs] == ["Comptabilité ← Ventes", "Ventes ← Logistique"]


def test_a_service_of_another_name_is_the_same_service(second):
    Party.objects.filter(workshop=second.workshop, name="Logistique").update(name="Entrepôt")
    tracks = {track.name: track for track in movement(fresh(second)).services}
    assert [each.share for each in tracks["Entrepôt"].figures] == [50, 100]


def test_a_service_that_came_later_was_not_there_before(second, facilitator):
    services.seat(second.workshop, ["Achats"], by=facilitator)
    second.to("fill")
    entries.add(second.desk("Ventes"), second.party("Achats").pk, Entry.EXPECTS, ["Deux devis"])
    tracks = {track.name: track for track in movement(fresh(second)).services}
    assert tracks["Achats"].figures == [None, Figures(expectations=1, new=1)]


def test_a_first_round_has_no_movement_to_draw(table):
    moved = movement(fresh(table))
    assert not moved.is_plotted
    assert moved.moved == []
    assert "This is the first round" in render_to_string("reciprocal/movement.html", {"movement": moved})


def test_the_picture_and_its_table_say_the_same(second):
    moved = movement(fresh(second))
    assert [(x, share) for x, _y, share in moved.whole.chart.points] == [(140, "40%"), (380, "60%")]
    level = dict(moved.whole.chart.levels)
    down = (level[0] - level[100]) / 100
    assert [level[0] - y for _x, y, _share in moved.whole.chart.points] == [40 * down, 60 * down]
    assert [(bar.count, bar.height) for bar in (*moved.whole.chart.better, *moved.whole.chart.worse)] == [(1, 68)] * 2
    shown = render_to_string("reciprocal/movement.html", {"movement": moved})
    for words in ("<svg", "05/2027", "40%", "60%", "25\xa0May 2027", "Logistique", "style="):
        assert (words in shown) is (words != "style=")


def test_it_is_on_the_board_and_on_the_console_of_the_last_step(second, as_, facilitator):
    second.to("table")
    outcome.show(second.workshop, "movement", by=facilitator)
    assert "round-chart" in screen(second.workshop, "board")
    assert "round-chart" in screen(second.workshop, "console")
    page = as_(facilitator).get(reverse("table:movement", args=[second.workshop.key])).content.decode()
    assert "Comptabilité ← Ventes" in page


def test_ten_rounds_are_drawn_as_far_as_there_is_room(table):
    last = table.workshop
    for _half in range(9):
        last = rounds.open_next(last, by=table.facilitator)
    moved = movement(last)
    assert (len(moved.rounds), len(moved.drawn), moved.drawn[-1][0].workshop) == (10, 8, last)


def test_counting_costs_the_same_for_few_lines_and_many(second):
    costs = []
    movement(fresh(second))  # what is over is counted once
    for texts in ([], ["Une de plus", "Une autre", "Encore une"]):
        second.to("fill")
        for text in texts:
            second.expects("Comptabilité", "Logistique", text)
        room = fresh(second)
        with CaptureQueriesContext(connection) as asked:
            movement(room)
        costs.append(len(asked))
    assert costs[0] == costs[1]


# The thread of a line


def test_a_line_is_followed_back_through_the_rounds(second):
    asker, giver = second.party("Ventes"), second.party("Logistique")
    found = threads.threads(rounds.chain(fresh(second).reciprocal), asker, giver)
    read = [[(stage.entry.text, stage.before) for stage in thread] for thread in found]
    assert [("Livrer le samedi", "Livrer le dimanche"), ("Livrer le dimanche", "")] in read
    reworded = next(thread for thread in found if thread[0].entry.text == "Livrer le samedi")
    assert [stage.state[0] for stage in reworded] == ["matched", "refused"]
    assert read[-1][0][0] == "Un seul numéro"  # dropped: last


def test_its_sheet_tells_the_reasons_and_shows_what_was_dropped(second, as_, facilitator):
    where = [second.workshop.key, second.party("Ventes").pk, second.party("Logistique").pk]
    sheet = as_(facilitator).get(reverse("table:threads", args=where)).content.decode()
    for words in ("Le dépôt est fermé", "dropped", "Better", "Worse", "Livrer le dimanche"):
        assert words in sheet
