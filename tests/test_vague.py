"""Words that promise nothing are questioned, in their language, never inside another word, and never refused."""

import pytest
from django.urls import reverse

from interfaces.models import Interface
from promises import reading, sentence, vague
from promises.models import Commitment
from promises.steps import promise
from tests.screens import screen

FOUND = {
    "Nous répondons rapidement": ["rapidement"],
    "RAPIDEMENT, et Dès que possible": ["RAPIDEMENT", "Dès que possible"],
    "dès\u00a0que\u202fpossible": ["dès\u00a0que\u202fpossible"],
    "dans les plus brefs délais": ["dans les plus brefs délais"],
    "au plus vite": ["au plus vite"],
    "au mieux, et réactifs": ["au mieux", "réactifs"],
    "reactif": ["reactif"],
    "nous mettons tout en oeuvre": ["mettons tout en oeuvre"],
    "on s'efforce d’y être": ["s'efforce"],
    "As soon as possible!": ["As soon as possible"],
    "in a timely manner": ["in a timely manner"],
    "a quick, high-quality answer": ["quick", "high-quality"],
    "ASAP": ["ASAP"],
    "si besoin, etc.": ["si besoin", "etc"],
}
CLEAR = [
    "Élodie confirme la date sous 4 h ouvrées",
    "invite, conviviale, évite",  # "vite" inside other words
    "breakfast, sooner-or-later",
    "au plus tard le lundi à 10 h",
    "Le vite-fait est exclu",
    "within 4 working hours of the order",
    "",
]


@pytest.mark.parametrize("text", FOUND)
def test_vague_words_are_found_as_they_were_typed(text):
    assert [each.word for each in vague.doubts(text)] == FOUND[text]
    assert "".join(piece for piece, _is_vague in vague.pieces(text, vague.doubts(text))) == text


@pytest.mark.parametrize("text", CLEAR)
def test_definite_words_are_left_alone(text):
    assert vague.doubts(text) == []


def test_each_language_has_questions_of_its_own_and_no_word_twice():
    for language in vague.LANGUAGES:
        own = [topic for topic in vague.topics() if topic.language == language]
        assert len({topic.question for topic in own}) == len(own) >= 8
        assert all(topic.question.endswith("?") for topic in own if language == "en")
    assert {slot for topic in vague.topics() for slot in topic.answered_by} <= set(Commitment.SLOTS)


def test_a_word_of_both_languages_is_questioned_in_the_readers():
    assert vague.doubts("ASAP", "en")[0].topic.question == "Within how long? From when?"
    assert vague.doubts("ASAP", "fr")[0].topic.question.startswith("En combien de temps")


def test_a_question_that_another_slot_answers_is_not_asked():
    slots = {"what": "répond rapidement", "delay": ""}
    assert [each.word for each in vague.open_doubts(slots)["what"]] == ["rapidement"]
    assert vague.open_doubts(slots | {"delay": "2 h"})["what"] == []
    assert [each.word for each in vague.open_doubts(slots | {"delay": "dès que possible"})["what"]] == ["rapidement"]
    said = {"what": "appelle si besoin", "delay": "2 h", "indicator": "appels", "target": "95 %"}
    assert [each.word for each in vague.open_doubts(said)["what"]] == ["si besoin"]  # that no slot can answer


def test_a_vague_delay_measures_nothing():
    assert not Commitment(what="répond", delay="dès que possible").is_measurable
    assert Commitment(what="répond", delay="dès que possible, 2 h au plus").is_measurable
    assert Commitment(what="répond", delay="le jour même").is_measurable
    assert Commitment(what="répond", delay="vite", indicator="réponses", target="95 %").is_measurable


def test_a_vague_line_is_questioned_on_the_console_and_saved_all_the_same(
    assert_screens_follow, at, workshop, facilitator
):
    at("promise")
    sales = Interface.objects.create(workshop=workshop, name="Ventes")
    line = {"who": "le quai", "what": "répond rapidement"}
    assert_screens_follow(lambda: promise.commit(workshop, sales, line, by=facilitator))
    assert "En combien de temps" in screen(workshop, "console")
    assert "0 can be measured" in screen(workshop, "phone")
    assert_screens_follow(
        lambda: promise.amend(workshop, Commitment.objects.get().pk, line | {"delay": "2 h"}, 0, by=facilitator)
    )
    assert "En combien de temps" not in screen(workshop, "console")
    assert "1 can be measured" in screen(workshop, "phone")


def test_a_commitment_reads_as_one_sentence():
    slots = {"who": "the shipping desk", "what": "gives a date", "whom": "sales", "delay": "4 working hours"}
    assert sentence.read_aloud(slots) == "The shipping desk gives a date for sales within 4 working hours."
    slots |= {"delay": "each Monday before 10", "exception": "when the carrier is on strike."}
    assert sentence.read_aloud(slots).endswith(
        "for sales, each Monday before 10, except when the carrier is on strike."
    )
    slots |= {"starts": "the order is complete", "stops": "the date is sent", "remedy": "we call", "target": "95%"}
    said = sentence.read_aloud(slots)
    assert "(the clock starts: the order is complete; it stops: the date is sent)" in said
    assert said.endswith("If we fail: we call. Target: 95%.")


def test_what_is_still_open_is_a_gap_until_it_can_be_measured():
    def gaps(slots):
        return [piece.slot for pieces in sentence.pieces(slots) for piece in pieces if piece.is_gap]

    assert gaps({}) == ["who", "what", "whom", "delay"]
    assert gaps({"who": "a", "what": "b", "whom": "c", "indicator": "d", "target": "e"}) == []


def test_a_sheet_is_read_back_as_it_is_typed_and_nothing_is_kept(as_, workshop, facilitator):
    url = reverse("promise:reading", args=[workshop.key])
    typed = {"who": "le quai", "what": "répond rapidement <b>", "csrf": "x"}
    answer = as_(facilitator).get(url, typed).content.decode()
    assert "<mark>rapidement</mark> &lt;b&gt;" in answer
    assert "1 word to make precise" in answer
    assert 'for="slot-delay"' in answer
    assert not Commitment.objects.exists()


def test_texts_of_any_length_are_read_in_the_time_of_a_key():
    from time import perf_counter

    long = "nous répondons rapidement et au mieux, dès que possible " * 25
    start = perf_counter()
    vague.doubts.__wrapped__(long)
    assert perf_counter() - start < 0.5
    assert reading.of({"what": long})["doubt_count"] == 75
