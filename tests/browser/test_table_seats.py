"""A round in real browsers: opened from home, its services seated, a phone that speaks for one, a desk by link."""

import pytest
from playwright.sync_api import expect

from .conftest import EMAIL, hears, join, take_everyone
from .test_axe import sideways, small_targets, smallest_text, violations
from .test_room import open_board


@pytest.fixture
def at_home(server, people):
    page = people("console")
    page.goto(server.address + "/sign-in/?next=/workshops/")
    page.fill("#id_username", EMAIL)
    page.fill("#id_password", server.password)
    page.click("main button.primary")
    page.wait_for_url("**/workshops/")
    page.on("dialog", lambda dialog: dialog.accept())
    return page


@pytest.fixture
def round_of(at_home):
    """Opens a round of an organisation: the console at step 1."""

    def opened(name):
        at_home.fill("#id_organisation", name)
        at_home.click("form.round button")
        at_home.wait_for_selector("#screen[data-step=parties]")
        return hears(at_home)

    return opened


def paste(console, *names):
    console.click("#paste")
    console.fill("#sheet #names", "\n".join(names))
    console.click("#sheet form .primary")
    expect(console.locator("#sheet")).not_to_have_attribute("open", "")


def row(console, name):
    return console.locator(".seat-rows > li", has_text=name)


def link_of(console, name):
    """The path of the private link of a service, as it is shown once."""
    row(console, name).locator("[id^=link-]").click()
    address = console.locator("#sheet #link-url").input_value()
    console.click("#sheet [data-close]")
    return "/l/" + address.split("/l/")[1]


def follow(page, server, path):
    page.goto(server.address + path)
    page.click("main button.primary")
    page.wait_for_selector(".at-desk")
    return page


def test_a_round_from_home_to_the_first_row(server, people, at_home, round_of):
    console = round_of("Verrerie Meunier")
    expect(console.locator("#offered .chip").first).to_be_visible()
    console.click("#usual")
    expect(console.locator(".seat-rows > li")).to_have_count(8)
    console.locator("#undo li button").first.click()
    expect(console.locator(".seat-rows > li")).to_have_count(0)
    for name in ("Ventes", "Comptabilité"):
        console.locator("#offered .chip").filter(has_text=name).first.click()
        expect(row(console, name)).to_be_visible()
    paste(console, "Logistique", "Qualité & Méthodes 🌱")
    expect(console.locator(".seat-rows > li")).to_have_count(4)
    assert violations(console) == []

    board = open_board(console, people)
    expect(board.locator(".seats > li")).to_have_count(4)
    phone = join(people("small"), server, console.inner_text("#joining .code"), "Ali")
    expect(phone.locator("#mine h1")).to_have_text("Pour quel service parlez-vous\u202f?")
    expect(console.locator("#undecided")).to_contain_text("Ali")
    phone.locator("#mine button", has_text="Ventes").click()
    expect(phone.locator("#mine h1")).to_have_text("Vous parlez pour Ventes.")
    expect(board.locator(".seats > li", has_text="Ventes")).to_contain_text("Ali")
    other = join(people("phone"), server, console.inner_text("#joining .code"), "Zoé")
    other.locator("#mine button", has_text="Ventes").click()
    expect(phone.locator(".with-you")).to_contain_text("Zoé")
    assert violations(phone) == []
    assert sideways(phone) == 0
    assert small_targets(phone) == []

    desk = follow(people("phone", color_scheme="dark"), server, link_of(console, "Logistique"))
    expect(desk.locator("#mine h1")).to_have_text("Vous parlez pour Logistique.")
    expect(row(console, "Logistique")).to_contain_text("Lien ouvert")
    expect(board.locator(".seats > li", has_text="Logistique")).to_contain_text("par lien privé")
    assert violations(desk) == []
    assert sideways(desk) == 0
    assert violations(board) == []
    assert smallest_text(board) >= 23.5

    take_everyone(console, "fill")
    expect(phone.locator("#mine")).to_have_attribute("data-step", "fill")
    desk.bring_to_front()
    desk.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(desk.locator("#mine")).to_have_attribute("data-step", "fill")
    expect(desk.locator("#arrived")).to_contain_text("étape 2")


def test_who_writes_at_a_desk_is_told_that_the_room_moves_on_and_loses_no_word(server, people, round_of):
    console = round_of("Verrerie Dupont")
    paste(console, "Ventes", "Logistique")
    address = link_of(console, "Ventes")
    take_everyone(console, "fill")
    desk = follow(people("console"), server, address)
    field = desk.locator("#mine textarea").first
    field.fill("Prévenir la veille")
    take_everyone(console, "meet")
    desk.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(desk.locator("#moved-on")).to_contain_text("étape 3")
    expect(field).to_have_value("Prévenir la veille")
    assert violations(desk) == []
    desk.click("#moved-on button")
    expect(desk.locator("#mine")).to_have_attribute("data-step", "meet")
    desk.goto(desk.url + "row/")
    expect(desk.locator("#row textarea").first).to_have_value("Prévenir la veille")


def test_a_closed_link_turns_its_page_away(server, people, round_of):
    console = round_of("Verrerie Durand")
    paste(console, "Ventes", "Logistique")
    desk = follow(people("phone"), server, link_of(console, "Ventes"))
    row(console, "Ventes").locator("[id^=edit-]").click()
    console.locator("#sheet").get_by_text("Fermer son lien privé").click()
    expect(row(console, "Ventes")).to_contain_text("Sans porte-parole")
    desk.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(desk.locator("h1")).to_have_text("Ce lien n’est plus valable")


def test_contacts_are_named_invited_and_ordered_with_the_keyboard(server, people, round_of):
    console = round_of("Verrerie Martin")
    paste(console, "Ventes", "Logistique", "Achats")
    row(console, "Achats").locator("[id^=contact-]").click()
    console.fill("#contact-name", "Léa")
    console.fill("#contact-email", "lea@example.org")
    console.click("#sheet form .primary")
    expect(row(console, "Achats")).to_contain_text("Léa")
    row(console, "Achats").locator("[id^=up-]").focus()
    console.keyboard.press("Enter")
    expect(console.locator(".seat-rows > li").nth(1)).to_contain_text("Achats")
    console.click("#invitations")
    expect(console.locator("#sheet .recipient", has_text="Achats")).to_contain_text("lea@example.org")
    assert violations(console) == []
    console.click("#invite-all")
    expect(row(console, "Achats")).to_contain_text("Lien envoyé")
    console.locator("#sheet").get_by_text("Fermer", exact=True).click()
    row(console, "Logistique").locator("[id^=edit-]").click()
    console.locator("#sheet").get_by_text("Le retirer de la table").click()
    expect(console.locator(".seat-rows > li")).to_have_count(2)
    console.locator("#undo li button").first.click()
    expect(console.locator(".seat-rows > li")).to_have_count(3)


def test_a_desk_works_without_script(server, people, round_of):
    console = round_of("Verrerie Petit")
    paste(console, "Ventes", "Logistique")
    address = link_of(console, "Ventes")
    take_everyone(console, "fill")
    desk = follow(people("phone", "en-GB", java_script_enabled=False), server, address)
    expect(desk.locator(".at-desk")).to_contain_text("Animé par Claire")  # the contact's language, not the browser's
    desk.locator("#mine textarea").first.fill("Prévenir la veille")
    desk.locator("#mine form button").first.click()
    expect(desk.locator("#row textarea").first).to_have_value("Prévenir la veille")
    desk.goto(server.address + desk.locator("nav a").first.get_attribute("href"))
    expect(desk.locator("#mine textarea").first).to_have_value("Prévenir la veille")
