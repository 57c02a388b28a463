"""The reciprocal table: who may write what, what an answer makes of an expectation, what the next round takes over."""

import pytest

from promises.models import Entry, Party, ReciprocalTable, Reply
from promises.reciprocal import entries, replies, services, states
from promises.reciprocal.grid import grid
from promises.reciprocal.voices import Voice
from tests.tables import laid
from workshop import gestures, method, moves
from workshop.change import Refused
from workshop.models import Team


def pair(table, asker, giver):
    found = grid(type(table.workshop).objects.get(pk=table.workshop.pk))
    return found.pair(table.party(asker).pk, table.party(giver).pk)


def test_a_round_follows_its_own_four_steps(table, facilitator):
    assert [step.slug for step in method.of(table.workshop)] == ["parties", "fill", "meet", "table"]
    with pytest.raises(Refused):
        moves.take_everyone(table.workshop, "postits", by=facilitator)
    with pytest.raises(Refused):
        entries.add(table.voice("Ventes"), table.party("Logistique").pk, Entry.EXPECTS, ["Trop tôt"])


def test_a_round_belongs_to_the_whole_organisation(table):
    whole = table.workshop.team
    assert whole.whole
    assert whole.organisation.name == "Meunier"
    assert not Team.objects.filter(whole=False, name="Meunier").exists()


def test_lines_stand_in_the_cell_they_were_written_in(table):
    table.to("fill")
    table.assert_follows(
        lambda: entries.add(
            table.voice("Ventes"), table.party("Logistique").pk, Entry.EXPECTS, ["Prévenir la veille", "Un seul numéro"]
        )
    )
    found = pair(table, "Ventes", "Logistique")
    assert [line.text for line in found.expectations] == ["Prévenir la veille", "Un seul numéro"]
    assert found.state == states.UNANSWERED
    assert pair(table, "Logistique", "Ventes").state == states.EMPTY


def test_a_service_writes_in_its_own_row_only(table):
    table.to("fill")
    (line,) = table.expects("Ventes", "Logistique", "Prévenir la veille")
    for act in (lambda voice: entries.reword(voice, line.pk, "Autre", 0), lambda voice: entries.drop(voice, line.pk)):
        with pytest.raises(Refused):
            act(table.voice("Logistique"))
    with pytest.raises(Refused):
        table.expects("Ventes", "Ventes", "Nous-mêmes")


def test_a_line_edited_twice_at_once_shows_both_texts(table):
    table.to("fill")
    (line,) = table.expects("Ventes", "Logistique", "Prévenir la veille")
    table.assert_follows(lambda: entries.reword(table.voice("Ventes"), line.pk, "Prévenir à midi", 0))
    with pytest.raises(Refused) as refused:
        entries.reword(table.voice("Ventes"), line.pk, "Prévenir le matin", 0)
    assert (refused.value.mine, refused.value.theirs) == ("Prévenir le matin", "Prévenir à midi")


def test_a_dropped_line_can_be_put_back(table):
    table.to("fill")
    (line,) = table.commits("Ventes", "Logistique", "Commander avant midi")
    table.assert_follows(lambda: entries.drop(table.voice("Ventes"), line.pk))
    assert pair(table, "Logistique", "Ventes").commitments == []
    table.assert_follows(lambda: entries.put_back(table.voice("Ventes"), line.pk))
    assert [each.text for each in pair(table, "Logistique", "Ventes").commitments] == ["Commander avant midi"]


def test_a_cell_is_never_endless(table):
    table.to("fill")
    with pytest.raises(Refused):
        table.expects("Ventes", "Logistique", *["Une ligne"] * (entries.MOST + 1))
    table.expects("Ventes", "Logistique", *["Une ligne"] * entries.MOST)
    (first, *_others) = Entry.objects.all()
    entries.drop(table.voice("Ventes"), first.pk)
    table.expects("Ventes", "Logistique", "Une autre")
    with pytest.raises(Refused):
        entries.put_back(table.voice("Ventes"), first.pk)


