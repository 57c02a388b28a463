"""A review that two sides live apart: a phone, a private page without script, a console, a board; then home, late."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import EMAIL, hears

AXE = Axe()
# Two versions: the first was judged and closed, the second is under review; its day was nine days ago.
STAGE = """
from datetime import timedelta
from django.utils import timezone
from interfaces.models import Contact, Echo, Interface, Pair, PairMember, Sentence
from promises.models import Commitment, Score, Version
from promises.steps import promise, review
from workshop.models import Facilitator
from workshop.change import change
claire = Facilitator.objects.first()
pair = Pair.objects.create(workshop=workshop)
PairMember.objects.create(pair=pair, participant=workshop.participants.get(name="Ali"))
sales = Interface.objects.create(workshop=workshop, name="Ventes", pair=pair)
Contact.objects.create(interface=sales, name="Julie Martin", email="julie@example.org", language="fr")
said = Sentence.objects.create(interface=sales, text="Quand ils donnent une date, elle tient")
Echo.objects.create(sentence=said, moment="consult", answer="no")
for name in ["Production", "SAV", "Comptabilité", "Achats", "Qualité", "Ressources humaines"][:{more}]:
    Interface.objects.create(workshop=workshop, name=name)
for interface in workshop.interfaces.all():
    for what, delay in [("confirme la date d’expédition", "4 h"), ("prévient avant un retard", "la veille à midi")]:
        promise.commit(workshop, interface, dict(who="Le préparateur", what=what, delay=delay), by=claire)
promise.seal(workshop, by=claire)
for version in (1, 2):
    review.open_review(workshop, by=claire)
    judged = Commitment.objects.filter(promise__version__workshop=workshop, promise__version__number=version)
    for number, line in enumerate(judged):
        if version == 2 and line.promise.interface == sales:
            continue
        for side, verdicts in [("team", "kept kept partly"), ("client", "partly kept broken")]:
            verdict = verdicts.split()[(number + version) % 3]
            comment = "Deux retards en juin, dont un appris par le client." if verdict == "broken" else ""
            Score.objects.create(commitment=line, side=side, verdict=verdict, comment=comment)
    if version == 1:
        today = timezone.localdate()
        review.act(workshop, "Acheter un second scanner", "Bruno", today - timedelta(days=3), by=claire)
        review.act(workshop, "Afficher les dates au quai", "Nadia", today + timedelta(days=9), by=claire)
        review.next_version(workshop, by=claire)
        promise.seal(workshop, by=claire)
