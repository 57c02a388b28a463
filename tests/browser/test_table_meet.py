"""Step 3 of the reciprocal table in real browsers: four services' phones, a console and a board meet."""

import pytest
from playwright.sync_api import expect

from .conftest import EMAIL, hears
from .test_axe import sideways, violations
from .test_table_fill import add, on_to, standing

SERVICES = ["Ventes", "Logistique", "Comptabilité", "Achats"]
LAID = """
from datetime import date
from secrets import token_urlsafe
from django.conf import settings
from promises.reciprocal import rounds, services
from promises.steps import parties
from workshop import access, watching
from workshop.models import Facilitator, Organisation
from workshop.steps import gather
by = Facilitator.objects.first()
organisation = Organisation.objects.create(name="Meunier " + token_urlsafe(6))
workshop = rounds.open_round(by, organisation, date(2026, 11, 24), "fr")
devices = []
for party in services.seat(workshop, {names}, by=by):
    devices.append(token_urlsafe(32))
    gather.join(workshop, "Voix " + party.name, devices[-1])
    parties.speak_for(access.seated(devices[-1], workshop.key), party.pk)
print(workshop.key, watching.watch_token(workshop), settings.DEVICE_COOKIE, *devices)
"""
BRING = """
from workshop import clock, moves
from workshop.models import Workshop
workshop = Workshop.objects.get(key={key!r})
if workshop.step != {slug!r}:
    moves.take_everyone(workshop, {slug!r}, by=None)
    Workshop.objects.filter(pk=workshop.pk).update(moves_at=clock.now())
    moves.arrive(workshop)
"""
WROTE = """
from promises.models import Entry
from promises.reciprocal import entries
from promises.reciprocal.voices import Voice
from workshop.models import Workshop
workshop = Workshop.objects.get(key={key!r})
party = workshop.parties.get(name={name!r})
other = workshop.parties.get(name={other!r})
entries.add(Voice(party, workshop), other.pk, {kind!r}, {texts!r})
"""
SMALL_TARGETS = """() => [...document.querySelectorAll("main button, main summary, main textarea")]
    .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43.5).map((e) => e.outerHTML)"""
SMALL_TEXT = """() => [...document.querySelectorAll("#screen *")].filter((e) => !e.closest(".visually-hidden")
    && e.checkVisibility({visibilityProperty: true})
    && [...e.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim())
    && parseFloat(getComputedStyle(e).fontSize) < 23.9).map((e) => e.outerHTML.slice(0, 120))"""


class Table:
    """A round laid behind the scenes, and the browsers of those at it."""

    def __init__(self, server, people, prompter, names):
        self.server, self.people, self.prompter, self.names = server, people, prompter, names
        self.key, self.watch, self.cookie, *self.devices = prompter.play(LAID.format(names=names)).split()

    def bring(self, slug):
        self.prompter.play(BRING.format(key=self.key, slug=slug))

    def wrote(self, name, other, kind, *texts):
        self.prompter.play(WROTE.format(key=self.key, name=name, other=other, kind=kind, texts=list(texts)))

    def phone(self, name, size="phone", **options):
        page = self.people(size, **options)
        device = self.devices[self.names.index(name)]
        page.context.add_cookies([{"name": self.cookie, "value": device, "url": self.server.address}])
        page.goto(f"{self.server.address}/w/{self.key}/")
        return hears(page)

    def board(self, **options):
        page = self.people("board", **options)
        page.goto(f"{self.server.address}/watch/{self.watch}/")
        return hears(page)

    def console(self, **options):
        page = self.people("console", **options)
        page.goto(f"{self.server.address}/sign-in/?next=/w/{self.key}/console/")
        page.fill("#id_username", EMAIL)
        page.fill("#id_password", self.server.password)
        page.click("main button.primary")
        return hears(page)


@pytest.fixture
def table(server, people, prompter):
    return Table(server, people, prompter, SERVICES)


def cell(screen, asker, giver, names=SERVICES):
    """A cell of the matrix."""
    row = screen.locator("[role=row]", has=screen.locator("[role=rowheader]", has_text=asker))
    return row.locator("[role=cell]").nth(names.index(giver))


def expected(phone, text):
    return phone.locator(".meet-mine .expected", has_text=text)


