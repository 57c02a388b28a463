"""A fair draw: loads even, wishes kept, with somebody who knows each service; one pair again, and the rest."""

import pytest
from django.urls import reverse

from interfaces import absent, drawing, pairs, wishes
from interfaces.drawing import Wishes
from interfaces.models import Acquaintance, Interface, NeverTogether, PairMember
from interfaces.shares import shares
from tests.conftest import member
from tests.screens import post, screen
from workshop import gestures
from workshop.change import Refused
from workshop.steps import gather

NAMES = ("Alice", "Bob", "Carol", "Dora", "Emil", "Fanny", "Gil", "Hugo")
NOTHING = Wishes(frozenset(), frozenset())


def two(*people):
    return frozenset(people)


@pytest.fixture
def services(workshop):
    return [Interface.objects.create(workshop=workshop, name=f"Service {n}", position=n) for n in range(5)]


@pytest.fixture
def people(workshop):
    return [member(workshop, name) for name in NAMES]


@pytest.fixture(autouse=True)
def room(at, services, people):
    at("ways")


def tables(workshop):
    return {frozenset(person.name for person in pair.people) for pair in workshop.pairs.all()}


def loads(workshop):
    return sorted(pair.interfaces.count() for pair in workshop.pairs.all())


@pytest.mark.parametrize(("heads", "count"), [(2, 5), (3, 4), (7, 3), (9, 12), (20, 35), (41, 7), (200, 35)])
def test_loads_differ_by_one_at_most_and_everybody_sits_once(heads, count):
    people, services = list(range(heads)), list(range(count))
    drawn, hands = drawing.draw(people, services, NOTHING)
    assert sorted(person for table in drawn for person in table) == people
    assert sorted(len(table) for table in drawn)[-1] == (3 if heads % 2 else 2)
    assert sorted(service for hand in hands for service in hand) == services
    assert max(map(len, hands)) - min(map(len, hands)) <= 1


def test_each_service_goes_to_somebody_who_works_with_it_whenever_that_is_possible():
    """One person knows each service, and the first four people know two: they have to be told apart."""
    knows = frozenset((service % 4, service) for service in range(8))
    for _again in range(20):
        drawn, hands = drawing.draw(list(range(8)), list(range(8)), Wishes(knows, frozenset()))
        for people, hand in zip(drawn, hands, strict=True):
            assert len(hand) == 2
            assert all((service % 4) in people for service in hand)


def test_a_service_moves_on_to_make_room_for_one_that_fewer_know():
    knows = frozenset({(1, 10), (3, 10), (1, 11)})
    for _again in range(20):
        hands = drawing.deal([[1, 2], [3, 4]], [10, 11], Wishes(knows, frozenset()))
        assert hands == [[11], [10]]


def test_those_kept_apart_are_never_in_one_pair():
    apart = frozenset({two(0, 1), two(0, 2), two(0, 3), two(1, 2)})
    for _again in range(30):
        drawn, _hands = drawing.draw(list(range(6)), [1, 2], Wishes(frozenset(), apart))
        assert not any(wish <= set(table) for wish in apart for table in drawn)


def test_a_draw_that_cannot_be_is_refused(workshop, facilitator, people):
    for other in people[1:]:
        wishes.part(workshop, [people[0].pk, other.pk], by=facilitator)
    with pytest.raises(Refused, match="never to be together"):
        pairs.draw(workshop, by=facilitator)
    assert not workshop.pairs.exists()


def test_the_room_is_drawn_as_it_wishes(assert_screens_follow, workshop, facilitator, people, services):
    for person, service in zip(people, services, strict=False):
        wishes.know(person, service, True)
    assert_screens_follow(lambda: wishes.part(workshop, [people[0].pk, people[1].pk], by=facilitator))
    for _again in range(5):
        pairs.draw(workshop, by=facilitator)
        assert frozenset({"Alice", "Bob"}) not in tables(workshop)
        assert loads(workshop) == [1, 1, 1, 2]
        assert wishes.strangers(workshop, shares(workshop)) == set()


def test_what_one_knows_is_said_and_taken_back_on_the_phone(assert_screens_follow, as_, workshop, people, services):
    alice, service = people[0], services[0]
    assert_screens_follow(lambda: wishes.know(alice, service, True))
    wishes.know(alice, service, True)
    assert Acquaintance.objects.count() == 1
    assert 'work with it: <bdi dir="auto">Alice</bdi>' in " ".join(screen(workshop, "console").split())
    answer = post(as_(alice), reverse("ways:know", args=[workshop.key, service.pk]), known="0").content.decode()
    assert not Acquaintance.objects.exists()
    assert 'id="know-' in answer
    assert post(as_(alice), reverse("ways:know", args=[workshop.key, service.pk]), known="maybe").status_code == 422


def test_the_console_says_what_is_with_people_who_do_not_know_it(workshop, facilitator, people, services):
    pairs.draw(workshop, by=facilitator)
    assert "none of them works with it" not in screen(workshop, "console")
    outsider = next(person for person in people if person.pairing.pair_id != fresh(services[0]).pair_id)
    wishes.know(outsider, services[0], True)
    assert "none of them works with it" in screen(workshop, "console")


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_one_pair_is_drawn_again_and_two_change(assert_screens_follow, workshop, facilitator):
    pairs.draw(workshop, by=facilitator)
    before, chosen = tables(workshop), workshop.pairs.first()
    held = dict(workshop.interfaces.values_list("pk", "pair"))
    was = frozenset(person.name for person in chosen.people)
    assert_screens_follow(lambda: pairs.redraw(workshop, chosen.pk, by=facilitator))
    assert was not in tables(workshop)
    assert len(before & tables(workshop)) == 2
    assert dict(workshop.interfaces.values_list("pk", "pair")) == held
    gestures.undo_own(workshop, by=facilitator)
    assert tables(workshop) == before