Version.objects.filter(workshop=workshop, number=2).update(review_on=today - timedelta(days=9))
print(review.invite_counterpart(workshop, sales, by=claire), sales.pk)
"""
WATCH = "from workshop import watching; print(watching.watch_token(workshop))"


@pytest.fixture
def reviewed(stage):
    """(stage, address of Julie's private link, primary key of her client service); Ali is in charge of it."""

    def open_review(more=2):
        room = stage("review", "Ali", "Bo")
        secret, pk = room.tell(STAGE.replace("{more}", str(more))).split()
        return room, f"{room.server.address}/l/{secret}/", pk

    return open_review


def console_of(room, people, language="fr-FR", size="console", **options):
    page = people(size, language, **options)
    page.goto(f"{room.server.address}/sign-in/?next=/w/{room.key}/console/review/")
    page.fill("#id_username", EMAIL)
    page.fill("#id_password", room.server.password)
    page.click("main button.primary")
    page.on("dialog", lambda dialog: dialog.accept())
    return hears(page)


def board_of(room, people, language="fr-FR", **options):
    board = people("board", language, **options)
    board.goto(f"{room.server.address}/watch/{room.tell(WATCH)}/")
    return hears(board)


def private(people, link, size="phone", language="fr-FR", **options):
    page = people(size, language, **options)
    page.goto(link)
    page.click("main button")
    page.wait_for_selector("form.stack")
    return page


def sound(page):
    """Nothing for axe to say, nothing to scroll sideways to."""
    report = AXE.run(page, options={"preload": False}).response["violations"]
    assert [(v["id"], [node["html"][:160] for node in v["nodes"][:3]]) for v in report] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_two_sides_that_disagree_read_each_other_only_afterwards(reviewed, people):
    room, link, pk = reviewed()
    console, board, phone = console_of(room, people), board_of(room, people), hears(room.phone(0))
    own = phone.locator("#mine .asked").first
    own.get_by_role("button", name="Tenu", exact=True).click()
    expect(own.get_by_role("button", name="Tenu", exact=True)).to_have_attribute("aria-pressed", "true")
    phone.locator('#mine .answers.four button[name="answer"]').first.click()
    expect(console.locator(f"#judged-{pk} .verdict-tag.waits").first).to_be_visible()
    expect(console.locator(f"#judged-{pk} .verdict-tag.kept")).to_have_count(0)

    contact = private(people, link, java_script_enabled=False)
    expect(contact.locator(".verdict-tag")).to_have_count(0)
    contact.locator(".verdict-choice").first.get_by_label("Non tenu").check()
    contact.locator("textarea").first.fill("Deux dates déplacées en mai")
    contact.get_by_label("Le contraire").check()
    contact.fill("#wishes", "Un numéro le soir")
    contact.locator("form.stack > button.primary").click()
    expect(contact.locator("[role=status]")).to_contain_text("Merci")
    expect(contact.locator(".verdict-tag.kept")).to_be_visible()

    gap = console.locator(f"#judged-{pk} .verdict-row.disagree").first
    expect(gap).to_contain_text("Deux dates déplacées en mai")
    expect(console.locator(f"#judged-{pk} .mirror-row.disagree")).to_contain_text("Le contraire")
    expect(board.locator(".review-row.disagree").first).to_contain_text("Ventes")
    expect(phone.locator("#scores")).to_contain_text("Non tenu")
    expect(phone.locator("body")).not_to_contain_text("Deux dates déplacées")
    for page in (console, board, phone, private(people, link, "small")):
        sound(page)


def test_a_contact_stops_and_comes_back_on_another_device(reviewed, people):
    _room, link, _pk = reviewed()
    first = private(people, link, "small", java_script_enabled=False)
    first.locator(".verdict-choice").first.get_by_label("En partie").check()
    first.locator("form.stack > button.primary").click()
    expect(first.locator("[role=status]")).to_be_visible()
    again = private(people, link)
    expect(again.locator(".verdict-choice input:checked")).to_have_count(1)
    sizes = again.evaluate("performance.getEntries().map(each => each.transferSize || 0).reduce((a, b) => a + b)")
    assert sizes < 60_000 + 45_000  # fonts apart, which every page shares


def test_a_review_is_decided_and_closed_by_keyboard_alone(reviewed, people):
    room, _link, pk = reviewed()
    console = console_of(room, people, "en-GB")
    console.focus(f"#new-line-{pk}")
    console.keyboard.press("Enter")
    expect(console.locator("#addition-what")).to_be_focused()
    console.keyboard.type("answers the phone until seven")
    console.keyboard.press("Tab")
    console.keyboard.type("two calls lost in June")
    console.keyboard.press("Tab")
    console.keyboard.press("Enter")
    expect(console.locator(f"#additions-{pk}")).to_contain_text("two calls lost in June")
    console.focus("#review-day-open")
    console.keyboard.press("Enter")
    expect(console.locator("#review-day")).to_be_focused()
    sound(console)
    console.locator("#sheet-body button[data-close]").focus()
    console.keyboard.press("Enter")
    console.focus("#next-version")
    console.keyboard.press("Enter")
    expect(console.locator("#review-state .done")).to_be_visible()
    said = room.tell("from promises.models import Commitment; print(Commitment.objects.latest('pk').what)")
    assert said == "answers the phone until seven"


def test_the_board_never_scrolls_with_many_client_services(reviewed, people):
    room, _link, _pk = reviewed(6)
    board = board_of(room, people, "en-GB")
    expect(board.locator(".service-row")).to_have_count(8)
    overflow = "[...document.querySelectorAll('.board-stage, .review-services, .review-rows')]"
    overflow += ".filter(each => each.scrollHeight > each.clientHeight + 1).map(each => each.className)"
    assert board.evaluate(overflow) == []
    sound(board)


@pytest.mark.parametrize(
    ("language", "late", "owner"), [("fr-FR", "Bilan en retard", "Bruno"), ("en-GB", "Review overdue", "Bruno")]
)
def test_home_says_what_is_late_and_the_movement_can_be_printed(reviewed, people, language, late, owner):
    room, _link, _pk = reviewed()
    console = console_of(room, people, language)
    console.get_by_role("link", name="Ce qui a bougé" if language == "fr-FR" else "The movement").click()
    expect(console.locator("svg.versions-chart")).to_be_visible()
    expect(console.locator(".moves .up, .moves .down").first).to_be_visible()
    sound(console)
    console.goto(room.server.address + "/workshops/")
    card = console.locator(".workshops .card", has=console.locator(f'a[href*="{room.key}"]')).first
    expect(card.locator(".due.late").first).to_contain_text(late)
    expect(card).to_contain_text(owner)
    sound(console)
