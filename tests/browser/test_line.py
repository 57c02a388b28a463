"""The line between a screen and its server: what it says is true, and whatever happens to it, the screen is right."""

import signal

import pytest
from playwright.sync_api import expect

from .conftest import hears, take_everyone
from .test_room import room, texts, write
from .test_walk import shown

OK, LOST = "À jour", "Reconnexion\u00a0: vos post-its sont gardés"
# What the line said, and when (s on the page's clock); that the page is still the same one.
WITNESS = """() => {
  window.said = []
  new MutationObserver(() => window.said.push(document.getElementById("line").dataset.state))
    .observe(document.getElementById("line"), { attributes: true })
}"""
DEAF = """
window.WebSocket = class extends WebSocket {
  set onmessage(listener) { super.onmessage = (message) => { if (!window.deaf) listener?.(message) } }
}
"""
SHUT = "window.WebSocket = class { readyState = 3; close() {} }"
SLEEP = """
let hidden = false
Object.defineProperty(document, "visibilityState", { get: () => (hidden ? "hidden" : "visible") })
Object.defineProperty(document, "hidden", { get: () => hidden })
window.sleep = (now) => { hidden = now; document.dispatchEvent(new Event("visibilitychange")) }
"""


def line(page):
    return page.locator("#line")


def test_a_server_that_hangs_is_noticed_within_20_seconds(server, stage):
    phone = hears(stage("mission").phone())
    expect(line(phone)).to_have_text(OK)
    server.process.send_signal(signal.SIGSTOP)
    try:
        expect(line(phone)).to_have_text(LOST, timeout=20_000)
    finally:
        server.process.send_signal(signal.SIGCONT)
    expect(line(phone)).to_have_text(OK, timeout=10_000)


def test_a_phone_without_network_says_so_at_once_and_comes_back(stage):
    phone = hears(stage("mission").phone())
    phone.context.set_offline(True)
    expect(line(phone)).to_have_text(LOST, timeout=3_000)
    phone.context.set_offline(False)
    expect(line(phone)).to_have_text(OK, timeout=5_000)


@pytest.mark.parametrize("script", [SHUT, DEAF], ids=["never opens", "swallows what is sent"])
def test_a_screen_whose_socket_is_blocked_is_right_within_10_seconds(stage, script):
    room = stage("postits", "Ali", "Bo")
    ali, bo = room.phone(0, script=script), hears(room.phone(1))
    ali.wait_for_selector("#mine")
    ali.wait_for_timeout(3000)  # what came while it opened is shown
    ali.evaluate("window.deaf = true")
    bo.click("#finish")
    expect(ali.locator("#count")).to_contain_text("1 sur 2", timeout=10_000)
    expect(line(ali)).to_have_text(OK)


def test_a_socket_fallen_silent_is_replaced(stage):
    room, sockets = stage("mission"), []
    phone = hears(room.phone(script=DEAF))
    phone.on("websocket", lambda socket: sockets.append(socket))
    phone.wait_for_timeout(6_000)
    assert sockets == []  # one that speaks is kept
    phone.evaluate("window.deaf = true")
    phone.wait_for_event("websocket", timeout=14_000)


def test_a_fourth_tab_of_one_phone_follows_without_a_socket_and_does_not_insist(stage):
    room, sockets = stage("postits", "Ali", "Bo"), []
    bo, tabs = hears(room.phone(1)), [hears(room.phone(0))]
    for _each in range(2):
        tabs.append(tabs[0].context.new_page())
        tabs[-1].goto(room.address)
        hears(tabs[-1])
    fourth = tabs[0].context.new_page()
    fourth.on("websocket", lambda socket: sockets.append(socket))
    fourth.goto(room.address)
    bo.click("#finish")
    expect(fourth.locator("#count")).to_contain_text("1 sur 2", timeout=10_000)
    expect(line(fourth)).to_have_text(OK)
    assert len(sockets) == 1


def test_twenty_times_asleep_and_awake_the_screen_is_current_within_2_seconds(stage):
    room = stage("postits", "Ali", "Bo")
    ali, bo = room.phone(0, script=SLEEP + SHUT), hears(room.phone(1))
    ali.wait_for_selector("#mine")
    for night in range(20):
        ali.evaluate("sleep(true)")
        ali.context.set_offline(True)
        bo.click("#finish")
        expect(bo.locator("#finish")).to_have_attribute("aria-pressed", "false" if night % 2 else "true")
        ali.context.set_offline(False)
        ali.evaluate("sleep(false)")
        expect(ali.locator("#count")).to_contain_text("0 sur 2" if night % 2 else "1 sur 2", timeout=2_000)


def test_a_restart_is_watched_by_six_screens_without_a_reload_or_a_false_word(server, people, signed_in):
    console, board, phones = room(server, people, signed_in, "Entrepôt")
    take_everyone(console, "postits")
    for phone in phones:
        phone.wait_for_selector("#composer")
    write(phones[0], "Avant")
    console.click("#reveal")
    expect(board.locator(".wall .postit")).to_have_count(1)
    screens = [console, board, *phones]
    for screen in screens:
        expect(line(screen)).to_have_attribute("data-state", "ok")
        screen.evaluate(WITNESS)
    server.stop(signal.SIGKILL)
    write(phones[1], "Pendant", wait=False)
    for screen in screens:
        expect(line(screen)).to_have_attribute("data-state", "lost", timeout=20_000)
    server.start()
    for screen in screens:
        expect(line(screen)).to_have_attribute("data-state", "ok", timeout=12_000)
    expect(phones[1].locator("#mine .postit")).to_have_count(1, timeout=12_000)
    write(phones[2], "Après")
    expect(board.locator(".wall .postit")).to_have_count(3)
    expect(console.locator("#cards .postit")).to_have_count(3)
    assert texts(board) == texts(console) == ["Après", "Avant", "Pendant"]
    for screen in screens:
        assert screen.evaluate("window.said") == ["lost", "ok"]  # on the page that was open before
        fresh = screen.context.new_page()
        fresh.goto(screen.url)
        assert shown(screen) == shown(hears(fresh))
        fresh.close()
