"""Step 6: pairs share the interfaces out, and only the pair in charge writes what is acceptable and what is not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interfaces import fit, wishes
from interfaces.models import LIKE, Interface, PairMember, PostIt, WayOfWorking
from interfaces.shares import shares
from interfaces.steps import ways
from tests.conftest import member
from tests.screens import post, screen
from workshop import gestures, spotlight
from workshop.change import Refused
from workshop.steps import gather

LINE = "Répondre sous deux jours"


@pytest.fixture
def sales(workshop):
    return Interface.objects.create(workshop=workshop, name="Ventes")


@pytest.fixture
def stock(workshop):
    return Interface.objects.create(workshop=workshop, name="Magasin", position=1)


@pytest.fixture(autouse=True)
def room(at, alice, bob, sales, stock):
    at("ways")


@pytest.fixture
def carol(workshop):
    return member(workshop, "Carol")


@pytest.fixture
def pair(workshop, facilitator, alice, bob, sales):
    """Alice and Bob, in charge of sales."""
    made = ways.pair_up(workshop, [alice.pk, bob.pk], by=facilitator)
    ways.assign(workshop, sales.pk, made.pk, by=facilitator)
    return made


def tables(workshop):
    return sorted(pair.members.count() for pair in workshop.pairs.all())


def test_an_odd_room_is_drawn_into_pairs_and_one_trio(assert_screens_follow, workshop, facilitator):
    for name in ("Carol", "Dora", "Emil"):
        member(workshop, name)
    assert_screens_follow(lambda: ways.draw(workshop, by=facilitator))
    assert tables(workshop) == [2, 3]
    assert {each.people and len(each.people) for each in shares(workshop)} == {2, 3}


def test_interfaces_are_shared_out_evenly(workshop, facilitator):
    for name in ("Carol", "Dora"):
        member(workshop, name)
    for number in range(5):
        Interface.objects.create(workshop=workshop, name=f"Service {number}", position=number + 2)
    ways.draw(workshop, by=facilitator)
    assert sorted(pair.interfaces.count() for pair in workshop.pairs.all()) == [3, 4]


def test_somebody_who_is_only_expected_is_in_no_pair(workshop, facilitator, alice, bob):
    gather.invite(workshop, "Zoé", by=facilitator)
    ways.draw(workshop, by=facilitator)
    assert set(PairMember.objects.values_list("participant", flat=True)) == {alice.pk, bob.pk}


def test_one_person_alone_cannot_be_drawn(workshop, facilitator, bob):
    gather.remove(workshop, bob.pk, by=facilitator)
    with pytest.raises(Refused, match="two people"):
        ways.draw(workshop, by=facilitator)


def test_drawing_again_can_be_undone(assert_screens_follow, workshop, facilitator, carol, sales):
    member(workshop, "Dora")
    ways.draw(workshop, by=facilitator)
    before = {(m.participant_id, m.pair_id) for m in PairMember.objects.all()}
    spotlight.light(workshop, f"service-{sales.pk}", by=facilitator)
    for _again in range(3):
        ways.draw(workshop, by=facilitator)
    for gesture in list(workshop.gestures.all())[:3]:
        assert_screens_follow(lambda pk=gesture.pk: gestures.undo(workshop, pk, by=facilitator))
    assert {(m.participant_id, m.pair_id) for m in PairMember.objects.all()} == before
    gestures.undo(workshop, workshop.gestures.last().pk, by=facilitator)
    assert not workshop.pairs.exists()


def test_a_pair_composed_by_hand_takes_its_people_from_theirs(
    assert_screens_follow, workshop, facilitator, alice, bob, carol, pair
):
    assert_screens_follow(lambda: ways.pair_up(workshop, [alice.pk, carol.pk], by=facilitator))
    assert tables(workshop) == [1, 2]
    assert "1 person is in no pair." in ways.missing(workshop)
    with pytest.raises(Refused, match="two people, or three"):
        ways.pair_up(workshop, [alice.pk], by=facilitator)


def test_a_pair_that_is_emptied_leaves_its_interfaces_to_the_new_one(
    workshop, facilitator, alice, bob, carol, sales, pair
):
    trio = ways.pair_up(workshop, [alice.pk, bob.pk, carol.pk], by=facilitator)
    sales.refresh_from_db()
    assert sales.pair == trio
    gestures.undo(workshop, workshop.gestures.first().pk, by=facilitator)
    sales.refresh_from_db()
    assert sales.pair == pair


def test_an_interface_moves_with_its_lines(assert_screens_follow, workshop, facilitator, alice, carol, sales, pair):
    ways.write(alice, sales, True, LINE)
    other = ways.pair_up(workshop, [carol.pk, member(workshop, "Dora").pk], by=facilitator)
    assert_screens_follow(lambda: ways.assign(workshop, sales.pk, other.pk, by=facilitator))
    with pytest.raises(Refused, match="Only the pair in charge"):
        ways.write(alice, sales, True, "encore")
    ways.write(carol, sales, True, "la suite")
    assert [way.text for way in sales.ways.all()] == [LINE, "la suite"]


def test_a_line_reaches_the_board_and_the_console(assert_screens_follow, workshop, alice, sales, pair):
    assert_screens_follow(lambda: ways.write(alice, sales, True, LINE))
    assert_screens_follow(lambda: ways.write(alice, sales, False, "Se taire"))
    for audience in ("board", "console"):
        assert LINE in screen(workshop, audience)
        assert "Se taire" in screen(workshop, audience)


def test_only_the_pair_in_charge_writes(assert_screens_follow, alice, bob, carol, eve, sales, stock, pair):
    way = ways.write(alice, sales, True, LINE)
    for person, interface in ((carol, sales), (alice, stock)):
        with pytest.raises(Refused, match="Only the pair in charge"):
            ways.write(person, interface, True, "non")
    with pytest.raises(Refused, match="Only the pair in charge"):
        ways.edit(carol, way.pk, "non", 0)
    with pytest.raises(Refused, match="Only the pair in charge"):
        ways.remove(carol, way.pk)
    with pytest.raises(Refused):
        ways.write(eve, sales, True, "non")
    assert_screens_follow(lambda: ways.edit(bob, way.pk, "Répondre sous un jour", 0))
    assert_screens_follow(lambda: ways.remove(bob, way.pk))
    assert not WayOfWorking.objects.exists()


def test_partners_who_edit_one_line_at_once_see_both_texts(alice, bob, sales, pair):
    way = ways.write(alice, sales, True, "un")
    ways.edit(alice, way.pk, "deux", 0)
    with pytest.raises(Refused) as refused:
        ways.edit(bob, way.pk, "trois", 0)
    assert (refused.value.mine, refused.value.theirs) == ("trois", "deux")


def test_a_line_deleted_by_the_partner_says_so(alice, bob, sales, pair):
    way = ways.write(alice, sales, True, "un")
    ways.remove(alice, way.pk)
    with pytest.raises(Refused, match="deleted this line"):
        ways.edit(bob, way.pk, "deux", 0)


def test_a_partner_is_told_of_a_new_line_but_not_another_pair(as_, workshop, alice, bob, carol, sales, pair):
    before = screen(workshop, "phone")
    ways.write(alice, sales, True, LINE)
    assert screen(workshop, "phone") != before
    assert LINE not in screen(workshop, "phone")
    mine = reverse("mine", args=[workshop.key, "ways"])
    assert f"ways-{sales.pk}" in as_(bob).get(mine).content.decode()
    assert LINE in as_(bob).get(mine).content.decode()
    assert LINE not in as_(carol).get(mine).content.decode()


def test_a_phone_is_told_of_a_line_that_only_changed(workshop, alice, sales, pair):
    way = ways.write(alice, sales, True, LINE)
    before = screen(workshop, "phone")
    ways.edit(alice, way.pk, "autrement", 0)
    assert screen(workshop, "phone") != before


def test_what_a_partner_writes_comes_without_touching_what_is_being_typed(
    as_, workshop, facilitator, alice, bob, sales, pair
):
    page = as_(bob).get(reverse("phone", args=[workshop.key]))
    again = reverse("ways:again", args=[workshop.key])
    standing = page.content.decode().split(f"{again}?standing=")[1].split('"')[0]
    ways.write(alice, sales, True, LINE)
    answer = as_(bob).get(again, {"standing": standing})
    assert answer["HX-Reswap"] == "none"
    assert LINE in answer.content.decode()
    assert "textarea" not in answer.content.decode()
    ways.draw(workshop, by=facilitator)
    answer = as_(bob).get(again, {"standing": standing})
    assert 'id="mine"' in answer.content.decode()


@pytest.fixture
def postit(workshop, sales):
    fields = {"op_id": "6f1c1f9e-0000-4000-8000-000000000001", "polarity": LIKE, "text": "Ils répondent vite"}
    return PostIt.objects.create(workshop=workshop, interface=sales, owner_tag="x", **fields)


def test_postits_are_in_sight_of_the_pair_once_revealed(as_, workshop, alice, carol, postit, pair):
    mine = reverse("mine", args=[workshop.key, "ways"])
    assert postit.text not in as_(alice).get(mine).content.decode()
    workshop.__class__.objects.update(revealed_at=workshop.created_at)
    assert postit.text in as_(alice).get(mine).content.decode()
    assert postit.text not in as_(carol).get(mine).content.decode()
    for audience in ("board", "phone", "console"):
        assert postit.text not in screen(workshop, audience)


def test_a_line_made_from_a_postit_keeps_the_link(as_, workshop, alice, sales, postit, pair):
    workshop.__class__.objects.update(revealed_at=workshop.created_at)
    sheet = as_(alice).get(reverse("ways:source", args=[workshop.key, sales.pk, postit.pk]))
    assert postit.text in sheet.content.decode()
    add = reverse("ways:add", args=[workshop.key, sales.pk])
    answer = post(as_(alice), add, acceptable="yes", text="Répondre vite", postit=postit.pk)
    assert answer.status_code == 200
    assert list(WayOfWorking.objects.get().postits.all()) == [postit]
    assert "from one post-it" in answer.content.decode()


def test_the_spotlight_shows_one_interface_alone(assert_screens_follow, workshop, facilitator, sales, stock):
    assert "Magasin" in screen(workshop, "board")
    assert_screens_follow(lambda: spotlight.light(workshop, f"service-{sales.pk}", by=facilitator))
    assert "Magasin" not in screen(workshop, "board")
    assert_screens_follow(lambda: spotlight.light(workshop, f"service-{stock.pk}", by=facilitator))
    assert "Ventes" not in screen(workshop, "board")
    assert_screens_follow(lambda: spotlight.take_down(workshop, by=facilitator))
    assert "Ventes" in screen(workshop, "board")


def test_the_step_says_what_is_missing(workshop, alice, sales, stock, pair):
    ways.write(alice, sales, True, LINE)
    assert ways.missing(workshop) == [
        "1 client service has no pair.",
        "1 client service has nothing acceptable yet.",
        "2 client services have nothing unacceptable yet.",
    ]


def test_a_board_that_cannot_hold_all_lines_counts_the_rest(workshop, alice, sales, pair):
    for number in range(ways.MOST):
        ways.write(alice, sales, True, f"{number} " + "très long " * 27)
    with pytest.raises(Refused, match="most there can be"):
        ways.write(alice, sales, True, "une de trop")
    layout = fit.layout(shares(workshop))
    card = layout.cards[0]
    assert layout.size == len(fit.SIZES)
    assert 0 < len(card.cuts[0][1]) == ways.MOST - card.rest < ways.MOST
    assert f"and {card.rest} more" in screen(workshop, "board")


def test_the_two_lists_share_the_room_of_a_card(workshop, alice, sales, pair):
    for number in range(20):
        ways.write(alice, sales, number % 2, f"{number} " + "très long " * 20)
    for number in range(10):
        Interface.objects.create(workshop=workshop, name=f"Service {number}", position=number + 2)
    card = fit.layout(shares(workshop)).cards[0]
    shown = [len(lines) for _answer, lines in card.cuts]
    assert max(shown) - min(shown) <= 1


def test_a_stranger_meets_a_closed_door(as_, workshop, stranger, eve, sales):
    for name in ("draw", "share", "compose"):
        assert post(as_(stranger), reverse(f"ways:{name}", args=[workshop.key])).status_code == 404
    assert post(as_(eve), reverse("ways:add", args=[workshop.key, sales.pk]), text="x").status_code == 404


def test_the_facilitator_works_from_the_console(as_, workshop, facilitator, alice, bob, sales):
    client = as_(facilitator)
    page = client.get(reverse("ways:pair", args=[workshop.key])).content.decode()
    assert "Alice" in page
    composed = post(client, reverse("ways:compose", args=[workshop.key]), members=[alice.pk, bob.pk])
    assert composed.status_code == 204
    assert post(client, reverse("ways:share", args=[workshop.key])).status_code == 204
    assert post(client, reverse("room:light", args=[workshop.key, "service", sales.pk])).status_code == 204
    hands = reverse("ways:hands", args=[workshop.key, sales.pk])
    assert "works with it" not in client.get(hands).content.decode()
    wishes.know(alice, sales, True)
    assert 'Alice</bdi> <span class="soft">(works with it)' in client.get(hands).content.decode()
    pair = workshop.pairs.get()
    assert post(client, reverse("ways:move", args=[workshop.key, sales.pk]), pair=pair.pk).status_code == 204
    assert post(client, reverse("ways:draw", args=[workshop.key])).status_code == 204
    workshop.refresh_from_db()
    assert workshop.spotlight == f"service-{sales.pk}"


def test_query_counts_are_equal_at_1_and_16_lines(workshop, alice, sales, pair):
    counts = []
    for _round in range(2):
        ways.write(alice, sales, True, LINE)
        with CaptureQueriesContext(connection) as queries:
            for audience in ("board", "phone", "console"):
                screen(workshop, audience)
        counts.append(len(queries))
        for number in range(15):
            ways.write(alice, sales, False, f"ligne {number}")
    assert counts[0] == counts[1]


def test_a_postit_that_no_database_could_hold_gets_a_sentence(as_, workshop, alice, sales):
    url = reverse("ways:add", args=[workshop.key, sales.pk])
    answer = post(as_(alice), url, text="Répondre", acceptable="yes", postit=10**30)
    assert answer.status_code == 422
