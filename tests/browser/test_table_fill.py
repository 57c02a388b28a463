"""Step 2 of the reciprocal table in real browsers: one service at a time on phones, the row as a spreadsheet."""

import pytest
from playwright.sync_api import expect

from .conftest import hears
from .stage import Stage
from .test_axe import sideways, small_targets, smallest_text, violations

LAID = """
from datetime import date
from secrets import token_urlsafe
from django.conf import settings
from django.utils import timezone
from promises.reciprocal import rounds, services
from promises.steps import parties
from workshop import access, moves
from workshop.models import Facilitator, Organisation, Workshop
from workshop.steps import gather
by = Facilitator.objects.first()
organisation = Organisation.objects.create(name="Meunier " + token_urlsafe(6))
workshop = rounds.open_round(by, organisation, date(2026, 11, 24), "fr")
services.seat(workshop, {names}, by=by)
devices = []
for number, name in enumerate({voices}):
    device = token_urlsafe(32)
    gather.join(workshop, f"{{name}} {{number}}"[:30], device)
    parties.speak_for(access.seated(device, workshop.key), workshop.parties.get(name=name).pk)
    devices.append(device)
moves.take_everyone(workshop, "fill", by=None)
Workshop.objects.filter(pk=workshop.pk).update(moves_at=timezone.now())
moves.arrive(workshop)
print(workshop.key, settings.DEVICE_COOKIE, *devices)
"""
WRITTEN = """
from promises.models import Entry
for entry in Entry.objects.standing().filter(party__workshop=workshop).order_by("kind", "towards", "position"):
    print(entry.party, entry.kind, entry.towards, entry.text, sep=" | ")
"""
USUAL = ["Achats", "Comptabilité", "Logistique", "Ventes"]


class Room(Stage):
    """A round of the table at step 2, with people who speak for its services."""

    def __init__(self, server, people, prompter, names, voices):
        self.server, self.people, self.prompter = server, people, prompter
        self.key, self.cookie, *self.devices = prompter.play(LAID.format(names=names, voices=voices)).split()
        self.address = f"{server.address}/w/{self.key}/"

    def lines(self):
        return self.tell(WRITTEN).splitlines()

    def party(self, name):
        return self.tell(f"print(workshop.parties.get(name={name!r}).pk)")

    def sheet(self, number=0, size="console", **options):
        """The row of one of the people, as a table on a laptop."""
        page = self.sit(self.people(size, **options), number)
        page.goto(self.address + "own/row/")
        page.wait_for_selector(".with-script")
        return page


@pytest.fixture
def room(server, people, prompter):
    return lambda names=USUAL, voices=("Ventes", "Ventes", "Logistique"): Room(server, people, prompter, names, voices)


def at(phone, name):
    """The phone shows this other service."""
    expect(phone.locator(".fill-now h1")).to_contain_text(name)
    return hears(phone)


def on_to(phone, name):
    """Go to another service by the list."""
    if not phone.locator("#row-list").is_visible():
        phone.click(".fill-jump summary")
    phone.locator("#row-list button", has_text=name).click()
    return at(phone, name)


def add(phone, kind, text):
    phone.fill(f"#add-{kind} textarea", text)
    phone.press(f"#add-{kind} textarea", "Enter")


def standing(phone, kind):
    return phone.locator(f".fill-cell.{kind} .fill-lines li p")


def test_a_row_is_written_one_service_at_a_time(room):
    opened = room()
    phone = at(opened.phone(0, "small"), "Achats")
    expect(phone.locator(".at").first).to_have_text("1 sur 3")
    add(phone, "commits", "Des prévisions le lundi\nUn seul interlocuteur")
    expect(standing(phone, "commits")).to_have_text(["Des prévisions le lundi", "Un seul interlocuteur"])
    expect(phone.locator("#add-commits textarea")).to_have_value("")
    add(phone, "expects", "Un prix sous deux jours")
    expect(standing(phone, "expects")).to_have_text(["Un prix sous deux jours"])
    expect(phone.locator(".outgoing")).to_have_count(0)
    assert violations(phone) == []
    assert (sideways(phone), small_targets(phone)) == (0, [])

    phone.locator(".fill-cell.commits [id^=drop-]").first.click()
    expect(standing(phone, "commits")).to_have_text(["Un seul interlocuteur"])
    phone.locator(".fill-dropped button").click()
    expect(standing(phone, "commits")).to_have_text(["Des prévisions le lundi", "Un seul interlocuteur"])
    phone.locator(".fill-cell.expects [id^=line-]").click()
    phone.fill("#line-text", "Un prix sous trois jours")
    phone.click("#sheet .primary")
    expect(standing(phone, "expects")).to_have_text(["Un prix sous trois jours"])

    phone.click("#after-foot")
    at(phone, "Comptabilité")
    expect(phone.locator("#row-finish")).to_contain_text("Comptabilité, Logistique")
    phone.click("#row-done")
    expect(phone.locator("#row-done")).to_have_attribute("aria-pressed", "true")
    phone.click("#row-done")
    expect(phone.locator("#row-done")).to_have_attribute("aria-pressed", "false")
    assert "Ventes | expects | Achats | Un prix sous trois jours" in opened.lines()


