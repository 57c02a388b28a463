"""The panel of suggestions in Chromium: by keyboard alone, by tap alone, at 320 px, never under somebody's hands."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import EMAIL, hears
from .test_axe import ARRIVED

WALL = """
from uuid import uuid4
from django.utils import timezone
from interfaces.models import PostIt
for n, text in enumerate({texts}):
    PostIt.objects.create(workshop=workshop, op_id=uuid4(), polarity="like", text=text, owner_tag="", position=n)
workshop.revealed_at = timezone.now()
workshop.save()
"""
TEXTS = [
    "On attend trois semaines",
    "on attend 3 semaines !",
    "Une réponse le jour même",
    "Ils sont souriants",
    "Un accueil aimable",
    "🥐",
]


@pytest.fixture
def sorting(server, people, stage):
    """A console at step 5 with TEXTS on the wall: opens (page, room)."""

    def open_console(size="console", texts=TEXTS, **options):
        room = stage("categories")
        room.tell(WALL.format(texts=texts))
        page = people(size, **options)
        page.goto(f"{server.address}/sign-in/?next=/w/{room.key}/console/")
        page.fill("#id_username", EMAIL)
        page.fill("#id_password", server.password)
        page.click("main button.primary")
        hears(page)
        expect(page.locator("#suggestions-count")).not_to_have_text("…")
        return page, room

    return open_console


def categories(room):
    said = room.tell("print(*[f'{c.name} {c.postits.count()}' for c in workshop.categories.all()], sep='\\n')")
    return said.splitlines()


def test_by_keyboard_alone(sorting):
    page, room = sorting()
    expect(page.locator("#suggestions-count")).to_have_text("3")
    expect(page.locator(".proposed")).to_be_hidden()
    page.keyboard.press("s")
    expect(page.locator("#suggestion-yes")).to_be_focused()
    page.keyboard.press("y")
    expect(page.locator(".stacked .times")).to_have_text("×2")
    expect(page.locator("#suggestion-name")).to_have_value("Délais et réactivité")
    expect(page.locator("#suggestion-yes")).to_be_focused()
    expect(page.locator("#suggestions-said")).to_contain_text("Délais et réactivité")
    page.keyboard.press("y")
    expect(page.locator(".category h2 bdi")).to_have_text("Délais et réactivité")
    expect(page.locator("#suggestion-name")).to_have_value("Amabilité et respect")
    page.keyboard.press("x")
    expect(page.locator("#suggestions-count")).to_have_text("0")
    expect(page.locator("#suggestions-title")).to_be_focused()
    assert categories(room) == ["Délais et réactivité 3"]


def test_an_answer_that_comes_late_brings_nothing_back(sorting):
    """The panel asks for itself; what somebody answers meanwhile is newer than what it was about to show."""
    page, _room = sorting(texts=TEXTS[3:])
    expect(page.locator("#suggestions-count")).to_have_text("1")
    late = []
    page.route(
        f"**{page.locator('#suggestions').get_attribute('hx-get')}*", lambda route: late.append((route, route.fetch()))
    )
    page.evaluate("document.querySelector('#suggestions [name=stamp]').value = ''; htmx.trigger('#suggestions', 'ask')")
    page.wait_for_timeout(500)
    assert late
    page.keyboard.press("s")
    page.keyboard.press("x")
    expect(page.locator("#suggestions-count")).to_have_text("0")
    for route, answer in late:
        route.fulfill(response=answer)
    page.wait_for_timeout(500)
    expect(page.locator("#suggestions-count")).to_have_text("0")


def test_by_tap_alone_at_320_px_with_a_name_of_ones_own(sorting):
    page, room = sorting("small", has_touch=True)
    page.tap("#suggestions-title")
    page.tap("#see-theme-delay")
    page.fill("#suggestion-name", "Ça traîne")
    page.locator(".proposed .postit input").last.tap()
    page.tap("#suggestion-yes")
    expect(page.locator(".category h2 bdi")).to_have_text("Ça traîne")
    assert categories(room) == ["Ça traîne 2"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate(
        "[...document.querySelectorAll('#suggestions-box button, #suggestions-box summary')]"
        ".map(each => each.getBoundingClientRect()).filter(box => box.height && box.height < 44).length"
    )
    assert small == 0


def test_what_is_being_named_is_not_swapped_and_what_moved_is_asked_again(sorting):
    page, room = sorting()
    page.keyboard.press("s")
    page.click("#see-theme-courtesy")
    page.fill("#suggestion-name", "Les bonjours")
    room.tell(
        "from interfaces.steps import categories\n"
        "pk = workshop.postits.get(text='Une réponse le jour même').pk\n"
        "categories.create(workshop, 'Vite', [pk], by=None)"
    )
    expect(page.locator(".category h2 bdi")).to_have_text("Vite", timeout=15_000)
    page.wait_for_timeout(1500)  # longer than the panel waits before it asks
    expect(page.locator("#suggestion-name")).to_have_value("Les bonjours")
    page.click("#suggestion-yes")
    expect(page.locator("#see-theme-delay b")).to_have_text("2")
    assert categories(room) == ["Vite 1", "Les bonjours 2"]


def test_a_stack_is_opened_for_the_room_and_laid_out(sorting):
    page, room = sorting()
    page.keyboard.press("s")
    page.keyboard.press("y")
    page.click(".stacked summary")
    page.locator("[id^=show-stack-]").click()
    expect(page.locator("[id^=show-stack-]")).to_have_text("N’en montrer qu’un")
    assert room.tell("print(workshop.stacks.get().is_open)") == "True"
    page.click(".stacked summary")
    page.locator("[id^=lay-out-]").click()
    expect(page.locator(".stacked")).to_have_count(0)


@pytest.mark.parametrize(("locale", "scheme"), [("fr-FR", "light"), ("en-GB", "dark")])
def test_axe_finds_nothing(sorting, locale, scheme):
    page, _room = sorting(language=locale, color_scheme=scheme)
    page.keyboard.press("s")
    page.keyboard.press("y")
    page.wait_for_selector(".stacked")
    page.click(".stacked summary")
    page.evaluate(ARRIVED)
    report = Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in report] == []
