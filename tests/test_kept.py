"""An include that is kept: rendered once for what it shows, with the tokens of each answer."""

import re

import pytest
from django.template import engines
from django.utils.translation import override

from workshop.templatetags import kept

PAGE = '{% kept "steps/meet/answers.html" by line.pk prefix %}'
FORM = {"prefix": "/here/", "each": {}}


@pytest.fixture(autouse=True)
def forgotten():
    kept.pieces.clear()


def page(pk, text="", **more):
    line = {"pk": pk, "said": text, "version": 0}
    return engines["django"].from_string(PAGE).render({**FORM, "line": line, **more})


def test_what_is_kept_is_not_rendered_again():
    assert "Le matin" in page(1, "Le matin")
    assert "Le matin" in page(1, "Le soir")
    assert "Le soir" in page(2, "Le soir")
    with override("fr"):
        assert "Le soir" in page(1, "Le soir")


def test_each_answer_has_its_own_operation():
    ops = {re.search(r'name="op" value="([\w-]{36})"', page(1))[1] for _each in range(3)}
    assert len(ops) == 3
    assert "\x00" not in page(1)


def test_a_kept_form_carries_the_token_of_whoever_asks(rf):
    def asked(token):
        request = rf.get("/")
        request.META["CSRF_COOKIE"] = token * 32
        html = engines["django"].from_string(PAGE).render({**FORM, "line": {"pk": 1, "version": 0}}, request)
        return re.search(r'name="csrfmiddlewaretoken" value="(\w{64})"', html)[1]

    assert asked("a") != asked("b")


def test_what_was_not_wanted_for_long_is_forgotten(monkeypatch):
    monkeypatch.setattr(kept, "MOST", 2)
    for pk in (1, 2, 1, 3):
        page(pk, "Le matin")
    assert [key[2] for key in kept.pieces] == [1, 3]
