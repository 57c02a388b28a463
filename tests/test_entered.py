"""Burst entry: one line, one post-it; all or none; what a facilitator typed stays his to change until the reveal."""

import pytest
from django.urls import reverse

from interfaces import burst, entered
from interfaces.clients import treated
from interfaces.models import DISLIKE, LIKE, Interface, PostIt
from interfaces.steps import postits
from tests.screens import fresh, post, screen, undo_last
from tests.walls import write
from workshop import live
from workshop.change import Refused

TYPED = "dit-tout-haut-42"


@pytest.fixture
def services(workshop):
    for name in ("Logistique", "Comptabilité", "Ventes"):
        Interface.objects.create(workshop=workshop, name=name)
    return treated(workshop)


@pytest.fixture(autouse=True)
def room(at, alice, services):
    at("postits")


def lines(text, services=(), polarity=LIKE, service=None):
    return burst.read(text, polarity, service, services)


# Reading lines


def test_names_are_not_looked_up_in_more_lines_than_can_go(monkeypatch):
    looked = []
    monkeypatch.setattr(burst, "named", lambda name, _services: looked.append(name))
    assert len(lines("ab: x\n" * burst.MOST)) == len(looked) == burst.MOST
    assert "lines" in burst.errors(lines("ab: x\n" * 9000))[0]
    assert len(looked) == burst.MOST


@pytest.mark.parametrize(
    ("raw", "polarity", "service", "text"),
    [
        ("à l’heure", LIKE, None, "à l’heure"),
        ("+ à l’heure", LIKE, None, "à l’heure"),
        ("- en retard", DISLIKE, None, "en retard"),
        ("− en retard", DISLIKE, None, "en retard"),
        ("-en retard", DISLIKE, None, "en retard"),
        ("-5 % chaque mois", LIKE, None, "-5 % chaque mois"),
        ("Logistique: à l’heure", LIKE, "Logistique", "à l’heure"),
        ("logistique\u00a0: à l’heure", LIKE, "Logistique", "à l’heure"),
        ("- Logistique : en retard", DISLIKE, "Logistique", "en retard"),
        ("Logistique : - en retard", DISLIKE, "Logistique", "en retard"),
        ("Compta : trop de papiers", LIKE, "Comptabilité", "trop de papiers"),
        ("Délai : trop long", LIKE, None, "Délai : trop long"),
        ("• à l’heure", LIKE, None, "à l’heure"),
    ],
)
def test_what_begins_a_line_tells_its_polarity_and_service(services, raw, polarity, service, text):
    (line,) = lines(raw, services)
    assert (line.polarity, line.service and line.service.name, line.text) == (polarity, service, text)
    assert line.error == ""


def test_what_was_chosen_once_holds_for_the_lines_that_say_nothing(services):
    chosen = services[2]
    one, other, all_of_them = lines("à l’heure\n\n+ Logistique: bravo\nAll: merci", services, DISLIKE, chosen)
    assert (one.polarity, one.service) == (DISLIKE, chosen)
    assert (other.polarity, other.service.name) == (LIKE, "Logistique")
    assert (all_of_them.polarity, all_of_them.service) == (DISLIKE, None)
    assert [one.number, other.number, all_of_them.number] == [1, 3, 4]


def test_wrong_lines_are_named():
    wrong = burst.errors(lines("bien\n" + "é" * 281 + "\n- …"))
    assert wrong[0].startswith("Line 2: Your text has 281 characters")
    assert wrong[1].startswith("Line 3: Nothing is written yet")
    assert burst.errors(lines("bien")) == []
    assert burst.errors([]) == ["Nothing is written yet. Write at least one word."]
    assert "61 lines" in burst.errors(lines("x\n" * 61))[0]


# Sticking them


def test_forty_lines_become_forty_postits_in_one_gesture(assert_screens_follow, workshop, facilitator):
    text = "\n".join(f"idée {number}" for number in range(40))
    assert_screens_follow(lambda: entered.enter(workshop, lines(text), by=facilitator))
    assert "40 post-its" in screen(workshop, "board")
    assert workshop.postits.filter(author=None, entered_by=facilitator, owner_tag="").count() == 40
    assert list(workshop.postits.order_by("pk").values_list("number", flat=True)) == list(range(1, 41))
    assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert not PostIt.objects.exists()


