"""The room helps to group: phones propose, instead of one person sorting while everybody stares (lesson 17)."""

from collections import Counter
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interfaces import helping, rounds
from interfaces.agreement import opinions, progress
from interfaces.models import LIKE, Proposal, Round
from interfaces.steps import categories, postits
from tests.conftest import member
from tests.screens import fresh, operation, post, screen, undo_last
from workshop import live, views
from workshop.change import Refused

CANARY = "Canari des retards"


@pytest.fixture(autouse=True)
def room(at, alice):
    at("postits")


def stick(person, *texts):
    made = []
    for text in texts:
        with operation():
            made.append(postits.add(person, LIKE, None, text).pk)
    return made


@pytest.fixture
def cards(at, workshop, facilitator, alice):
    """Nine revealed, loose post-its of Alice's."""
    made = stick(alice, *(f"idée {number}" for number in range(9)))
    postits.reveal(workshop, by=facilitator)
    at("categories")
    return made


@pytest.fixture
def delays(workshop, facilitator, cards):
    return categories.create(workshop, "Délais", [], by=facilitator)


@pytest.fixture
def people(workshop, alice, bob):
    return [alice, bob, *(member(workshop, name) for name in ("Chloé", "Driss"))]


@pytest.fixture
def asking(workshop, facilitator, delays, people):
    """A room that helps, and its people, each holding three cards."""
    rounds.begin(workshop, Round.PROPOSE, by=facilitator)
    for person in people:
        helping.deal(person)
    return people


def held(person):
    person.workshop = fresh(person.workshop)
    return [card.pk for card in helping.hand(person)["hand"]]


def say(person, card, **answer):
    """Propose, as a phone that was dealt this card."""
    Proposal.objects.get_or_create(postit_id=card, tag=helping.sign(person, card))
    helping.propose(person, card, **answer)


def shares():
    return Counter(Proposal.objects.values_list("postit", flat=True))


# Dealing


def test_a_phone_is_dealt_three_cards_and_keeps_them_until_it_answers(asking, delays):
    bob = asking[1]
    before = held(bob)
    assert len(before) == 3
    helping.deal(bob)
    say(asking[0], before[0], category=delays.pk)  # what others answer changes nothing here
    assert held(bob) == before
    helping.propose(bob, before[0], category=delays.pk)
    assert held(bob) == before[1:]


def test_every_card_goes_to_as_many_phones_as_the_others(asking, cards):
    assert sum(shares().values()) == 12
    assert set(shares()) == set(cards)
    assert set(shares().values()) == {1, 2}
    for person in asking:
        for card in held(person):
            helping.propose(person, card)
        helping.deal(person)
    assert max(shares().values()) - min(shares().values()) <= 1


def test_what_was_proposed_goes_with_the_category_it_is_merged_into(asking, workshop, facilitator, cards, delays):
    alice, bob = asking[:2]
    say(alice, cards[0], category=delays.pk)
    say(bob, cards[0], category=delays.pk)
    kept = categories.create(workshop, "Attente", [], by=facilitator)
    categories.merge(workshop, delays.pk, kept.pk, by=facilitator)
    assert [opinion.places[0][0].name for opinion in opinions(fresh(workshop))] == ["Attente"]
    undo_last(workshop, facilitator)
    assert [opinion.places[0][0].name for opinion in opinions(fresh(workshop))] == ["Délais"]


def test_a_card_grouped_meanwhile_is_replaced(asking, workshop, facilitator, delays):
    bob = asking[1]
    gone, stays, _third = held(bob)
    categories.group(workshop, [gone], delays.pk, by=facilitator)
    helping.propose(bob, stays, category=delays.pk)
    assert gone not in held(bob)
    assert len(held(bob)) == 2  # the one that was left, and the one that came instead


def test_an_answer_on_a_card_grouped_meanwhile_harms_nobody(asking, workshop, facilitator, delays):
    bob = asking[1]
    gone = held(bob)[0]
    categories.group(workshop, [gone], delays.pk, by=facilitator)
    helping.propose(bob, gone, name="Autre")
    assert gone not in held(bob)


