"""Who is in the room, in real browsers: asking at the door, undoing by key, a rehearsal on the server itself."""

import re

from playwright.sync_api import expect

from .conftest import hears, take_everyone
from .test_axe import sideways, small_targets, violations


def test_somebody_asks_waits_and_comes_in(server, people, signed_in):
    console, key = signed_in("La porte")
    hears(console)
    console.click("#door-ask")
    expect(console.locator("#door-ask")).to_have_attribute("aria-pressed", "true")
    code = console.locator(".joining .code").inner_text()
    take_everyone(console, "mission")

    phone = people("small")
    phone.goto(server.address + "/")
    phone.fill("#code", code)
    phone.click("main form button")
    assert violations(phone) == []
    phone.fill("#id_name", "Zoé")
    phone.click("main form.card button")
    expect(phone.locator("h1")).to_have_text("Zoé, vous êtes à la porte.")
    phone.reload()
    expect(phone.locator("h1")).to_have_text("Zoé, vous êtes à la porte.")
    assert violations(phone) == []
    assert (sideways(phone), small_targets(phone)) == (0, [])

    badge = console.locator(".news a")
    expect(badge).to_have_text("1 personne attend à la porte")
    assert violations(console) == []
    badge.click()
    console.get_by_role("button", name="Faire entrer Zoé", exact=True).press("Enter")
    phone.wait_for_url(f"**/w/{key}/", timeout=8000)
    expect(console.locator("#news a")).to_have_count(0)


def test_whoever_waits_is_told_when_the_server_is_silent(server, people, signed_in):
    console, _key = signed_in("La porte muette")
    hears(console).click("#door-ask")
    expect(console.locator("#door-ask")).to_have_attribute("aria-pressed", "true")
    code = console.locator(".joining .code").inner_text().replace("-", "")
    phone = people("phone", "en-GB")
    phone.goto(f"{server.address}/j/{code}/")
    phone.fill("#id_name", "Zoe")
    phone.click("main form.card button")
    expect(phone.locator("[data-lost]")).to_have_text("Waiting for the facilitator…")
    phone.route("**/wait/?shown=*", lambda route: route.abort())
    expect(phone.locator("[data-lost]")).to_contain_text("does not answer", timeout=8000)
    phone.unroute("**/wait/?shown=*")
    expect(phone.locator("[data-lost]")).to_have_text("Waiting for the facilitator…", timeout=8000)
    hears(console).click(".waiting button:has-text('Ne pas')")
    expect(phone.locator("h1")).to_have_text("The facilitator did not let you in.", timeout=8000)


def test_lesson_19_ctrl_z_undoes_one_s_own_gesture_and_says_it(signed_in):
    console, _key = signed_in("Annuler")
    console.click('.steps a[href$="/services/"]')
    hears(console)
    console.click("#offer")
    console.fill("dialog input[name=name]", "Ventes")
    console.press("dialog input[name=name]", "Control+z")  # in a field, the key is the field's
    console.fill("dialog input[name=name]", "Ventes")
    console.click("dialog button.primary")
    expect(console.locator(".service-rows li")).to_have_count(1)
    console.keyboard.press("Control+z")
    expect(console.locator(".service-rows li")).to_have_count(0)
    expect(console.locator("#undone")).to_contain_text("Annulé\u00a0: «\u202fVentes\u202f» ajouté")
    console.keyboard.press("Control+z")
    expect(console.locator("#notice")).to_contain_text("rien à annuler")


def test_a_rehearsal_plays_on_the_server_and_goes_in_one_press(server, people, signed_in):
    console, key = signed_in("Logistique")
    hears(console).click("text=Répéter avec des participants simulés")
    assert violations(console) == []
    console.fill("#people", "3")
    console.click("main button.primary")
    hears(console)
    copy = console.url.split("/w/")[1].split("/")[0]
    assert copy != key
    expect(console.locator(".people li.in")).to_have_count(3, timeout=40_000)
    expect(console.locator("#rehearsal")).to_contain_text("3 participants simulés jouent")
    assert violations(console) == []
    board = people("board")
    board.goto(server.address + console.get_attribute("#watching a", "href"))
    expect(hears(board).locator(".board-head .tag")).to_contain_text("Répétition")
    assert violations(board) == []
    with console.expect_navigation(url=re.compile(f"/w/{key}/console/"), wait_until="commit"):
        console.click("#delete-rehearsal")
    board.wait_for_load_state()
    expect(board.locator("#screen")).to_have_count(0, timeout=15_000)
    console.goto(f"{server.address}/w/{copy}/console/")
    expect(console.locator("#screen")).to_have_count(0)
