"""Step 7 in real browsers: a contact's small phone, taken up on another one; a call; console and board follow."""

import pytest
from playwright.sync_api import expect

from .conftest import EMAIL, hears
from .test_axe import sideways, violations

MADE = """
from interfaces.models import Contact, Interface, Pair, PairMember, Sentence, WayOfWorking
pair = Pair.objects.create(workshop=workshop)
for person in workshop.participants.all():
    PairMember.objects.create(pair=pair, participant=person)
sales = Interface.objects.create(workshop=workshop, name="Ventes", pair=pair)
Contact.objects.create(interface=sales, name="Inès", email="ines@example.org", language="{language}")
for text in ("Ils répondent vite", "Une date donnée est une date tenue"):
    Sentence.objects.create(interface=sales, text=text)
WayOfWorking.objects.create(interface=sales, acceptable=True, text="Répondre sous deux jours")
WayOfWorking.objects.create(interface=sales, acceptable=False, text="Changer une date sans prévenir")
"""
INVITED = """
from django.urls import reverse
from interfaces.steps import consult
print(reverse("link", args=[consult.invite(workshop, workshop.interfaces.get(), by=None)]))
"""
SMALL_TARGETS = """() => [...document.querySelectorAll("main button, main a.button, main label.choice, main textarea")]
    .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43.5).map((e) => e.outerHTML)"""


@pytest.fixture
def room(stage):
    """A workshop in which Ali and Bo consult sales, whose contact reads French."""
    opened = stage("consult", "Ali", "Bo")
    opened.tell(MADE.format(language="fr"))
    return opened


@pytest.fixture
def board(room, people):
    watch = room.tell("from workshop import watching\nprint(watching.watch_token(workshop))")
    page = people("board")
    page.goto(f"{room.server.address}/watch/{watch}/")
    return hears(page)


@pytest.fixture
def console(room, people):
    page = people("console")
    page.goto(f"{room.server.address}/sign-in/?next=/w/{room.key}/console/")
    page.fill("#id_username", EMAIL)
    page.fill("#id_password", room.server.password)
    page.click("main button.primary")
    page.on("dialog", lambda dialog: dialog.accept())
    return hears(page)


def follow(page, room, address):
    """Open a private link as its reader does."""
    page.goto(room.server.address + address)
    page.click("main button.primary")
    page.wait_for_selector(".contact-page")
    return page


def choose(page, fieldset, answer):
    page.locator("fieldset", has_text=fieldset).get_by_text(answer, exact=True).click()


def is_fit(page):
    assert violations(page) == []
    assert sideways(page) == 0
    assert page.evaluate(SMALL_TARGETS) == []


def test_a_contact_begins_on_one_phone_and_ends_on_another(room, people, board, console):
    address = room.tell(INVITED)
    phone = follow(people("small"), room, address)
    expect(phone.locator("h1")).to_contain_text("votre avis")
    is_fit(phone)
    choose(phone, "Ils répondent vite", "Le contraire")
    choose(phone, "Répondre sous deux jours", "À changer…")
    phone.locator(".rule-words textarea:visible").fill("trois jours")
    expect(phone.locator("[data-done]")).to_have_text("2")
    expect(phone.get_by_text("gardé, pas encore envoyé")).to_be_visible()
    expect(console.locator("section#contacts")).to_contain_text("A commencé")
    assert "trois jours" not in console.content()

    other = follow(people("small", color_scheme="dark"), room, address)
    expect(other.locator("[data-done]")).to_have_text("2")
    expect(other.locator(".rule-words textarea:visible")).to_have_value("trois jours")
    choose(other, "Changer une date", "Cela nous convient")
    other.fill("#expects", "Un seul numéro")
    is_fit(other)
    other.click("#answers button.primary")
    expect(other.locator("h1")).to_have_text("Merci !".replace(" ", "\u202f"))
    is_fit(other)
    expect(board.locator(".ask .status")).to_have_text("A répondu")
    expect(console.locator("section#said")).to_contain_text("trois jours")
    expect(console.locator("section#said .told").first).to_have_text("Le contraire")

    other.get_by_text("Corriger mes réponses").click()
    choose(other, "Ils répondent vite", "Oui")
    other.click("#answers button.primary")
    expect(console.locator("section#said .told").first).to_have_text("Oui")


def test_what_is_typed_without_network_waits_on_the_device(room, people, console):
    phone = follow(people("small"), room, room.tell(INVITED))
    phone.context.set_offline(True)
    phone.fill("#expects", "Un seul numéro")
    expect(phone.get_by_text("gardé sur cet appareil")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.get_by_text("gardé, pas encore envoyé")).to_be_visible()
    expect(console.locator("section#contacts")).to_contain_text("A commencé")
    assert phone.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('answers:'))") == []