def test_a_late_card_is_dealt_too(asking, workshop, facilitator, alice, at, cards):
    """Lesson 25: adding stays possible; late cards land in the tray, and the room is asked about them."""
    at("postits")
    (late,) = stick(alice, "en retard")
    at("categories")
    for person in asking:
        for card in held(person):
            helping.propose(person, card)
        helping.deal(person)
    assert shares()[late]


def test_nobody_is_dealt_their_own_card_more_than_others(at, workshop, facilitator):
    writers = [member(workshop, f"Personne {number}") for number in range(10)]
    own = [stick(person, "la mienne")[0] for person in writers]
    postits.reveal(workshop, by=facilitator)
    at("categories")
    rounds.begin(workshop, Round.PROPOSE, by=facilitator)
    for person in writers:
        helping.deal(person)
    dealt = [held(person) for person in writers]
    assert sum(card in cards for card, cards in zip(own, dealt, strict=True)) < 10  # three of ten by chance
    assert set(Counter(card for cards in dealt for card in cards).values()) == {3}


def test_a_phone_answers_what_it_was_dealt_and_nothing_else(asking, delays, cards):
    """Lesson 15: phones answer the current question. Nothing else."""
    bob = asking[1]
    other = next(card for card in cards if card not in held(bob))
    with pytest.raises(Refused, match="not dealt to this phone"):
        helping.propose(bob, other, category=delays.pk)
    with pytest.raises(Refused, match="removed or merged"):
        helping.propose(bob, held(bob)[0], category=10**9)


def test_nothing_is_dealt_or_answered_unless_the_facilitator_asks(workshop, facilitator, delays, bob):
    with pytest.raises(Refused, match="closed meanwhile"):
        helping.deal(bob)
    rounds.begin(workshop, Round.PROPOSE, by=facilitator)
    helping.deal(bob)
    rounds.close(workshop, by=facilitator)
    with pytest.raises(Refused, match="closed meanwhile"):
        helping.propose(bob, held(bob)[0], category=delays.pk)


# What is kept


def test_a_proposal_names_nobody(as_, asking, workshop, delays):
    """Lesson 9: the link is not stored; a tag differs per card, and is not the one that proves who wrote it."""
    alice = asking[0]
    before = workshop.operations.count()
    for card in held(alice):
        post(as_(alice), reverse("categories:say", args=[workshop.key, card]), category=delays.pk)
    assert workshop.operations.count() == before
    own = Proposal.objects.filter(category=delays)
    assert len(set(own.values_list("tag", flat=True))) == 3
    assert not set(own.values_list("tag", flat=True)) & set(workshop.postits.values_list("owner_tag", flat=True))
    assert not {each.name for each in Proposal._meta.fields} - {"id", "postit", "tag", "category", "name", "unsure"}


def test_a_card_that_no_database_could_hold_was_not_dealt_either(as_, asking, workshop, bob):
    answer = post(as_(bob), reverse("categories:say", args=[workshop.key, 10**30]), name="Délais")
    assert "not dealt to this phone" in answer.content.decode()


def test_the_order_of_rows_does_not_tell_which_answers_are_one_phone_s(workshop, facilitator, cards, people):
    rounds.begin(workshop, Round.PROPOSE, by=facilitator)
    hands = []
    for person in people:
        helping.deal(person)
        hands.append({row.pk for row in helping.own_rows(person).values()})
    keys = list(Proposal.objects.order_by("pk").values_list("pk", flat=True))
    assert [set(keys[n : n + 3]) for n in range(0, 12, 3)] != hands
    assert min(later - earlier for earlier, later in pairwise(keys)) > 3


def test_a_phone_counts_once_and_may_change_its_mind(asking, workshop, delays):
    bob = asking[1]
    card = held(bob)[0]
    for answer in ({"category": delays.pk}, {"category": delays.pk}, {"name": "Écoute"}):
        helping.propose(bob, card, **answer)
    (opinion,) = opinions(fresh(workshop))
    assert [(place.name, n) for place, n in opinion.places] == [("Écoute", 1)]


def test_an_answer_for_a_category_that_is_removed_is_asked_again(asking, workshop, facilitator, delays):
    bob = asking[1]
    before = held(bob)
    helping.propose(bob, before[0], category=delays.pk)
    categories.remove(workshop, delays.pk, by=facilitator)
    assert held(bob) == before


