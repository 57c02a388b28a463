"""Sorting on the console by keys, taps and mouse, and the room's help from phones, in a real browser."""

import pytest
from playwright.sync_api import expect

from .conftest import EMAIL, hears
from .test_axe import violations

SEED = """
from uuid import uuid4
from django.utils import timezone
from interfaces.models import Category, Interface, PostIt
from workshop.models import Workshop
Workshop.objects.filter(pk=workshop.pk).update(revealed_at=timezone.now(), wall_begun=True)
sales = Interface.objects.create(workshop=workshop, name="Ventes")
for n in range({categories}):
    Category.objects.create(workshop=workshop, name=f"Groupe {{n + 1}}", position=n + 1, colour=n % 9)
for n in range({cards}):
    PostIt.objects.create(workshop=workshop, op_id=uuid4(), owner_tag="x", text=f"Idée numéro {{n + 1}}",
        polarity="dislike" if n % 2 else "like", interface=None if n % 3 else sales, position=n)
"""
HELD = """
held = workshop.postits.filter(category__name={name!r}).order_by("position")
print(*held.values_list("text", flat=True), sep="|")
"""


@pytest.fixture
def console(server, people, stage):
    """Opens the console of a workshop with cards and categories: (page, stage)."""

    def open_console(cards, categories, *names, size="console", **options):
        room = stage("categories", *names)
        room.tell(SEED.format(cards=cards, categories=categories))
        page = people(size, **options)
        page.goto(f"{server.address}/sign-in/?next=/w/{room.key}/console/")
        page.fill("#id_username", EMAIL)
        page.fill("#id_password", server.password)
        page.click("main button.primary")
        return hears(page), room

    return open_console


def held(room, name):
    return [text for text in room.tell(HELD.format(name=name)).split("|") if text]


def pick(page, number):
    return page.locator(".tray [data-pick]", has_text=f"Idée numéro {number}").first


def test_shift_selects_a_range_by_mouse_and_by_keys(console):
    page, room = console(12, 2)
    pick(page, 2).click()
    pick(page, 5).click(modifiers=["Shift"])
    expect(page.locator("[data-selected]")).to_have_text("4 post-its sélectionnés")
    page.keyboard.press("2")
    expect(page.locator("[data-selected]")).to_contain_text("Groupe 2")
    assert held(room, "Groupe 2") == [f"Idée numéro {n}" for n in (2, 3, 4, 5)]
    pick(page, 6).focus()
    page.keyboard.press("Space")
    pick(page, 8).focus()
    page.keyboard.press("Shift+Space")
    expect(page.locator("[data-selected]")).to_have_text("3 post-its sélectionnés")


def test_a_drop_groups_and_never_reorders(console):
    """Lesson 16: reordering and grouping are separate gestures."""
    page, room = console(4, 2)
    pick(page, 3).drag_to(page.locator("[data-rail]").nth(1))
    expect(page.locator(".category .postit")).to_have_count(1)
    assert held(room, "Groupe 2") == ["Idée numéro 3"]
    assert room.tell("print(*workshop.categories.values_list('name', flat=True))") == "Groupe 1 Groupe 2"


def test_the_twelfth_category_has_its_key(console):
    """Lesson 18: number keys for every category."""
    page, room = console(4, 12)
    pick(page, 1).click()
    page.keyboard.type("12")
    expect(page.locator("[data-selected]")).to_contain_text("Groupe 12")
    expect(page.locator(".category .postit")).to_have_count(1)
    pick(page, 2).click()
    expect(pick(page, 2)).to_have_attribute("aria-pressed", "true")
    page.keyboard.type("1")
    expect(page.locator("[data-selected]")).to_contain_text("Groupe 1")
    expect(page.locator(".category .postit")).to_have_count(2)
    assert (held(room, "Groupe 12"), held(room, "Groupe 1")) == (["Idée numéro 1"], ["Idée numéro 2"])


def test_nothing_moves_under_a_finger(console):
    """What the room sends during a press waits for its release: the press is for the card that was seen."""
    page, room = console(6, 2)
    pick(page, 1).click()
    pick(page, 2).hover()
    page.mouse.down()
    page.keyboard.press("1")
    expect(page.locator("[data-selected]")).to_contain_text("Groupe 1")
    expect(page.locator(".tray [data-pick]")).to_have_count(6)
    page.mouse.up()
    expect(pick(page, 2)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".tray [data-pick]")).to_have_count(5)
    assert held(room, "Groupe 1") == ["Idée numéro 1"]


def test_what_was_put_is_said_though_the_button_was_replaced(console):
    page, _room = console(4, 2)
    pick(page, 1).click()
    page.evaluate("""addEventListener("htmx:beforeSend", ({target}) => target.replaceWith(target.cloneNode(true)))""")
    page.keyboard.press("2")
    expect(page.locator("[data-selected]")).to_contain_text("Groupe 2")


def test_categories_never_scroll_away(console):
    """Lesson 18: with 300 cards and 12 categories every target is in sight, wherever the page is."""
    page, room = console(300, 12)
    for _each in range(3):
        targets = page.locator("[data-rail]")
        assert targets.count() == 12
        for number in range(12):
            box = targets.nth(number).bounding_box()
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= 900
            assert box["height"] >= 44
        page.mouse.wheel(0, 1500)
        page.wait_for_timeout(150)
    pick(page, 5).click()
    page.locator("[data-rail]").nth(11).click()
    expect(page.locator("[data-selected]")).to_contain_text("Groupe 12")
    assert held(room, "Groupe 12") == ["Idée numéro 5"]


