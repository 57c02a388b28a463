"""axe finds nothing on any screen of any step, in either language, light or dark; 320 px are enough."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from workshop.method import METHOD

from .conftest import hears

AXE = Axe()
STYLES = [("fr-FR", "light"), ("en-GB", "dark")]


@pytest.fixture(scope="module")
def played(server):
    """The demonstration's workshop, played to the end: its key."""
    return server.manage("demo", "--step", "review").split()[-1]


@pytest.fixture(scope="module")
def found(server, played):
    """How to open each screen of the played workshop: addresses, a device cookie, an account."""
    code = f"""
from django.urls import reverse
from workshop import access, clock, watching
from workshop.models import Facilitator, Seat, Workshop
w = Workshop.objects.get(key="{played}")
person = w.participants.present().filter(pairing__isnull=False).first()
Seat.objects.create(workshop=w, participant=person, device_hash=access.sha256("axe-device".ljust(43, "x")))
print(reverse("watch", args=[watching.watch_token(w)]))
print(Facilitator.objects.get(facilitations__workshop=w).email)
"""
    watch, email = server.manage("shell", "-v0", "-c", code).split()[-2:]
    return {"watch": watch, "email": email, "password": (server.log.parent / "demo-password").read_text().strip()}


def bring(server, played, slug):
    code = f"""
from workshop import clock, moves
from workshop.models import Workshop
w = Workshop.objects.get(key="{played}")
if w.step != "{slug}":
    moves.take_everyone(w, "{slug}", by=None)
    Workshop.objects.filter(pk=w.pk).update(moves_at=clock.now())
    moves.arrive(w)
"""
    server.manage("shell", "-v0", "-c", code)


# Contrast is that of what has arrived: a card that still fades in has another.
ARRIVED = """() => Promise.allSettled(document.getAnimations()
    .filter(each => Number.isFinite(each.effect.getComputedTiming().endTime)).map(each => each.finished))"""


def violations(page):
    page.evaluate(ARRIVED)
    report = AXE.run(page, options={"preload": False}).response["violations"]
    return [(v["id"], [node["html"][:160] for node in v["nodes"][:3]]) for v in report]


@pytest.mark.parametrize(("locale", "scheme"), STYLES)
def test_pages_outside_the_room(server, people, locale, scheme):
    page = people("small", locale, color_scheme=scheme)
    for path in ("/", "/sign-in/", "/j/ZZZZZZZZ/", "/nowhere/"):
        page.goto(server.address + path)
        assert violations(page) == [], path
        assert sideways(page) == 0, path


@pytest.mark.parametrize(("locale", "scheme"), STYLES)
def test_every_console(server, people, played, found, locale, scheme):
    page = people("console", locale, color_scheme=scheme)
    page.goto(server.address + "/sign-in/?next=/workshops/")
    page.fill("#id_username", found["email"])
    page.fill("#id_password", found["password"])
    page.click("main button.primary")
    page.wait_for_url("**/workshops/")
    assert violations(page) == []
    wrong = {}
    for slug in (step.slug for step in METHOD):
        page.goto(f"{server.address}/w/{played}/console/{slug}/")
        wrong[slug] = violations(hears(page))
    assert {where: what for where, what in wrong.items() if what} == {}


@pytest.mark.parametrize(("locale", "scheme"), STYLES)
def test_every_board_and_phone(server, people, played, found, locale, scheme):
    board, phone = people("board", locale, color_scheme=scheme), people("small", locale, color_scheme=scheme)
    phone.context.add_cookies([{"name": "device", "value": "axe-device".ljust(43, "x"), "url": server.address}])
    wrong = {}
    for slug in (step.slug for step in METHOD):
        bring(server, played, slug)
        board.goto(server.address + found["watch"])
        phone.goto(f"{server.address}/w/{played}/")
        assert board.get_attribute("#screen", "data-step") == phone.get_attribute("#screen", "data-step") == slug
        wrong[slug, "board"], wrong[slug, "phone"] = violations(hears(board)), violations(hears(phone))
        assert board.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0, slug
        assert smallest_text(board) >= 23.5, slug
        assert sideways(phone) == 0, slug
        assert small_targets(phone) == [], slug
    assert {where: what for where, what in wrong.items() if what} == {}


def sideways(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def smallest_text(page):
    """The smallest text on the board, in CSS pixels of a 1080p screen."""
    return page.evaluate(
        """() => {
        const texts = document.createTreeWalker(document.getElementById("screen"), NodeFilter.SHOW_TEXT)
        let smallest = 100
        while (texts.nextNode()) {
          const element = texts.currentNode.parentElement
          const seen = element.checkVisibility() && !element.closest(".visually-hidden")
          const size = parseFloat(getComputedStyle(element).fontSize)
          if (seen && texts.currentNode.data.trim()) smallest = Math.min(smallest, size)
        }
        return smallest
    }"""
    )


def small_targets(page):
    """Buttons and links of a phone that a thumb would miss: under 44 × 44 px."""
    return page.evaluate(
        """() => [...document.querySelectorAll("#screen button, #screen a, #screen select, #screen textarea")]
        .filter((e) => e.checkVisibility() && !e.closest("p, li > a"))
        .filter((e) => e.getBoundingClientRect().height < 43.5 || e.getBoundingClientRect().width < 43.5)
        .map((e) => e.outerHTML.slice(0, 120))"""
    )
