"""Writing from a phone: one hand, 320 px; the choice that stays, the list before it is sent, two ideas told apart."""

import pytest
from playwright.sync_api import expect

from .conftest import hears
from .test_axe import STYLES, sideways, small_targets, violations

SERVICES = """
from interfaces.models import Interface
for name in ("Achats", "Logistique"):
    Interface.objects.create(workshop=workshop, name=name)
"""
REVEAL = "from interfaces.steps import postits; postits.reveal(workshop, by=None)"
ONE_MORE = """
from interfaces.steps import services
services.treat(workshop, services.offer(workshop, "Paie", by=None).pk, True, by=None)
"""
DROP = """
from interfaces.steps import services
services.drop(workshop, workshop.interfaces.get(name="Achats").pk, by=None)
"""

TWO = [
    ("Ils répondent vite et ils sont aimables", "Ils sont aimables"),
    ("Ils répondent vite et tiennent leurs délais", "Tiennent leurs délais"),
    ("Les délais sont tenus et les erreurs sont corrigées", "Les erreurs sont corrigées"),
    ("On attend trois semaines ; personne ne prévient", "Personne ne prévient"),
    ("Toujours à l’heure et faciles à joindre", "Faciles à joindre"),
    ("C’est clair et on comprend", "On comprend"),
    ("D’abord ils écoutent puis ils agissent", "Ils agissent"),
    ("Personne ne répond et rien n’avance", "Rien n’avance"),
    ("Réponse rapide / ton agréable", "Ton agréable"),
    ("They answer fast and they care", "They care"),
    ("The forms are simple and the rules are clear", "The rules are clear"),
    ("Always on time and easy to reach", "Easy to reach"),
    ("They never ring back & nobody knows why", "Nobody knows why"),
    ("We get an answer then nothing happens", "Nothing happens"),
]
ONE = [
    "",
    "achats et ventes",
    "Les services achats et ventes sont contents",
    "Les achats et ventes se parlent enfin",
    "Une équipe rapide et fiable",
    "On comprend leurs contraintes et leurs délais",
    "Ils connaissent nos produits et les contraintes de terrain",
    "Une réponse claire et dans les délais",
    "Toujours disponibles pour les achats et ventes du groupe",
    "Vite et bien",
    "Entre eux et nous, il y a un mur",
    "La confiance entre le service et nous est totale",
    "24 h/24 et 7 jours sur 7",
    "Le lundi et le mardi, personne ne répond",
    "Pas de réponse aux mails et aux appels",
    "On ne sait jamais qui appeler et quand",
    "et/ou",
    "research and development",
    "Sales and marketing people never call back",
    "They know our tools and our constraints",
    "A clear and precise answer within two days",
    "They know our sales and marketing people well",
    "Between them and us there is a wall",
    "Rock and roll",
]


@pytest.fixture
def room(stage):
    made = stage("postits", "Ali", "Bo")
    made.tell(SERVICES)
    return made


def chip(phone, name):
    return phone.locator("#composer .chip", has_text=name)


def test_two_ideas_are_asked_about_and_a_pair_of_names_never(room):
    phone = hears(room.phone())
    asked = "(texts) => import('/static/js/ideas.js').then((it) => texts.map((text) => it.twoIdeas(text)?.[1] ?? ''))"
    said = phone.evaluate(asked, [text for text, _second in TWO])
    assert dict(zip([text for text, _second in TWO], said, strict=True)) == dict(TWO)
    assert {text: second for text, second in zip(ONE, phone.evaluate(asked, ONE), strict=True) if second} == {}


def test_one_tap_makes_two_postits_of_two_ideas_and_nothing_is_blocked(room):
    phone = hears(room.phone())
    offer = phone.locator("#composer [data-two]")
    phone.fill("#text", "Ils répondent vite et fiable")
    expect(offer).to_be_hidden()
    phone.fill("#text", "Ils répondent vite et ils rappellent")
    expect(offer).to_be_visible()
    phone.press("#text", "Enter")  # asked softly: it may be left as it is
    expect(phone.locator("#mine .postit")).to_have_count(1)
    phone.fill("#text", "On attend et on ne sait rien")
    offer.locator("button").click()
    expect(phone.locator("[data-list] li")).to_have_text(["On attend", "On ne sait rien"])
    phone.click("#composer .primary")
    expect(phone.locator("#mine .postit")).to_have_count(3)
    assert room.texts() == ["Ils répondent vite et ils rappellent", "On attend", "On ne sait rien"]


def test_pasted_lines_are_listed_before_they_are_sent_and_may_be_one(room):
    phone = hears(room.phone(size="small"))
    phone.fill("#text", "Un\n\n  Deux  \nTrois")
    expect(phone.locator("[data-list] li")).to_have_text(["Un", "Deux", "Trois"])
    expect(phone.locator("[data-lines]")).to_have_text("3")
    assert sideways(phone) == 0
    phone.click("[data-join]")
    expect(phone.locator("#text")).to_have_value("Un Deux Trois")
    expect(phone.locator("[data-several]")).to_be_hidden()
    phone.click("#composer .primary")
    expect(phone.locator("#mine .postit")).to_have_count(1)