# What it comes to


def test_the_room_agrees_when_two_phones_do_and_none_disagrees(asking, workshop, delays, cards):
    alice, bob, chloe, _driss = asking
    for card in cards[:3]:
        say(alice, card, category=delays.pk)
        say(bob, card, category=delays.pk)
    say(chloe, cards[1], name="Écoute")  # disagrees
    say(chloe, cards[2])  # does not know
    say(alice, cards[3], category=delays.pk)  # alone
    shown = helping.console(fresh(workshop), 9)
    assert [(place.name, [card.pk for card in held]) for place, held in shown["agreed"]] == [
        ("Délais", [cards[0], cards[2]])
    ]
    assert [each.card.pk for each in shown["differing"]] == [cards[1]]
    console = screen(workshop, "console")
    assert "2 post-its on which at least two phones agree" in console
    assert "Phones disagree on 1 post-it" in console


def test_new_names_agree_whatever_their_spelling(asking, workshop, facilitator, cards):
    alice, bob, chloe, _driss = asking
    for person, name in ((alice, "Écoute"), (bob, "ecoute"), (chloe, "Écoute")):
        say(person, cards[0], name=name)
    helping.accept(workshop, cards, by=facilitator)
    made = workshop.categories.get(name="Écoute")
    assert [each.pk for each in made.postits.all()] == [cards[0]]
    say(alice, cards[1], name="ÉCOUTE")
    say(bob, cards[1], category=made.pk)
    (opinion,) = [each for each in opinions(fresh(workshop)) if each.card.pk == cards[1]]
    assert [(place.pk, n) for place, n in opinion.places] == [(made.pk, 2)]


def test_all_that_agree_are_accepted_in_one_gesture_undone_in_one(
    assert_screens_follow, asking, workshop, facilitator, delays, cards
):
    """Lesson 19: what was done at once is undone at once."""
    alice, bob, *_others = asking
    for card, answer in zip(cards[:4], [{"category": delays.pk}] * 2 + [{"name": CANARY}] * 2, strict=True):
        say(alice, card, **answer)
        say(bob, card, **answer)
    assert_screens_follow(lambda: helping.accept(workshop, cards, by=facilitator))
    assert [(each.name, each.postits.count()) for each in workshop.categories.all()] == [("Délais", 2), (CANARY, 2)]
    assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert [(each.name, each.postits.count()) for each in workshop.categories.all()] == [("Délais", 0)]
    helping.accept(workshop, cards[:1], by=facilitator)  # card by card
    assert delays.postits.count() == 1


def test_accepting_what_is_no_longer_agreed_moves_nothing(asking, workshop, facilitator, delays, cards):
    alice, bob, chloe, _driss = asking
    say(alice, cards[0], category=delays.pk)
    say(bob, cards[0], category=delays.pk)
    say(chloe, cards[0], name="Écoute")
    with pytest.raises(Refused, match="does not agree"):
        helping.accept(workshop, cards, by=facilitator)
    assert delays.postits.count() == 0


# The round


def test_one_thing_is_asked_at_a_time(asking, workshop, facilitator):
    with pytest.raises(Refused, match="close that first"):
        rounds.begin(workshop, Round.VOTE, by=facilitator)


def test_nothing_is_asked_before_reveal(at, workshop, facilitator, alice):
    stick(alice, "un")
    at("categories")
    with pytest.raises(Refused, match="still hidden"):
        rounds.begin(workshop, Round.PROPOSE, by=facilitator)


def test_progress_is_three_answers_a_card_when_there_are_so_many_phones(asking, workshop, cards):
    for person in asking:
        for card in held(person):
            helping.propose(person, card)
    assert progress(fresh(workshop), 9) == {"given": 12, "wanted": 27}
    assert "12 answers of 27" in screen(workshop, "board")
    for person in asking:
        say(person, cards[0])
    assert progress(fresh(workshop), 9)["given"] <= 15  # a fourth answer on one card is no progress


