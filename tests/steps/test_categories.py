"""Step 5: the revealed post-its are grouped by category, and every gesture can be undone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interfaces.models import DISLIKE, LIKE, Interface
from interfaces.steps import categories, postits
from tests.screens import fresh, operation, post, screen, undo_last
from workshop import gestures, live
from workshop.change import Refused

SECRET = "jamais-vu-avant-42"


@pytest.fixture(autouse=True)
def room(at, alice):
    at("postits")


def stick(person, *texts, polarity=LIKE, interface=None):
    made = []
    for text in texts:
        with operation():
            made.append(postits.add(person, polarity, interface, text).pk)
    return made


@pytest.fixture
def cards(at, workshop, facilitator, alice):
    """Four revealed post-its, in a room that sorts them."""
    made = stick(alice, "un", "deux", "trois") + stick(alice, "quatre", polarity=DISLIKE)
    postits.reveal(workshop, by=facilitator)
    at("categories")
    return made


@pytest.fixture
def delays(workshop, facilitator, cards):
    return categories.create(workshop, "Délais", cards[:2], by=facilitator)


def held(category):
    return list(category.postits.order_by("pk").values_list("text", flat=True))


def loose(workshop):
    return list(workshop.postits.filter(category=None).order_by("pk").values_list("text", flat=True))


def listed(workshop):
    return [each.name for each in workshop.categories.all()]


def frame_of(workshop, audience, verb, step="categories"):
    view = live.View(audience, step, "fr")
    before = live.render(fresh(workshop), view)
    verb()
    return live.frame(before, live.render(fresh(workshop), view, before))


# Before reveal


def test_nothing_is_grouped_and_nothing_read_before_reveal(at, workshop, facilitator, alice):
    (pk,) = stick(alice, SECRET)
    at("categories")
    with pytest.raises(Refused, match="still hidden"):
        categories.create(workshop, "Délais", [pk], by=facilitator)
    for audience in live.AUDIENCES:
        assert SECRET not in screen(workshop, audience)
    assert "Go to step 4" in screen(workshop, "console")
    assert categories.missing(fresh(workshop))[0] == "The post-its are still hidden."


def test_a_phone_gets_no_text_before_reveal(as_, at, workshop, facilitator, alice):
    stick(alice, SECRET)
    at("categories")
    url = reverse("categories:cards", args=[workshop.key, 0])
    hidden = as_(alice).get(url)
    assert (hidden.status_code, SECRET in hidden.content.decode()) == (409, False)
    postits.reveal(workshop, by=facilitator)
    assert SECRET in as_(alice).get(url).content.decode()


def test_the_wall_appears_at_reveal(assert_screens_follow, at, workshop, facilitator, alice):
    stick(alice, SECRET)
    at("categories")
    assert_screens_follow(lambda: postits.reveal(workshop, by=facilitator))
    assert SECRET in screen(workshop, "board")


# Grouping


def test_selected_postits_make_a_category(assert_screens_follow, workshop, facilitator, cards):
    made = assert_screens_follow(lambda: categories.create(workshop, "Délais", cards[:2], by=facilitator))
    assert (held(made), loose(workshop)) == (["un", "deux"], ["trois", "quatre"])
    assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert (listed(workshop), len(loose(workshop))) == ([], 4)


def test_postits_move_between_tray_and_categories(assert_screens_follow, workshop, facilitator, cards, delays):
    listening = categories.create(workshop, "Écoute", [], by=facilitator)
    moves = [(cards[2:], listening.pk), (cards[:1], listening.pk), (cards[1:3], None), (cards, delays.pk)]
    for pks, target in moves:
        assert_screens_follow(lambda pks=pks, target=target: categories.group(workshop, pks, target, by=facilitator))
    assert (held(delays), held(listening), loose(workshop)) == (["un", "deux", "trois", "quatre"], [], [])
    for _each in moves:
        assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert (held(delays), held(listening), loose(workshop)) == (["un", "deux"], [], ["trois", "quatre"])


def test_putting_nothing_is_refused(workshop, facilitator, delays):
    with pytest.raises(Refused, match="Select post-its first"):
        categories.group(workshop, [], delays.pk, by=facilitator)


def test_another_workshops_postits_stay_where_they_are(elsewhere, stranger, workshop, cards):
    elsewhere.revealed_at = workshop.created_at
    elsewhere.save()
    categories.create(elsewhere, "Vol", cards, by=stranger)
    assert len(loose(workshop)) == 4


def test_a_name_is_used_once(workshop, facilitator, delays):
    with pytest.raises(Refused, match="already a category"):
        categories.create(workshop, "delais", [], by=facilitator)


def test_there_is_a_most_of_categories(monkeypatch, workshop, facilitator, delays):
    monkeypatch.setattr("interfaces.groups.MOST", 1)
    with pytest.raises(Refused, match="the most there can be"):
        categories.create(workshop, "Écoute", [], by=facilitator)


def test_a_category_is_renamed_and_overwrites_nobody(assert_screens_follow, workshop, facilitator, delays):
    assert_screens_follow(lambda: categories.rename(workshop, delays.pk, "Réactivité", 0, by=facilitator))
    with pytest.raises(Refused, match="meanwhile"):
        categories.rename(workshop, delays.pk, "Ponctualité", 0, by=facilitator)
    undo_last(workshop, facilitator)
    assert listed(workshop) == ["Délais"]


def test_two_categories_become_one(assert_screens_follow, workshop, facilitator, cards, delays):
    listening = categories.create(workshop, "Écoute", cards[2:], by=facilitator)
    assert_screens_follow(lambda: categories.merge(workshop, listening.pk, delays.pk, by=facilitator))
    assert (listed(workshop), len(held(delays))) == (["Délais"], 4)
    assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert (listed(workshop), len(held(delays)), len(held(listening))) == (["Délais", "Écoute"], 2, 2)


def test_a_category_is_split_beside_itself(assert_screens_follow, workshop, facilitator, cards, delays):
    categories.create(workshop, "Écoute", [], by=facilitator)
    made = assert_screens_follow(lambda: categories.split(workshop, delays.pk, cards, "Urgences", by=facilitator))
    assert listed(workshop) == ["Délais", "Urgences", "Écoute"]
    assert (held(made), loose(workshop)) == (["un", "deux"], ["trois", "quatre"])  # only its own cards
    with pytest.raises(Refused, match="of this category first"):
        categories.split(workshop, delays.pk, cards[2:], "Autre", by=facilitator)
    undo_last(workshop, facilitator)
    assert (listed(workshop), held(delays)) == (["Délais", "Écoute"], ["un", "deux"])


def test_a_removed_category_gives_its_postits_back(assert_screens_follow, workshop, facilitator, cards, delays):
    assert_screens_follow(lambda: categories.remove(workshop, delays.pk, by=facilitator))
    assert (listed(workshop), len(loose(workshop))) == ([], 4)
    with pytest.raises(Refused, match="meanwhile"):
        categories.group(workshop, cards, delays.pk, by=facilitator)
    assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert (listed(workshop), held(delays)) == (["Délais"], ["un", "deux"])


def test_a_move_is_not_undone_into_a_category_that_is_gone(workshop, facilitator, cards, delays):
    listening = categories.create(workshop, "Écoute", [], by=facilitator)
    categories.group(workshop, cards[:2], listening.pk, by=facilitator)
    move = workshop.undoable[0]
    categories.remove(workshop, delays.pk, by=facilitator)
    with pytest.raises(Refused, match="Something newer"):
        gestures.undo(workshop, move.pk, by=facilitator)
    assert held(listening) == ["un", "deux"]


def test_a_card_shows_its_client_service_by_its_present_name(at, workshop, facilitator, alice):
    sales = Interface.objects.create(workshop=workshop, name="Ventes")
    stick(alice, "un", interface=sales)
    postits.reveal(workshop, by=facilitator)
    at("categories")

    def rename():
        Interface.objects.update(name="Ventes export", version=1)

    assert "Ventes export" in frame_of(workshop, "console", rename)


def test_a_phone_gets_names_and_counts_and_no_text(workshop, delays, cards):
    phone = screen(workshop, "phone")
    assert "Délais" in phone
    assert "quatre" in screen(workshop, "board")
    assert "quatre" not in phone


def test_no_screen_tells_an_author(workshop, facilitator, alice, cards):
    workshop.postits.update(author=alice)
    for audience in live.AUDIENCES:
        assert "Alice" not in screen(workshop, audience)


def test_one_move_among_300_postits_sends_one_card(workshop, facilitator, alice, cards, delays):
    more = stick(alice, *(f"idée numéro {number}, avec quelques mots" for number in range(296)))
    categories.group(workshop, more[:150], delays.pk, by=facilitator)
    most = {"phone": 4000, "board": 4000, "console": 12_000}  # the console also gets its undo list
    for pk, (audience, limit) in zip(more[200:], most.items(), strict=False):
        frame = frame_of(workshop, audience, lambda pk=pk: categories.group(workshop, [pk], delays.pk, by=facilitator))
        assert 0 < len(frame.encode()) < limit, audience
        assert frame.count('class="postit ') == (audience != "phone")


def test_the_keys_arrive_as_postits(as_, workshop, facilitator, cards, delays):
    url = reverse("categories:gather", args=[workshop.key, delays.pk])
    assert post(as_(facilitator), url, postits=f"{cards[2]} {cards[3]}").status_code == 204
    assert len(held(delays)) == 4
    assert post(as_(facilitator), url, postits="un deux").status_code == 422
    back = reverse("categories:gather", args=[workshop.key, 0])
    assert post(as_(facilitator), back, postits=str(cards[0])).status_code == 204
    assert loose(workshop) == ["un"]


def test_what_is_missing_is_said(workshop, facilitator, cards, delays):
    categories.create(workshop, "Écoute", [], by=facilitator)
    assert categories.missing(fresh(workshop)) == ["2 post-its are still loose.", "1 category is empty."]
    categories.group(workshop, cards[2:], workshop.categories.last().pk, by=facilitator)
    assert categories.missing(fresh(workshop)) == []


def test_query_counts_are_equal_at_4_and_30_postits(workshop, facilitator, alice, cards, delays):
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            for audience in live.AUDIENCES:
                screen(workshop, audience)
        counts.append(len(queries))
        stick(alice, *(f"idée {number}" for number in range(26)))
    assert counts[0] == counts[1]
