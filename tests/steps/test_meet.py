"""Step 3 of the reciprocal table: each expectation has an answer, pair by pair, on every screen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from promises.models import Entry, ReciprocalTable, Reply
from promises.reciprocal import entries, facing, replies, services
from promises.reciprocal.grid import grid
from promises.steps import meet
from tests.screens import fresh, post, screen
from tests.tables import laid
from workshop import live
from workshop.change import Refused


@pytest.fixture
def met(table):
    """Sales expects two things from logistics, which commits to one; the room is in step 3."""
    table.to("fill")
    table.asked = table.expects("Ventes", "Logistique", "Prévenir la veille", "Un seul numéro")
    (table.given,) = table.commits("Logistique", "Ventes", "Un message à 16 h")
    table.to("meet")
    return table


def pks(table, *names):
    return [table.party(name).pk for name in names]


def face(table, asker, giver):
    facing.face(table.workshop, *pks(table, asker, giver), by=table.facilitator)


def test_expectations_without_an_answer_are_missing(met):
    assert meet.missing(met.workshop) == ["2 expectations have no answer yet."]
    replies.answer(met.voice("Logistique"), met.asked[0].pk, Reply.CANNOT, "Nous ne le savons pas")
    assert meet.missing(fresh(met.workshop)) == ["1 expectation has no answer yet."]


# The matrix


def test_the_matrix_shows_each_ordered_pair_with_its_state(met):
    met.assert_follows(
        lambda: replies.answer(met.voice("Logistique"), met.asked[0].pk, Reply.INSTEAD, "Prévenir à midi")
    )
    states = {
        (mark.asker.name, mark.giver.name): mark.state for mark in grid(fresh(met.workshop)).matrix.by_pair.values()
    }
    assert states["Ventes", "Logistique"] == "contradictory"
    assert states["Logistique", "Ventes"] == "empty"
    board = screen(met.workshop, "board")
    assert board.count('class="contradictory"') == 2  # a cell, and the legend
    assert "Prévenir" not in board


def test_the_matrix_says_what_the_pairs_say(met):
    for number, answer in enumerate((Reply.ACCEPT, Reply.CANNOT)):
        replies.answer(met.voice("Logistique"), met.asked[number].pk, answer, "Le dépôt est fermé")
    table = grid(fresh(met.workshop))
    for key, mark in table.matrix.by_pair.items():
        pair = table.pair(*key)
        assert (mark.state, mark.is_to_discuss) == (pair.state, pair.is_to_discuss)
        assert (mark.expected, mark.committed) == (len(pair.expectations), len(pair.commitments))


def test_a_changed_cell_costs_its_row_and_the_legend(met):
    view = live.View("board", "", "fr")
    before = live.render(fresh(met.workshop), view)
    replies.answer(met.voice("Logistique"), met.asked[0].pk, Reply.CANNOT, "Le dépôt est fermé")
    frame = live.frame(before, live.render(fresh(met.workshop), view))
    assert frame.count('id="matrix-row-') == 1
    assert f'id="matrix-row-{met.party("Ventes").pk}"' in frame


def test_a_commitment_that_is_dropped_answers_nothing_any_more(met):
    replies.answer(met.voice("Logistique"), met.asked[0].pk, Reply.ACCEPT, commitment=met.given.pk)
    met.assert_follows(lambda: entries.drop(met.voice("Logistique"), met.given.pk))
    pair = grid(fresh(met.workshop)).pair(*pks(met, "Ventes", "Logistique"))
    assert [line.state for line in pair.expectations] == ["unanswered", "unanswered"]
    assert grid(fresh(met.workshop)).matrix.unanswered == 2


@pytest.mark.parametrize(("count", "density"), [(3, "words-large"), (8, "words"), (12, "codes-wide"), (30, "codes")])
def test_the_board_has_words_where_there_is_room(facilitator, count, density):
    table = laid(facilitator, [])
    services.seat(table.workshop, [f"Service {n}" for n in range(count)], by=facilitator)
    table.to("meet")
    assert f'class="matrix of-{density}"' in screen(table.workshop, "board")


def test_more_rows_than_a_board_holds_take_turns(facilitator):
    table = laid(facilitator, [])
    services.seat(table.workshop, [f"Service {n}" for n in range(40)], by=facilitator)
    table.to("meet")
    board = screen(table.workshop, "board")
    assert board.count('class="half"') == 2
    assert board.count('id="matrix-row-') == 40
    assert "data-flow" in board


# The walk


def test_a_pair_stands_on_the_board_and_goes(met):
    met.assert_follows(lambda: facing.face(met.workshop, *pks(met, "Ventes", "Logistique"), by=met.facilitator))
    board = screen(met.workshop, "board")
    assert "Prévenir la veille" in board
    assert "Un message à 16 h" in board
    met.assert_follows(
        lambda: replies.answer(met.voice("Logistique"), met.asked[0].pk, Reply.INSTEAD, "Prévenir à midi")
    )
    assert "Prévenir à midi" in screen(met.workshop, "board")
    met.assert_follows(lambda: facing.turn_away(met.workshop, by=met.facilitator))
    assert "Prévenir la veille" not in screen(met.workshop, "board")


def test_a_service_does_not_face_itself_nor_one_that_left(met, facilitator):
    with pytest.raises(Refused):
        face(met, "Ventes", "Ventes")
    face(met, "Ventes", "Logistique")
    met.assert_follows(lambda: services.unseat(met.workshop, met.party("Logistique").pk, by=facilitator))
    assert facing.facing(fresh(met.workshop)) is None
    assert 'class="matrix' in screen(met.workshop, "board")


def test_facing_is_no_gesture(met):
    before = met.workshop.gestures.count()
    face(met, "Ventes", "Logistique")
    assert met.workshop.gestures.count() == before


def walked(table):
    walk = facing.walk(fresh(table.workshop))
    return walk.next and (walk.next.asker.name, walk.next.giver.name)


def test_the_walk_goes_both_ways_between_two_services_then_on(table):
    table.to("fill")
    walked_through = [
        ("Comptabilité", "Ventes"),
        ("Ventes", "Comptabilité"),
        ("Comptabilité", "Logistique"),
        ("Logistique", "Comptabilité"),
    ]
    for asker, giver in reversed(walked_through):
        table.expects(asker, giver, "Une attente")
    table.to("meet")
    seen = []
    for _each in range(5):
        seen.append(walked(table))
        face(table, *seen[-1])
    assert seen == [*walked_through, walked_through[0]]
    assert facing.walk(fresh(table.workshop)).number == 1
    before = facing.walk(fresh(table.workshop)).previous
    assert (before.asker.name, before.giver.name) == ("Logistique", "Comptabilité")


def test_what_stands_as_before_and_matches_is_skipped(met, facilitator):
    replies.answer(met.voice("Logistique"), met.asked[0].pk, Reply.ACCEPT)
    replies.answer(met.voice("Logistique"), met.asked[1].pk, Reply.ACCEPT, commitment=met.given.pk)
    last = ReciprocalTable.objects.get()
    later = laid(facilitator, [], last.next_on, previous=last)
    later.to("meet")
    assert walked(later) is None
    later.expects("Ventes", "Comptabilité", "Une facture par client")
    assert walked(later) == ("Ventes", "Comptabilité")


def test_only_the_phones_of_the_two_services_fetch_their_part(met):
    before = dict(meet.stamps(fresh(met.workshop)))
    face(met, "Ventes", "Logistique")
    after = dict(meet.stamps(fresh(met.workshop)))
    assert {pk for pk in after if after[pk] != before[pk]} == set(pks(met, "Ventes", "Logistique"))


def test_an_answer_concerns_two_services_and_no_other(met):
    before = dict(meet.stamps(fresh(met.workshop)))
    replies.answer(met.voice("Logistique"), met.asked[0].pk, Reply.CANNOT, "Le dépôt est fermé")
    after = dict(meet.stamps(fresh(met.workshop)))
    assert {pk for pk in after if after[pk] != before[pk]} == set(pks(met, "Ventes", "Logistique"))


# Phones and desks


def mine(as_, table, name):
    return as_(table.speaker(name)).get(f"/w/{table.workshop.key}/mine/meet/").content.decode()


def test_a_phone_shows_what_is_expected_beside_what_is_committed_to(as_, met):
    shown = mine(as_, met, "Logistique")
    assert "Prévenir la veille" in shown
    assert "Un message à 16 h" in shown
    assert "2 to answer" in shown
    assert "Prévenir la veille" not in mine(as_, met, "Comptabilité")


def test_nobody_reads_what_is_expected_before_the_room_is_there(as_, table, facilitator):
    table.to("fill")
    table.expects("Ventes", "Logistique", "Prévenir la veille")
    assert "Prévenir la veille" not in mine(as_, table, "Logistique")
    preview = screen(table.workshop, "console", step="meet")
    assert 'class="unanswered"' not in preview.split('class="map-form"')[1]
    assert "map-row" not in preview
    where = "/w/{}/meet/pair/{}/{}/".format(table.workshop.key, *pks(table, "Ventes", "Logistique"))
    assert as_(facilitator).get(where).status_code == 404
    table.to("meet")
    assert "Prévenir la veille" in as_(facilitator).get(where).content.decode()


def test_the_two_on_the_board_are_told_that_it_is_their_turn(as_, met):
    face(met, "Ventes", "Logistique")
    assert "It is your turn" in mine(as_, met, "Ventes")
    assert "It is your turn" in mine(as_, met, "Logistique")
    assert "It is your turn" not in mine(as_, met, "Comptabilité")


def say(as_, table, name, line, **fields):
    return post(as_(table.speaker(name)), f"/w/{table.workshop.key}/own/answer/{line}/", **fields)


def test_a_phone_answers_and_sees_its_answer(as_, met):
    answer = say(as_, met, "Logistique", met.asked[0].pk, answer="instead", text="Prévenir à midi", version=0)
    assert "Prévenir à midi" in answer.content.decode()
    assert "1 to answer" in answer.content.decode()
    assert "Agree to it" in mine(as_, met, "Ventes")


def test_a_commitment_that_is_there_answers_by_itself(as_, met):
    say(as_, met, "Logistique", met.asked[0].pk, text="", commitment=met.given.pk, version=0)
    reply = Reply.objects.get()
    assert (reply.answer, reply.commitment_id, reply.made) == (Reply.ACCEPT, met.given.pk, False)
    assert "Un message à 16 h" in mine(as_, met, "Ventes")


@pytest.mark.parametrize("fields", [{}, {"answer": "instead"}, {"answer": "cannot", "text": "  "}])
def test_an_answer_without_words_is_refused(as_, met, fields):
    answer = say(as_, met, "Logistique", met.asked[0].pk, **fields)
    assert answer.status_code == 422
    assert not Reply.objects.exists()


def test_nobody_commits_to_other_words_than_those_they_read(as_, met):
    entries.reword(met.voice("Ventes"), met.asked[0].pk, "Prévenir l’avant-veille", 0)
    answer = say(as_, met, "Logistique", met.asked[0].pk, answer="accept", version=0)
    assert answer.status_code == 409
    assert not Reply.objects.exists()
    assert say(as_, met, "Logistique", met.asked[0].pk, answer="accept", version=1).status_code == 200


def test_an_answer_is_given_once_however_often_it_is_sent(as_, met):
    op_id = "0d0b6f4e-2d0c-4c87-9a49-04a1a6b0a2f5"
    for _twice in range(2):
        url = f"/w/{met.workshop.key}/own/answer/{met.asked[0].pk}/"
        assert post(as_(met.speaker("Logistique")), url, op_id, answer="accept").status_code == 200
    assert Entry.objects.filter(kind=Entry.COMMITS).count() == 2


def test_a_row_says_it_has_answered_everything(as_, met):
    url = f"/w/{met.workshop.key}/own/done/meet/"
    assert 'aria-pressed="true"' in post(as_(met.speaker("Logistique")), url, done="1").content.decode()
    assert met.party("Logistique").met_at
    assert "says it has answered everything" not in screen(met.workshop, "console")  # two wait for it
    for line in met.asked:
        replies.answer(met.voice("Logistique"), line.pk, Reply.ACCEPT)
    assert "says it has answered everything" in screen(met.workshop, "console")


# The console


def test_a_facilitator_answers_for_a_silent_service(as_, met, facilitator):
    pair = "/w/{}/meet/pair/{}/{}/".format(met.workshop.key, *pks(met, "Ventes", "Logistique"))
    line, browser = met.asked[0].pk, as_(facilitator)
    sheet = post(browser, f"{pair}answer/{line}/", answer="instead", text="Prévenir à midi", version=0)
    assert "Prévenir à midi" in sheet.content.decode()
    post(browser, f"{pair}decline/{line}/", done="1")
    assert Reply.objects.get().declined_at
    post(browser, f"{pair}agree/{line}/")
    assert Reply.objects.get().agreed_at
    post(browser, f"{pair}back/{line}/")
    assert not Reply.objects.exists()
    assert met.workshop.gestures.count() >= 4  # each can be undone


def test_a_cell_opens_its_pair(as_, met, facilitator):
    cell = f"/w/{met.workshop.key}/meet/cell/"
    asker, giver = pks(met, "Ventes", "Logistique")
    assert "Prévenir la veille" in as_(facilitator).get(cell, {"pair": f"{asker}-{giver}"}).content.decode()
    for wrong in ("", "a-b", f"{asker}-{asker}", f"{asker}-0"):
        assert as_(facilitator).get(cell, {"pair": wrong}).status_code in (404, 422)


def test_every_unanswered_expectation_of_the_organisation_is_listed(as_, met, facilitator):
    replies.answer(met.voice("Logistique"), met.asked[0].pk, Reply.ACCEPT)
    listed = as_(facilitator).get(f"/w/{met.workshop.key}/meet/unanswered/").content.decode()
    assert "Un seul numéro" in listed
    assert "Prévenir la veille" not in listed


def test_no_line_of_another_table_is_answered(as_, met, facilitator, stranger):
    other = laid(stranger, ["Achats", "Paie"])
    other.to("fill")
    (line,) = other.expects("Achats", "Paie", "Une attente")
    other.to("meet")
    pair = "/w/{}/meet/pair/{}/{}/".format(met.workshop.key, *pks(met, "Ventes", "Logistique"))
    assert post(as_(facilitator), f"{pair}answer/{line.pk}/", answer="accept").status_code == 404
    with pytest.raises(Refused):
        face(met, "Ventes", "Ventes")
    with pytest.raises(Refused):
        facing.face(met.workshop, *pks(other, "Achats", "Paie"), by=facilitator)


# How much it costs


@pytest.mark.parametrize("audience", live.AUDIENCES)
def test_a_round_asks_as_much_with_30_services_as_with_3(facilitator, audience):
    counts = []
    for count in (3, 30):
        table = laid(facilitator, [])
        seated = services.seat(table.workshop, [f"Service {n}" for n in range(count)], by=facilitator)
        rows = [(one, other) for one in seated for other in seated if one != other]
        Entry.objects.bulk_create(
            Entry(party=one, towards=other, kind=kind, text="Une ligne")
            for one, other in rows
            for kind in (Entry.EXPECTS, Entry.COMMITS)
        )
        table.to("meet")
        facing.face(table.workshop, seated[0].pk, seated[1].pk, by=facilitator)
        view = live.View(audience, "", "fr")
        live.frames(table.workshop.pk, {view: None})  # its SQL is made
        with CaptureQueriesContext(connection) as queries:
            live.frames(table.workshop.pk, {view: None})
        counts.append(len(queries))
    assert counts[0] == counts[1]
