"""The wall on the board: every card readable from eight metres, nothing cut sideways, whatever the room writes."""

import pytest
from playwright.sync_api import expect

from .conftest import EMAIL, hears
from .test_axe import STYLES, violations
from .test_writing import open_board

FILL = """
from uuid import uuid4
from interfaces.models import Interface, PostIt
from interfaces.steps import postits
TEXTS = [
    "Ils répondent le jour même",
    "On ne sait jamais à qui demander, et quand on trouve, la personne est en congés sans remplaçant",
    "Réactifs",
    "Anticonstitutionnellementincompréhensiblesigleadministratif",
    "👩‍👩‍👧‍👦🎉 merci pour tout 👍🏽",
    "يردون بسرعة على كل أسئلتنا",
    "Une réponse claire, datée, et quelqu’un qui rappelle quand la date ne peut pas être tenue : " + "encore " * 20,
]
names = ["Comptabilité", "Logistique", "Administration des ventes", "Service après-vente", "Achats", "Paie",
         "Direction générale", "R&D", "Informatique", "Qualité", "Production", "Affaires juridiques"]
services = [Interface.objects.create(workshop=workshop, name=name) for name in names[:{services}]]
PostIt.objects.bulk_create(
    PostIt(workshop=workshop, op_id=uuid4(), owner_tag="", number=number + 1, late=number % 9 == 0,
           polarity=("like", "dislike")[number % 3 == 0], interface=([None] + services)[number % ({services} + 1)],
           text=TEXTS[number % len(TEXTS)])
    for number in range({cards})
)
postits.reveal(workshop, by=None)
"""
MEASURE = """() => {
  const wall = document.querySelector(".wall").getBoundingClientRect()
  const cards = [...document.querySelectorAll(".wall .postit")]
  return {
    smallest: Math.min(...cards.map((card) => parseFloat(getComputedStyle(card).fontSize)), 99),
    cut: cards.filter((card) => card.scrollWidth > card.clientWidth + 1).map((card) => card.textContent.slice(0, 30)),
    wide: [...document.querySelectorAll(".wall .postits")].filter((e) => e.scrollWidth > e.clientWidth + 1).length,
    outside: wall.bottom > innerHeight || wall.right > innerWidth,
    scrolls: document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth,
  }
}"""
SHOWN = """() => {
  const page = document.querySelector(".wall-columns").getBoundingClientRect()
  const seen = (card) => {
    const box = card.getBoundingClientRect(), list = card.closest("ul").getBoundingClientRect()
    return box.bottom > list.top && box.bottom <= list.bottom + 1 && box.left >= page.left && box.right <= page.right
  }
  return [...document.querySelectorAll(".wall .postit")].filter(seen).map((card) => card.id)
}"""


def filled(stage, people, cards, services):
    room = stage("postits", "Ali")
    room.tell(FILL.format(cards=cards, services=services))
    board = open_board(room, people)
    expect(board.locator(".wall .postit")).to_have_count(cards)
    board.wait_for_timeout(700)  # cards have arrived
    return room, board


@pytest.mark.parametrize("services", [1, 6, 12])
@pytest.mark.parametrize("cards", [0, 1, 40, 300])
def test_every_card_is_readable_and_nothing_overflows(stage, people, cards, services):
    _room, board = filled(stage, people, cards, services)
    found = board.evaluate(MEASURE)
    assert found["smallest"] >= 24
    assert not found["outside"]
    assert not found["scrolls"]
    assert (found["cut"], found["wide"]) == ([], 0)


def test_a_few_cards_are_written_larger(stage, people):
    sizes = [filled(stage, people, cards, 6)[1].evaluate(MEASURE)["smallest"] for cards in (3, 12, 300)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1] == 24


def test_every_card_comes_up_by_itself_when_there_are_300(stage, people):
    """Places turn pages, and so does a wall of thirteen columns: nobody has to touch the board."""
    room = stage("postits", "Ali")
    room.tell(FILL.format(cards=300, services=12))
    board = people("board", reduced_motion="reduce")
    board.clock.install()
    link = room.tell("from workshop import watching; print(watching.watch_token(workshop))")
    board.goto(f"{room.server.address}/watch/{link}/")
    board.wait_for_selector(".wall .postit")
    seen = set()
    for _turn in range(120):
        board.clock.run_for(4000)
        seen.update(board.evaluate(SHOWN))
    assert len(seen) == 300


@pytest.mark.parametrize(("locale", "scheme"), STYLES)
def test_axe_finds_nothing_on_a_full_wall_and_its_console(stage, people, server, locale, scheme):
    room = stage("postits", "Ali")
    room.tell(FILL.format(cards=40, services=12))
    board = people("board", locale, color_scheme=scheme)
    link = room.tell("from workshop import watching; print(watching.watch_token(workshop))")
    board.goto(f"{server.address}/watch/{link}/")
    assert violations(hears(board)) == []
    console = facilitating(room, people, locale, color_scheme=scheme)
    assert violations(console) == []


