"""Two texts, word by word."""

import random

import pytest

from promises.wording import GONE, NEW, SAME, Run, compared, is_changed, likeness

WORDS = ["délai", "l’équipe", "24", "h", "—", "rendez-vous", "1,5", "fin.", "où", "de", "de", "!", "😀"]


def rid(text):
    return "".join(text.split())


def side(runs, without):
    return rid("".join(run.text for run in runs if run.kind != without))


def test_equal_texts_are_one_run_that_stays():
    assert compared("Une date, tenue.", "Une date, tenue.") == [Run(SAME, "Une date, tenue.")]
    assert compared("", "") == []
    assert not is_changed(compared("Une  date", "Une date"))


def test_one_word_for_another_leaves_its_neighbours_alone():
    runs = compared("Nous livrons en 24 heures ouvrées.", "Nous livrons en 48 heures ouvrées.")
    assert [(run.kind, run.text.strip()) for run in runs] == [
        (SAME, "Nous livrons en"),
        (GONE, "24"),
        (NEW, "48"),
        (SAME, "heures ouvrées."),
    ]


@pytest.mark.parametrize("word", ["l’équipe", "rendez-vous", "1,5", "aujourd’hui"])
def test_a_word_is_whole_with_its_apostrophe_hyphen_or_decimals(word):
    runs = compared(f"avec {word} ici", "avec ici")
    assert [run.text.strip() for run in runs if run.kind == GONE] == [word]


def test_words_that_meet_are_never_glued():
    runs = compared("une date", "une heure")
    assert [run.text for run in runs] == ["une ", "date ", "heure"]


def test_both_texts_can_be_read_back_whatever_they_are():
    chance = random.Random(8)
    for _each in range(300):
        before, after = (" ".join(chance.choices(WORDS, k=chance.randrange(12))) for _side in "ab")
        runs = compared(before, after)
        assert (side(runs, NEW), side(runs, GONE)) == (rid(before), rid(after))


def test_likeness_goes_from_no_word_in_common_to_all():
    assert likeness("une date tenue", "une date tenue") == 1
    assert likeness("une date", "trois rappels") == 0


def test_words_that_recur_without_end_are_replaced_at_once():
    before, after = "a b " * 2000, "a c " * 2000
    assert [run.kind for run in compared(before, after)] == [GONE, NEW]
    assert [run.kind for run in compared(before, before)] == [SAME]
    assert likeness(before, after) == 0
