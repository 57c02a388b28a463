"""Step 3: all propose client services, the facilitator settles the list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interfaces.models import Contact, Interface
from interfaces.steps import services
from tests.screens import fresh, post, screen, undo_last
from workshop import live
from workshop.change import Refused
from workshop.models import Team


@pytest.fixture(autouse=True)
def room(at, alice, bob):
    at("services")


@pytest.fixture
def accounting(alice):
    return services.propose(alice, "Comptabilité")


@pytest.fixture
def sales(bob):
    return services.propose(bob, "Ventes")


def names(workshop):
    return [each.name for each in workshop.interfaces.standing()]


def test_a_proposal_is_a_card_for_everybody_not_treated_yet(assert_screens_follow, workshop, alice):
    interface = assert_screens_follow(lambda: services.propose(alice, "Comptabilité"))
    for audience in live.AUDIENCES:
        assert "Comptabilité" in screen(workshop, audience)
    assert not interface.treated
    assert [naming.participant for naming in interface.namings.all()] == [alice]


def test_proposing_a_listed_name_counts_one_more_person(workshop, accounting, bob):
    assert services.propose(bob, "COMPTABILITE") == accounting
    assert names(workshop) == ["Comptabilité"]
    assert accounting.namings.count() == 2


def test_proposing_twice_counts_once(alice, accounting):
    services.propose(alice, "Comptabilité")
    assert accounting.namings.count() == 1


def test_me_too_is_said_and_taken_back(assert_screens_follow, workshop, bob, accounting):
    assert_screens_follow(lambda: services.second(bob, accounting.pk))
    assert "<b>2</b> people" in screen(workshop, "board")
    services.second(bob, accounting.pk)
    assert "<b>1</b> person" in screen(workshop, "board")


def test_a_team_does_not_serve_itself(alice):
    with pytest.raises(Refused, match="your own service"):
        services.propose(alice, "logistique")


def test_a_list_has_an_end(monkeypatch, alice, accounting):
    monkeypatch.setattr("interfaces.clients.MOST", 1)
    with pytest.raises(Refused, match="the most there can be"):
        services.propose(alice, "Ventes")


def test_nobody_proposes_once_the_step_is_over(at, workshop, alice):
    at("postits")
    at("categories")
    with pytest.raises(Refused, match="just closed"):
        services.propose(alice, "Ventes")


def test_a_dropped_card_cannot_be_seconded(workshop, facilitator, bob, accounting):
    services.drop(workshop, accounting.pk, by=facilitator)
    with pytest.raises(Refused, match="meanwhile"):
        services.second(bob, accounting.pk)


def test_suggestions_are_in_the_workshops_language_without_the_team_and_what_is_listed(workshop, elsewhere, alice):
    def suggested():
        return [name for _key, name in services.context(fresh(workshop))["suggestions"]]

    assert "Ventes" in suggested()  # the organisation's other team, which has a workshop
    services.propose(alice, "Les ventes")
    assert "Ventes" not in suggested()
    assert "Logistique" not in suggested()
    workshop.language = "en"
    workshop.save()
    assert "Accounting" in suggested()


def test_a_phone_shows_what_this_person_named(as_, workshop, alice, bob, accounting, sales):
    answer = post(as_(alice), reverse("services:too", args=[workshop.key, sales.pk])).content.decode()
    assert f"service-{accounting.pk} service-{sales.pk}" in answer
    page = as_(bob).get(reverse("mine", args=[workshop.key, "services"])).content.decode()
    assert f"service-{accounting.pk}" not in page
    assert f"service-{sales.pk}" in page


def test_a_proposal_reaches_phones_in_less_than_4_kb(workshop, alice, bob):
    for number in range(40):
        services.propose(alice, f"Atelier {number}")
    view = live.View("phone", "", "fr")
    before = live.render(fresh(workshop), view)
    services.propose(bob, "Comptabilité")
    frame = live.frame(before, live.render(fresh(workshop), view, before))
    assert "Comptabilité" in frame
    assert len(frame.encode()) < 4000


# The facilitator


def test_a_service_is_added_and_the_addition_undone(assert_screens_follow, workshop, facilitator):
    assert_screens_follow(lambda: services.offer(workshop, "Qualité", by=facilitator))
    assert names(workshop) == ["Qualité"]
    assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert names(workshop) == []
    assert Interface.objects.exists()  # dropped, not deleted: others may point to it


def test_a_name_is_in_the_list_once(workshop, facilitator, accounting, sales):
    with pytest.raises(Refused, match="already in the list"):
        services.offer(workshop, "comptabilite", by=facilitator)
    with pytest.raises(Refused, match="already in the list"):
        services.rename(workshop, sales.pk, "Comptabilité", 0, by=facilitator)


def test_a_rename_is_seen_everywhere_and_overwrites_nobody(assert_screens_follow, workshop, facilitator, accounting):
    assert_screens_follow(lambda: services.rename(workshop, accounting.pk, "Comptabilité client", 0, by=facilitator))
    assert names(workshop) == ["Comptabilité client"]
    with pytest.raises(Refused, match="meanwhile"):
        services.rename(workshop, accounting.pk, "Trésorerie", 0, by=facilitator)
    undo_last(workshop, facilitator)
    assert names(workshop) == ["Comptabilité"]


def test_the_board_shows_the_biggest_first_until_the_list_is_ordered(workshop, facilitator, alice, accounting, sales):
    services.second(alice, sales.pk)
    assert [each.name for each in services.board(workshop)["services"]] == ["Ventes", "Comptabilité"]
    services.place(workshop, sales.pk, 1, by=facilitator)
    assert [each.name for each in services.board(workshop)["services"]] == ["Comptabilité", "Ventes"]
    services.propose(alice, "Achats")
    assert names(workshop) == ["Comptabilité", "Ventes", "Achats"]


def test_the_order_follows_everywhere_and_is_undone(assert_screens_follow, workshop, facilitator, alice, accounting):
    for name in ("Ventes", "Achats"):
        services.propose(alice, name)
    last = workshop.interfaces.get(name="Achats")
    assert_screens_follow(lambda: services.place(workshop, last.pk, 0, by=facilitator))
    assert names(workshop) == ["Achats", "Comptabilité", "Ventes"]
    assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert names(workshop) == ["Comptabilité", "Ventes", "Achats"]


def test_the_list_is_ordered_by_people(assert_screens_follow, workshop, facilitator, alice, accounting, sales):
    services.second(alice, sales.pk)
    assert_screens_follow(lambda: services.sort(workshop, by=facilitator))
    assert names(workshop) == ["Ventes", "Comptabilité"]


def test_a_dropped_service_leaves_every_screen_and_comes_back(assert_screens_follow, workshop, facilitator, sales):
    assert_screens_follow(lambda: services.drop(workshop, sales.pk, by=facilitator))
    for audience in live.AUDIENCES:
        assert f'id="service-{sales.pk}"' not in screen(workshop, audience)
    assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert names(workshop) == ["Ventes"]


def test_a_drop_is_not_undone_over_a_card_that_took_its_name(workshop, facilitator, alice, sales):
    services.drop(workshop, sales.pk, by=facilitator)
    services.propose(alice, "Ventes")
    with pytest.raises(Refused, match="Something newer"):
        undo_last(workshop, facilitator)


def test_a_treated_service_is_tied_to_a_lasting_team(assert_screens_follow, workshop, facilitator, sales):
    team = Team.objects.create(organisation=workshop.team.organisation, name="VENTES")
    assert_screens_follow(lambda: services.treat(workshop, sales.pk, True, by=facilitator))
    sales.refresh_from_db()
    assert (sales.treated, sales.client) == (True, team)
    services.treat(workshop, sales.pk, False, by=facilitator)
    assert not workshop.interfaces.treated().exists()
    undo_last(workshop, facilitator)
    assert workshop.interfaces.treated().get() == sales


def test_the_whole_list_is_treated_at_once(assert_screens_follow, workshop, facilitator, accounting, sales):
    assert_screens_follow(lambda: services.treat_all(workshop, by=facilitator))
    assert {each.client.name for each in workshop.interfaces.treated()} == {"Comptabilité", "Ventes"}


def test_a_contact_is_for_the_console_only(assert_screens_follow, workshop, facilitator, sales):
    secret = "anne.roy@example.org"
    assert_screens_follow(lambda: services.name_contact(workshop, sales.pk, "Anne Roy", secret, "fr", by=facilitator))
    assert "Anne Roy" in screen(workshop, "console")
    for audience in ("board", "phone"):
        assert "Anne Roy" not in screen(workshop, audience)
        assert secret not in screen(workshop, audience)
    undo_last(workshop, facilitator)
    assert not Contact.objects.exists()


def test_a_wrong_address_gets_a_sentence(as_, workshop, facilitator, sales):
    url = reverse("services:write", args=[workshop.key, sales.pk])
    answer = post(as_(facilitator), url, name="Anne", email="anne(at)example", language="fr")
    assert answer.status_code == 422
    assert "valid email address" in answer.content.decode()
    assert not Contact.objects.exists()


def test_what_is_missing_is_said(workshop, facilitator, sales):
    assert "say which ones you treat" in services.missing(workshop)[0]
    services.treat(workshop, sales.pk, True, by=facilitator)
    assert services.missing(workshop) == ["1 service treated has no contact."]
    services.name_contact(workshop, sales.pk, "Anne", "", "fr", by=facilitator)
    assert services.missing(workshop) == []


@pytest.mark.parametrize("sheet", ["edit", "contact"])
def test_sheets_are_for_facilitators(as_, workshop, facilitator, stranger, alice, sales, sheet):
    url = reverse(f"services:{sheet}", args=[workshop.key, sales.pk])
    assert "Ventes" in as_(facilitator).get(url).content.decode()
    assert as_(stranger).get(url).status_code == 404
    assert as_(alice).get(url).status_code == 302


def test_query_counts_are_equal_at_1_and_30_services(workshop, alice, accounting):
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            for audience in live.AUDIENCES:
                screen(workshop, audience)
        counts.append(len(queries))
        for number in range(29):
            services.propose(alice, f"Atelier {number}")
    assert counts[0] == counts[1]