SIGN_IN = f"""
from workshop.models import Facilitation, Facilitator
Facilitation.objects.get_or_create(workshop=workshop, facilitator=Facilitator.objects.get(email={EMAIL!r}))
"""


def facilitating(room, people, locale="fr-FR", size="console", **options):
    """The console of a staged workshop, its account signed in."""
    room.tell(SIGN_IN)
    page = people(size, locale, **options)
    page.goto(f"{room.server.address}/sign-in/?next=/w/{room.key}/console/postits/")
    page.fill("#id_username", EMAIL)
    page.fill("#id_password", room.server.password)
    page.click("main button.primary")
    page.wait_for_selector("#screen")
    page.on("dialog", lambda dialog: dialog.accept())
    return hears(page)


# What the facilitator types


SERVICES = """
from interfaces.models import Interface
for name in ("Achats", "Logistique"):
    Interface.objects.create(workshop=workshop, name=name)
"""


@pytest.fixture
def desk(stage, people):
    room = stage("postits", "Ali")
    room.tell(SERVICES)
    return room, facilitating(room, people)


def test_forty_pasted_lines_are_shown_then_stuck_at_once(desk):
    room, console = desk
    console.click("#burst")
    console.fill("#burst-text", "\n".join(["- Logistique : en retard", "Achats: " + "é" * 281] + ["bravo"] * 38))
    look = console.locator("#burst-look")
    expect(look).to_contain_text("40 post-its")
    expect(look.locator("li.wrong")).to_have_count(1)
    expect(look.locator("li").first).to_contain_text("Logistique")
    console.click("#burst-form .primary")
    expect(console.locator("#burst-form .field-said")).to_contain_text("Ligne 2")
    assert console.input_value("#burst-text").count("\n") == 39
    assert room.texts() == []
    console.fill("#burst-text", console.input_value("#burst-text").replace("é" * 281, "à l’écoute"))
    expect(look.locator("li.wrong")).to_have_count(0)
    console.click("#burst-form .primary")
    expect(console.locator("#burst-form [role=status]")).to_contain_text("40 post-its")
    expect(console.locator("#wall-state")).to_contain_text("40 post-its")
    console.locator("#undo li button").first.click()
    expect(console.locator("#wall-state")).to_contain_text("0 post-it")


def test_paper_is_numbered_printed_and_typed_back(desk):
    room, console = desk
    console.click("#paper")
    console.fill("#sheets", "1")
    console.click("#sheet form .primary")
    expect(console.locator("#papers")).to_contain_text("1 à 6")
    with console.context.expect_page() as opened:
        console.click("#papers a")
    expect(opened.value.locator(".blank")).to_have_count(6)
    opened.value.close()
    console.locator("#papers button").click()
    second = console.locator("#paper-form tbody tr").nth(1)
    second.locator("[name=text]").fill("Écrit à la main")
    console.click("#paper-form .primary")
    expect(console.locator("#notice")).to_contain_text("Numéro 2")
    expect(second.locator("[name=text]")).to_have_value("Écrit à la main")
    second.locator("[name=polarity]").select_option("dislike")
    console.click("#paper-form .primary")
    expect(console.locator("#papers")).to_contain_text("encore 5")
    assert room.tell("print(workshop.postits.get().number)") == "2"


def test_lesson_12_a_hidden_postit_is_set_aside_by_its_number_with_the_keyboard_alone(desk):
    room, console = desk
    phone = hears(room.phone())
    phone.fill("#text", "À retirer")
    phone.press("#text", "Enter")
    expect(phone.locator("#mine .postit")).to_contain_text("Nº 1")
    console.locator("#unread-summary").focus()
    console.keyboard.press("Enter")
    expect(console.locator("#handles")).to_be_visible()
    console.keyboard.press("Tab")
    console.keyboard.press("Enter")
    expect(console.locator("#wall-state")).to_contain_text("1 mis de côté")
    expect(console.locator("#handles")).to_be_visible()  # what was open stays open
    assert "À retirer" not in console.content()


def test_the_sentence_to_say_is_changed_and_copied(desk):
    _room, console = desk
    first = console.locator(".saying:visible").inner_text()
    console.click("#next-saying")
    second = console.locator(".saying:visible").inner_text()
    assert first != second
    console.click("#copy-saying")
    expect(console.locator("#copy-saying")).to_have_text("Copié")
    assert console.evaluate("String(getSelection())") == second


@pytest.mark.parametrize(("locale", "scheme"), STYLES)
def test_axe_finds_nothing_on_what_a_facilitator_types(desk, locale, scheme):
    _room, console = desk
    console.emulate_media(color_scheme=scheme)
    console.click("#burst")
    console.fill("#burst-text", "bien\n" + "é" * 281)
    expect(console.locator("#burst-look li")).to_have_count(2)
    console.locator("#unread details").evaluate_all("(all) => all.forEach((each) => { each.open = true })")
    assert violations(console) == []
    console.click("#burst-form .primary")
    expect(console.locator(".field-said")).to_be_visible()
    console.click("#paper")
    assert violations(console) == []