def writes(phone, other, kind, *texts):
    """Write lines about another service, as its representative does."""
    on_to(phone, other)
    for number, text in enumerate(texts, 1):
        add(phone, kind, text)
        expect(standing(phone, kind)).to_have_count(number)


def answer(phone, text, words, button):
    """Answer an expectation in words."""
    expected(phone, text).get_by_text("Autre réponse…").click()
    expected(phone, text).locator("textarea").fill(words)
    expected(phone, text).get_by_role("button", name=button).click()


def is_fit(phone):
    assert violations(phone) == []
    assert sideways(phone) == 0
    assert phone.evaluate(SMALL_TARGETS) == []


def is_readable(board):
    assert board.evaluate(SMALL_TEXT) == []
    assert board.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert violations(board) == []


def test_four_services_meet(table):
    table.bring("fill")
    console, board = table.console(), table.board()
    sales, stock, books, buying = (table.phone(name) for name in SERVICES)
    writes(sales, "Logistique", "expects", "Prévenir la veille", "Livrer le dimanche")
    writes(sales, "Comptabilité", "expects", "Une facture par client")
    writes(books, "Ventes", "expects", "Les commandes avant le 5")
    writes(sales, "Comptabilité", "commits", "Toutes les commandes le 3")
    writes(buying, "Logistique", "commits", "Dire la date de chaque arrivage")
    assert "Prévenir la veille" not in board.content()
    table.bring("meet")

    # The matrix: states by sign and word; what was only offered.
    expect(cell(board, "Ventes", "Logistique")).to_contain_text("Sans réponse")
    expect(cell(board, "Logistique", "Achats")).to_contain_text("Offert")
    expect(cell(board, "Logistique", "Ventes")).to_contain_text("Rien n’est dit")
    is_readable(board)

    # Accept, propose instead and agree, cannot.
    expect(stock.get_by_text("2 à répondre")).to_be_visible()
    answer(stock, "Prévenir la veille", "Prévenir à midi", "Proposer cela à la place")
    expect(cell(board, "Ventes", "Logistique")).to_contain_text("Contradictoire")
    answer(stock, "Livrer le dimanche", "Le dépôt est fermé", "Impossible")
    expect(stock.get_by_text("plus rien à répondre")).to_be_visible()
    expected(sales, "Prévenir à midi").get_by_role("button", name="D’accord").click()
    expect(cell(board, "Ventes", "Logistique")).to_contain_text("Refusée")
    expect(cell(console, "Ventes", "Logistique")).to_have_class("refused")
    expected(books, "Une facture par client").get_by_role("button", name="Accepter").click()
    expect(cell(board, "Ventes", "Comptabilité")).to_contain_text("En accord")

    # A commitment that is there answers; it does not do.
    expected(sales, "Les commandes avant le 5").get_by_text("Autre réponse…").click()
    expected(sales, "Les commandes avant le 5").get_by_role("button", name="Toutes les commandes le 3").click()
    expect(cell(board, "Comptabilité", "Ventes")).to_contain_text("En accord")
    books.click("#asking-folded > summary")
    expected(books, "Les commandes avant le 5").get_by_role("button", name="Cela ne convient pas").click()
    expect(cell(board, "Comptabilité", "Ventes")).to_contain_text("Contradictoire")
    expect(expected(sales, "Les commandes avant le 5")).to_contain_text("cela ne convient pas")
    expect(buying.get_by_text("Personne n’attend rien de vous.")).to_be_visible()

    # The walk, by keys: two pairs, the phones of the two are told.
    console.keyboard.press("n")
    expect(board.locator(".facing h2")).to_contain_text("Ventes attend de Logistique")
    expect(board.locator(".facing")).to_contain_text("Le dépôt est fermé")
    expect(board.locator(".facing-side").last).to_contain_text("Prévenir à midi")
    expect(sales.get_by_text("À vous")).to_be_visible()
    expect(stock.get_by_text("À vous")).to_be_visible()
    expect(books.get_by_text("À vous")).to_have_count(0)
    expect(books.locator("#on-board")).to_contain_text("ce que Ventes attend de Logistique")
    is_readable(board)
    console.keyboard.press("n")
    expect(board.locator(".facing h2")).not_to_contain_text("Ventes attend de Logistique")
    expect(console.locator("#console-pair")).to_be_visible()
    assert violations(console) == []
    console.keyboard.press("p")
    expect(board.locator(".facing h2")).to_contain_text("Ventes attend de Logistique")
    console.keyboard.press("Escape")
    expect(cell(board, "Ventes", "Logistique")).to_contain_text("Refusée")

    # Who comes back sees the same.
    expect(stock.get_by_text("À vous")).to_have_count(0)
    shown = stock.locator("#mine").inner_text()
    stock.reload()
    expect(stock.locator("#mine h1").first).to_be_visible()
    assert stock.locator("#mine").inner_text() == shown
    is_fit(stock)