def test_the_last_choice_stays_after_a_reload_and_a_reveal_and_goes_with_its_service(room):
    phone = hears(room.phone())
    chip(phone, "Achats").click()
    phone.click("#composer label.dislike")
    phone.fill("#text", "Toujours en retard")
    phone.press("#text", "Enter")
    expect(phone.locator("#mine .postit.dislike", has_text="Achats")).to_have_count(1)
    phone.reload()
    hears(phone)
    expect(chip(phone, "Achats")).to_have_attribute("aria-pressed", "true")
    expect(phone.locator("#composer [value=dislike]")).to_be_checked()
    room.tell(REVEAL)
    expect(phone.locator("#privacy")).to_contain_text("ajouté après coup")
    expect(chip(phone, "Achats")).to_have_attribute("aria-pressed", "true")
    room.tell(DROP)
    expect(chip(phone, "Achats")).to_have_count(0)
    expect(chip(phone, "Tous")).to_have_attribute("aria-pressed", "true")
    phone.fill("#text", "Pour tous")
    phone.press("#text", "Enter")
    expect(phone.locator("#mine .postit", has_text="Pour tous")).to_have_count(1)
    assert room.tell("print(workshop.postits.get(text='Pour tous').interface)") == "None"


def test_lesson_4_an_accent_being_composed_is_never_taken_for_a_send(room):
    phone = hears(room.phone())
    phone.fill("#text", "Ils repondent")
    phone.eval_on_selector(
        "#text",
        "(e) => e.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }))",
    )
    room.tell(ONE_MORE)  # the chips change while one types
    expect(chip(phone, "Paie")).to_be_visible()
    expect(phone.locator("#text")).to_have_value("Ils repondent")
    assert room.texts() == []


def test_lesson_22_ones_own_postit_is_changed_by_one_tap(room):
    phone = hears(room.phone(size="small"))
    phone.fill("#text", "Une idée")
    phone.press("#text", "Enter")
    phone.locator("#mine .postit button", has_text="Modifier").click()
    phone.fill("#edit-text", "Une meilleure idée")
    phone.click("#sheet form .primary")
    expect(phone.locator("#mine .postit")).to_contain_text("Une meilleure idée")


def test_lesson_11_the_author_says_it_is_mine_on_the_phone_and_the_board_follows(room, people):
    phone, other = hears(room.phone()), hears(room.phone(1))
    phone.fill("#text", "On rappelle le jour même")
    phone.press("#text", "Enter")
    expect(phone.locator("#mine .postit")).to_have_count(1)
    room.tell(REVEAL)
    board = open_board(room, people)
    phone.locator("#mine .explain summary").click()
    phone.locator("#mine .explain button", has_text="sans mon prénom").click()
    expect(board.locator(".wall .explained")).to_have_text("la personne qui l’a écrit l’expliquera")
    assert "Ali" not in board.content()
    phone.locator("#mine .explain button", has_text="c’est moi").click()
    expect(board.locator(".wall .explained")).to_have_text("Ali l’expliquera")
    phone.locator("#mine .explain button", has_text="Ne plus").click()
    expect(board.locator(".wall .explained")).to_have_count(0)
    expect(other.locator(".explain")).to_have_count(0)


def open_board(room, people):
    link = room.tell("from workshop import watching; print(watching.watch_token(workshop))")
    board = people("board")
    board.goto(f"{room.server.address}/watch/{link}/")
    return hears(board)


def test_lesson_25_one_more_idea_while_the_room_synthesises(room):
    phone = hears(room.phone(size="small"))
    room.tell(REVEAL)
    room.bring("categories")
    expect(phone.locator("#screen")).to_have_attribute("data-step", "categories")
    phone.click("#later")
    phone.fill("#sheet #text", "Après coup")
    assert violations(phone) == []
    assert sideways(phone) == 0
    phone.click("#sheet #composer .primary")
    expect(phone.locator("#sheet")).not_to_have_attribute("open", "")
    expect(phone.locator("#tray .count")).to_have_text("1")
    assert room.tell("print(workshop.postits.get().late)") == "True"


def test_lesson_2_a_draft_in_the_sheet_is_kept_when_it_is_closed(room):
    phone = hears(room.phone())
    room.bring("categories")
    phone.click("#later")
    phone.fill("#sheet #text", "Pas encore fini")
    phone.click("#sheet [data-close]")
    expect(phone.locator("#moved")).to_contain_text("Pas encore fini")
    phone.click("#later")
    expect(phone.locator("#sheet #text")).to_have_value("Pas encore fini")


@pytest.mark.parametrize(("locale", "scheme"), STYLES)
def test_axe_finds_nothing_on_a_phone_that_writes(room, locale, scheme):
    phone = hears(room.phone(size="small", language=locale, color_scheme=scheme))
    phone.fill("#text", "Ils répondent vite et ils rappellent")
    assert violations(phone) == []
    phone.fill("#text", "Un\nDeux")
    assert violations(phone) == []
    phone.click("#composer .primary")
    expect(phone.locator("#mine .postit")).to_have_count(2)
    room.tell(REVEAL)
    expect(phone.locator("#mine .explain")).to_have_count(2)
    phone.locator("#mine .explain summary").first.click()
    assert violations(phone) == []
    assert sideways(phone) == 0
    assert small_targets(phone) == []
