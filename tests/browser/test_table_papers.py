"""Step 4 in real browsers: the console chooses what the board shows, lines come in, papers leave, axe finds nothing."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import EMAIL, hears
from .test_axe import sideways, small_targets, smallest_text, violations

PRINTING = 90_000  # ms: a press of a busy machine is slow, not wrong
MADE = """
from datetime import date
from secrets import token_urlsafe
from django.conf import settings
from promises.models import Party
from promises.reciprocal import rounds, services
from promises.steps import parties
from workshop.models import Facilitator, Organisation
from workshop.steps import gather
facilitator = Facilitator.objects.first()
house = Organisation.objects.get_or_create(name="Ateliers Morvan")[0]
workshop = rounds.open_round(facilitator, house, date(2026, 11, 24), "fr")
services.seat(workshop, ["Comptabilité", "Ventes", "Administration des ventes (ADV)"], by=facilitator)
device = token_urlsafe(32)
person = gather.join(workshop, "Ali", device)
parties.speak_for(person, Party.objects.get(workshop=workshop, name="Ventes").pk)
print(workshop.key, settings.DEVICE_COOKIE, device)
"""
LINES = """Service;Envers;Nature;Texte
Ventes;Comptabilité;attend de;Les chiffres le 5
Ventes;Administration des ventes (ADV);attend de;Un seul numéro
Comptabilité;Ventes;s’engage envers;Le point du lundi
"""


class Round:
    """A round of three services behind the scenes, led by the tests' facilitator."""

    def __init__(self, server, prompter):
        self.server, self.prompter = server, prompter
        self.key, self.cookie, self.device = prompter.play(MADE).split()

    def tell(self, code):
        found = f"from workshop.models import Workshop\nworkshop = Workshop.objects.get(key={self.key!r})\n"
        return self.prompter.play(found + code)

    def bring(self, slug):
        self.tell(
            f"from django.utils import timezone\nfrom workshop import moves\n"
            f"moves.take_everyone(workshop, {slug!r}, by=None)\n"
            "Workshop.objects.filter(pk=workshop.pk).update(moves_at=timezone.now())\nmoves.arrive(workshop)"
        )


@pytest.fixture
def round_(server, prompter):
    return Round(server, prompter)


@pytest.fixture
def console(round_, people):
    def opened(path="console/", size="console", **options):
        page = people(size, accept_downloads=True, **options)
        page.goto(f"{round_.server.address}/sign-in/?next=/w/{round_.key}/{path}")
        page.fill("#id_username", EMAIL)
        page.fill("#id_password", round_.server.password)
        page.click("main button.primary")
        page.wait_for_url(f"**/w/{round_.key}/{path}")
        return page

    return opened


@pytest.fixture
def board(round_, people):
    watch = round_.tell("from workshop import watching\nprint(watching.watch_token(workshop))")
    page = people("board")
    page.goto(f"{round_.server.address}/watch/{watch}/")
    return hears(page)


@pytest.fixture
def phone(round_, people):
    page = people("small")
    page.context.add_cookies([{"name": round_.cookie, "value": round_.device, "url": round_.server.address}])
    page.goto(f"{round_.server.address}/w/{round_.key}/")
    return hears(page)


def test_lines_come_in_after_one_has_seen_them(round_, console):
    page = console("table/intake/")
    page.fill("#intake-text", LINES + "Ventes;Achats;attend;x\n")
    page.click("form.card button")
    expect(page.locator(".refusal")).to_contain_text("Ligne 5")
    assert violations(page) == []
    page.set_input_files("#intake-file", {"name": "x.csv", "mimeType": "text/csv", "buffer": LINES.encode("cp1252")})
    page.click("form.card button")
    expect(page.locator("#preview")).to_contain_text("3 lignes seraient ajoutées")
    assert violations(page) == []
    page.get_by_role("button", name="Ajouter 3 lignes").click()
    hears(page)
    expect(page.locator(".undo")).to_contain_text("A importé 3 lignes")


def test_the_board_follows_the_console_from_picture_to_picture(round_, console, board, phone):
    round_.tell(
        "from promises.reciprocal import taking_in\nfrom workshop.models import Facilitator\n"
        f"taking_in.take_in(workshop, {LINES!r}, by=Facilitator.objects.first())"
    )
    round_.bring("table")
    page = hears(console())
    expect(board.locator(".balance tbody tr")).to_have_count(3)
    for picture, shown in (("map", ".services-map"), ("matrix", "#matrix"), ("balance", ".balance-board")):
        page.click(f"#show-{picture}")
        expect(board.locator(shown)).to_be_visible()
        expect(page.locator(f"#show-{picture}")).to_have_attribute("aria-pressed", "true")
        assert board.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
        if picture != "matrix":
            assert smallest_text(board) >= 23.5
            assert violations(board) == []
    assert violations(page) == []
    page.click("#set-next-day")
    page.fill("#next-table-day", "2029-05-24")
    page.click("#sheet button.primary")
    expect(board.locator(".next-on")).to_contain_text("24 mai 2029")
    expect(phone.locator("#mine")).to_contain_text("Le point du lundi")
    assert violations(phone) == []
    assert sideways(phone) == 0
    assert small_targets(phone) == []


def test_papers_leave_by_the_console_and_by_a_phone(round_, console, phone, server):
    round_.bring("table")
    page = console("table/papers/", color_scheme="dark")
    assert violations(page) == []
    with page.expect_download(timeout=PRINTING) as told:
        page.locator("a[data-print]").first.click()
    assert re.fullmatch(r"Tableau-ateliers-morvan-2026-11-24\.pdf", told.value.suggested_filename)
    assert told.value.path().read_bytes().startswith(b"%PDF")
    expect(phone.locator(".take-away")).to_be_visible()
    with phone.expect_download(timeout=PRINTING) as told:
        phone.get_by_role("link", name="Notre page (PDF)").click()
    assert told.value.suggested_filename.startswith("Engagements-ventes-")
