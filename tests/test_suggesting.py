"""Suggestions on the console: asked for by the facilitator alone, accepted or refused one by one, each undoable."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interfaces import stacks, suggesting
from interfaces.models import DISLIKE, LIKE, PostIt
from interfaces.steps import categories, postits
from tests.screens import fresh, operation, post, screen, undo_last
from workshop import live
from workshop.change import Refused

SECRET = "jamais-vu-avant-42"
WAITS = ("On attend trois semaines", "on attend 3 semaines !", "Une réponse le jour même")
WALL = (*WAITS, "Ils sont souriants", "Un accueil aimable")


def stick(person, *texts, polarity=LIKE):
    made = []
    for text in texts:
        with operation():
            made.append(postits.add(person, polarity, None, text).pk)
    return made


@pytest.fixture
def cards(at, workshop, facilitator, alice):
    at("postits")
    made = stick(alice, *WALL)
    postits.reveal(workshop, by=facilitator)
    at("categories")
    return made


def suggested(workshop):
    return [(each.kind, each.about, each.pks) for each, _cards in suggesting.suggestions(fresh(workshop))]


def held(workshop):
    return {
        each.name: list(each.postits.order_by("pk").values_list("pk", flat=True)) for each in workshop.categories.all()
    }


def panel(client, workshop, **asked):
    return client.get(reverse("categories:suggestions", args=[workshop.key]), asked)


def answered(client, workshop, verb, /, **fields):
    return post(client, reverse(f"categories:{verb}", args=[workshop.key]), **fields)


# What is suggested, and to whom


def test_nothing_is_suggested_before_reveal(as_, at, workshop, facilitator, alice):
    at("postits")
    stick(alice, f"{WAITS[0]} {SECRET}", f"{WAITS[2]} {SECRET}")
    at("categories")
    assert suggested(workshop) == []
    assert SECRET not in panel(as_(facilitator), workshop).content.decode()
    postits.reveal(workshop, by=facilitator)
    assert SECRET in panel(as_(facilitator), workshop).content.decode()


def test_the_panel_never_tells_an_author(as_, workshop, facilitator, alice, cards):
    workshop.postits.update(author=alice)
    shown = panel(as_(facilitator), workshop).content.decode()
    assert WAITS[0] in shown
    assert "Alice" not in shown


def test_no_live_screen_holds_a_suggestion(workshop, cards):
    """Neither the board nor a phone knows of it, and no gesture waits for it: the console asks for it by itself."""
    for audience in live.AUDIENCES:
        assert "Amabilité" not in screen(workshop, audience, "fr")
        assert suggesting.suggestions not in {key[0] for key in asked_of(workshop, audience)}
    assert "suggestions/" in screen(workshop, "console")


def asked_of(workshop, audience):
    room = fresh(workshop)
    live.render(room, live.View(audience, "categories", "fr"))
    return room._answers


def test_a_panel_that_is_still_true_is_not_sent_again(as_, workshop, facilitator, cards):
    first = panel(as_(facilitator), workshop)
    stamp = first.context["stamp"]
    assert panel(as_(facilitator), workshop, stamp=stamp).status_code == 204
    categories.create(workshop, "Délais", cards[:2], by=facilitator)
    assert panel(as_(facilitator), workshop, stamp=stamp).status_code == 200


def test_an_empty_wall_and_a_wall_without_suggestion_say_so(as_, at, workshop, facilitator, alice):
    at("postits")
    postits.reveal(workshop, by=facilitator)
    at("categories")
    assert "There is no post-it" in panel(as_(facilitator), workshop).content.decode()
    at("postits")
    stick(alice, "🥐")
    at("categories")
    assert "No suggestion left" in panel(as_(facilitator), workshop).content.decode()


# Accepting


def test_an_accepted_theme_becomes_a_category_in_one_gesture(assert_screens_follow, workshop, facilitator, cards):
    assert ("theme", "delay", tuple(cards[:3])) in suggested(workshop)
    assert_screens_follow(lambda: suggesting.accept(workshop, "delay", "Délais", cards[:3], [], by=facilitator))
    assert held(workshop) == {"Délais": cards[:3]}
    assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert held(workshop) == {}
    assert ("theme", "delay", tuple(cards[:3])) in suggested(workshop)


def test_a_card_left_out_stays_loose_and_is_not_asked_again(workshop, facilitator, cards):
    suggesting.accept(workshop, "delay", "Délais", cards[:2], cards[2:3], by=facilitator)
    assert held(workshop) == {"Délais": cards[:2]}
    undo_last(workshop, facilitator)
    assert not workshop.refusals.exists()
    suggesting.accept(workshop, "delay", "Délais", cards[:2], cards[2:3], by=facilitator)
    categories.group(workshop, cards[:1], None, by=facilitator)
    assert [pks for kind, about, pks in suggested(workshop) if about == "delay"] == []
    categories.remove(workshop, workshop.categories.get().pk, by=facilitator)
    assert ("theme", "delay", tuple(cards[:2])) in suggested(workshop)  # cards[2] was left out of this theme


def test_a_category_of_that_name_receives_the_cards(workshop, facilitator, cards):
    categories.create(workshop, "delais", [], by=facilitator)
    suggesting.accept(workshop, "delay", "Délais", cards[:2], [], by=facilitator)
    assert held(workshop) == {"delais": cards[:2]}


def test_cards_that_found_a_place_meanwhile_are_not_moved(workshop, facilitator, cards):
    categories.create(workshop, "Autre", cards[:2], by=facilitator)
    suggesting.accept(workshop, "delay", "Délais", cards[:3], [], by=facilitator)
    assert held(workshop) == {"Autre": cards[:2], "Délais": cards[2:3]}
    with pytest.raises(Refused, match="found a place meanwhile"):
        suggesting.accept(workshop, "delay", "Encore", cards[:2], [], by=facilitator)


def test_a_category_of_three_is_offered_more(assert_screens_follow, workshop, facilitator, alice, cards):
    delays = categories.create(workshop, "Délais", cards[:3], by=facilitator)
    late = stick(alice, "On attend un mois", "On attend des jours")
    assert ("more", str(delays.pk), tuple(late)) in suggested(workshop)
    assert_screens_follow(lambda: suggesting.extend(workshop, delays.pk, late[:1], late[1:], by=facilitator))
    assert held(workshop) == {"Délais": [*cards[:3], late[0]]}
    assert [each for each in suggested(workshop) if each[0] == "more"] == []  # the one left out is not asked again
    assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert ("more", str(delays.pk), tuple(late)) in suggested(workshop)


def test_another_workshops_cards_are_not_taken(elsewhere, stranger, workshop, cards):
    elsewhere.revealed_at = workshop.created_at
    elsewhere.save()
    with pytest.raises(Refused, match="found a place"):
        suggesting.accept(elsewhere, "delay", "Vol", cards, cards, by=stranger)
    assert not elsewhere.refusals.exists()
    own = elsewhere.postits.create(op_id=uuid4(), polarity=LIKE, text="Vite !", owner_tag="")
    suggesting.accept(elsewhere, "delay", "Vol", [own.pk], cards, by=stranger)
    assert not elsewhere.refusals.exists()


# Refusing


def test_a_refused_suggestion_goes_for_good_and_comes_back_when_undone(
    assert_screens_follow, workshop, facilitator, cards
):
    before = suggested(workshop)
    for kind, about, pks in before:
        assert_screens_follow(
            lambda kind=kind, about=about, pks=pks: suggesting.refuse(workshop, kind, about, list(pks), by=facilitator)
        )
    assert len(before) == 3
    assert suggested(workshop) == []
    for _each in before:
        undo_last(workshop, facilitator)
    assert suggested(workshop) == before


def test_nothing_is_refused_before_reveal(at, workshop, facilitator):
    at("categories")
    with pytest.raises(Refused, match="still hidden"):
        suggesting.refuse(workshop, "theme", "delay", [], by=facilitator)


def test_more_of_a_category_is_refused_for_those_cards(workshop, facilitator, alice, cards):
    delays = categories.create(workshop, "Délais", cards[:3], by=facilitator)
    late = stick(alice, "On attend un mois")
    suggesting.refuse(workshop, "more", delays.pk, late, by=facilitator)
    assert ("more", str(delays.pk), tuple(late)) not in suggested(workshop)


# Stacks


def test_the_same_idea_is_one_stack_and_every_card_counts(assert_screens_follow, workshop, facilitator, cards):
    """Lesson 17: the texts behind are kept, and shown by who opens the stack."""
    twins = cards[:2]
    assert_screens_follow(lambda: stacks.stack(workshop, twins, by=facilitator))
    assert "5 loose post-its" in screen(workshop, "console")
    assert WAITS[1] in screen(workshop, "console")
    board = screen(workshop, "board")
    assert (board.count('class="postit '), "×2" in board, WAITS[1] in board) == (4, True, False)
    assert_screens_follow(lambda: stacks.spread(workshop, workshop.stacks.get().pk, True, by=facilitator))
    assert WAITS[1] in screen(workshop, "board")
    assert ("same", str(cards[0]), tuple(twins)) not in suggested(workshop)


def test_a_stack_moves_as_one_and_is_laid_out_again(assert_screens_follow, workshop, facilitator, cards):
    stacks.stack(workshop, cards[:2], by=facilitator)
    assert_screens_follow(lambda: categories.create(workshop, "Délais", cards[:1], by=facilitator))
    assert held(workshop) == {"Délais": cards[:2]}
    assert_screens_follow(lambda: stacks.unstack(workshop, workshop.stacks.get().pk, by=facilitator))
    assert not PostIt.objects.exclude(stack=None).exists()
    undo_last(workshop, facilitator)
    assert workshop.stacks.get().postits.count() == 2


def test_one_card_is_taken_out_and_the_last_two_part(assert_screens_follow, workshop, facilitator, cards):
    stacks.stack(workshop, cards[:3], by=facilitator)
    assert_screens_follow(lambda: stacks.take_out(workshop, cards[0], by=facilitator))
    assert list(workshop.stacks.get().postits.order_by("pk").values_list("pk", flat=True)) == cards[1:3]
    stacks.take_out(workshop, cards[1], by=facilitator)
    assert not PostIt.objects.exclude(stack=None).exists()
    with pytest.raises(Refused, match="no longer in a stack"):
        stacks.take_out(workshop, cards[1], by=facilitator)


def test_stacking_is_undone(assert_screens_follow, workshop, facilitator, cards):
    stacks.stack(workshop, cards[:2], by=facilitator, left_out=cards[2:3])
    assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert not PostIt.objects.exclude(stack=None).exists()
    assert not workshop.stacks.exists()
    assert not workshop.refusals.exists()


def test_a_stack_takes_two_cards_of_one_place(workshop, facilitator, cards):
    with pytest.raises(Refused, match="two post-its or more"):
        stacks.stack(workshop, cards[:1], by=facilitator)
    categories.create(workshop, "Délais", cards[:1], by=facilitator)
    with pytest.raises(Refused, match="no longer in the same place"):
        stacks.stack(workshop, cards[:2], by=facilitator)
    with pytest.raises(Refused, match="laid out meanwhile"):
        stacks.unstack(workshop, 0, by=facilitator)


def test_a_card_that_its_author_takes_back_leaves_its_stack(workshop, facilitator, alice, cards):
    stacks.stack(workshop, cards[:3], by=facilitator)
    workshop.postits.filter(pk=cards[0]).delete()
    assert "×2" in screen(workshop, "board")


# Over HTTP


def test_the_answer_is_the_next_suggestion(as_, workshop, facilitator, cards):
    client = as_(facilitator)
    offered = " ".join(map(str, cards[:3]))
    said = {"kind": "theme", "about": "delay", "offered": offered, "place": 1, "name": "Délais"}
    answer = answered(client, workshop, "accept-suggestion", postit=[cards[0], cards[2]], **said)
    assert (answer.status_code, held(workshop)) == (200, {"Délais": [cards[0], cards[2]]})
    assert workshop.refusals.filter(theme="delay", postit=cards[1]).exists()
    assert "Amabilité" in answer.content.decode()
    answer = answered(
        client, workshop, "refuse-suggestion", kind="theme", about="courtesy", offered=f"{cards[3]} {cards[4]}"
    )
    assert "No suggestion left" in answer.content.decode()


def test_the_names_are_in_the_workshops_language(as_, workshop, facilitator, cards):
    assert "Amabilité et respect" in panel(as_(facilitator), workshop, shown="theme-courtesy").content.decode()


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "theme", "about": "delay", "offered": "1 2", "name": "x" * 61, "postit": [1]},
        {"kind": "gift", "about": "delay", "offered": "1 2", "name": "x", "postit": [1]},
        {"kind": "theme", "about": "delay", "offered": "un", "name": "x", "postit": [1]},
        {"kind": "more", "about": "delay", "offered": "1", "postit": [1]},
        {"kind": "theme", "about": "nonsense", "offered": "1", "name": "x", "postit": [1]},
        {"kind": "theme", "about": "delay", "offered": "1", "name": "", "postit": [1]},
    ],
)
def test_what_no_panel_sends_is_refused(as_, workshop, facilitator, cards, said):
    assert answered(as_(facilitator), workshop, "accept-suggestion", **said).status_code == 422
    assert held(workshop) == {}


def test_a_suggestion_without_a_card_is_refused(as_, workshop, facilitator, cards):
    said = {"kind": "theme", "about": "delay", "offered": f"{cards[0]}", "name": "x"}
    assert answered(as_(facilitator), workshop, "accept-suggestion", **said).status_code == 409


def test_stacks_are_worked_over_http(as_, workshop, facilitator, cards):
    stacks.stack(workshop, cards[:3], by=facilitator)
    pk, client = workshop.stacks.get().pk, as_(facilitator)
    assert post(client, reverse("categories:show-stack", args=[workshop.key, pk]), is_open="on").status_code == 204
    assert workshop.stacks.get().is_open
    assert post(client, reverse("categories:show-stack", args=[workshop.key, pk]), is_open="").status_code == 204
    assert not workshop.stacks.get().is_open
    assert post(client, reverse("categories:out-of-stack", args=[workshop.key, cards[0]])).status_code == 204
    assert post(client, reverse("categories:lay-out", args=[workshop.key, pk])).status_code == 204
    assert not workshop.stacks.exists()


def test_query_counts_are_equal_at_5_and_30_postits(as_, workshop, facilitator, alice, cards):
    counts, client = [], as_(facilitator)
    stacks.stack(workshop, cards[:2], by=facilitator)
    suggesting.refuse(workshop, "theme", "word", [], by=facilitator)
    panel(client, workshop)
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            panel(client, workshop)
        counts.append(len(queries))
        stick(alice, *(f"on attend {number} jours" for number in range(25)), polarity=DISLIKE)
    assert counts[0] == counts[1]
