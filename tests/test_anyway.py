"""Going on anyway: what is missing is listed first, never blocks, and is kept with who went on."""

import pytest
from django.urls import reverse

from interfaces.models import Interface
from promises import content
from promises.steps import promise
from tests.screens import bring, post, screen
from workshop import anyway, method, moves
from workshop.models import Anyway


@pytest.fixture
def sales(workshop):
    return Interface.objects.create(workshop=workshop, name="Ventes", treated=True)


def move(browser, workshop, slug, **fields):
    return post(browser, reverse("room:move", args=[workshop.key, slug]), **fields)


@pytest.mark.parametrize("row", method.METHOD, ids=lambda row: row.slug)
def test_every_step_says_what_it_lacks(workshop, sales, row):
    assert row.module.missing(workshop)


def test_the_console_lists_what_is_missing_before_the_room_leaves(as_, workshop, facilitator, at, sales):
    at("postits")
    answer = move(as_(facilitator), workshop, "categories", ask=1)
    assert answer["HX-Retarget"] == "#sheet-body"
    for sentence in method.BY_SLUG["postits"].module.missing(workshop):
        assert sentence in answer.content.decode()
    workshop.refresh_from_db()
    assert not workshop.moves_at
    assert not Anyway.objects.filter(step="postits").exists()
    assert move(as_(facilitator), workshop, "categories").status_code == 204
    workshop.refresh_from_db()
    assert workshop.moves_at


def test_nothing_is_asked_when_nothing_is_missing_nor_on_the_way_back(as_, workshop, facilitator, at):
    at("postits")
    assert anyway.lacks(workshop, "mission") == []
    assert move(as_(facilitator), workshop, "mission", ask=1).status_code == 204
    bring(workshop, "mission", facilitator)
    assert not Anyway.objects.filter(step="postits").exists()


def test_what_was_missing_is_kept_with_who_went_on_in_both_languages(
    assert_screens_follow, workshop, facilitator, at, alice, sales
):
    at("postits")
    Anyway.objects.all().delete()
    assert_screens_follow(lambda: moves.take_everyone(workshop, "categories", by=facilitator))
    row = Anyway.objects.get()
    assert (row.step, row.to, row.by, row.name) == ("postits", "categories", facilitator, "Claire")
    assert row.at == workshop.moves_at - moves.DELAY
    assert row.missing["en"] == [str(each) for each in method.BY_SLUG["postits"].module.missing(workshop)]
    assert row.missing["fr"] != row.missing["en"]
    assert len(row.missing["fr"]) == len(row.missing["en"])


def test_a_move_that_is_cancelled_or_replaced_stays_in_the_list_as_such(as_, workshop, facilitator, at, sales):
    at("postits")
    Anyway.objects.all().delete()
    moves.take_everyone(workshop, "categories", by=facilitator)
    moves.stay(workshop, by=facilitator)
    assert Anyway.objects.get().stayed_at
    assert anyway.count(workshop) == 0
    moves.take_everyone(workshop, "categories", by=facilitator)
    moves.take_everyone(workshop, "ways", by=facilitator)
    assert [(row.to, bool(row.stayed_at)) for row in Anyway.objects.all()] == [
        ("categories", True),
        ("categories", True),
        ("ways", False),
    ]
    sheet = as_(facilitator).get(reverse("room:anyway", args=[workshop.key])).content.decode()
    assert sheet.count("cancelled: the room stayed") == 2


def test_going_back_leaves_what_was_kept(workshop, facilitator, at, sales):
    at("postits")
    at("categories")
    kept = Anyway.objects.filter(step="postits", stayed_at=None).count()
    at("postits")
    assert Anyway.objects.filter(step="postits", stayed_at=None).count() == kept == 1


def test_the_console_counts_and_others_read_nothing_of_it(assert_screens_follow, workshop, facilitator, at, sales):
    at("postits")
    before = anyway.count(workshop)
    assert_screens_follow(lambda: moves.take_everyone(workshop, "categories", by=facilitator))
    assert f"Gone on anyway: {before + 1} times" in screen(workshop, "console") if before else "Gone on anyway"
    for audience in ("board", "phone"):
        assert "Gone on anyway" not in screen(workshop, audience)


def test_a_version_sealed_with_something_missing_keeps_it_in_its_record(as_, workshop, facilitator, at, sales, alice):
    at("promise")
    promise.commit(workshop, sales, {"what": "sourit"}, by=facilitator)
    sheet = as_(facilitator).get(reverse("promise:sealing", args=[workshop.key])).content.decode()
    assert "1 line cannot be measured" in sheet
    assert "The version is not sealed yet" not in sheet
    sealed = promise.seal(workshop, by=facilitator)
    steps = [(each["step"], each["to"]) for each in content.of(sealed)["anyway"]]
    assert steps[-1] == ("promise", "")
    last = content.of(sealed)["anyway"][-1]
    assert last["name"] == "Claire"
    assert any("1 line cannot be measured" in sentence for sentence in last["missing"]["en"])
    assert any("ne peut" in sentence or "mesur" in sentence for sentence in last["missing"]["fr"])


def test_the_next_version_keeps_only_what_came_after(workshop, facilitator, at, sales):
    at("promise")
    promise.commit(workshop, sales, {"what": "sourit"}, by=facilitator)
    first = promise.seal(workshop, by=facilitator)
    promise.open_version(workshop, by=facilitator)
    second = promise.seal(workshop, by=facilitator)
    assert len(first.kept["anyway"]) >= 2
    assert [each["step"] for each in second.kept["anyway"]] == ["promise"]


def test_nothing_is_kept_of_a_version_that_lacks_nothing(workshop, facilitator, at, sales):
    at("promise")
    Anyway.objects.all().delete()
    promise.write(workshop, sales, "Une date.", "", "", 0, by=facilitator)
    way = sales.ways.create(text="Répondre", acceptable=True)
    promise.commit(workshop, sales, {"what": "répond", "delay": "2 h", "sources": [f"way-{way.pk}"]}, by=facilitator)
    promise.describe(workshop, sales, {"name": "Répondre"}, by=facilitator)
    assert promise.lacking(workshop) == []
    assert promise.seal(workshop, by=facilitator).kept["anyway"] == []
