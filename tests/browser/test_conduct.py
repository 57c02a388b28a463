"""Conducting for real: keys, the code over the board, a soft end, one chime, a participant’s eyes, small screens."""

import pytest
from playwright.sync_api import expect

from .conftest import EMAIL, hears
from .test_axe import sideways, small_targets, violations
from .test_room import open_board

LISTEN = """
window.notes = 0
window.AudioContext = class {
  currentTime = 0
  destination = {}
  resume() {}
  createGain() { return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: (to) => to } }
  createOscillator() { return { frequency: {}, connect: (to) => to, start() { window.notes++ }, stop() {} } }
}
"""
END = """
from datetime import timedelta
from workshop import clock
from workshop.change import change
with change(workshop):
    workshop.timer_ends_at = clock.now() + timedelta(seconds={})
"""
WATCH = """
from django.urls import reverse
from workshop import watching
print(reverse("watch", args=[watching.watch_token(workshop)]))
"""
REVEALED = """
from django.utils import timezone
from interfaces.models import Interface, PostIt
from workshop.change import change
with change(workshop):
    workshop.revealed_at = timezone.now()
    sales = Interface.objects.create(workshop=workshop, name="Ventes", treated=True)
    for n, text in enumerate(["On ne répond jamais", "On prévient à temps"]):
        PostIt.objects.create(workshop=workshop, op_id=f"{n:032}", polarity="like", text=text, interface=sales)
"""


def board_of(room, script=LISTEN):
    board = room.people("board")
    board.context.add_init_script(script)
    board.goto(room.server.address + room.tell(WATCH))
    return hears(board)


@pytest.fixture
def console_of(server, people):
    """The console of a staged workshop, which belongs to the same facilitator."""

    def sign_in(room, slug="", size="console", **options):
        page = people(size, **options)
        page.goto(f"{server.address}/sign-in/?next=/w/{room.key}/console/{slug + '/' if slug else ''}")
        page.fill("#id_username", EMAIL)
        page.fill("#id_password", server.password)
        page.click("main button.primary")
        return hears(page)

    return sign_in


def test_the_code_fills_the_board_on_one_key(people, signed_in):
    """Lesson 8: the QR was too small in the meeting room."""
    console, _key = signed_in("Accueil")
    board = open_board(hears(console), people)
    console.keyboard.press("q")
    expect(board.locator("#spot .qr-code")).to_be_visible()
    assert board.locator("#spot .qr-code").bounding_box()["height"] >= 0.6 * 1080 - 1
    expect(board.locator("#spot .code")).to_have_text(console.inner_text("#joining .code"))
    expect(console.locator("#door-up")).to_have_attribute("aria-pressed", "true")
    console.keyboard.press("q")
    expect(board.locator("#spot")).to_be_hidden()
    console.click("#door-up")
    expect(board.locator("#spot .qr-code")).to_be_visible()
    expect(console.locator("#take-down")).to_be_visible()
    console.keyboard.press("Escape")
    expect(board.locator("#spot")).to_be_hidden()


def test_keys_are_not_heard_while_somebody_types_and_can_be_switched_off(signed_in):
    console, _key = signed_in("Clavier")
    hears(console).click("#invite")
    console.wait_for_selector("#sheet[open] textarea")
    console.keyboard.type("Queen?")
    expect(console.locator("#names")).to_have_value("Queen?")
    console.keyboard.press("Escape")
    console.evaluate("document.querySelector('.console-stage').append(document.createElement('textarea'))")
    console.locator(".console-stage > textarea").press_sequentially("eq")
    console.wait_for_timeout(300)
    expect(console.locator("#eyes-up")).to_have_attribute("aria-pressed", "false")
    console.evaluate("document.querySelector('.console-stage > textarea').remove()")
    console.keyboard.press("?")
    console.wait_for_selector("#sheet[open] [data-keys]")
    assert console.is_checked("[data-keys]")
    console.uncheck("[data-keys]")
    console.click("#sheet [data-close]")
    console.keyboard.press("q")
    console.keyboard.press("e")
    console.wait_for_timeout(500)
    expect(console.locator("#door-up")).to_have_attribute("aria-pressed", "false")
    expect(console.locator("#eyes-up")).to_have_attribute("aria-pressed", "false")
    console.click("#keys")
    console.wait_for_selector("#sheet[open] [data-keys]")
    console.check("[data-keys]")
    console.click("#sheet [data-close]")
    console.keyboard.press("e")
    expect(console.locator("#eyes-up")).to_have_attribute("aria-pressed", "true")


