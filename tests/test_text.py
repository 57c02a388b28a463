"""One normaliser, idempotent; lengths as a reader counts them."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from workshop.text import TextField, length, normalise, says_something


@given(st.text())
def test_normalising_twice_is_normalising_once(text):
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  deux  mots ", "deux  mots"),
        ("un\r\ndeux", "un\ndeux"),
        ("e\u0301te\u0301", "été"),
        ("a\u202eb\u200bc\x00", "abc"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("مرحبا", "مرحبا"),
        ("👩‍🔧 ok", "👩‍🔧 ok"),
    ],
)
def test_text_is_kept_as_its_reader_sees_it(typed, kept):
    assert normalise(typed) == kept


def test_a_pile_of_marks_is_cut_to_four():
    assert length(normalise("Z" + "\u0335" * 40)) == 1
    assert len(normalise("Z" + "\u0335" * 40)) == 5


@pytest.mark.parametrize(("text", "count"), [("été", 3), ("👩‍🔧", 1), ("👍🏽", 1), ("e\u0301", 1), ("", 0)])
def test_length_is_counted_as_a_reader_does(text, count):
    assert length(text) == count


@pytest.mark.parametrize("trick", ["A" + "\u200dB" * 50, "ก" + "\u0e31" * 50, "x" + "\ufe0f" * 50, "👍" + "🏽" * 50])
def test_nothing_slips_under_the_limit(trick):
    for text in (normalise(trick) * 11, trick * 11):
        with pytest.raises(ValidationError, match="characters"):
            TextField(limit=40).clean(text)


@pytest.mark.parametrize("twin", ["Alice\u200e", "A\u061clice", "Alice\u3164", "\ud800Alice"])
def test_nobody_is_told_apart_by_what_is_not_seen(twin):
    assert normalise(twin) == "Alice"
    assert not says_something(normalise("\u3164\u2800"))


def test_only_spaces_and_marks_say_nothing():
    assert not says_something(" \n\u0301.!")
    assert says_something("👍")