@pytest.mark.parametrize(
    ("answer", "state"),
    [(Reply.ACCEPT, "matched"), (Reply.INSTEAD, "contradictory"), (Reply.CANNOT, "refused")],
)
def test_an_answer_gives_an_expectation_its_state(table, answer, state):
    table.to("fill")
    (line,) = table.expects("Ventes", "Logistique", "Prévenir la veille")
    table.to("meet")
    table.assert_follows(lambda: replies.answer(table.voice("Logistique"), line.pk, answer, "Le matin même"))
    found = pair(table, "Ventes", "Logistique")
    assert found.state == state
    assert [each.text for each in found.commitments] == (["Prévenir la veille"] if answer == Reply.ACCEPT else [])


def test_who_is_asked_answers_and_nobody_else(table):
    table.to("fill")
    (line,) = table.expects("Ventes", "Logistique", "Prévenir la veille")
    table.to("meet")
    for name in ("Ventes", "Comptabilité"):
        with pytest.raises(Refused):
            replies.answer(table.voice(name), line.pk, Reply.ACCEPT)
    with pytest.raises(Refused):
        replies.answer(table.voice("Logistique"), line.pk, Reply.CANNOT, "")


def test_a_proposal_that_is_agreed_to_becomes_a_commitment(table):
    table.to("fill")
    (line,) = table.expects("Ventes", "Logistique", "Prévenir la veille")
    table.to("meet")
    replies.answer(table.voice("Logistique"), line.pk, Reply.INSTEAD, "Prévenir à midi")
    with pytest.raises(Refused):
        replies.agree(table.voice("Logistique"), line.pk)
    table.assert_follows(lambda: replies.agree(table.voice("Ventes"), line.pk))
    found = pair(table, "Ventes", "Logistique")
    assert found.state == states.MATCHED
    assert [each.text for each in found.commitments] == ["Prévenir à midi"]


def test_a_proposal_that_does_not_do_stays_contradictory(table):
    table.to("fill")
    (line,) = table.expects("Ventes", "Logistique", "Prévenir la veille")
    table.to("meet")
    replies.answer(table.voice("Logistique"), line.pk, Reply.INSTEAD, "Prévenir à midi")
    with pytest.raises(Refused):
        replies.decline(table.voice("Logistique"), line.pk)
    table.assert_follows(lambda: replies.decline(table.voice("Ventes"), line.pk))
    assert pair(table, "Ventes", "Logistique").state == states.CONTRADICTORY
    assert pair(table, "Ventes", "Logistique").expectations[0].declined
    replies.decline(table.voice("Ventes"), line.pk, done=False)
    assert not pair(table, "Ventes", "Logistique").expectations[0].declined
    replies.decline(table.voice("Ventes"), line.pk)
    replies.agree(table.voice("Ventes"), line.pk)
    assert pair(table, "Ventes", "Logistique").state == states.MATCHED


def test_a_commitment_in_other_words_may_not_do(table):
    table.to("fill")
    (line,) = table.expects("Ventes", "Logistique", "Prévenir la veille")
    (given,) = table.commits("Logistique", "Ventes", "Un message le jour même")
    table.to("meet")
    replies.answer(table.voice("Logistique"), line.pk, Reply.ACCEPT, commitment=given.pk)
    assert pair(table, "Ventes", "Logistique").state == states.MATCHED
    replies.decline(table.voice("Ventes"), line.pk)
    assert pair(table, "Ventes", "Logistique").state == states.CONTRADICTORY


