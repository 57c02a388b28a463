"""Step 8 in real browsers: a line from its sources, read as it is typed, its thread, and what the phones say of it."""

import pytest
from playwright.sync_api import expect

from .conftest import EMAIL, hears
from .test_axe import sideways, small_targets, violations

WALL = """
from uuid import uuid4
from django.utils import timezone
from interfaces.models import Category, Consultation, Feedback, Interface, PostIt, WayOfWorking
from workshop.models import Workshop
Workshop.objects.filter(pk=workshop.pk).update(revealed_at=timezone.now())
sales = Interface.objects.create(workshop=workshop, name="Ventes", position=1)
dates = Category.objects.create(workshop=workshop, name="Les dates")
PostIt.objects.create(workshop=workshop, interface=None, polarity="like", owner_tag="", op_id=uuid4(),
                      text="Ils sont polis")
card = PostIt.objects.create(workshop=workshop, interface=sales, category=dates, polarity="like", owner_tag="",
                             op_id=uuid4(), text="On a la date le jour même")
way = WayOfWorking.objects.create(interface=sales, acceptable=True, text="Dater toute commande rapidement")
way.postits.set([card])
"""


def console_of(opened, server, size="console", language="fr-FR", **options):
    page = opened.people(size, language, **options)
    page.goto(f"{server.address}/sign-in/?next=/w/{opened.key}/console/")
    page.fill("#id_username", EMAIL)
    page.fill("#id_password", server.password)
    page.click("main button.primary")
    page.on("dialog", lambda dialog: dialog.accept())
    return hears(page)


@pytest.fixture
def opened(stage):
    room = stage("promise", "Ali", "Bo")
    room.tell(WALL)
    return room


def test_a_line_is_made_of_a_source_and_made_precise_by_keyboard_alone(opened, server):
    console, phone = console_of(opened, server), hears(opened.phone())
    take = console.get_by_role("button", name="En faire un engagement : Dater toute commande rapidement")
    take.focus()
    console.keyboard.press("Enter")
    what = console.locator("#slot-what")
    expect(what).to_have_value("Dater toute commande rapidement")
    expect(what).to_be_focused()
    expect(console.locator("#typed-what mark")).to_have_text("rapidement")
    expect(console.locator("#asked-what")).to_contain_text("En combien de temps")
    expect(console.locator("#sentence")).to_contain_text("un simple vœu")
    expect(console.get_by_label("Dater toute commande rapidement")).to_be_checked()
    assert violations(console) == []

    console.keyboard.press("Tab")
    expect(console.locator("#slot-delay")).to_be_focused()
    console.keyboard.type("quatre heures ouvrées")
    expect(console.locator("#asked-what li")).to_have_count(0)  # the delay has answered
    expect(console.locator("#sentence")).to_contain_text("sous quatre heures ouvrées")
    expect(console.locator("#sentence")).to_contain_text("mesurable")
    console.keyboard.press("Enter")
    expect(console.locator("dialog[open]")).to_have_count(0)
    line = console.locator(".desk-lines li").first
    expect(line).to_contain_text("P-VENTES-01")
    expect(console.locator(".desk-sources .reference")).to_have_text("P-VENTES-01")
    expect(phone.locator("#stamp")).to_contain_text("1 mesurable")

    console.get_by_role("button", name="Son fil").focus()
    console.keyboard.press("Enter")
    thread = console.locator("dialog[open] .thread")
    for said in ("On a la date le jour même", "Les dates", "Dater toute commande rapidement", "Promesse, version 1"):
        expect(thread).to_contain_text(said)
    assert violations(console) == []
    console.keyboard.press("Enter")  # the sheet opens on its own way out
    expect(console.locator("dialog[open]")).to_have_count(0)


