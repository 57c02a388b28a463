"""What a typesetter does to typed words, and how references are made."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.utils.translation import override

from promises.references import code, codes
from workshop.templatetags.screens import listed
from workshop.templatetags.typography import direction, full_date, time_of_day, typeset


def test_french_words_are_set_as_french():
    with override("fr"):
        assert typeset('Vraiment ? Oui ! Sous 24 h ; 95 % : c\'est "dit"...') == (
            "Vraiment\u202f? Oui\u202f! Sous 24\u00a0h\u202f; 95\u202f%\u00a0: c’est «\u202fdit\u202f»…"
        )
        assert (
            typeset("12 000 bons à 14:30, https://exemple.fr/?a=1")
            == "12\u202f000 bons à 14:30, https://exemple.fr/?a=1"
        )
        assert typeset(typeset("« Déjà » : 3 %")) == typeset("« Déjà » : 3 %")
        assert full_date(date(2026, 12, 1)) == "1er\u00a0décembre 2026"


def test_english_words_keep_english_spaces():
    assert typeset("It's 95% done: really?") == "It’s 95% done: really?"


def test_a_time_is_said_as_the_language_says_it():
    moment = datetime(2026, 11, 24, 13, 32, tzinfo=UTC)
    for language, said in (("fr", "14\u00a0h\u00a032"), ("en", "14:32")):
        with override(language):
            assert time_of_day(moment) == said


def test_names_are_listed_as_they_are_read_aloud():
    people = [SimpleNamespace(name=name) for name in ("Bruno", "Thomas", "<Fatou>")]
    with override("fr"):
        said = [listed(people[:n]).replace('<bdi dir="auto">', "").replace("</bdi>", "") for n in (1, 2, 3)]
    assert said == ["Bruno", "Bruno et Thomas", "Bruno, Thomas et &lt;Fatou&gt;"]


def test_the_first_letter_gives_the_direction():
    assert [direction(text) for text in ("Bonjour أهلا", "أهلا Bonjour", "12 !", "")] == ["ltr", "rtl", "ltr", "ltr"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Comptabilité", "COMPTA"),
        ("Production", "PROD"),
        ("Achats", "ACHATS"),
        ("R&D", "RD"),
        ("SAV", "SAV"),
        ("Administration des ventes (ADV)", "ADV"),
        ("Ressources humaines", "RH"),
        ("Bureau d’études", "BE"),
        ("Œuvres sociales", "OS"),
        ("أهلا", ""),
    ],
)
def test_a_code_is_how_people_shorten_the_service(name, expected):
    assert code(name) == expected


def test_two_services_never_share_a_code(workshop):
    rows = [workshop.interfaces.create(name=name) for name in ("Achats", "Achats !", "أهلا", "مرحبا")]
    assert list(codes(rows).values()) == ["ACHATS", "ACHATS2", "S3", "S4"]