def test_the_tray_is_sifted_and_what_is_shown_selected(console):
    page, room = console(12, 1)
    page.click("#only-dislike")
    expect(page.locator("#told")).to_have_text("6 post-its à classer affichés")
    page.locator("[data-only=service]", has_text="Ventes").click()
    expect(page.locator("#told")).to_have_text("2 post-its à classer affichés")
    page.click("#select-shown")
    expect(page.locator("[data-selected]")).to_have_text("2 post-its sélectionnés")
    page.keyboard.press("1")
    expect(page.locator(".category .postit")).to_have_count(2)
    assert held(room, "Groupe 1") == ["Idée numéro 4", "Idée numéro 10"]
    expect(page.locator(".tray li.postit:visible")).to_have_count(0)
    page.click("#only-dislike")
    expect(page.locator(".tray li.postit:visible")).to_have_count(2)


def test_what_another_facilitator_did_is_said_with_the_name(console):
    page, room = console(4, 1)
    room.tell("""
from interfaces.steps import categories
from workshop.models import Facilitator
denis = Facilitator.objects.create_user("denis-said@example.org", "la patience est longue", name="Denis")
categories.group(workshop, [workshop.postits.first().pk], workshop.categories.first().pk, by=denis)
""")
    expect(page.locator("#told")).to_contain_text("Denis · ")
    expect(page.locator("#told")).to_contain_text("Groupe 1")


def test_ones_own_gestures_are_said_once_the_server_has_them(console):
    page, _room = console(4, 1)
    pick(page, 2).click()
    page.keyboard.press("1")
    expect(page.locator("[data-selected]")).to_contain_text("1 post-it")
    expect(page.locator("#gestures li")).to_have_count(1)
    expect(page.locator("#told")).to_have_text("")  # putting says so itself, once
    page.locator(".category header button", has_text="Modifier").first.click()
    page.fill("#category-name", "Délais")
    page.click("#sheet form .primary")
    expect(page.locator("#told")).to_have_text("« Groupe 1 » devient « Délais »")


def test_both_texts_are_shown_to_the_one_who_came_second(console):
    """Nobody overwrites another unseen."""
    page, room = console(0, 1)
    page.locator(".category header button", has_text="Modifier").first.click()
    page.wait_for_selector("#sheet[open] #category-name")
    room.tell("""
from interfaces.steps import categories
categories.rename(workshop, workshop.categories.first().pk, "Délais", 0, by=None)
""")
    page.fill("#category-name", "Retards")
    page.click("#sheet form .primary")
    expect(page.locator("#sheet .two-texts")).to_contain_text("Délais")
    expect(page.locator("#sheet .two-texts")).to_contain_text("Retards")
    expect(page.locator("#category-name")).to_have_value("Retards")


def test_nothing_is_dragged_under_700_px(console):
    """Lesson 21: on phones, scrolling must not drag cards."""
    page, _room = console(4, 2, size="phone")
    box = pick(page, 1).bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 10, box["y"] + 200, steps=4)
    expect(page.locator("#ghost")).to_be_hidden()
    page.mouse.up()
    pick(page, 2).click()
    page.locator("[data-rail]").nth(1).click()
    expect(page.locator(".category .postit")).to_have_count(1)


def test_the_room_helps_and_one_key_accepts(console):
    """Lesson 17: the room proposes from phones; one key puts what it agrees on."""
    page, room = console(3, 2, "Ali", "Bo")
    page.click("#help-begin")
    expect(page.locator("#helping")).to_contain_text("0 réponse sur 6")
    for number in range(2):
        phone = hears(room.phone(number, size="small"))
        phone.click("#more-cards")
        for left in (3, 2, 1):
            expect(phone.locator(".choose")).to_have_count(left)
            phone.locator(".choose").first.click()
            phone.locator("#sheet .places button", has_text="Groupe 2").click()
            expect(phone.locator("#sheet")).not_to_have_attribute("open", "")
        expect(phone.locator(".answered li")).to_have_count(3)
        assert violations(phone) == []
        assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    expect(page.locator("#helping")).to_contain_text("6 réponses sur 6")
    page.locator(".agreed summary").first.click()
    assert violations(page) == []
    page.keyboard.press("a")
    expect(page.locator(".category .postit")).to_have_count(3)
    assert len(held(room, "Groupe 2")) == 3
    expect(phone.locator("#mine .choose")).to_have_count(0)


def test_dots_are_put_by_taps_and_shown_when_the_vote_is_closed(console):
    page, room = console(3, 3, "Ali")
    page.click("#ballot-open")
    page.click("#sheet form .primary")
    expect(page.locator("#helping")).to_contain_text("0 gommette posée sur 3")
    phone = hears(room.phone(size="small"))
    for number in (0, 2):
        phone.locator(".dots li").nth(number).locator("button").nth(1).click()
        expect(phone.locator(".dots li").nth(number).locator("button").nth(1)).to_be_disabled()
    phone.locator(".dots li").nth(0).locator("button").nth(0).click()
    expect(phone.locator("#mine")).to_contain_text("Il vous reste 2 gommettes")
    expect(page.locator("#helping")).to_contain_text("1 gommette posée sur 3")
    assert violations(phone) == []
    page.click("#round-close")
    expect(page.locator(".scores li").first).to_contain_text("Groupe 3")
    page.click("#by-dots")
    expect(page.locator(".category h2").first).to_contain_text("Groupe 3")
    expect(phone.locator("#mine .dots")).to_have_count(0)