def test_a_facilitator_answers_for_a_silent_service(table):
    table.bring("fill")
    table.wrote("Ventes", "Logistique", "expects", "Prévenir la veille", "Un seul numéro")
    table.bring("meet")
    console, board = table.console(), table.board()
    phone = table.phone("Logistique")
    cell(console, "Ventes", "Logistique").locator("button").click()
    sheet = console.locator("dialog[open]")
    line = sheet.locator(".expected", has_text="Un seul numéro")
    line.get_by_role("button", name="Il propose cela").click()
    expect(line).to_contain_text("Dites-le en quelques mots")
    line.locator("textarea").fill("Deux numéros, un par dépôt")
    line.get_by_role("button", name="Il propose cela").click()
    expect(line).to_contain_text("Contradictoire")
    expect(sheet).to_be_visible()
    assert violations(console) == []
    sheet.get_by_role("button", name="Montrer à l’écran de la salle").first.click()
    expect(board.locator(".facing")).to_contain_text("Deux numéros, un par dépôt")
    expect(expected(phone, "Un seul numéro").locator("q")).to_have_text("Deux numéros, un par dépôt")
    console.click("#all-unanswered")
    expect(console.locator("dialog[open] li")).to_have_text(["Ventes Prévenir la veille"])
    console.keyboard.press("Escape")
    console.click("label:has(#only-contradictory)")
    expect(cell(console, "Achats", "Ventes").locator("button")).to_be_hidden()
    expect(cell(console, "Ventes", "Logistique").locator("button")).to_be_visible()


def test_nobody_typing_an_answer_is_interrupted(table):
    table.bring("fill")
    table.wrote("Ventes", "Logistique", "expects", "Prévenir la veille")
    table.bring("meet")
    phone, board = table.phone("Logistique", "small"), table.board()
    expected(phone, "Prévenir la veille").get_by_text("Autre réponse…").click()
    field = expected(phone, "Prévenir la veille").locator("textarea")
    is_fit(phone)
    field.press_sequentially("Prévenir ")
    field.evaluate("field => { field.isTheSame = true }")
    stamp = phone.locator(f"[id='{phone.get_attribute('#mine', 'data-watch')}']")
    before = stamp.get_attribute("data-stamp")
    table.wrote("Achats", "Logistique", "expects", "Ranger le quai")
    expect(cell(board, "Achats", "Logistique")).to_contain_text("Sans réponse")
    expect(stamp).not_to_have_attribute("data-stamp", before)
    field.press_sequentially("à midi")
    expect(field).to_be_focused()
    assert field.evaluate("field => field.isTheSame")
    expect(field).to_have_value("Prévenir à midi")
    field.blur()
    expect(expected(phone, "Ranger le quai")).to_be_visible()
    expect(field).to_have_value("Prévenir à midi")
    expect(field).to_be_visible()
    phone.reload()
    expect(expected(phone, "Prévenir la veille")).to_be_visible()
    expected(phone, "Prévenir la veille").get_by_text("Autre réponse…").click()
    expect(field).to_have_value("Prévenir à midi")
    phone.get_by_role("button", name="Proposer cela à la place").click()
    expect(cell(board, "Ventes", "Logistique")).to_contain_text("Contradictoire")


@pytest.mark.parametrize("count", [8, 12, 30])
def test_the_board_holds_any_number_of_services(server, people, prompter, count):
    names = [f"Service {n:02} au nom assez long" for n in range(count)]
    table = Table(server, people, prompter, names)
    table.bring("fill")
    table.wrote(names[-1], names[0], "expects", "Une attente")
    table.bring("meet")
    for scheme in ("light", "dark"):
        board = table.board(color_scheme=scheme)
        expect(cell(board, names[-1], names[0], names)).to_have_class("unanswered")
        is_readable(board)
        below = board.evaluate("document.querySelector('.matrix-legend').getBoundingClientRect().bottom")
        assert below <= 1080
