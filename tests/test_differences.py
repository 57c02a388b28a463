"""What changes between two versions: lines followed by where they come from, then word by word; who may read it."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interfaces.models import Interface
from promises import content, differences
from promises.models import Commitment, Version
from promises.steps import promise
from tests.screens import post
from workshop.models import Link

LINE = {"who": "le quai", "what": "donne une date d’expédition à chaque commande", "delay": "4 h"}
OTHER = {"who": "le quai", "what": "prévient de tout retard", "delay": "2 h"}
THIRD = {"who": "l’accueil", "what": "rappelle sous un jour", "delay": "1 jour"}


@pytest.fixture
def sales(workshop):
    return Interface.objects.create(workshop=workshop, name="Ventes", position=1, treated=True)


@pytest.fixture
def commit(workshop, facilitator, sales):
    return lambda data: promise.commit(workshop, sales, data, by=facilitator)


@pytest.fixture
def sealed(workshop, facilitator, commit):
    commit(LINE)
    commit(OTHER)
    promise.write(workshop, Interface.objects.get(), "Une date, et tenue.", "", "", 0, by=facilitator)
    return promise.seal(workshop, by=facilitator)


@pytest.fixture
def draft(workshop, facilitator, sealed, commit):
    """Version 2: the first line reworded, the second dropped, another one new in its place."""
    version = promise.open_version(workshop, by=facilitator)
    first, second = Commitment.objects.filter(promise__version=version)
    promise.amend(workshop, first.pk, LINE | {"delay": "3 h"}, 0, by=facilitator)
    promise.withdraw(workshop, second.pk, by=facilitator)
    commit(THIRD)
    return version


def kinds(changes):
    return [(line.kind, line.reference) for service in changes.services for line in service.lines]


def test_lines_are_reworded_new_dropped_or_the_same(sealed, draft):
    changes = differences.between(sealed, draft)
    assert kinds(changes) == [("reworded", "P-VENTES-01"), ("new", "P-VENTES-02"), ("dropped", "P-VENTES-02")]
    (delay,) = [line.slots["delay"] for line in changes.services[0].lines if line.kind == "reworded"]
    assert [(run.kind, run.text.strip()) for run in delay] == [("gone", "4"), ("new", "3"), ("same", "h")]
    assert changes.services[0].counts == [("reworded", 1), ("new", 1), ("dropped", 1)]


def test_a_version_against_its_copy_says_that_nothing_changed(workshop, facilitator, sealed):
    copy = promise.open_version(workshop, by=facilitator)
    changes = differences.between(sealed, copy)
    assert changes.is_empty
    assert [kind for kind, _reference in kinds(changes)] == ["same", "same"]


def test_a_line_is_followed_over_several_versions_under_another_number(workshop, facilitator, sealed):
    second = promise.open_version(workshop, by=facilitator)
    Commitment.objects.filter(promise__version=second, what=LINE["what"]).get().delete()
    promise.seal(workshop, by=facilitator)
    third = promise.open_version(workshop, by=facilitator)
    changes = differences.between(sealed, third)
    same, dropped = changes.services[0].lines
    assert (same.kind, same.reference, same.was) == ("same", "P-VENTES-01", "P-VENTES-02")
    assert (dropped.kind, dropped.reference) == ("dropped", "P-VENTES-01")


def test_lines_without_a_past_are_matched_by_reference_when_their_words_are_alike(sealed, draft):
    Commitment.objects.update(before=None)
    found = kinds(differences.between(sealed, draft))
    assert found == [("reworded", "P-VENTES-01"), ("new", "P-VENTES-02"), ("dropped", "P-VENTES-02")]


def test_a_client_service_renamed_is_the_same_one_and_one_left_out_is_dropped(sealed, draft, sales, workshop):
    Interface.objects.filter(pk=sales.pk).update(name="Commerce")
    (service,) = differences.between(sealed, draft).services
    assert (service.name, service.kind) == ("Commerce", "same")
    Interface.objects.filter(pk=sales.pk).update(dropped_at="2026-01-01T00:00Z")
    (service,) = differences.between(sealed, draft).services
    assert (service.name, service.kind) == ("Ventes", "dropped")


def test_sealed_words_are_compared_as_they_were_sealed(sealed, draft):
    before = differences.between(sealed, draft)
    Commitment.objects.filter(promise__version=sealed).update(what="autre chose")
    assert differences.between(sealed, draft) == before


def test_query_counts_do_not_grow_with_the_lines(sealed, draft, commit):
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            differences.between(Version.objects.get(number=1), Version.objects.get(number=2))
        counts.append(len(queries))
        for _each in range(10):
            commit(OTHER)
    assert counts[0] == counts[1]


def page(browser, url):
    answer = browser.get(url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content.decode(), "html.parser")


def test_the_console_opens_what_the_next_version_changes(as_, workshop, facilitator, draft):
    url = reverse("promise:differences", args=[workshop.key, 2])
    text = page(as_(facilitator), url)
    assert "From version 1 to version 2" in text.get_text()
    assert [each.get_text() for each in text.select("#changes .changed.reworded ins")] == ["[added: 3 ]"]
    assert [each.get_text() for each in text.select("#changes .changed.reworded del")] == ["[dropped: 4 ]"]
    assert len(text.select("#changes .changed.new")) == 1
    assert url in console_of(as_, facilitator, workshop)
    assert as_(facilitator).get(reverse("promise:differences", args=[workshop.key, 9])).status_code == 404


def console_of(as_, facilitator, workshop):
    return as_(facilitator).get(reverse("console", args=[workshop.key, "promise"])).content.decode()


def test_any_two_versions_are_compared_in_the_order_of_their_numbers(as_, workshop, facilitator, draft):
    url = reverse("promise:versions", args=[workshop.key])
    swapped = page(as_(facilitator), url + "?since=2&until=1").select_one(".changes-title").get_text()
    assert swapped == "From version 1 to version 2"
    for odd in ("?since=2&until=2", "?since=x&until=99999999999", "?until=1"):
        assert "Version 1" in page(as_(facilitator), url + odd).get_text()


def test_a_manager_compares_sealed_versions_and_never_reads_the_draft(client, workshop, facilitator, draft):
    secret = promise.invite_manager(workshop, by=facilitator)
    client.cookies["django_language"] = "en"
    client.post(reverse("link", args=[secret]))
    url = reverse("manager-versions", args=[Link.objects.get().pk])
    text = client.get(url + "?since=1&until=2").content.decode()
    assert "Version 1" in text
    assert THIRD["what"] not in text
    assert "Draft" not in text
    promise.seal(workshop, by=facilitator)
    text = client.get(url).content.decode()
    assert THIRD["what"] in text
    assert "From version 1 to version 2" in text
    assert post(client, url).status_code == 404


def test_the_versions_are_listed_with_their_states_in_french(client, workshop, facilitator, draft):
    client.force_login(facilitator)
    client.cookies["django_language"] = "fr"
    text = client.get(reverse("promise:versions", args=[workshop.key])).content.decode()
    for words in ("Brouillon", "En vigueur", "De la version 1 à la version 2", "1 engagement reformulé", "[ajouté"):
        assert words in text


def test_nothing_is_compared_before_a_second_version(as_, workshop, facilitator, sealed):
    text = page(as_(facilitator), reverse("promise:versions", args=[workshop.key])).get_text()
    assert "In force" in text
    assert "Compare" not in text


def test_the_record_keeps_the_rows_behind_its_references(sealed, sales):
    rows = content.of(sealed)["rows"]
    assert rows["services"] == {"VENTES": sales.pk}
    assert list(rows["lines"]) == ["P-VENTES-01", "P-VENTES-02"]
