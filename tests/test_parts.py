"""The smallest set of pieces that turns one screen into another, for any two screens."""

import pytest
from bs4 import BeautifulSoup
from django.template import TemplateSyntaxError, engines
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.screens import apply, tidy
from workshop.parts import ROOT, Book, difference, token

NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)
SCREENS = st.tuples(NAMES, st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("xyz")), st.booleans())


def book(screen):
    """A screen with a title and a list whose members are parts."""
    names, texts, titled = screen
    written = Book()
    title = "many" if titled else "few"
    written.write(ROOT, f"<main>{token('title')}{token('list')}</main>")
    written.write("title", f'<h1 id="title">{title}</h1>')
    written.write("list", f'<ul id="list">{"".join(map(token, names))}</ul>')
    for name in names:
        written.write(name, f'<li id="{name}">{texts.get(name, "")}</li>')
    return written


@settings(max_examples=300, deadline=None)
@given(SCREENS, SCREENS)
def test_old_screen_and_pieces_make_the_new_screen(old, new):
    page = BeautifulSoup(book(old).html(), "html.parser")
    apply(page, "".join(difference(book(old), book(new))))
    assert tidy(page) == tidy(BeautifulSoup(book(new).html(), "html.parser"))


def two_lists(places):
    """A screen with two lists; `places` says for each member whether it is in the first, the second, or nowhere."""
    written = Book()
    written.write(ROOT, f"<main>{token('first')}{token('second')}</main>")
    for name in ("first", "second"):
        members = [member for member, place in places if place == name]
        written.write(name, f'<ul id="{name}">{"".join(map(token, members))}</ul>')
    for member, _place in places:
        written.write(member, f'<li id="{member}"></li>')
    return written


PLACES = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from(["first", "second", "nowhere"])),
    unique_by=lambda each: each[0],
)


@settings(max_examples=300, deadline=None)
@given(PLACES, PLACES)
def test_a_card_may_move_to_another_list(old, new):
    page = BeautifulSoup(two_lists(old).html(), "html.parser")
    apply(page, "".join(difference(two_lists(old), two_lists(new))))
    assert tidy(page) == tidy(BeautifulSoup(two_lists(new).html(), "html.parser"))


@given(SCREENS)
def test_nothing_changed_sends_nothing(screen):
    assert difference(book(screen), book(screen)) == []


def test_one_card_more_sends_one_card():
    old, new = book((list("abc"), {}, True)), book((list("abcd"), {}, True))
    assert difference(old, new) == ['<template data-after="c"><li id="d"></li></template>']


def test_one_card_changed_sends_that_card():
    old, new = book((list("abc"), {}, True)), book((list("abc"), {"b": "x"}, True))
    assert difference(old, new) == ['<li id="b">x</li>']


def test_a_part_that_stands_is_taken_over_with_its_children():
    kept = book((list("ab"), {}, True))
    kept.write("list", kept.parts["list"].bones, "7")
    fresh = Book(kept)
    assert fresh.stands("list", "7")
    assert not fresh.stands("list", "8")
    fresh.keep("list")
    assert fresh.parts["list"].children == ["a", "b"]
    assert fresh.parts["a"] is kept.parts["a"]


def written(source, kept=None, **values):
    """The book of a template, following the one it was rendered in before."""
    screen = Book(kept, follows=kept is not None)
    screen.write(ROOT, engines["django"].from_string("{% load screens %}" + source).render(values | {"book": screen}))
    return screen


def test_what_stands_still_is_written_once():
    source = '{% still %}<form>{{ asked }}</form>{% endstill %}{% part "a" %}<p id="a">{{ said }}</p>{% endpart %}'
    page = written(source, asked="Your name?", said="one")
    assert page.html() == '<form>Your name?</form><p id="a">one</p>'
    later = written(source, page, asked="never read", said="two")
    assert later.html() == '<p id="a">two</p>'
    assert difference(page, later) == ['<p id="a">two</p>']


def test_inside_a_part_nothing_stands_still():
    source = '{% part "a" %}<p id="a">{{ said }}{% still %}!{% endstill %}</p>{% endpart %}'
    assert written(source, written(source, said="one"), said="two").html() == '<p id="a">two!</p>'


def test_what_stands_still_holds_no_part():
    with pytest.raises(TemplateSyntaxError):
        written('{% still %}{% part "a" %}<p id="a"></p>{% endpart %}{% endstill %}')


def test_a_part_stands_while_all_that_it_shows_does():
    source = '{% part "a" by one other.name %}<p id="a">{{ one }}{{ other.name }}{{ unseen }}</p>{% endpart %}'
    page = written(source, one=1, other={"name": "x"}, unseen="a")
    same = written(source, page, one=1, other={"name": "x"}, unseen="b")
    assert same.parts["a"] is page.parts["a"]
    assert written(source, page, one=1, other={"name": "y"}, unseen="b").html() == '<p id="a">1yb</p>'
    assert written(source, page, one=1).html() == '<p id="a">1</p>'