def test_one_pair_drawn_again_keeps_apart_those_who_are_to_be(workshop, facilitator, people):
    alice, bob, carol, dora = people[:4]
    for person in people[4:]:
        gather.remove(workshop, person.pk, by=facilitator)
    first = pairs.pair_up(workshop, [alice.pk, bob.pk], by=facilitator)
    pairs.pair_up(workshop, [carol.pk, dora.pk], by=facilitator)
    wishes.part(workshop, [alice.pk, carol.pk], by=facilitator)
    for _again in range(10):
        pairs.redraw(workshop, first.pk, by=facilitator)
        assert frozenset({"Alice", "Carol"}) not in tables(workshop)


def test_one_pair_drawn_again_minds_who_works_with_what():
    knows = frozenset({(1, 10), (2, 11), (5, 12)})
    for _again in range(20):
        drawn = drawing.redraw([[1, 2], [3, 4], [5, 6]], 0, [[10], [11], [12]], Wishes(knows, frozenset()))
        assert 1 in drawn[0]
        assert 2 in drawn[1]
        assert 5 in drawn[2]


def test_one_pair_alone_cannot_be_drawn_again(workshop, facilitator, people):
    pair = pairs.pair_up(workshop, [people[0].pk, people[1].pk], by=facilitator)
    with pytest.raises(Refused, match="no other pair"):
        pairs.redraw(workshop, pair.pk, by=facilitator)
    with pytest.raises(Refused, match="no longer there"):
        pairs.redraw(workshop, pair.pk + 1, by=facilitator)


def test_the_rest_is_drawn_and_leaves_the_others_alone(assert_screens_follow, workshop, facilitator, people, services):
    pair = pairs.pair_up(workshop, [people[0].pk, people[1].pk], by=facilitator)
    pairs.assign(workshop, services[0].pk, pair.pk, by=facilitator)
    assert_screens_follow(lambda: pairs.draw_rest(workshop, by=facilitator))
    assert frozenset({"Alice", "Bob"}) in tables(workshop)
    assert [len(each.people) for each in workshop.pairs.all()] == [2, 2, 2, 2]
    assert loads(workshop) == [1, 1, 1, 2]
    with pytest.raises(Refused, match="is in a pair"):
        pairs.draw_rest(workshop, by=facilitator)


def test_somebody_who_comes_late_makes_a_trio(workshop, facilitator, people):
    pairs.draw(workshop, by=facilitator)
    late = member(workshop, "Inès")
    for person in people[:6]:
        wishes.part(workshop, [late.pk, person.pk], by=facilitator)
    partners = {m.pair_id for m in PairMember.objects.filter(participant__in=people[:6])}
    free = [pair for pair in workshop.pairs.all() if pair.pk not in partners]
    if not free:
        with pytest.raises(Refused, match="never to be together"):
            pairs.draw_rest(workshop, by=facilitator)
        NeverTogether.objects.all().delete()
    pairs.draw_rest(workshop, by=facilitator)
    assert sorted(len(pair.people) for pair in workshop.pairs.all()) == [2, 2, 2, 3]


def test_who_is_not_here_today_is_left_out_until_they_are_back(
    assert_screens_follow, as_, workshop, facilitator, people, services
):
    pairs.draw(workshop, by=facilitator)
    gone = workshop.pairs.first().people
    client, here = as_(facilitator), [person.pk for person in people if person not in gone]
    assert "Hugo" in client.get(reverse("ways:roll", args=[workshop.key])).content.decode()
    assert post(client, reverse("ways:call", args=[workshop.key]), here=here).status_code == 204
    assert len(tables(workshop)) == 3
    assert "left out of the draw" in screen(workshop, "console")
    assert pairs.unpaired(workshop) == []
    pairs.draw(workshop, by=facilitator)
    assert set(PairMember.objects.values_list("participant", flat=True)) == set(here)
    assert_screens_follow(lambda: absent.leave_out(workshop, [], by=facilitator))
    assert set(pairs.unpaired(workshop)) == set(gone)
    for _each in range(3):
        gestures.undo_own(workshop, by=facilitator)
    assert len(tables(workshop)) == 4
    assert "left out of the draw" not in screen(workshop, "console")


def test_never_together_is_on_no_screen_but_the_facilitators_sheet(
    assert_screens_follow, as_, workshop, facilitator, people
):
    client = as_(facilitator)
    two_people = [people[0].pk, people[1].pk]
    assert post(client, reverse("ways:part", args=[workshop.key]), people=two_people).status_code == 204
    wish = workshop.never_together.get()
    sheet = client.get(reverse("ways:apart", args=[workshop.key])).content.decode()
    assert f'name="wish" value="{wish.pk}"' in sheet
    for audience in ("board", "phone"):
        assert "ever together" not in screen(workshop, audience)
    assert post(client, reverse("ways:part", args=[workshop.key]), people=two_people[:1]).status_code == 409
    assert_screens_follow(lambda: wishes.allow(workshop, wish.pk, by=facilitator))
    assert not workshop.never_together.exists()
    with pytest.raises(Refused, match="together already"):
        wishes.allow(workshop, wish.pk, by=facilitator)