def test_escape_takes_down_before_it_unselects(stage, console_of):
    room = stage("categories")
    room.tell(REVEALED)
    console, board = console_of(room), board_of(room)
    console.locator("[data-pick]").first.click()
    console.locator(".where").first.click()
    console.locator("#sheet button", has_text="En grand").click()
    expect(board.locator("#spot .postit")).to_be_visible()
    expect(console.locator("#take-down")).to_be_visible()
    console.keyboard.press("Escape")
    expect(board.locator("#spot")).to_be_hidden()
    expect(console.locator("[data-pick][aria-pressed=true]")).to_have_count(1)
    console.keyboard.press("Escape")
    expect(console.locator("[data-pick][aria-pressed=true]")).to_have_count(0)


def test_a_timer_ends_softly_then_is_over(stage, console_of):
    """Lesson 23: two displays never disagree. Lesson 24: one more minute is one press away."""
    room = stage("mission")
    phone, board, console = hears(room.phone()), board_of(room), console_of(room)
    room.tell(END.format(600))
    expect(console.locator("#timer-more")).to_have_text("+1 min", use_inner_text=True)
    room.tell(END.format(2))
    for page in (phone, board, console):
        expect(page.locator("[data-words]").first).to_contain_text("finissez votre phrase")
        shown = page.locator("[data-timer] [data-ends]").first.inner_text()
        assert "0:24" <= shown <= "0:30"
    expect(console.locator("#timer-more")).to_have_text("Encore une minute\u202f?", use_inner_text=True)
    room.tell(END.format(-31))
    for page in (phone, board, console):
        expect(page.locator("[data-words]").first).to_have_text("Le temps est écoulé.")
    console.click("#timer-more")
    for page in (phone, board, console):
        expect(page.locator("[data-words]").first).to_be_empty()


def test_the_board_chimes_once_when_it_may(stage):
    room = stage("mission")
    armed, mute = board_of(room), board_of(room)
    armed.mouse.click(300, 300)
    room.tell(END.format(2))
    for board in (armed, mute):
        expect(board.locator("#clock")).to_have_attribute("data-state", "grace")
    assert (armed.evaluate("notes"), mute.evaluate("notes")) == (2, 0)
    room.bring("services")
    armed.wait_for_timeout(600)
    assert armed.evaluate("notes") == 2
    late = board_of(room)
    late.keyboard.press("a")
    room.tell(END.format(-1))
    expect(late.locator("#clock")).to_have_attribute("data-state", "grace")
    assert late.evaluate("notes") == 0


def test_phones_never_chime(stage):
    room = stage("mission")
    phone = hears(room.phone(script=LISTEN))
    phone.mouse.click(100, 300)
    room.tell(END.format(3))
    for state in ("running", "grace"):
        expect(phone.locator("#clock")).to_have_attribute("data-state", state)
    assert phone.evaluate("notes") == 0


@pytest.mark.parametrize(("size", "scheme"), [("console", "light"), ("phone", "dark")])
def test_a_participants_eyes_are_seen_and_cannot_be_used(stage, console_of, size, scheme):
    """Lesson 26."""
    room = stage("postits")
    console = console_of(room, size=size, color_scheme=scheme)
    console.click("#glance summary")
    inside = console.locator("#glance [data-frame] #composer")
    expect(inside).to_be_visible()
    console.wait_for_timeout(300)
    assert console.evaluate("document.querySelectorAll('#composer, #mine').length") == 0  # a tree of its own
    assert inside.evaluate("(e) => getComputedStyle(e).display") == "grid"  # dressed as on a phone
    inside.locator("textarea").evaluate("(e) => e.focus()")
    assert console.evaluate("document.activeElement.id") != "glance"
    assert inside.evaluate("(e) => e.getRootNode().activeElement") is None
    room.bring("mission")
    expect(console.locator("#screen")).to_have_attribute("data-step", "mission")
    assert violations(console) == []


def test_the_pace_is_told_again_without_any_change(stage, console_of):
    room = stage("mission")
    console = console_of(room)
    expect(console.locator("#pace .minutes")).to_contain_text("0 sur 15")
    room.tell(
        "from datetime import timedelta\nfrom workshop import clock\n"
        "type(workshop).objects.filter(pk=workshop.pk).update(acted_at=clock.now() - timedelta(minutes=22))"
    )
    console.evaluate("document.dispatchEvent(new Event('promesse:acted'))")
    expect(console.locator("#pace .late")).to_contain_text("7 minutes de retard")
    console.click("#shorten")
    expect(console.locator("#pace .late")).to_have_count(0)
    expect(console.locator("#undo")).to_contain_text("Durées restantes réduites")


@pytest.mark.parametrize("size", ["console", "phone", "small"])
def test_the_console_is_usable_on_a_laptop_and_on_a_phone(stage, console_of, size):
    room = stage("postits")
    room.tell(REVEALED)
    room.tell(END.format(600))
    console = console_of(room, size=size)
    assert sideways(console) == 0
    if size == "console":
        assert console.locator(".console-head").bounding_box()["height"] <= 66  # one row
    else:
        top = [e for e in small_targets(console) if "steps" not in e]
        assert top == []
    assert violations(console) == []