def test_it_ends_by_itself_when_the_tray_is_empty(asking, workshop, facilitator, delays, cards):
    assert "Help from your phones" in screen(workshop, "board")
    categories.group(workshop, cards, delays.pk, by=facilitator)
    assert "Help from your phones" not in screen(workshop, "board")
    bob = asking[1]
    bob.workshop = fresh(workshop)
    assert helping.hand(bob) == {"hand": [], "answered": [], "left": False}


def test_screens_follow_a_round(assert_screens_follow, workshop, facilitator, delays, cards, alice, bob):
    assert_screens_follow(lambda: rounds.begin(workshop, Round.PROPOSE, by=facilitator))
    assert_screens_follow(lambda: helping.deal(bob))
    card = held(bob)[0]
    say(alice, card, category=delays.pk)
    assert_screens_follow(lambda: helping.propose(bob, card, category=delays.pk))
    assert "Accept the post-it the room agrees on" in screen(workshop, "console")
    assert_screens_follow(lambda: rounds.close(workshop, by=facilitator))


def test_phones_hear_that_they_are_asked_and_of_new_names_only(workshop, facilitator, delays, cards):
    view = live.View("phone", "categories", "fr")

    def pushed(verb):
        before = live.render(fresh(workshop), view)
        verb()
        return 'id="asking"' in (live.frame(before, live.render(fresh(workshop), view, before)) or "")

    assert pushed(lambda: rounds.begin(workshop, Round.PROPOSE, by=facilitator))
    assert not pushed(lambda: categories.group(workshop, cards[:1], delays.pk, by=facilitator))
    assert pushed(lambda: categories.create(workshop, "Écoute", [], by=facilitator))


def test_no_phone_and_no_board_holds_what_another_proposed(as_, asking, workshop, alice, bob):
    """Lesson 10: one question gives every screen its answer; what others proposed is in none of theirs."""
    card = held(bob)[0]
    helping.propose(bob, card, name=CANARY)
    for audience in ("phone", "board"):
        assert CANARY not in screen(workshop, audience)
    assert CANARY in as_(bob).get(reverse("mine", args=[workshop.key, "categories"])).content.decode()
    assert CANARY not in as_(alice).get(reverse("mine", args=[workshop.key, "categories"])).content.decode()


def test_the_phones_own_part_shows_its_cards_and_its_answers(as_, asking, workshop, delays, cards):
    bob = asking[1]
    first, *others = held(bob)
    answer = post(as_(bob), reverse("categories:say", args=[workshop.key, first]), category=delays.pk).content.decode()
    assert f'id="card-{first}"' in answer.split("What you proposed")[1]
    assert answer.count(">Choose a place<") == 2
    for card in others:
        answer = post(as_(bob), reverse("categories:say", args=[workshop.key, card])).content.decode()
    assert "Deal me three more" in answer
    assert post(as_(bob), reverse("categories:more", args=[workshop.key])).content.decode().count('class="choose"') == 3


def test_the_sheet_offers_every_category_and_a_new_name(as_, asking, workshop, delays):
    bob = asking[1]
    sheet = as_(bob).get(reverse("categories:card", args=[workshop.key, held(bob)[0]])).content.decode()
    assert all(words in sheet for words in ("Délais", "Or another name", "I don’t know"))


def test_the_key_accepts_what_was_shown(as_, asking, workshop, facilitator, delays, cards):
    say(asking[0], cards[0], category=delays.pk)
    say(asking[1], cards[0], category=delays.pk)
    url = reverse("categories:accept", args=[workshop.key])
    assert post(as_(facilitator), url, postits=f"{cards[0]} ").status_code == 204
    assert delays.postits.count() == 1


def test_query_counts_do_not_grow_with_cards_and_answers(asking, workshop, facilitator, alice, bob, delays, cards):
    counts = []
    for _round in range(2):
        workshop.refresh_from_db()
        bob.workshop = fresh(workshop)
        with CaptureQueriesContext(connection) as queries:
            for audience in live.AUDIENCES:
                screen(workshop, audience)
            views.own(bob, categories)
        counts.append(len(queries))
        for person in asking:
            for card in cards:
                say(person, card, category=delays.pk)
    assert counts[0] == counts[1]