def test_a_gap_of_the_sentence_leads_to_its_field_and_a_tick_gives_the_words(opened, server):
    console = console_of(opened, server, language="en-GB")
    console.get_by_role("button", name="Add a commitment…").click()
    expect(console.locator("#slot-what")).to_be_focused()
    console.get_by_label("Dater toute commande rapidement").check()
    expect(console.locator("#slot-what")).to_have_value("Dater toute commande rapidement")
    console.locator("#sentence .gap", has_text="for whom?").click()
    expect(console.locator("#slot-whom")).to_be_focused()
    console.keyboard.type("the sales desk, as soon as possible")
    expect(console.locator("#sentence")).to_contain_text("for the sales desk")
    expect(console.locator("#asked-whom")).to_contain_text("Within how long?")
    expect(console.locator("#doubt-count")).to_have_text(
        "2 words to make precise: their questions are under their fields."
    )
    assert violations(console) == []
    console.get_by_role("button", name="Save").click()
    expect(console.locator(".desk-lines")).to_contain_text("the sales desk")
    expect(console.locator(".promise-state")).to_contain_text("0 can be measured")
    assert opened.tell("print(workshop.versions.get().promises.get().commitments.get().sources.count())") == "1"


LINES = """
from promises.steps import promise
from workshop.models import Facilitator
data = {"who": "le quai", "what": "donne une date", "delay": "4 h", "sources": [f"way-{way.pk}"]}
promise.commit(workshop, sales, data, by=Facilitator.objects.first())
"""


@pytest.mark.parametrize(("size", "language", "scheme"), [("phone", "fr-FR", "light"), ("small", "en-GB", "dark")])
def test_a_member_answers_line_by_line_and_reads_where_it_comes_from(opened, server, size, language, scheme):
    french = language == "fr-FR"
    opened.tell(WALL.replace('"Ventes"', '"Achats"').replace("position=1", "position=2") + LINES)
    phone = hears(opened.phone(0, size, language=language, color_scheme=scheme))
    expect(phone.locator("#mine .reference")).to_have_text("P-ACHATS-01")
    assert (violations(phone), sideways(phone), small_targets(phone)) == ([], 0, [])
    phone.locator("#mine [id^=thread-]").click()
    thread = phone.locator("dialog[open] .thread")
    expect(thread).to_contain_text("On a la date le jour même")
    assert (violations(phone), sideways(phone), small_targets(phone)) == ([], 0, [])
    phone.keyboard.press("Escape")

    phone.locator("#mine [id^=reserve-]").click()
    phone.fill("#reason", "à deux seulement")
    phone.locator("dialog[open] button.primary").click()
    expect(phone.locator("#mine")).to_contain_text("à deux seulement")
    console = console_of(opened, server, size, language, color_scheme=scheme)
    console.evaluate("location.hash = [...document.querySelectorAll('.desk')].at(-1).id")
    console.locator(".desk:visible [id^=need-]").click()
    expect(console.locator("dialog[open] #slot-need")).to_have_value("à deux seulement")
    assert (violations(console), sideways(console)) == ([], 0)
    console.locator("dialog[open] button.primary").click()
    said = "un besoin d’un processus" if french else "a need of a process"
    expect(console.locator(".desk:visible .reason .done")).to_contain_text(said)
    assert sideways(console) == 0


def test_a_network_that_is_gone_keeps_what_is_typed_and_says_nothing_of_reading(opened, server):
    console = console_of(opened, server)
    console.get_by_role("button", name="Ajouter un engagement…").click()
    expect(console.locator("#slot-what")).to_be_focused()
    console.context.set_offline(True)
    console.keyboard.type("répond rapidement")
    expect(console.locator("#slot-what")).to_have_value("répond rapidement")
    console.context.set_offline(False)
    console.keyboard.type(", au mieux")
    expect(console.locator("#typed-what mark")).to_have_count(2)
    expect(console.locator("dialog .notice p")).to_have_count(0)


def test_a_wording_proposed_from_a_phone_is_questioned_too(opened):
    phone = hears(opened.phone(0, "small"))
    phone.get_by_role("button", name="Ventes").click()
    expect(phone.locator("#wording")).to_be_focused()
    phone.keyboard.type("Une réponse dès que possible")
    expect(phone.locator("#typed-text mark")).to_have_text("dès que possible")
    expect(phone.locator("#asked-text")).to_contain_text("En combien de temps")
    assert (violations(phone), sideways(phone), small_targets(phone)) == ([], 0, [])
    phone.get_by_role("button", name="Proposer", exact=True).click()
    expect(phone.locator("dialog[open]")).to_have_count(0)
    assert opened.tell("print(workshop.versions.get().promises.get().wordings.get().text)").endswith("possible")
