"""A round of signatures by links on phones, what changed between versions, the page behind the QR, going on anyway."""

import pytest
from playwright.sync_api import expect

from .conftest import EMAIL, hears
from .test_axe import sideways, violations

STYLES = [("fr-FR", "light"), ("en-GB", "dark")]
SMALL = """() => [...document.querySelectorAll("main button, main .button, main input:not([type=hidden]), main select")]
    .filter((each) => each.getBoundingClientRect().height < 43.5).map((each) => each.outerHTML)"""
PROMISED = """
from interfaces.models import Contact, Interface
from promises.steps import promise
from workshop.models import Facilitator
claire = Facilitator.objects.first()
for name, who in (("Ventes", "Nadia"), ("Achats", "Omar")):
    interface = Interface.objects.create(workshop=workshop, name=name, treated=True)
    Contact.objects.create(interface=interface, name=who, email=who + "@example.org", language={language!r})
    data = {{"who": "Le quai", "what": "donne une date à " + name, "delay": "4 heures"}}
    promise.commit(workshop, interface, data, by=claire)
promise.seal(workshop, by=claire)
"""
SECOND = """
from promises.models import Commitment
from promises.steps import promise
from workshop.models import Facilitator
claire = Facilitator.objects.first()
version = promise.open_version(workshop, by=claire)
line = Commitment.objects.filter(promise__version=version).first()
data = {"who": line.who, "what": line.what, "delay": "3 heures"}
promise.amend(workshop, line.pk, data, line.edits, by=claire)
"""
SEAL = SECOND + "promise.seal(workshop, by=claire)"


def signed_in(stage, people, server, locale="fr-FR", **options):
    """The console of step 8, on the screen of whoever leads the workshop."""
    page = people("console", locale, **options)
    page.goto(server.address + f"/sign-in/?next=/w/{stage.key}/console/promise/")
    page.fill("#id_username", EMAIL)
    page.fill("#id_password", server.password)
    page.click("main button.primary")
    page.on("dialog", lambda dialog: dialog.accept())
    return hears(page)


def link_from(console, button):
    console.click(button)
    address = console.input_value("#sheet[open] #address")
    console.click("#sheet [data-close]")
    expect(console.locator("#sheet")).to_be_hidden()
    return address


def is_sound(page):
    assert violations(page) == []
    assert sideways(page) == 0
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize(("locale", "scheme"), STYLES)
def test_a_whole_round_of_signatures_on_phones(stage, people, server, locale, scheme):
    room = stage("promise", "Ali")
    room.tell(PROMISED.format(language=locale[:2]))
    console = signed_in(room, people, server, locale, color_scheme=scheme)
    parties = console.locator(".party")
    expect(parties).to_have_count(4)
    expect(console.locator(".party.none")).to_have_count(4)

    console.click("#sign-here")
    console.fill("#signer", "Karim Haddad")
    console.press("#signer", "Enter")
    expect(console.locator(".party.signed")).to_have_count(1)

    keys = console.locator("[id^=sign-link-]").evaluate_all("buttons => buttons.map(button => '#' + button.id)")
    for button, name in zip([*keys, "#manager-link"], ["Nadia Roux", "Omar Sy", "Anne Giraud"], strict=True):
        sign_by_link(people, console, button, name, locale, scheme)
    expect(console.locator(".party.signed")).to_have_count(4)
    assert violations(console) == []


def sign_by_link(people, console, button, name, locale, scheme):
    """The contact opens the link, reads, signs; the page says that the link was used, also after a reload."""
    phone = people("small", locale, color_scheme=scheme)
    phone.goto(link_from(console, button))
    is_sound(phone)
    phone.click("main button.primary")
    expect(phone.locator("#name")).to_be_visible()
    is_sound(phone)
    phone.fill("#name", name)
    phone.locator("main form button.primary").click()
    expect(phone.locator("main form[method=post]")).to_have_count(0)
    expect(phone.locator("main")).to_contain_text(name)
    phone.reload()
    expect(phone.locator("main")).to_contain_text(name)
    is_sound(phone)
    expect(console.locator(".party.signed", has_text=name)).to_have_count(1)