def test_a_reload_without_network_loses_no_word(room, people):
    phone = follow(people("small"), room, room.tell(INVITED))
    phone.route("**/c/*/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    phone.fill("#commits", "Commander tôt")
    expect(phone.get_by_text("gardé sur cet appareil")).to_be_visible()
    phone.reload()
    expect(phone.locator("#commits")).to_have_value("Commander tôt")
    phone.unroute("**/c/*/")
    expect(phone.get_by_text("gardé, pas encore envoyé")).to_be_visible()


def test_what_is_typed_before_the_script_comes_is_kept(room, people):
    phone, held = people("small"), []
    phone.route("**/contact*.js", lambda route: held.append(route))
    phone.goto(room.server.address + room.tell(INVITED), wait_until="commit")
    phone.locator("main button.primary").click(no_wait_after=True)
    phone.locator("#commits").fill("Commander tôt")
    for route in held:
        route.continue_()
    expect(phone.get_by_text("gardé, pas encore envoyé")).to_be_visible()


def test_the_page_works_in_english_and_without_script(room, people, board):
    room.tell("from interfaces.models import Contact\nContact.objects.update(language='en')")
    address = room.tell(INVITED)
    phone = follow(people("small", "en-GB", java_script_enabled=False), room, address)
    expect(phone.locator("h1")).to_contain_text("what suits you?")
    choose(phone, "Ils répondent vite", "Partly")
    phone.fill("#expects", "One number to call")
    phone.get_by_text("Keep it and go on later").click()
    expect(phone.get_by_text("Kept, and not sent yet")).to_be_visible()

    other = follow(people("small", "en-GB", java_script_enabled=False), room, address)
    expect(other.locator("#expects")).to_have_value("One number to call")
    choose(other, "Répondre sous deux jours", "Change to…")
    other.click("#answers button.primary")
    expect(other.get_by_text("Say what to change it to.")).to_be_visible()
    expect(other.locator("#expects")).to_have_value("One number to call")
    other.locator("fieldset", has_text="Répondre sous deux jours").locator("textarea").fill("three days")
    other.click("#answers button.primary")
    expect(other.locator("h1")).to_have_text("Thank you!")
    expect(other.locator(".summary")).to_contain_text("three days")
    expect(board.locator(".ask .status")).to_have_text("A répondu")


def test_a_call_is_typed_in_and_its_copy_confirmed(room, people, board, console):
    phone = hears(room.phone(size="small"))
    phone.click("[id^=collect-]")
    choose(phone, "Une date donnée", "En partie")
    phone.fill("dialog #expects", "Un seul numéro")
    is_fit(phone)
    phone.reload()  # the call was long, and the phone put the page away
    hears(phone).click("[id^=collect-]")
    expect(phone.locator("dialog #expects")).to_have_value("Un seul numéro")
    expect(phone.locator("dialog .partly :checked")).to_have_count(1)
    phone.click("dialog button.primary")
    expect(board.locator(".ask .status")).to_have_text("Avis recueilli")
    expect(phone.locator(".todo")).to_contain_text("Copie remise")
    phone.click("[id^=share-]")
    address = phone.locator("#link-url").input_value().removeprefix(room.server.address)
    is_fit(phone)
    contact = follow(people("small"), room, address)
    expect(contact.locator("h1")).to_contain_text("Est-ce bien ce que vous nous avez dit")
    is_fit(contact)
    contact.get_by_text("Oui, c’est bien cela").click()
    expect(contact.locator("h1")).to_contain_text("Merci")
    expect(console.locator("section#said")).to_contain_text("confirmé")
    expect(board.locator(".ask .status")).to_have_text("A répondu")


def test_the_facilitator_settles_the_mirror_and_the_matrix(room, console, people):
    console.click("button[id^=mirror-]:not(#mirror-fill)")
    console.locator("dialog [id^=sentence-]").first.fill("Ils répondent le jour même")
    console.locator("dialog").get_by_text("Enregistrer la formulation").first.click()
    expect(console.locator("#mirrors")).to_contain_text("Ils répondent le jour même")
    console.fill("#mirror-own", "Ils préviennent")
    console.get_by_text("Ajouter cette phrase").click()
    expect(console.locator("dialog [id^=sentence-]")).to_have_count(3)
    assert violations(console) == []
    console.keyboard.press("Escape")

    console.click("#process-new")
    console.fill("#process-name", "Commande urgente")
    console.click("dialog button.primary")
    expect(console.locator("tr.of-process")).to_contain_text("personne n’en répond (A)")
    console.click("#fill")
    expect(console.locator("tr.of-interface")).not_to_contain_text("personne")
    console.locator("tr.of-process .letter").first.click()
    console.locator("dialog .letters button[value=A]").click()
    expect(console.locator("tr.of-process")).not_to_contain_text("personne n’en répond (A)")
    console.click("#raci-print")
    expect(console.locator(".raci-sheet")).to_contain_text("Commande urgente")
    assert violations(console) == []
