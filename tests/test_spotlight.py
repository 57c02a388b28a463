"""What is large on the board: the way in, a post-it, a category, a client service. It never outlives its right."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interfaces.models import DISLIKE, LIKE, Category, Interface, PostIt
from interfaces.steps import categories, postits, services
from tests.pieces import parse
from tests.screens import fresh, post, screen, undo_last
from workshop import spotlight
from workshop.change import Refused
from workshop.steps import gather

TEXT = "On-ne-répond-jamais"


@pytest.fixture
def sales(workshop):
    return Interface.objects.create(workshop=workshop, name="Ventes")


@pytest.fixture
def card(workshop, sales):
    return PostIt.objects.create(
        workshop=workshop, op_id=f"{1:032}", polarity=DISLIKE, text=TEXT, owner_tag="", interface=sales
    )


@pytest.fixture
def wall(workshop, facilitator, card, at):
    at("mission")
    postits.reveal(workshop, by=facilitator)
    return card


def large(workshop, audience="board"):
    """What stands large on a screen, as text; empty when nothing does."""
    return parse(screen(workshop, audience)).find(id="spot").get_text(" ", strip=True)


def test_a_postit_is_shown_over_any_step_and_taken_down(assert_screens_follow, workshop, facilitator, wall):
    """Lesson 27: nobody deletes parts of the page to enlarge what is projected."""
    assert_screens_follow(lambda: spotlight.light(workshop, f"postit-{wall.pk}", by=facilitator))
    assert TEXT in large(workshop)
    assert "Ventes" in large(workshop)
    assert_screens_follow(lambda: spotlight.take_down(workshop, by=facilitator))
    assert large(workshop) == ""


def test_the_same_control_takes_it_down(workshop, facilitator, wall):
    spotlight.light(workshop, f"postit-{wall.pk}", by=facilitator)
    spotlight.light(workshop, f"postit-{wall.pk}", by=facilitator)
    assert large(workshop) == ""


def test_a_hidden_postit_cannot_be_shown(workshop, facilitator, card):
    with pytest.raises(Refused, match="hidden, or it is gone"):
        spotlight.light(workshop, f"postit-{card.pk}", by=facilitator)
    assert fresh(workshop).spotlight == ""


@pytest.mark.parametrize("what", ["postit-0", "category-1", "service-7", "person-1", "postit-x", "x" * 900, "postit-"])
def test_what_is_not_there_cannot_be_shown(workshop, facilitator, wall, what):
    with pytest.raises(Refused, match="hidden, or it is gone"):
        spotlight.light(workshop, what, by=facilitator)


def test_what_is_set_aside_or_deleted_leaves_the_board_at_once(assert_screens_follow, workshop, facilitator, wall):
    spotlight.light(workshop, f"postit-{wall.pk}", by=facilitator)
    assert_screens_follow(lambda: postits.set_aside(workshop, wall.pk, by=facilitator))
    assert TEXT not in screen(workshop, "board")
    assert TEXT not in screen(workshop, "phone")
    assert 'id="take-down"' not in screen(workshop, "console")


def test_a_category_comes_with_its_cards_and_goes_with_its_removal(assert_screens_follow, workshop, facilitator, wall):
    category = categories.create(workshop, "Délais", [wall.pk], by=facilitator)
    assert_screens_follow(lambda: spotlight.light(workshop, f"category-{category.pk}", by=facilitator))
    assert "Délais" in large(workshop)
    assert TEXT in large(workshop)
    assert_screens_follow(lambda: categories.remove(workshop, category.pk, by=facilitator))
    assert large(workshop) == ""


def test_a_category_of_a_hidden_wall_is_not_shown(workshop, facilitator, card):
    category = Category.objects.create(workshop=workshop, name="Délais")
    with pytest.raises(Refused, match="hidden"):
        spotlight.light(workshop, f"category-{category.pk}", by=facilitator)


def test_a_service_comes_with_what_is_said_of_it_once_revealed(workshop, facilitator, sales, card, at):
    at("mission")
    spotlight.light(workshop, f"service-{sales.pk}", by=facilitator)
    assert large(workshop) == "Ventes"
    assert TEXT not in screen(workshop, "board")
    postits.reveal(workshop, by=facilitator)
    assert TEXT in large(workshop)
    services.drop(workshop, sales.pk, by=facilitator)
    assert large(workshop) == ""


def test_a_step_that_shows_a_service_alone_does_it_itself(workshop, facilitator, wall, sales, at):
    Interface.objects.create(workshop=workshop, name="Achats")
    at("ways")
    spotlight.light(workshop, f"service-{sales.pk}", by=facilitator)
    assert large(workshop) == ""
    assert "Achats" not in screen(workshop, "board")
    at("services")
    assert "Ventes" in large(workshop)


def test_the_way_in_is_shown_over_any_step_until_the_door_closes(assert_screens_follow, workshop, facilitator, at):
    """Lesson 8: full-screen QR and code, on the projector."""
    at("postits")
    assert_screens_follow(lambda: spotlight.light(workshop, spotlight.DOOR, by=facilitator))
    board = parse(screen(workshop, "board")).find(id="spot")
    assert board.find("svg", class_="svg-qr")
    assert workshop.shown_code in board.get_text()
    assert "svg-qr" not in screen(workshop, "phone")
    gather.close_door(workshop, by=facilitator)
    assert large(workshop) == ""


def test_phones_say_what_the_board_shows_in_one_line(workshop, facilitator, wall):
    assert large(workshop, "phone") == ""
    spotlight.light(workshop, f"postit-{wall.pk}", by=facilitator)
    assert TEXT in large(workshop, "phone")


def test_no_name_of_an_author_is_shown(workshop, facilitator, alice, wall):
    PostIt.objects.update(author=alice)
    spotlight.light(workshop, f"postit-{wall.pk}", by=facilitator)
    for audience in ("board", "phone"):
        assert "Alice" not in screen(workshop, audience).split('id="spot"')[1].split("</section>")[0][:2000]


def test_undoing_gives_back_what_was_large(workshop, facilitator, wall):
    spotlight.light(workshop, f"postit-{wall.pk}", by=facilitator)
    postits.set_aside(workshop, wall.pk, by=facilitator)
    undo_last(workshop, facilitator)
    assert TEXT in large(workshop)


def test_the_console_lights_and_takes_down(as_, workshop, facilitator, stranger, wall, sales):
    light = reverse("room:light", args=[workshop.key, "postit", wall.pk])
    assert post(as_(stranger), light).status_code == 404
    assert post(as_(facilitator), light).status_code == 204
    assert TEXT in large(workshop, "console")
    assert 'id="take-down"' in screen(workshop, "console")
    assert post(as_(facilitator), reverse("room:dark", args=[workshop.key])).status_code == 204
    assert large(workshop, "console") == ""
    assert post(as_(facilitator), reverse("room:door", args=[workshop.key])).status_code == 204
    assert "the QR and the code" in large(workshop, "console")


@pytest.mark.parametrize("slug", ["postits", "categories", "services"])
def test_every_card_category_and_service_has_its_control(workshop, facilitator, wall, sales, slug):
    category = categories.create(workshop, "Délais", [], by=facilitator)
    shown = screen(workshop, "console", step=slug)
    lit = {"postits": f"postit-{wall.pk}", "categories": f"category-{category.pk}", "services": f"service-{sales.pk}"}
    assert f'id="light-{lit[slug]}"' in shown


def test_query_counts_do_not_grow_with_the_cards_shown(workshop, facilitator, wall, sales):
    spotlight.light(workshop, f"service-{sales.pk}", by=facilitator)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            for audience in ("board", "phone", "console"):
                screen(workshop, audience)
        counts.append(len(queries))
        made = {"workshop": workshop, "polarity": LIKE, "owner_tag": "", "interface": sales}
        PostIt.objects.bulk_create(PostIt(op_id=uuid4(), text=f"idée {n}", **made) for n in range(30))
    assert counts[0] == counts[1]