def test_nothing_typed_is_lost_by_a_push_a_reload_or_a_dead_network(room):
    opened = room()
    phone, other = at(opened.phone(0), "Achats"), at(opened.phone(1), "Achats")
    on_to(phone, "Logistique")
    phone.fill("#add-expects textarea", "Prévenir la ve")
    on_to(other, "Logistique")
    add(other, "expects", "Un seul numéro")
    expect(standing(phone, "expects")).to_have_text(["Un seul numéro"])  # and the field stays
    expect(phone.locator("#add-expects textarea")).to_have_value("Prévenir la ve")
    assert phone.evaluate("document.activeElement.name") == "text"
    phone.reload()
    at(phone, "Logistique")
    expect(phone.locator("#add-expects textarea")).to_have_value("Prévenir la ve")
    phone.context.set_offline(True)
    add(phone, "expects", "Prévenir la veille")
    expect(phone.locator("#add-expects .outgoing")).to_contain_text("Prévenir la veille")
    expect(phone.locator("#add-expects textarea")).to_have_value("")
    add(phone, "commits", "Commander avant midi")
    phone.context.set_offline(False)
    expect(standing(phone, "expects")).to_have_text(["Un seul numéro", "Prévenir la veille"])
    expect(standing(phone, "commits")).to_have_text(["Commander avant midi"])
    expect(phone.locator(".outgoing")).to_have_count(0)
    expect(standing(other, "expects")).to_have_text(["Un seul numéro", "Prévenir la veille"])


def test_two_of_one_service_who_change_one_line_see_both_texts(room):
    opened = room()
    phone, other = at(opened.phone(0), "Achats"), at(opened.phone(1), "Achats")
    add(phone, "expects", "Un prix sous deux jours")
    for each in (phone, other):
        expect(standing(each, "expects")).to_have_count(1)
        each.locator(".fill-cell.expects [id^=line-]").click()
        expect(each.locator("#line-text")).to_have_value("Un prix sous deux jours")
    phone.fill("#line-text", "Un prix sous un jour")
    phone.click("#sheet .primary")
    expect(phone.locator("#sheet")).to_be_hidden()
    other.fill("#line-text", "Un prix sous une semaine")
    other.click("#sheet .primary")
    expect(other.locator("#sheet .notice")).to_contain_text("Un prix sous un jour")
    other.click("#sheet .primary")
    expect(standing(phone, "expects")).to_have_text(["Un prix sous une semaine"])


def test_what_was_being_written_when_the_room_moves_on_may_still_be_sent(room):
    opened = room()
    phone = at(opened.phone(0), "Achats")
    phone.fill("#add-expects textarea", "Un prix sous deux jours")
    opened.bring("meet")
    expect(phone.locator("#moved")).to_contain_text("Un prix sous deux jours")
    phone.click("#moved [data-send]")
    expect(phone.locator("#moved")).to_be_hidden()
    expect(phone.locator(".outgoing")).to_have_count(0)
    assert opened.lines() == ["Ventes | expects | Achats | Un prix sous deux jours"]


def test_the_board_tells_how_far_rows_are_and_no_word(room, people, server):
    opened = room()
    watch = opened.tell("from workshop import watching\nprint(watching.watch_token(workshop))")
    board = people("board")
    board.goto(f"{server.address}/watch/{watch}/")
    hears(board)
    phone = at(opened.phone(0), "Achats")
    add(phone, "expects", "Un prix sous deux jours")
    expect(board.locator(".fill-rows .writing")).to_contain_text("Ventes")
    assert "Un prix" not in board.content()
    phone.click("#row-done")
    expect(board.locator(".fill-count b")).to_have_text("1")
    assert violations(board) == []
    assert smallest_text(board) >= 23.5


def cell(page, room, kind, name):
    return page.locator(f"#{kind}-{room.party(name)}")


def write(page, field, text):
    """Other words in a cell, which is then left."""
    field.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Tab")


def saved(page, room, kind, name):
    expect(page.locator(f"#cell-{kind}-{room.party(name)}")).to_have_attribute("data-state", "saved")


