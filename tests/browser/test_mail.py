"""Mails in real browsers: the console lists whom it would write to, one press writes, a phone opens the link."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import EMAIL, hears
from .test_axe import violations

PEOPLE = """
from interfaces.models import Contact, Interface
services = [("Ventes", "Inès", "ines@example.org", "fr"), ("Magasin", "Paul", "paul@example.org", "en")]
for number, (name, contact, email, language) in enumerate([*services, ("Achats", "Zoé", "", "fr")]):
    interface = Interface.objects.create(workshop=workshop, name=name, position=number)
    Contact.objects.create(interface=interface, name=contact, email=email, language=language)
"""
SEND = """
from interfaces import invitations
from workshop import delivery
from workshop.models import Facilitator
invitations.send_all(workshop, by=Facilitator.objects.first())
delivery.put_off(workshop.letters.get(name="Paul"), "550 No such mailbox", for_good=True)
"""
STOP = "from workshop import letters; print(letters.stop_url(workshop, 'ines@example.org', 'fr'))"
MAIL = "from workshop.sealing import unseal; print(unseal(workshop.letters.get(name='Inès').sealed)['html'])"
STYLES = [("fr-FR", "light"), ("en-GB", "dark")]
AXE = Axe()


@pytest.fixture
def asked(stage):
    """A workshop at step 7 with three client services, one contact of which has no address."""
    opened = stage("services", "Ali")
    opened.tell(PEOPLE)
    opened.bring("consult")
    return opened


def signed(server, people, asked, language="fr-FR", size="console", **options):
    page = people(size, language, **options)
    page.goto(f"{server.address}/sign-in/?next=/w/{asked.key}/console/")
    page.fill("#id_username", EMAIL)
    page.fill("#id_password", server.password)
    page.click("main button.primary")
    page.wait_for_selector("#screen")
    return hears(page)


def test_from_the_list_of_recipients_to_an_answer_by_phone(server, people, asked):
    console = signed(server, people, asked)
    console.click("#invitations")
    expect(console.locator(".recipient")).to_have_count(3)
    expect(console.locator(".recipient").first).to_contain_text("ines@example.org, Français")
    expect(console.locator(".recipient").last).to_contain_text("n’a pas d’adresse")
    console.click("#invite-all")
    expect(console.locator("#sheet-body")).to_contain_text("Il n’y a plus personne à qui écrire.")
    expect(console.locator("#asked .status").first).to_have_text("Lien envoyé")
    console.click("#sheet-body a.button")
    expect(console.locator(".letter-row")).to_have_count(2)
    console.click(".letter-row a >> text=Inès")
    expect(console.locator("#letter-text")).to_contain_text("Bonjour Inès,")
    expect(console.locator(".svg-qr")).to_be_visible()
    console.click("[data-copy=letter-text]")
    expect(console.locator("[data-copy=letter-text]")).to_have_text("Copié")
    url = console.input_value("#letter-link")
    phone = people("phone", "en-GB")
    phone.goto(url)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.click("main button.primary")
    phone.fill("[name=expects]", "Prévenir la veille")
    phone.click("form.answer-form button.primary")
    expect(phone.locator(".thanks")).to_be_visible()
    console.click("form[action$='/sent/'] button")
    expect(console.locator("main")).to_contain_text("Marqué comme envoyé à la main")
    console.click(".letter-row a >> text=Inès")
    expect(console.locator("#letter-text")).to_contain_text("/l/•••")
    assert url.split("/l/")[1] not in console.content()


def test_a_recipient_is_written_to_by_keyboard_alone(server, people, asked):
    console = signed(server, people, asked)
    console.focus("#invitations")
    console.keyboard.press("Enter")
    expect(console.locator(".recipient")).to_have_count(3)
    console.locator(".recipient button").first.focus()
    console.keyboard.press("Enter")
    expect(console.locator(".recipient .status.sent")).to_have_count(1)
    assert asked.tell("print(workshop.letters.get().name)") == "Inès"


@pytest.mark.parametrize(("language", "scheme"), STYLES, ids=["fr-light", "en-dark"])
def test_axe_finds_nothing_and_320_px_are_enough(server, people, asked, language, scheme):
    asked.tell(SEND)
    found = {}
    for size in ("console", "small"):
        page = signed(server, people, asked, language, size, color_scheme=scheme)
        page.click("#invitations")
        expect(page.locator(".recipient")).to_have_count(3)
        found[size, "sheet"] = violations(page)
        addresses = [f"/w/{asked.key}/mails/", f"/w/{asked.key}/mails/{letter(asked)}/", stop_path(asked)]
        for path in addresses:
            page.goto(server.address + path)
            found[size, path] = violations(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            if size == "small":
                low = page.eval_on_selector_all(
                    "main button, main a.button", "all => all.filter(e => e.offsetHeight < 44).length"
                )
                assert low == 0, path
    assert {where: what for where, what in found.items() if what} == {}


def letter(asked):
    return asked.tell("print(workshop.letters.get(name='Inès').pk)")


def stop_path(asked):
    return "/stop/" + asked.tell(STOP).split("/stop/")[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_mail_reads_well_in_light_and_dark_and_asks_nobody_for_anything(server, people, asked, scheme, tmp_path):
    asked.tell(SEND)
    page = people("phone", "fr-FR", color_scheme=scheme)
    page.set_content(asked.tell(MAIL))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    report = AXE.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag22aa"]}).response["violations"]
    assert [each["id"] for each in report] == []
    expect(page.locator("a.go")).to_be_visible()
    assert page.locator("img, script, link").count() == 0