def test_one_wrong_line_keeps_them_all_back_with_a_sentence_beside_the_field(as_, workshop, facilitator):
    url = reverse("postits:enter", args=[workshop.key])
    answer = post(as_(facilitator), url, polarity=LIKE, interface="", text="bien\n" + "é" * 281)
    assert (answer.status_code, answer["X-Field"]) == (422, "text")
    assert "Line 2: Your text has 281 characters" in answer.content.decode()
    assert not PostIt.objects.exists()


def test_a_burst_that_would_be_too_much_is_refused_whole(monkeypatch, workshop, facilitator, alice):
    write(alice)
    monkeypatch.setattr("interfaces.written.MOST", 2)
    with pytest.raises(Refused, match="the most there can be"):
        entered.enter(workshop, lines("un\ndeux"), by=facilitator)
    assert PostIt.objects.count() == 1


def test_what_would_be_stuck_is_shown_first_and_nothing_is_written(as_, workshop, facilitator, services):
    fields = {"polarity": LIKE, "interface": services[2].pk, "text": "- Logistique: en retard\nà l’heure"}
    revision = fresh(workshop).revision
    page = post(as_(facilitator), reverse("postits:look", args=[workshop.key]), **fields).content.decode()
    assert "2 post-its" in page
    assert page.index("Logistique") < page.index("en retard") < page.index("Ventes") < page.index("à l’heure")
    assert not PostIt.objects.exists()
    assert fresh(workshop).revision == revision
    page = post(as_(facilitator), reverse("postits:enter", args=[workshop.key]), **fields).content.decode()
    assert "2 post-its are stuck" in page
    assert PostIt.objects.count() == 2


# Whose they are


def test_nobody_but_who_typed_it_reads_a_hidden_text(as_, workshop, facilitator, deputy, alice):
    entered.enter(workshop, lines(TYPED), by=facilitator)
    for audience in live.AUDIENCES:
        assert TYPED not in screen(workshop, audience)
    where = reverse("postits:entered", args=[workshop.key])
    assert TYPED in as_(facilitator).get(where).content.decode()
    assert TYPED not in as_(deputy).get(where).content.decode()
    sheet = reverse("postits:entered-sheet", args=[workshop.key, PostIt.objects.get().pk])
    assert TYPED in as_(facilitator).get(sheet).content.decode()
    refused = as_(deputy).get(sheet)
    assert (refused.status_code, TYPED in refused.content.decode()) == (403, False)
    own = as_(alice).get(reverse("mine", args=[workshop.key, "postits"])).content.decode()
    assert TYPED not in own


def test_what_was_typed_is_changed_and_taken_back_until_the_reveal(
    assert_screens_follow, workshop, facilitator, deputy, services
):
    entered.enter(workshop, lines(TYPED), by=facilitator)
    pk, ventes = PostIt.objects.get().pk, services[2].pk
    with pytest.raises(Refused, match="Only whoever typed"):
        entered.amend(workshop, pk, LIKE, None, "autre", 0, by=deputy)
    assert_screens_follow(lambda: entered.amend(workshop, pk, DISLIKE, ventes, "mieux", 0, by=facilitator))
    postit = PostIt.objects.get()
    assert (postit.text, postit.polarity, postit.interface_id) == ("mieux", DISLIKE, ventes)
    with pytest.raises(Refused, match="meanwhile"):
        entered.amend(workshop, pk, LIKE, None, "trop tard", 0, by=facilitator)
    assert_screens_follow(lambda: entered.take_out(workshop, pk, by=facilitator))
    assert not PostIt.objects.exists()
    assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert PostIt.objects.get().text == "mieux"
    postits.reveal(workshop, by=facilitator)
    with pytest.raises(Refused, match="no longer be changed"):
        entered.take_out(workshop, pk, by=facilitator)


def test_a_facilitator_does_not_change_what_a_participant_wrote(workshop, facilitator, alice):
    postit = write(alice, "à moi")
    with pytest.raises(Refused, match="Only whoever typed"):
        entered.amend(workshop, postit.pk, LIKE, None, "autre", 0, by=facilitator)


def test_a_service_that_left_the_list_is_told(as_, workshop, facilitator, services):
    Interface.objects.update(treated=False)
    fields = {"polarity": LIKE, "interface": services[0].pk, "text": "à l’heure"}
    assert post(as_(facilitator), reverse("postits:enter", args=[workshop.key]), **fields).status_code == 409