def test_what_was_accepted_word_for_word_does(table):
    table.to("fill")
    (line,) = table.expects("Ventes", "Logistique", "Prévenir la veille")
    table.to("meet")
    replies.answer(table.voice("Logistique"), line.pk, Reply.ACCEPT)
    with pytest.raises(Refused):
        replies.decline(table.voice("Ventes"), line.pk)
    made = pair(table, "Ventes", "Logistique").commitments[0]
    entries.reword(table.voice("Logistique"), made.pk, "Prévenir quand c’est possible", made.version)
    replies.decline(table.voice("Ventes"), line.pk)
    assert pair(table, "Ventes", "Logistique").state == states.CONTRADICTORY


def test_another_answer_takes_its_commitment_with_it(table):
    table.to("fill")
    (line,) = table.expects("Ventes", "Logistique", "Prévenir la veille")
    table.to("meet")
    replies.answer(table.voice("Logistique"), line.pk, Reply.ACCEPT)
    table.assert_follows(lambda: replies.take_back(table.voice("Logistique"), line.pk))
    assert pair(table, "Ventes", "Logistique").state == states.UNANSWERED
    assert not Entry.objects.filter(kind=Entry.COMMITS).exists()


def test_a_commitment_that_is_there_may_answer_an_expectation(table):
    table.to("fill")
    (line,) = table.expects("Ventes", "Logistique", "Prévenir la veille")
    (given,) = table.commits("Logistique", "Ventes", "Un message la veille à 16 h")
    table.to("meet")
    replies.answer(table.voice("Logistique"), line.pk, Reply.ACCEPT, commitment=given.pk)
    replies.take_back(table.voice("Logistique"), line.pk)
    assert Entry.objects.filter(pk=given.pk).exists()


def test_so_may_the_one_that_was_made_of_the_answer_before(table):
    table.to("fill")
    (line,) = table.expects("Ventes", "Logistique", "Prévenir la veille")
    table.to("meet")
    replies.answer(table.voice("Logistique"), line.pk, Reply.ACCEPT)
    made = Entry.objects.get(kind=Entry.COMMITS)
    replies.answer(table.voice("Logistique"), line.pk, Reply.ACCEPT, commitment=made.pk)
    assert Reply.objects.get().commitment == made
    replies.take_back(table.voice("Logistique"), line.pk)
    assert not Entry.objects.filter(kind=Entry.COMMITS).exists()  # still made of that answer alone


def test_what_was_answered_to_other_words_is_answered_no_longer(table):
    table.to("fill")
    (line,) = table.expects("Ventes", "Logistique", "Prévenir la veille")
    table.to("meet")
    replies.answer(table.voice("Logistique"), line.pk, Reply.ACCEPT)
    entries.reword(table.voice("Ventes"), line.pk, "Prévenir l’avant-veille", 0)
    found = pair(table, "Ventes", "Logistique")
    assert (found.state, found.commitments) == (states.UNANSWERED, [])


def test_a_facilitator_writes_for_a_service_and_can_undo_it(table, facilitator):
    towards = table.party("Logistique").pk
    table.assert_follows(lambda: entries.add(table.desk("Ventes"), towards, Entry.EXPECTS, ["Dit au téléphone"]))
    gestures.undo_own(table.workshop, by=facilitator)
    assert not Entry.objects.exists()


def test_undoing_a_line_takes_no_answer_away_that_others_gave_with_it(table, facilitator):
    table.to("fill")
    (line,) = table.expects("Ventes", "Logistique", "Prévenir la veille")
    sales = table.party("Ventes").pk
    (own,) = entries.add(table.desk("Logistique"), sales, Entry.COMMITS, ["Appeler la veille"])
    table.to("meet")
    replies.answer(table.voice("Logistique"), line.pk, Reply.ACCEPT, commitment=own.pk)
    with pytest.raises(Refused, match="added to it since"):
        gestures.undo_own(table.workshop, by=facilitator)
    assert Reply.objects.get().commitment == own


