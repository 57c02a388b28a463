"""Step 6 as two phones of one pair and a console see it: chosen, drawn by keys, written at once, both texts kept."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import EMAIL, hears

AXE = Axe()
SETUP = """
from uuid import uuid4
from django.utils import timezone
from interfaces.models import Category, Contact, Interface, LIKE, PostIt
sales = Interface.objects.create(workshop=workshop, name="Ventes")
Interface.objects.create(workshop=workshop, name="Achats", position=1)
Contact.objects.create(interface=sales, name="Julie Martin", email="julie@example.org")
dates = Category.objects.create(workshop=workshop, name="Les dates")
said = {"workshop": workshop, "polarity": LIKE, "owner_tag": "x", "interface": sales}
PostIt.objects.create(op_id=uuid4(), text="Ils tiennent leurs dates", category=dates, **said)
workshop.revealed_at = timezone.now()
workshop.save()
"""
PAIR = """
from interfaces import pairs
from workshop.models import Facilitator
by = Facilitator.objects.first()
made = pairs.pair_up(workshop, workshop.participants.values_list("pk", flat=True)[:2], by=by)
for interface in workshop.interfaces.all():
    pairs.assign(workshop, interface.pk, made.pk, by=by)
"""
WRITTEN = "print(*workshop.interfaces.get(name='Ventes').ways.values_list('text', flat=True), sep='\\n')"


@pytest.fixture
def room(stage):
    opened = stage("ways", "Ali", "Bo", "Chloé", "Dora")
    opened.tell(SETUP)
    return opened


def console_of(room, people, server, **options):
    console = people("console", **options)
    console.goto(f"{server.address}/sign-in/?next=/w/{room.key}/console/")
    console.fill("#id_username", EMAIL)
    console.fill("#id_password", server.password)
    console.press("#id_password", "Enter")
    return hears(console)


def two_phones(room):
    room.tell(PAIR)
    return [hears(room.phone(number)) for number in range(2)]


def violations(page):
    report = AXE.run(page, options={"preload": False}).response["violations"]
    return [(v["id"], [node["html"][:160] for node in v["nodes"][:3]]) for v in report]


def axed(page):
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return page


def press_on(page, selector, key="Enter"):
    """By keyboard alone: Tab until the element is reached, then the key."""
    for _tab in range(80):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return page.keyboard.press(key)
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


def test_pairs_are_drawn_and_taken_back_by_keyboard_alone(room, people, server):
    console = console_of(room, people, server)
    phone = hears(room.phone(0))
    expect(phone.locator("#mine h1")).to_contain_text("pas encore en binôme")
    press_on(console, "#draw")
    expect(console.locator(".pair")).to_have_count(2)
    expect(phone.locator("#mine h1")).to_contain_text("Vous travaillez avec")
    before = console.locator(".pair b").all_inner_texts()
    press_on(console, "[id^=redraw]")
    expect(console.locator("#gestures li").first).to_contain_text("Un binôme tiré à nouveau")
    assert console.locator(".pair b").all_inner_texts() != before
    press_on(console, "#apart")
    expect(console.locator("#sheet")).to_be_visible()
    press_on(console, "#sheet [name=people]", "Space")
    console.keyboard.press("Tab")
    console.keyboard.press("Space")
    press_on(console, "#sheet .primary")
    expect(console.locator("#sheet")).to_be_hidden()
    expect(console.locator("#apart b")).to_have_text("1")
    press_on(console, "[id^=undo-]")
    expect(console.locator("#apart b")).to_have_count(0)


def test_two_phones_of_a_pair_see_each_other_at_each_line(room):
    ali, bo = two_phones(room)
    expect(ali.locator("#presence .here")).to_contain_text("Bo est sur cette page")
    bo.locator("textarea[name=text]").first.focus()
    expect(ali.locator("#presence")).to_contain_text("Bo écrit une ligne")
    expect(ali.locator(".adder[data-by=Bo]")).to_have_count(1)
    ali.locator("textarea[name=text]").first.fill("en train d’écrire")
    bo.fill("textarea[name=text] >> nth=0", "Répondre le jour même")
    bo.locator(".adder button").first.click()
    expect(ali.locator(".way-lines")).to_contain_text(["Répondre le jour même"] + [""] * 3)
    assert ali.input_value("textarea[name=text] >> nth=0") == "en train d’écrire"
    assert ali.evaluate("document.activeElement.name") == "text"
    bo.locator(".way-lines button").first.click()
    expect(bo.locator("#sheet")).to_be_visible()
    expect(ali.locator(".way-lines [data-by=Bo]")).to_contain_text("Répondre le jour même")
    bo.goto("about:blank")
    revision = room.tell("print(workshop.revision)")
    expect(ali.locator("#presence")).to_contain_text("Bo n’est pas sur cette page", timeout=40_000)
    expect(ali.locator("[data-by]")).to_have_count(0)
    assert room.tell("print(workshop.revision)") == revision


def test_two_who_change_one_line_at_once_see_both_texts_and_choose(room):
    ali, bo = two_phones(room)
    ali.fill("textarea[name=text] >> nth=0", "Sous deux jours")
    ali.locator(".adder button").first.click()
    for phone in (ali, bo):
        phone.locator(".way-lines button").first.click()
        expect(phone.locator("#sheet textarea")).to_have_value("Sous deux jours")
    expect(ali.locator("#sheet [data-by=Bo]")).to_have_count(1)
    ali.fill("#sheet textarea", "Sous un jour")
    ali.click("#sheet .primary")
    expect(ali.locator("#sheet")).to_be_hidden()
    bo.fill("#sheet textarea", "Sous une semaine")
    bo.click("#sheet .primary")
    notice = bo.locator("#sheet .notice")
    expect(notice).to_contain_text("Sous un jour")
    expect(notice).to_contain_text("Sous une semaine")
    assert room.tell(WRITTEN) == "Sous un jour"
    axed(bo)
    bo.click("#sheet .primary")
    expect(bo.locator("#sheet")).to_be_hidden()
    expect(ali.locator(".way-lines").first).to_contain_text("Sous une semaine")


def test_lines_written_at_once_are_all_there(room):
    phones = two_phones(room)
    for number in range(3):
        for phone, answer in zip(phones, (0, 1), strict=True):
            phone.fill(f"textarea[name=text] >> nth={answer}", f"Ligne {number} de {answer}")
        for phone, answer in zip(phones, (0, 1), strict=True):
            phone.locator(".adder button").nth(answer).click(no_wait_after=True)
        for phone in phones:
            expect(phone.locator(".way-lines li[data-line]")).to_have_count(2 * (number + 1))
    assert len(room.tell(WRITTEN).splitlines()) == 6


def test_no_line_of_the_partner_comes_under_a_finger(room):
    ali, bo = two_phones(room)
    asked = []
    bo.route("**/ways/again/**", lambda route: asked.append(route))
    bo.fill("textarea[name=text] >> nth=1", "Changer une date")
    ali.fill("textarea[name=text] >> nth=0", "Sous deux jours")
    with bo.expect_request("**/ways/again/**"):
        ali.locator(".adder button").first.click()
    bo.locator(".adder button").nth(1).hover()
    bo.mouse.down()
    with bo.expect_response("**/ways/again/**"):
        asked.pop().continue_()
    bo.unroute("**/ways/again/**")
    bo.evaluate("new Promise(requestAnimationFrame)")  # what came is on the page by now, if it is put there
    bo.mouse.up()
    for phone in (ali, bo):
        expect(phone.locator(".way-lines li[data-line]")).to_have_count(2)


def test_what_is_typed_while_a_line_is_being_saved_stays(room):
    ali, _bo = two_phones(room)
    held = []
    ali.route("**/ways/add/**", lambda route: held.append(route))
    field = ali.locator("textarea[name=text]").first
    field.fill("La première")
    ali.locator(".adder button").first.click()
    field.fill("La suivante, tapée pendant l’envoi")
    held.pop().continue_()
    expect(ali.locator(".way-lines").first).to_contain_text("La première")
    expect(ali.locator("#notice")).to_be_empty()
    assert field.input_value() == "La suivante, tapée pendant l’envoi"
    ali.unroute("**/ways/add/**")
    ali.locator(".adder button").first.click()
    expect(ali.locator(".way-lines").first).to_contain_text("La suivante, tapée pendant l’envoi")
    expect(field).to_have_value("")
    assert room.tell(WRITTEN).splitlines() == ["La première", "La suivante, tapée pendant l’envoi"]


def test_a_line_is_made_from_a_category_beside_the_input(room):
    ali, _bo = two_phones(room)
    expect(ali.locator(".contact").first).to_contain_text("Julie Martin")
    ali.locator(".way-sources summary").first.click()
    axed(ali)
    ali.locator(".origin-head button").first.click()
    expect(ali.locator("#sheet .postit")).to_contain_text("Ils tiennent leurs dates")
    axed(ali)
    ali.fill("#source-text", "La date promise est tenue")
    ali.click("#sheet .primary")
    expect(ali.locator(".way-lines").first).to_contain_text("Les dates")
    ali.locator(".way-lines button").first.click()
    expect(ali.locator("#sheet .origins")).to_contain_text("Les dates")
    axed(ali)


def test_pairs_choose_each_other_on_their_phones(room, people, server):
    console = console_of(room, people, server)
    ali, bo, chloe = hears(room.phone(0)), hears(room.phone(1, size="small")), hears(room.phone(2))
    console.click("#open-choice")
    expect(ali.locator(".choice .chip")).to_have_count(3)  # a tap on what is being replaced goes nowhere
    ali.locator("#knows .chip").first.click()
    expect(ali.locator("#knows [aria-pressed=true]")).to_have_count(1)
    ali.locator(".choice .chip", has_text="Bo").click()
    expect(bo.locator(".asker")).to_contain_text("Ali")
    expect(chloe.locator(".asker")).to_have_count(0)
    for page in (ali, bo, console):
        axed(page)
    bo.click(".asker .primary")
    for phone, other in ((ali, "Bo"), (bo, "Ali")):
        expect(phone.locator("#mine h1")).to_contain_text(other)
    expect(chloe.locator(".choice .chip")).to_have_count(1)
    expect(console.locator("#draw-rest")).to_be_visible()
    console.click("#draw-rest")
    expect(console.locator(".pair")).to_have_count(2)
    expect(chloe.locator("#mine h1")).to_contain_text("Dora")


@pytest.mark.parametrize(("language", "scheme"), [("fr-FR", "light"), ("en-GB", "dark")])
def test_axe_finds_nothing_in_any_state(room, people, server, language, scheme):
    style = {"language": language, "color_scheme": scheme}
    console = axed(console_of(room, people, server, **style))
    phone = axed(hears(room.phone(0, size="small", **style)))
    console.click("#apart")
    expect(console.locator("#sheet")).to_be_visible()
    axed(console)
    console.keyboard.press("Escape")
    room.tell(PAIR)
    expect(phone.locator("#presence")).to_be_visible()
    partner = hears(room.phone(1, **style))
    partner.locator("textarea[name=text]").first.focus()
    expect(phone.locator("[data-by]")).to_have_count(1)
    axed(phone)
    expect(console.locator(".pair")).to_have_count(1)
    axed(console)
    laptop = room.sit(people("console", **style))
    laptop.goto(room.address)
    expect(hears(laptop).locator(".origin").first).to_be_visible()  # beside the lists, unfolded
    axed(laptop)
