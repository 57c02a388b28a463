"""The mirror: what the facilitator asks contacts to echo, what they answer, and what leaves the team."""

import pytest
from django.urls import reverse

from interfaces import mirror, wished
from interfaces.models import DISLIKE, LIKE, Category, Echo, Interface, PostIt, Sentence
from interfaces.steps import consult
from tests.conftest import client_service
from tests.screens import post, screen
from workshop import gestures
from workshop.change import Refused, change
from workshop.models import Link

WISH = "Ils répondent vite"
NEVER = "jamais-dehors-42"


@pytest.fixture
def sales(workshop):
    return client_service(workshop)


@pytest.fixture
def speed(workshop):
    return Category.objects.create(workshop=workshop, name="Rapidité", position=1)


def stick(workshop, text, polarity=LIKE, **where):
    number = workshop.postits.count() + 1
    return PostIt.objects.create(
        workshop=workshop, op_id=f"00000000-0000-4000-8000-{number:012}", polarity=polarity, text=text, **where
    )


@pytest.fixture(autouse=True)
def wall(at, workshop, sales, speed):
    stick(workshop, WISH, interface=sales, category=speed)
    stick(workshop, "Ils répondent toujours le jour même", category=speed)
    stick(workshop, "Ils sont aimables")
    stick(workshop, NEVER, polarity=DISLIKE, interface=sales, category=speed)
    consult_room(at, workshop)


def consult_room(at, workshop):
    at("consult")
    workshop.revealed_at = workshop.created_at
    workshop.save()


@pytest.fixture
def sentence(sales):
    return Sentence.objects.create(interface=sales, text=WISH)


def texts(interface):
    return [each.text for each in mirror.sentences(interface)]


def answered(sentence, answer, moment=mirror.CONSULT):
    with change(sentence.interface.workshop):
        mirror.echo(sentence, moment, answer)


# What is asked


def test_one_sentence_of_each_category_is_proposed_before_a_second_of_any(workshop, sales):
    proposed = [each.text for each in wished.proposed(workshop)[sales.pk]]
    assert proposed == [WISH, "Ils sont aimables", "Ils répondent toujours le jour même"]
    assert not Sentence.objects.exists()


def test_what_another_client_service_should_say_is_not_proposed(as_, workshop, facilitator, sales):
    stick(workshop, NEVER, interface=Interface.objects.create(workshop=workshop, name="Magasin", position=1))
    assert NEVER not in [each.text for each in wished.proposed(workshop)[sales.pk]]
    assert NEVER not in as_(facilitator).get(reverse("consult:mirror", args=[workshop.key, sales.pk])).content.decode()


def test_at_most_five_are_proposed(workshop, sales):
    for number in range(9):
        stick(workshop, f"Idée {number}", interface=sales)
    assert len(wished.proposed(workshop)[sales.pk]) == wished.USUAL


def test_nothing_is_proposed_of_a_hidden_wall(workshop, sales):
    workshop.revealed_at = None
    assert wished.proposed(workshop)[sales.pk] == []


def test_the_empty_mirrors_are_filled_and_no_other(assert_screens_follow, workshop, facilitator, sales):
    stock = Interface.objects.create(workshop=workshop, name="Magasin", position=1)
    Sentence.objects.create(interface=stock, text="Ils préviennent")
    assert_screens_follow(lambda: wished.fill_mirrors(workshop, by=facilitator))
    assert (texts(sales)[0], texts(stock)) == (WISH, ["Ils préviennent"])
    assert mirror.sentences(sales)[0].postit.text == WISH
    with pytest.raises(Refused, match="nothing to propose"):
        wished.fill_mirrors(workshop, by=facilitator)
    gestures.undo(workshop, workshop.undoable[0].pk, by=facilitator)
    assert texts(sales) == []


def test_the_link_takes_the_proposed_sentences_along(workshop, facilitator, sales):
    consult.invite(workshop, sales, by=facilitator)
    assert texts(sales)[0] == WISH


def test_a_sentence_is_added_reworded_moved_and_removed(assert_screens_follow, workshop, facilitator, sales):
    card = workshop.postits.get(text=WISH)
    assert_screens_follow(lambda: wished.add_sentence(workshop, sales, WISH, postit=card.pk, by=facilitator))
    assert_screens_follow(lambda: wished.add_sentence(workshop, sales, "Ils préviennent", by=facilitator))
    first, second = mirror.sentences(sales)
    assert (first.postit, first.category, second.postit) == (card, card.category, None)
    assert_screens_follow(lambda: wished.raise_sentence(workshop, second.pk, by=facilitator))
    assert_screens_follow(lambda: wished.reword(workshop, first.pk, "Ils sont rapides", 0, by=facilitator))
    assert texts(sales) == ["Ils préviennent", "Ils sont rapides"]
    with pytest.raises(Refused, match="Both versions"):
        wished.reword(workshop, first.pk, "Ils courent", 0, by=facilitator)
    assert_screens_follow(lambda: wished.drop_sentence(workshop, second.pk, by=facilitator))
    assert texts(sales) == ["Ils sont rapides"]
    with pytest.raises(Refused, match="removed meanwhile"):
        wished.drop_sentence(workshop, second.pk, by=facilitator)


def test_a_mirror_holds_seven_sentences(workshop, facilitator, sales):
    for number in range(wished.MOST):
        wished.add_sentence(workshop, sales, f"Phrase {number}", by=facilitator)
    with pytest.raises(Refused, match="holds 7 sentences"):
        wished.add_sentence(workshop, sales, "Une de trop", by=facilitator)