def test_a_service_that_left_the_table_keeps_its_lines_unseen(table, facilitator):
    table.to("fill")
    table.expects("Ventes", "Logistique", "Prévenir la veille")
    voice = table.voice("Logistique")
    table.assert_follows(lambda: services.unseat(table.workshop, table.party("Logistique").pk, by=facilitator))
    assert [service.name for service in grid(type(table.workshop).objects.get()).services] == ["Comptabilité", "Ventes"]
    assert grid(type(table.workshop).objects.get()).lines == []
    with pytest.raises(Refused):
        entries.add(voice, table.party("Ventes").pk, Entry.EXPECTS, ["Encore là"])
    gestures.undo_own(table.workshop, by=facilitator)
    assert pair(table, "Ventes", "Logistique").expectations


def test_a_row_says_it_is_complete_and_takes_it_back(table):
    table.to("fill")
    table.assert_follows(lambda: entries.finish(table.voice("Ventes"), "filled_at"))
    assert table.party("Ventes").filled_at
    entries.finish(table.voice("Ventes"), "filled_at", done=False)
    assert table.party("Ventes").filled_at is None


def test_services_of_the_same_name_sit_once(table, facilitator):
    table.assert_follows(lambda: services.seat(table.workshop, ["comptabilite", "Achats", "Achats"], by=facilitator))
    assert Party.objects.standing().filter(workshop=table.workshop).count() == 4


@pytest.fixture
def later(table, facilitator):
    """The next round, six months after one with an expectation accepted and one refused."""
    table.to("fill")
    kept, refused = table.expects("Ventes", "Logistique", "Prévenir la veille", "Livrer le dimanche")
    table.to("meet")
    replies.answer(table.voice("Logistique"), kept.pk, Reply.ACCEPT)
    replies.answer(table.voice("Logistique"), refused.pk, Reply.CANNOT, "Le dépôt est fermé")
    last = ReciprocalTable.objects.get()
    return laid(facilitator, [], last.next_on, previous=last)


def test_the_next_round_begins_with_the_last_one(later):
    found = pair(later, "Ventes", "Logistique")
    assert all(line.as_before for line in [*found.expectations, *found.commitments])
    assert [line.state for line in found.expectations] == [states.MATCHED, states.UNANSWERED]
    assert [line.text for line in found.commitments] == ["Prévenir la veille"]


def test_only_who_receives_a_line_says_how_it_went(later):
    later.to("fill")
    (given,) = pair(later, "Ventes", "Logistique").commitments
    with pytest.raises(Refused):
        entries.judge(later.voice("Logistique"), given.pk, Entry.WORSE)
    later.assert_follows(lambda: entries.judge(later.voice("Ventes"), given.pk, Entry.WORSE))
    assert pair(later, "Ventes", "Logistique").is_to_discuss


def test_what_stands_as_before_is_not_discussed_again(later):
    later.to("fill")
    lines = pair(later, "Ventes", "Logistique").expectations
    assert pair(later, "Ventes", "Logistique").is_to_discuss  # one was refused
    entries.drop(later.voice("Ventes"), lines[1].pk)
    assert not pair(later, "Ventes", "Logistique").is_to_discuss
    entries.reword(later.voice("Ventes"), lines[0].pk, "Prévenir l’avant-veille", 0)
    assert pair(later, "Ventes", "Logistique").is_to_discuss


def test_a_line_of_this_round_is_not_judged(table):
    table.to("fill")
    (line,) = table.expects("Ventes", "Logistique", "Prévenir la veille")
    with pytest.raises(Refused):
        entries.judge(table.voice("Ventes"), line.pk, Entry.BETTER)


def test_behind_a_link_the_steps_count_too(table):
    voice = Voice(table.party("Ventes"), table.workshop)
    with pytest.raises(Refused):
        entries.add(voice, table.party("Logistique").pk, Entry.EXPECTS, ["Trop tôt"])
    table.to("fill")
    entries.add(voice, table.party("Logistique").pk, Entry.EXPECTS, ["À temps"])
    assert pair(table, "Ventes", "Logistique").expectations
