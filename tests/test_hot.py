"""A hot service of the table: which it is and why, and a nine-step workshop that begins with what the table says."""

from datetime import date

import pytest
from django.urls import reverse

from interfaces.models import Contact, Expected, Interface
from interfaces.steps import consult, ways
from promises import content, sources, taking, thread
from promises.models import Entry, Party, Reply
from promises.reciprocal import entries, hot, replies, rounds, services
from promises.steps import promise
from tests.conftest import member
from tests.screens import bring, post, screen
from tests.tables import Table, laid
from workshop.change import Refused
from workshop.models import Facilitation, Workshop


def fresh(table):
    return Workshop.objects.get(pk=table.workshop.pk)


def listed(table):
    return [(each.service.name, each.points, each.sentence) for each in hot.hot(fresh(table))]


@pytest.fixture
def heated(table):
    """Logistics refuses one expectation, answers one otherwise, is silent on one, and agrees to one."""
    Party.objects.filter(name="Ventes").update(contact="Inès", email="ines@example.org", language="en")
    table.to("fill")
    lines = table.expects("Ventes", "Logistique", "Prévenir la veille", "Livrer le dimanche", "Un seul numéro")
    (agreed,) = table.expects("Comptabilité", "Logistique", "Les bons de livraison signés")
    table.to("meet")
    giver = table.voice("Logistique")
    replies.answer(giver, lines[0].pk, Reply.CANNOT, "Trop tard pour nous")
    replies.answer(giver, lines[1].pk, Reply.INSTEAD, "Le samedi")
    replies.answer(giver, agreed.pk, Reply.ACCEPT)
    return table


def opened(table, name="Logistique"):
    return hot.open_for(table.workshop, table.party(name).pk, by=table.facilitator)


def test_what_is_not_agreed_makes_a_service_hot(heated):
    assert listed(heated) == [("Logistique", 5, "3 expectations without agreement")]


def test_a_table_where_all_is_agreed_has_no_hot_service(table):
    table.to("fill")
    table.expects("Ventes", "Logistique", "Une", "Deux")  # two without an answer: not hot yet
    assert listed(table) == []


def test_what_got_worse_counts_where_it_comes_from(heated, facilitator):
    later = Table(rounds.open_next(heated.workshop, by=facilitator, held_on=date(2027, 5, 24)), facilitator)
    later.to("fill")
    for line in Entry.objects.filter(party__workshop=later.workshop, text__startswith="Les bons"):
        entries.judge(later.desk("Comptabilité"), line.pk, Entry.WORSE)
    assert listed(later) == [("Logistique", 7, "3 expectations without agreement, 2 lines worse")]


def test_the_hottest_comes_first(heated):
    heated.to("fill")
    heated.expects("Logistique", "Ventes", *[f"Attente {n}" for n in range(6)])
    assert [name for name, *_why in listed(heated)] == ["Ventes", "Logistique"]


def test_its_workshop_begins_with_what_the_table_says(heated):
    room = heated.assert_follows(
        lambda: hot.open_for(heated.workshop, heated.party("Logistique").pk, heated.facilitator)
    )
    assert (room.team, room.current_step) == (heated.party("Logistique").team, "gather")
    sales, accounting = room.interfaces.order_by("-name")
    assert (sales.client, sales.treated, accounting.treated) == (heated.party("Ventes").team, True, True)
    assert [(each.text, each.agreed) for each in sales.expected.all()] == [
        ("Prévenir la veille", False),
        ("Livrer le dimanche", False),
        ("Un seul numéro", False),
    ]
    assert [each.agreed for each in accounting.expected.all()] == [True]
    assert sales.expected.first().said_on == heated.workshop.reciprocal.held_on


def test_whom_to_ask_is_the_services_contact_or_who_speaks_for_it(heated):
    room = opened(heated)
    assert [(each.name, each.email, each.language) for each in Contact.objects.order_by("-interface__name")] == [
        ("Inès", "ines@example.org", "en"),
        ("Voix Comptabilité", "", "fr"),
    ]
    assert room.interfaces.count() == 2


def test_a_service_of_which_nobody_expects_anything_opens_empty(heated):
    room = opened(heated, "Comptabilité")
    assert not room.interfaces.exists()


def test_what_nobody_reads_yet_does_not_come_along(table, facilitator):
    table.to("fill")
    old, _other = table.expects("Ventes", "Logistique", "Prévenir la veille", "Un seul numéro")
    Entry.objects.filter(pk=old.pk).update(as_before=True)
    opened = hot.open_for(table.workshop, table.party("Logistique").pk, by=facilitator)
    assert list(Expected.objects.filter(interface__workshop=opened).values_list("text", flat=True)) == [old.text]


def test_opened_twice_it_is_the_first_one(heated):
    assert opened(heated) == opened(heated)
    assert Workshop.objects.exclude(pk=heated.workshop.pk).count() == 1
    assert Expected.objects.count() == 4
    (found,) = hot.hot(fresh(heated))
    assert found.opened == opened(heated).key


def test_a_workshop_that_somebody_else_leads_is_told_not_opened_twice(heated, stranger):
    opened(heated)
    Facilitation.objects.create(workshop=heated.workshop, facilitator=stranger, role=Facilitation.DEPUTY)
    with pytest.raises(Refused, match="Claire"):
        hot.open_for(heated.workshop, heated.party("Logistique").pk, by=stranger)