def test_what_was_answered_keeps_its_words(workshop, facilitator, sentence):
    answered(sentence, Echo.NO)
    for verb in (
        lambda: wished.reword(workshop, sentence.pk, "Autre", 0, by=facilitator),
        lambda: wished.drop_sentence(workshop, sentence.pk, by=facilitator),
    ):
        with pytest.raises(Refused, match="keeps its words"):
            verb()


def test_no_undo_takes_an_answer_away(workshop, facilitator, sales):
    wished.add_sentence(workshop, sales, WISH, by=facilitator)
    sentence = sales.sentences.get()
    consult.invite(workshop, sales, by=facilitator)
    consult.answer(Link.objects.get(), {}, "", "", {sentence.pk: "no"})
    with pytest.raises(Refused):
        gestures.undo_own(workshop, by=facilitator)
    assert Echo.objects.get().sentence == sentence


def test_what_is_not_on_the_wall_is_no_source(workshop, facilitator, sales):
    aside = stick(workshop, "Écarté", interface=sales, set_aside_at=workshop.created_at)
    wished.add_sentence(workshop, sales, "Une phrase", postit=aside.pk, by=facilitator)
    assert mirror.sentences(sales)[0].postit is None


# What is answered


def test_an_echo_is_kept_once_per_moment_and_taken_back(sentence):
    for answer in (Echo.NO, Echo.PARTLY):
        answered(sentence, answer)
    answered(sentence, Echo.YES, "review-1")
    assert sentence.echoes.count() == 2
    answered(sentence, "")
    assert list(sentence.echoes.values_list("moment", "answer")) == [("review-1", Echo.YES)]


def test_gaps_come_widest_first_and_tell_the_movement(sales):
    said = {"Oui": Echo.YES, "En partie": Echo.PARTLY, "Le contraire": Echo.OPPOSITE, "Muet": None}
    for position, (text, answer) in enumerate(said.items()):
        sentence = Sentence.objects.create(interface=sales, text=text, position=position)
        answered(sentence, answer or "")
    assert [each.sentence.text for each in mirror.gaps(sales, mirror.CONSULT)] == ["Le contraire", "En partie"]
    moment = mirror.review_moment(1)
    for text, answer in (("Le contraire", Echo.PARTLY), ("Oui", Echo.NO)):
        answered(Sentence.objects.get(text=text), answer, moment)
    moved = {each.sentence.text: each.movement for each in mirror.reflections(sales, moment, before=mirror.CONSULT)}
    assert moved == {"Oui": -2, "En partie": None, "Le contraire": 2, "Muet": None}


def test_the_form_asks_each_sentence_and_takes_only_its_four_answers(sentence):
    name = mirror.field_of(sentence)
    form = mirror.MirrorForm(sentence.interface, "review-1", {name: "opposite"})
    assert form.is_valid()
    assert form.echoes() == {sentence.pk: "opposite"}
    assert not mirror.MirrorForm(sentence.interface, "review-1", {name: "never"}).is_valid()
    answered(sentence, Echo.NO, "review-1")
    assert mirror.MirrorForm(sentence.interface, "review-1")[name].value() == Echo.NO
    assert mirror.MirrorForm(sentence.interface, "review-2")[name].value() is None


def test_the_contact_echoes_by_the_link(assert_screens_follow, workshop, facilitator, sales, sentence):
    consult.invite(workshop, sales, by=facilitator)
    echoes = {sentence.pk: Echo.OPPOSITE}
    assert_screens_follow(lambda: consult.answer(Link.objects.get(), {}, "", "", echoes=echoes))
    assert mirror.gaps(sales, mirror.CONSULT)[0].echo.answer == Echo.OPPOSITE


# What leaves the team


def test_the_sheet_says_that_it_leaves_and_names_nobody(as_, workshop, facilitator, alice, sales, sentence):
    PostIt.objects.update(author=alice)
    browser = as_(facilitator)
    html = browser.get(reverse("consult:mirror", args=[workshop.key, sales.pk])).content.decode()
    assert "These sentences leave your team" in html
    assert "Ils sont aimables" in html
    assert "Alice" not in html
    assert NEVER not in html


def test_the_facilitator_settles_a_mirror_on_the_console(as_, workshop, facilitator, sales):
    browser, at = as_(facilitator), [workshop.key, sales.pk]
    card = workshop.postits.get(text=WISH)
    answer = post(browser, reverse("consult:mirror-take", args=at), postit=card.pk, text=WISH)
    assert WISH in answer.content.decode()
    sentence = Sentence.objects.get()
    where = [workshop.key, sentence.pk]
    reworded = post(browser, reverse("consult:mirror-reword", args=where), text="Ils sont vifs", version=0)
    assert "Ils sont vifs" in reworded.content.decode()
    assert post(browser, reverse("consult:mirror-reword", args=where), text=" ", version=1).status_code == 422
    assert post(browser, reverse("consult:mirror-earlier", args=where)).status_code == 200
    assert "Nothing is asked yet" in post(browser, reverse("consult:mirror-drop", args=where)).content.decode()
    assert post(browser, reverse("consult:mirror-fill", args=[workshop.key])).status_code == 204
    assert texts(sales)[0] == WISH


def test_neither_board_nor_phone_holds_the_mirror(workshop, sentence):
    Sentence.objects.update(text=NEVER)
    for audience in ("board", "phone"):
        assert NEVER not in screen(workshop, audience)