@pytest.mark.parametrize(("locale", "scheme"), STYLES)
def test_invitations_to_sign_are_read_before_they_are_written(stage, people, server, locale, scheme):
    room = stage("promise", "Ali")
    room.tell(PROMISED.format(language=locale[:2]))
    console = signed_in(room, people, server, locale, color_scheme=scheme)
    console.click("#sign-mails")
    sheet = console.locator("#sheet[open]")
    expect(sheet.locator(".recipient")).to_have_count(2)
    sheet.locator("summary").first.click()
    expect(sheet.locator("details[open]")).to_contain_text("/l/•••/")
    assert violations(console) == []
    console.set_viewport_size({"width": 320, "height": 640})
    assert sideways(console) == 0
    sheet.locator("#sign-mail-all").click()
    expect(sheet.locator("#sign-mail-all")).to_have_count(0)
    expect(console.locator(".party.sent")).to_have_count(2)
    assert violations(console) == []


@pytest.mark.parametrize(("locale", "scheme"), STYLES)
def test_a_workshop_from_a_file_lets_its_mails_leave(stage, people, server, locale, scheme):
    room = stage("promise", "Ali")
    room.tell("workshop.mails_held = True; workshop.save()")
    console = signed_in(room, people, server, locale, color_scheme=scheme)
    expect(console.locator("#let-leave")).to_be_visible()
    assert violations(console) == []
    console.click("#let-leave")
    expect(console.locator("#let-leave")).to_have_count(0)
    room.tell("workshop.mails_held = True; workshop.save()")
    console.goto(server.address + "/workshops/")
    held = console.locator("li.card", has=console.locator(f"a[href*='{room.key}']")).locator(".held")
    assert violations(console) == []
    held.locator("button").click()
    expect(held).to_have_count(0)


@pytest.mark.parametrize(("locale", "scheme"), STYLES)
def test_what_the_next_version_changes_is_read_word_by_word(stage, people, server, locale, scheme):
    room = stage("promise", "Ali")
    room.tell(PROMISED.format(language="fr") + SECOND)
    console = signed_in(room, people, server, locale, color_scheme=scheme)
    console.click(".promise-state h2 a[href*=differences]")
    expect(console.locator(".changed.reworded ins")).to_contain_text("3")
    expect(console.locator(".changed.reworded del")).to_contain_text("4")
    assert violations(console) == []
    console.set_viewport_size({"width": 320, "height": 640})
    is_sound(console)


@pytest.mark.parametrize(("locale", "scheme"), STYLES)
def test_the_page_behind_the_qr_follows_the_versions(stage, people, server, locale, scheme):
    room = stage("promise", "Ali")
    room.tell(PROMISED.format(language="fr"))
    code = room.tell("print(workshop.versions.get(number=1).spelled_fingerprint)")
    phone = people("small", locale, color_scheme=scheme)
    phone.goto(server.address + "/check/")
    is_sound(phone)
    phone.fill("#code", code.lower())
    phone.press("#code", "Enter")
    expect(phone.locator("h1.in-force-now")).to_be_visible()
    expect(phone.locator("main")).to_contain_text(code)
    expect(phone.locator("main")).not_to_contain_text("Ventes")
    is_sound(phone)
    room.tell("from datetime import date; workshop.versions.update(review_on=date(2026, 1, 31))")
    phone.reload()
    expect(phone.locator("h1.overdue")).to_contain_text("31")
    is_sound(phone)
    room.tell(SEAL)
    phone.reload()
    expect(phone.locator("h1.replaced")).to_contain_text("2")
    is_sound(phone)
    phone.goto(server.address + "/check/0000-0000-0000/")
    expect(phone.locator(".refusal")).to_be_visible()
    is_sound(phone)


def test_going_on_with_something_missing_is_asked_by_keyboard_and_kept(stage, people, server):
    room = stage("services", "Ali")
    console = signed_in(room, people, server)
    console.click('.steps a[href$="/services/"]')
    hears(console)
    console.focus("#take-everyone")
    console.keyboard.press("Enter")
    expect(console.locator("#sheet .lacking li").first).to_be_visible()
    assert violations(console) == []
    expect(console.locator("#go-on")).to_be_focused()
    console.keyboard.press("Escape")
    expect(console.locator("#sheet")).to_be_hidden()
    expect(console.locator('#room[data-step="services"]')).to_be_attached()
    console.click("#take-everyone")
    expect(console.locator("#go-on")).to_be_focused()
    console.keyboard.press("Enter")
    expect(console.locator("#stay")).to_be_visible()
    console.wait_for_selector('#room[data-step="postits"]', state="attached")
    console.click("#anyways-open")
    expect(console.locator("#sheet .anyway-row").first).to_contain_text("Claire")
    assert violations(console) == []