def test_the_next_round_may_open_one_again(heated, facilitator):
    first = opened(heated)
    later = Table(rounds.open_next(heated.workshop, by=facilitator, held_on=date(2027, 5, 24)), facilitator)
    assert opened(later) != first
    assert opened(later).team == first.team


def test_a_service_that_left_and_a_rehearsal_open_nothing(heated, facilitator):
    pk = heated.party("Logistique").pk
    services.unseat(heated.workshop, pk, by=facilitator)
    with pytest.raises(Refused):
        hot.open_for(heated.workshop, pk, by=facilitator)
    Workshop.objects.filter(pk=heated.workshop.pk).update(is_rehearsal=True)
    with pytest.raises(Refused):
        opened(heated, "Ventes")


def test_one_button_opens_it_and_leads_there(heated, as_, facilitator):
    heated.to("table")
    url = reverse("table:open-hot", args=[heated.workshop.key, heated.party("Logistique").pk])
    console = screen(heated.workshop, "console")
    assert url in console
    assert "3 expectations without agreement" in console
    op_id = "0b0f3c9e-5d0c-4a55-8b0a-0f2a6a6c1f02"
    answers = [post(as_(facilitator), url, op_id)["HX-Redirect"] for _twice in range(2)]
    room = Workshop.objects.exclude(pk=heated.workshop.pk).get()
    assert answers == [reverse("console", args=[room.key])] * 2
    assert url not in screen(heated.workshop, "console")
    assert answers[0] in screen(heated.workshop, "console")


def test_services_of_a_table_that_came_with_a_file_get_a_team(heated):
    Party.objects.update(team=None)
    room = opened(heated)
    assert room.team.name == "Logistique"
    assert {each.client.name for each in room.interfaces.all()} == {"Ventes", "Comptabilité"}


# Where it is shown


@pytest.fixture
def room(heated):
    return opened(heated)


def test_the_console_of_step_3_says_why_this_service(room, facilitator):
    bring(room, "services", facilitator)
    console = screen(room, "console")
    assert "24\xa0November 2026" in console
    assert "Livrer le dimanche" in console
    assert console.count("not agreed yet") == 3


@pytest.mark.parametrize("slug", ["services", "postits", "categories"])
@pytest.mark.parametrize("audience", ["board", "phone"])
def test_it_is_not_in_sight_of_those_who_write_post_its(room, facilitator, slug, audience):
    bring(room, slug, facilitator)
    assert "Livrer le dimanche" not in screen(room, audience)


def test_the_pair_that_writes_for_a_service_sees_what_it_expects(room, facilitator, as_):
    people = [member(room, name) for name in ("Alice", "Bob")]
    bring(room, "ways", facilitator)
    pair = ways.pair_up(room, [person.pk for person in people], by=facilitator)
    interface = room.interfaces.get(name="Ventes")
    ways.assign(room, interface.pk, (pair or room.pairs.get()).pk, by=facilitator)
    mine = as_(people[0]).get(reverse("mine", args=[room.key, "ways"])).content.decode()
    assert "Livrer le dimanche" in mine
    assert "Les bons de livraison signés" not in mine


def test_the_contact_reads_what_was_told(room, facilitator, as_):
    interface = room.interfaces.get(name="Ventes")
    secret = consult.invite(room, interface, by=facilitator)
    browser = as_()
    page = browser.get(browser.post(reverse("link", args=[secret])).url).content.decode()
    assert "What you told us you expect" in page
    assert "Livrer le dimanche" in page
    assert "Les bons de livraison signés" not in page


def test_it_is_a_source_of_the_promise_and_stands_in_the_thread(room, facilitator):
    bring(room, "promise", facilitator)
    interface = room.interfaces.get(name="Ventes")
    said = interface.expected.get(text="Livrer le dimanche")
    assert "Livrer le dimanche" in screen(room, "console")
    line = taking.take_up(room, interface, f"expected-{said.pk}", by=facilitator)
    assert line.what == "Livrer le dimanche"
    assert [(each["kind"], each["words"]) for each in thread.strands(line, room)] == [("expected", line.what)]
    stamps = [sources.stamp_of(sources.of(room, [interface], None)[interface.pk])]
    Expected.objects.filter(pk=said.pk).update(text="Autrement")
    room = Workshop.objects.get(pk=room.pk)
    assert sources.stamp_of(sources.of(room, [interface], None)[interface.pk]) not in stamps
    promise.seal(room, by=facilitator)
    kept = content.of(room.versions.get())
    assert [each["strands"][0]["kind"] for each in kept["threads"]] == ["expected"]


def test_another_services_expectation_is_no_source(room):
    sales, accounting = room.interfaces.order_by("-name")
    assert sources.link_of(sales, f"expected-{accounting.expected.get().pk}") is None


def test_thirty_services_are_judged_without_a_question_more(facilitator, django_assert_num_queries):
    table = laid(facilitator, [f"Service {n}" for n in range(30)])
    room = fresh(table)
    hot.hot(room)
    with django_assert_num_queries(3):
        hot.hot(Workshop(pk=room.pk))
    assert Interface.objects.count() == 0
