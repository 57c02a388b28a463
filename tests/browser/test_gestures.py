"""Gestures that do not wait in the outbox (votes, opinions, lines): when one fails, it is said, and nothing is lost."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import hears

SAY = re.compile(r"/mission/say/$")
PAGE = {"content_type": "text/html", "body": '<h1>Welcome to the hotel</h1><p id="mine">sign in</p>'}
SUGGESTION = "Dire aussi pour qui."

FAILURES = {
    "no network": (lambda route: route.abort(), "ne répond pas"),
    "a portal": (lambda route: route.fulfill(status=200, **PAGE), "connectez-vous au Wi-Fi"),
    "a portal’s refusal": (lambda route: route.fulfill(status=403, **PAGE), "connectez-vous au Wi-Fi"),
    "haste": (
        lambda route: route.fulfill(status=429, headers={"X-From": "promesse", "HX-Retarget": "#notice"}),
        "très vite",
    ),
    "a proxy without server": (lambda route: route.fulfill(status=502, **PAGE), "ne répond pas"),
    "an accident": (lambda route: route.fulfill(status=500, headers={"X-From": "promesse"}), "ne répond pas"),
    "an outage": (
        lambda route: route.fulfill(
            status=503, headers={"X-From": "promesse", "HX-Retarget": "#notice"}, body="<p data-sentence>later</p>"
        ),
        "ne répond pas",
    ),
}


def suggest(phone):
    phone.click("details summary")
    phone.fill("#suggestion", SUGGESTION)
    phone.click("details form button")


def operations(phone):
    sent = []
    phone.on("request", lambda request: SAY.search(request.url) and sent.append(request.headers["x-op"]))
    return sent


@pytest.mark.parametrize("how", FAILURES)
def test_a_failed_gesture_says_so_keeps_the_text_and_goes_again(stage, how):
    room = stage("mission")
    phone = hears(room.phone())
    sent = operations(phone)
    failure, words = FAILURES[how]
    phone.route(SAY, failure)
    suggest(phone)
    expect(phone.locator("#notice")).to_contain_text(words)
    expect(phone.locator("#suggestion")).to_have_value(SUGGESTION)
    assert "hotel" not in phone.content()
    phone.unroute(SAY)
    phone.click("details form button")
    expect(phone.locator("#mine")).to_contain_text(SUGGESTION)
    expect(phone.locator("#notice")).to_be_empty()
    assert len(sent) == 2
    assert len(set(sent)) == 1


def test_a_gesture_whose_answer_was_lost_is_played_once(stage):
    room = stage("mission")
    phone = hears(room.phone())

    def lose(route):
        route.fetch()
        route.abort()

    phone.route(SAY, lose)
    suggest(phone)
    expect(phone.locator("#notice")).to_contain_text("ne répond pas")
    phone.unroute(SAY)
    phone.click("details form button")
    expect(phone.locator("#mine")).to_contain_text(SUGGESTION)
    assert room.tell("print(workshop.operations.count())") == "1"


def test_without_network_a_vote_says_so_at_once(stage):
    phone = hears(stage("mission").phone())
    phone.context.set_offline(True)
    phone.click("#clear")
    expect(phone.locator("#notice")).to_contain_text("Pas de réseau")
    expect(phone.locator("#clear")).to_have_attribute("aria-pressed", "false")
    phone.context.set_offline(False)
    phone.click("#clear")
    expect(phone.locator("#clear")).to_have_attribute("aria-pressed", "true")


def test_a_text_too_long_is_told_beside_its_field(stage):
    phone = hears(stage("mission").phone())
    phone.click("details summary")
    phone.fill("#suggestion", "é" * 601)
    phone.click("details form button")
    said = phone.locator("#suggestion-said")
    expect(said).to_contain_text("601 caractères")
    expect(phone.locator("#suggestion")).to_have_attribute("aria-describedby", "suggestion-said")
    expect(phone.locator("#notice")).to_be_empty()
    phone.locator("#suggestion").press("Backspace")
    expect(said).to_have_count(0)
    phone.click("details form button")
    expect(phone.locator("#mine")).to_contain_text("é" * 600)


def test_a_body_too_big_is_refused_with_a_sentence_and_the_text_kept(stage):
    phone = hears(stage("services").phone())
    phone.eval_on_selector("#service", "(field) => { field.value = 'x'.repeat(700000) }")
    phone.click(".propose button")
    expect(phone.locator("#notice")).to_contain_text("trop gros")
    assert len(phone.input_value("#service")) == 700_000


def test_a_failure_in_a_sheet_is_told_in_the_sheet(stage):
    room = stage("postits")
    phone = hears(room.phone())
    phone.fill("#text", "Une idée")
    phone.press("#text", "Enter")
    phone.locator("#mine .postit button", has_text="Modifier").click()
    phone.wait_for_selector("#sheet[open] form")
    phone.fill("#edit-text", "Une meilleure idée")
    phone.route(re.compile("/change/$"), lambda route: route.abort())
    phone.click("#sheet form .primary")
    expect(phone.locator("#sheet .notice")).to_contain_text("ne répond pas")
    expect(phone.locator("#edit-text")).to_have_value("Une meilleure idée")
    phone.unroute(re.compile("/change/$"))
    phone.click("#sheet form .primary")
    expect(phone.locator("#sheet")).not_to_have_attribute("open", "")
    expect(phone.locator("#mine .postit")).to_contain_text("Une meilleure idée")


def test_drafts_survive_moves_of_the_room_and_reloads(stage):
    room = stage("mission")
    phone = hears(room.phone())
    phone.click("details summary")
    phone.fill("#suggestion", SUGGESTION)
    room.bring("services")
    expect(phone.locator("#screen")).to_have_attribute("data-step", "services")
    phone.fill("#service", "Compta")
    phone.reload()
    expect(phone.locator("#service")).to_have_value("Compta")
    room.bring("mission")
    expect(phone.locator("#screen")).to_have_attribute("data-step", "mission")
    expect(phone.locator("#suggestion")).to_have_value(SUGGESTION)


def test_a_part_of_ones_own_that_failed_to_come_is_asked_for_again(stage):
    room = stage("mission")
    phone = hears(room.phone())
    mine = re.compile("/mine/postits/$")
    phone.route(mine, lambda route: route.abort())
    room.bring("postits")
    expect(phone.locator("#composer")).to_be_visible()
    expect(phone.locator("#mine #finish")).to_have_count(0)
    phone.unroute(mine)
    expect(phone.locator("#mine #finish")).to_be_visible()
