"""A line made from a post-it or a category keeps the link; what is deleted leaves, and the line stays."""

import pytest
from django.urls import reverse
from django.utils import timezone

from interfaces import pairs
from interfaces.models import DISLIKE, LIKE, Category, Interface, PostIt, WayOfWorking
from interfaces.steps import ways
from tests.conftest import member
from tests.screens import post
from workshop.models import Workshop


@pytest.fixture(autouse=True)
def room(at, workshop, facilitator, alice, bob, sales):
    at("ways")
    Workshop.objects.update(revealed_at=timezone.now())
    made = pairs.pair_up(workshop, [alice.pk, bob.pk], by=facilitator)
    pairs.assign(workshop, sales.pk, made.pk, by=facilitator)


@pytest.fixture
def sales(workshop):
    return Interface.objects.create(workshop=workshop, name="Ventes")


@pytest.fixture
def dates(workshop):
    return Category.objects.create(workshop=workshop, name="Les dates")


def card(workshop, text, number, interface=None, category=None, polarity=LIKE):
    op_id = f"6f1c1f9e-0000-4000-8000-{number:012}"
    fields = {"op_id": op_id, "polarity": polarity, "text": text, "owner_tag": "x"}
    return PostIt.objects.create(workshop=workshop, interface=interface, category=category, **fields)


@pytest.fixture
def cards(workshop, sales, dates):
    other = Interface.objects.create(workshop=workshop, name="Magasin", position=1)
    return [
        card(workshop, "Ils tiennent leurs dates", 1, sales, dates),
        card(workshop, "Ils préviennent", 2, None, dates),
        card(workshop, "Ils rappellent", 3, sales),
        card(workshop, "Au magasin seulement", 4, other, dates),
    ]


def phone(as_, person):
    return as_(person).get(reverse("mine", args=[person.workshop.key, "ways"])).content.decode()


def test_sources_are_the_postits_of_this_service_and_of_all_under_their_categories(as_, alice, sales, dates, cards):
    page = phone(as_, alice)
    assert page.index("Les dates") < page.index("Ils tiennent leurs dates") < page.index("Without a category")
    assert page.index("Without a category") < page.index("Ils rappellent")
    assert "Au magasin seulement" not in page
    assert f'id="category-{sales.pk}-{dates.pk}"' in page


def test_a_line_made_from_a_category_keeps_the_link(as_, workshop, alice, bob, sales, dates, cards):
    sheet = as_(alice).get(reverse("ways:source-category", args=[workshop.key, sales.pk, dates.pk])).content.decode()
    assert "Ils préviennent" in sheet
    assert "Au magasin seulement" not in sheet
    add = reverse("ways:add", args=[workshop.key, sales.pk])
    answer = post(as_(alice), add, acceptable="yes", text="Tenir les dates", category=dates.pk)
    way = WayOfWorking.objects.get()
    assert list(way.categories.all()) == [dates]
    assert not way.postits.exists()
    assert "Les dates" in answer.content.decode()
    line = as_(bob).get(reverse("ways:line", args=[workshop.key, way.pk])).content.decode()
    assert "Made from:" in line


def test_what_says_nothing_of_this_service_is_no_source(workshop, alice, sales, cards):
    elsewhere = Category.objects.create(workshop=workshop, name="Ailleurs")
    PostIt.objects.filter(pk=cards[3].pk).update(category=elsewhere)
    way = ways.write(alice, sales, True, "Une règle", [cards[3].pk, cards[1].pk], [elsewhere.pk])
    assert list(way.postits.all()) == [cards[1]]
    assert not way.categories.exists()


def test_a_source_that_is_deleted_leaves_and_the_line_stays(alice, sales, dates, cards):
    way = ways.write(alice, sales, True, "Une règle", [cards[0].pk], [dates.pk])
    cards[0].delete()
    Category.objects.filter(pk=dates.pk).delete()
    way.refresh_from_db()
    assert (way.text, way.postits.count(), way.categories.count()) == ("Une règle", 0, 0)


def test_the_sheet_of_a_source_is_for_the_pair_alone(as_, workshop, sales, dates, cards):
    carol = member(workshop, "Carol")
    for name, pk in (("source", cards[0].pk), ("source-category", dates.pk)):
        assert as_(carol).get(reverse(f"ways:{name}", args=[workshop.key, sales.pk, pk])).status_code == 403


def test_what_they_would_not_like_to_hear_is_offered_as_unacceptable(as_, workshop, alice, sales):
    bad = Category.objects.create(workshop=workshop, name="Le silence")
    said = card(workshop, "Ils ne répondent jamais", 9, sales, bad, DISLIKE)
    for name, pk in (("source", said.pk), ("source-category", bad.pk)):
        sheet = as_(alice).get(reverse(f"ways:{name}", args=[workshop.key, sales.pk, pk])).content.decode()
        assert 'value="no" checked' in sheet


def test_after_a_conflict_saving_again_replaces_what_was_seen(as_, workshop, alice, bob, sales):
    way = ways.write(alice, sales, True, "un")
    change = reverse("ways:change", args=[workshop.key, way.pk])
    post(as_(alice), change, text="deux", version=0)
    answer = post(as_(bob), change, text="trois", version=0)
    assert answer.status_code == 409
    assert all(text in answer.content.decode() for text in ("deux", "trois", "Save again"))
    assert post(as_(bob), change, text="trois", version=answer["X-Version"]).status_code == 200
    assert WayOfWorking.objects.get().text == "trois"