def test_the_row_is_a_spreadsheet_by_keyboard_alone(room):
    opened = room()
    page = opened.sheet(0)
    keys = page.keyboard
    for _tab in range(12):
        if page.evaluate("document.activeElement.closest('[data-cell]') !== null"):
            break
        keys.press("Tab")
    expect(cell(page, opened, "expects", "Achats")).to_be_focused()
    keys.type("Un prix sous deux jours")
    keys.press("Enter")
    keys.type("Un seul interlocuteur")
    keys.press("Enter")
    keys.press("Enter")
    expect(cell(page, opened, "expects", "Comptabilité")).to_be_focused()
    saved(page, opened, "expects", "Achats")
    keys.press("ArrowRight")
    keys.press("ArrowDown")
    expect(cell(page, opened, "commits", "Logistique")).to_be_focused()
    keys.type("De trop")
    keys.press("Escape")
    expect(cell(page, opened, "commits", "Logistique")).to_have_value("")
    keys.type("Commander avant midi")
    keys.press("Shift+Tab")
    expect(cell(page, opened, "expects", "Logistique")).to_be_focused()
    saved(page, opened, "commits", "Logistique")
    assert opened.lines() == [
        "Ventes | commits | Logistique | Commander avant midi",
        "Ventes | expects | Achats | Un prix sous deux jours",
        "Ventes | expects | Achats | Un seul interlocuteur",
    ]
    keys.press("ArrowUp")
    keys.press("ArrowUp")
    keys.press("F2")
    keys.press("Control+Home")
    keys.type("Sauf urgence, ")
    keys.press("Tab")
    saved(page, opened, "expects", "Achats")
    assert "Ventes | expects | Achats | Sauf urgence, Un prix sous deux jours" in opened.lines()
    assert violations(page) == []


PASTE = """text => {
    const clipboardData = new DataTransfer()
    clipboardData.setData("text/plain", text)
    const options = { clipboardData, bubbles: true, cancelable: true }
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", options))
}"""


def test_a_range_of_a_spreadsheet_is_pasted_after_a_look(room):
    opened = room()
    page = opened.sheet(0)
    cell(page, opened, "expects", "Achats").focus()
    page.evaluate(
        PASTE, 'Achats\t"Un prix\nUne date"\tDes prévisions\nLogistique\t\tCommander avant midi\nMarketing\tRien\t'
    )
    expect(page.locator("h1")).to_have_text("4 lignes pour 2 services, 1 ligne du tableur non reconnue")
    assert violations(page) == []
    assert opened.lines() == []
    page.keyboard.press("Tab")
    for _tab in range(12):
        if page.evaluate("document.activeElement.matches('main .primary')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(cell(page, opened, "expects", "Achats")).to_have_value("Un prix\nUne date")
    assert len(opened.lines()) == 4


def test_a_cell_waits_for_the_network_and_two_texts_are_both_shown(room):
    opened = room()
    page, other = opened.sheet(0), opened.sheet(1)
    field = cell(page, opened, "expects", "Achats")
    write(page, field, "Un prix sous deux jours")
    saved(page, opened, "expects", "Achats")
    other.reload()
    other.wait_for_selector(".with-script")
    page.context.set_offline(True)
    write(page, field, "Un prix sous un jour")
    waits = page.locator(f"#cell-expects-{opened.party('Achats')}")
    expect(waits).to_have_attribute("data-state", "waiting")
    theirs = cell(other, opened, "expects", "Achats")
    write(other, theirs, "Un prix sous une semaine")
    saved(other, opened, "expects", "Achats")
    page.context.set_offline(False)
    expect(waits).to_have_attribute("data-state", "refused")
    expect(waits.locator(".two-texts")).to_contain_text("Un prix sous une semaine")
    expect(field).to_have_value("Un prix sous un jour")
    assert violations(page) == []
    page.reload()
    expect(waits.locator(".two-texts")).to_contain_text("Un prix sous une semaine")
    expect(field).to_have_value("Un prix sous un jour")
    waits.locator("[data-again]").click()
    expect(waits).to_have_attribute("data-state", "saved")
    assert opened.lines() == ["Ventes | expects | Achats | Un prix sous un jour"]


def test_a_phone_among_thirty_services_weighs_less_than_60_kb(room):
    opened = room([f"Service {n} au nom assez long" for n in range(30)], ["Service 1 au nom assez long"])
    phone = opened.sit(opened.people("phone"))
    line = phone.context.new_cdp_session(phone)
    line.send("Network.enable")
    weights = []
    line.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    phone.goto(opened.address)
    at(phone, "Service 0").wait_for_load_state("networkidle")
    assert 20_000 < sum(weights) <= 60_000, len(weights)
