"""Pairs choose each other on their phones, once the facilitator has opened that."""

import pytest
from django.urls import reverse

from interfaces import choosing, pairs, wishes
from interfaces.models import Interface, PairOffer
from tests.conftest import member
from tests.screens import post, screen
from workshop import gestures
from workshop.change import Refused


@pytest.fixture(autouse=True)
def room(at, workshop, facilitator, alice, bob):
    Interface.objects.create(workshop=workshop, name="Ventes")
    at("ways")
    choosing.open_choice(workshop, by=facilitator)


@pytest.fixture
def carol(workshop):
    return member(workshop, "Carol")


def names(workshop):
    return [sorted(person.name for person in pair.people) for pair in workshop.pairs.all()]


def phone_of(as_, person):
    return as_(person).get(reverse("mine", args=[person.workshop.key, "ways"])).content.decode()


def test_one_proposes_and_the_other_accepts(assert_screens_follow, as_, workshop, alice, bob, carol):
    assert_screens_follow(lambda: choosing.ask(alice, bob.pk))
    assert "Alice proposes to work with you" in phone_of(as_, bob)
    assert "You proposed to Bob" in phone_of(as_, alice)
    assert "proposes" not in phone_of(as_, carol)
    assert_screens_follow(lambda: choosing.accept(bob, alice.pk))
    assert names(workshop) == [["Alice", "Bob"]]
    assert 'You work with <bdi dir="auto">Alice</bdi>' in phone_of(as_, bob)
    assert not PairOffer.objects.exists()


def test_a_proposal_is_told_to_phones_without_saying_whose_it_is(workshop, alice, bob, carol):
    before = screen(workshop, "phone")
    choosing.ask(alice, carol.pk)
    after = screen(workshop, "phone")
    assert before != after
    for audience in ("board", "phone", "console"):
        assert "propose" not in screen(workshop, audience)


def test_two_who_ask_each_other_are_a_pair(workshop, alice, bob):
    choosing.ask(alice, bob.pk)
    choosing.ask(bob, alice.pk)
    assert names(workshop) == [["Alice", "Bob"]]


def test_a_new_proposal_replaces_the_old_one_and_an_old_one_is_no_longer_accepted(workshop, alice, bob, carol):
    choosing.ask(alice, bob.pk)
    choosing.ask(alice, carol.pk)
    with pytest.raises(Refused, match="taken back"):
        choosing.accept(bob, alice.pk)
    assert names(workshop) == []


def test_a_proposal_is_over_once_the_facilitator_put_its_author_elsewhere(workshop, facilitator, alice, bob, carol):
    choosing.ask(alice, bob.pk)
    pairs.pair_up(workshop, [alice.pk, carol.pk], by=facilitator)
    with pytest.raises(Refused, match="taken back"):
        choosing.accept(bob, alice.pk)
    assert names(workshop) == [["Alice", "Carol"]]


def test_a_proposal_is_declined_or_taken_back(assert_screens_follow, as_, alice, bob, carol):
    choosing.ask(alice, bob.pk)
    choosing.decline(carol, alice.pk)
    assert PairOffer.objects.count() == 1  # not hers to decline
    assert_screens_follow(lambda: choosing.decline(bob, alice.pk))
    assert "You proposed" not in phone_of(as_, alice)
    choosing.ask(alice, bob.pk)
    choosing.decline(alice, alice.pk)
    assert not PairOffer.objects.exists()


def test_who_has_a_partner_is_not_asked_unless_one_is_left_alone(as_, workshop, alice, bob, carol):
    dora = member(workshop, "Dora")
    choosing.ask(alice, bob.pk)
    choosing.accept(bob, alice.pk)
    with pytest.raises(Refused, match="no longer free"):
        choosing.ask(carol, bob.pk)
    choosing.ask(carol, dora.pk)
    choosing.accept(dora, carol.pk)
    emil = member(workshop, "Emil")
    choosing.ask(emil, dora.pk)
    assert "Emil proposes to work with you" in phone_of(as_, dora)
    choosing.accept(dora, emil.pk)
    assert names(workshop) == [["Alice", "Bob"], ["Carol", "Dora", "Emil"]]


def test_nobody_in_a_pair_may_ask(alice, bob, carol, workshop, facilitator):
    pairs.pair_up(workshop, [alice.pk, bob.pk], by=facilitator)
    with pytest.raises(Refused, match="no longer free"):
        choosing.ask(alice, carol.pk)


def test_those_who_are_never_to_be_together_are_not_offered_to_each_other(
    as_, workshop, facilitator, alice, bob, carol
):
    wishes.part(workshop, [alice.pk, bob.pk], by=facilitator)
    assert f'id="ask-{carol.pk}"' in phone_of(as_, alice)
    assert f'id="ask-{bob.pk}"' not in phone_of(as_, alice)
    with pytest.raises(Refused, match="no longer free"):
        choosing.ask(alice, bob.pk)


def test_one_may_leave_and_choose_again_as_long_as_it_is_open(
    assert_screens_follow, as_, workshop, facilitator, alice, bob, carol
):
    pair = pairs.pair_up(workshop, [alice.pk, bob.pk], by=facilitator)
    pairs.assign(workshop, workshop.interfaces.get().pk, pair.pk, by=facilitator)
    assert_screens_follow(lambda: choosing.leave(alice))
    choosing.ask(alice, carol.pk)
    choosing.accept(carol, alice.pk)
    assert names(workshop) == [["Bob"], ["Alice", "Carol"]]
    assert workshop.interfaces.get().pair == pair
    choosing.close_choice(workshop, by=facilitator)
    with pytest.raises(Refused, match="ended the choice"):
        choosing.leave(carol)


def test_the_facilitator_opens_and_ends_it(assert_screens_follow, as_, workshop, facilitator, alice, bob):
    assert "2 people are still free" in screen(workshop, "board")
    choosing.ask(alice, bob.pk)
    assert_screens_follow(lambda: choosing.close_choice(workshop, by=facilitator))
    assert not PairOffer.objects.exists()
    assert "Choose your partner" not in phone_of(as_, alice)
    with pytest.raises(Refused, match="ended the choice"):
        choosing.ask(alice, bob.pk)
    assert_screens_follow(lambda: choosing.open_choice(workshop, by=facilitator))
    gestures.undo_own(workshop, by=facilitator)
    gestures.undo_own(workshop, by=facilitator)
    assert choosing.is_open(workshop)


def test_it_all_works_from_the_phones(as_, workshop, facilitator, alice, bob):
    where = [workshop.key]
    assert post(as_(facilitator), reverse("ways:open-choice", args=where)).status_code == 204
    assert post(as_(alice), reverse("ways:ask", args=[*where, bob.pk])).status_code == 200
    assert post(as_(bob), reverse("ways:decline", args=[*where, alice.pk])).status_code == 200
    assert post(as_(bob), reverse("ways:ask", args=[*where, alice.pk])).status_code == 200
    answer = post(as_(alice), reverse("ways:accept", args=[*where, bob.pk]))
    assert "You work with" in answer.content.decode()
    assert "not in a pair" in post(as_(bob), reverse("ways:leave", args=where)).content.decode()
    assert post(as_(facilitator), reverse("ways:close-choice", args=where)).status_code == 204
