"""Step 1 of the reciprocal table: services at it, their order and names, who speaks for each and by which way."""

import re

import pytest
from django.urls import reverse

from interfaces import clients
from promises.models import Entry, Party
from promises.reciprocal import entries, seats, services
from promises.steps import parties
from tests.conftest import member
from tests.screens import post, screen
from tests.tables import laid
from workshop import gestures
from workshop.change import Refused
from workshop.models import Workshop

HOSTILE = "<script>alert(1)</script>"


def names(table):
    return [party.name for party in Party.objects.standing().filter(workshop=table.workshop)]


# Who speaks for whom


def test_representatives_say_whom_they_speak_for_and_may_change(table):
    person = table.speaker("Ventes")
    table.assert_follows(lambda: parties.speak_for(person, table.party("Logistique").pk))
    assert parties.speakers(table.workshop)[table.party("Logistique").pk] == ["Voix Ventes", "Voix Logistique"]
    assert parties.missing(table.workshop) == ["1 service has no voice yet."]


def test_nobody_speaks_for_a_service_of_another_table(table, facilitator):
    with pytest.raises(Refused):
        parties.speak_for(table.speaker("Ventes"), 0)


def test_the_board_shows_who_speaks_for_whom(table):
    shown = screen(table.workshop, "board")
    assert "Comptabilité" in shown
    assert "Voix Ventes" in shown


def test_a_phone_is_told_who_else_speaks_for_its_service(table, as_):
    newcomer = member(table.workshop, "Zoé")
    phone = as_(newcomer)
    where = f"/w/{table.workshop.key}/"
    assert "Which service do you speak for?" in phone.get(where).content.decode()
    answer = post(phone, f"{where}parties/speak/", party=table.party("Ventes").pk).content.decode()
    assert 'You speak for <bdi dir="auto">Ventes</bdi>.' in answer
    assert "Voix Ventes" in answer


def test_said_in_a_later_step_it_opens_what_that_step_asks(table, as_):
    newcomer = member(table.workshop, "Zoé")
    table.to("fill")
    answer = post(as_(newcomer), f"/w/{table.workshop.key}/parties/speak/", party=table.party("Ventes").pk)
    assert 'data-step="fill"' in answer.content.decode()


def test_the_console_names_those_who_have_not_said(table):
    member(table.workshop, "Zoé")
    assert "Zoé" in screen(table.workshop, "console").split('id="undecided"')[1].split("</p>")[0]


# The services


def test_undone_services_leave_the_table_and_take_no_line_with_them(table, facilitator):
    table.to("fill")
    table.assert_follows(lambda: services.seat(table.workshop, ["Achats"], by=facilitator))
    entries.add(table.desk("Ventes"), table.party("Achats").pk, Entry.EXPECTS, ["Un prix par écrit"])
    gestures.undo(table.workshop, table.workshop.gestures.order_by("pk")[1].pk, by=facilitator)
    assert names(table) == ["Comptabilité", "Ventes", "Logistique"]
    assert Entry.objects.filter(text="Un prix par écrit").exists()
    (back,) = services.seat(table.workshop, ["achats"], by=facilitator)
    assert back.name == "Achats"
    assert Entry.objects.standing().filter(towards=back).exists()


def test_a_service_is_renamed_unless_another_one_has_the_name(table, facilitator):
    party = table.party("Ventes")
    table.assert_follows(lambda: services.rename(table.workshop, party.pk, "Commerce", 0, by=facilitator))
    party.refresh_from_db()
    assert (party.name, party.team.name) == ("Commerce", "Commerce")
    with pytest.raises(Refused):
        services.rename(table.workshop, party.pk, "LOGISTIQUE", 1, by=facilitator)
    with pytest.raises(Refused) as refused:
        services.rename(table.workshop, party.pk, "Vente", 0, by=facilitator)
    assert (refused.value.mine, refused.value.theirs) == ("Vente", "Commerce")


def test_services_have_the_order_they_are_given(table, facilitator):
    table.assert_follows(lambda: services.place(table.workshop, table.party("Logistique").pk, 0, by=facilitator))
    assert names(table) == ["Logistique", "Comptabilité", "Ventes"]
    gestures.undo_own(table.workshop, by=facilitator)
    assert names(table) == ["Comptabilité", "Ventes", "Logistique"]


def test_a_table_has_no_more_services_than_it_holds(table, facilitator):
    with pytest.raises(Refused):
        services.seat(table.workshop, [f"Service {number}" for number in range(services.MOST)], by=facilitator)
    assert len(names(table)) == 3


def test_the_usual_list_and_the_teams_of_earlier_tables_are_offered(table, facilitator):
    services.seat(table.workshop, ["Laboratoire"], by=facilitator)
    later = laid(facilitator, [], previous=None)
    offer = [name for _key, name in services.offered(later.workshop, [])]
    assert offer[:4] == ["Comptabilité", "Ventes", "Logistique", "Laboratoire"]
    assert len(offer) == len(set(offer)) == len(clients.USUAL) + 1
    services.seat(later.workshop, ["Laboratoire", "Ventes"], by=facilitator)
    seated = later.workshop.parties.standing()
    assert not {"Laboratoire", "Ventes"} & {name for _key, name in services.offered(later.workshop, seated)}


def test_a_pasted_list_is_read_line_by_line(table, facilitator, as_):
    url = reverse("parties:seat", args=[table.workshop.key])
    post(as_(facilitator), url, names=f"  Achats \n\nQualité\r\n{HOSTILE}\nשירות")
    assert names(table)[3:] == ["Achats", "Qualité", HOSTILE, "שירות"]
    for audience in ("board", "console", "phone"):
        assert HOSTILE not in screen(table.workshop, audience)


# Contacts and private links


def test_links_are_made_shared_renewed_and_closed(table, facilitator):
    workshop, pk = table.workshop, table.party("Ventes").pk
    table.assert_follows(lambda: seats.share_link(workshop, pk, by=facilitator))
    first = Party.objects.get(pk=pk).link
    table.assert_follows(lambda: seats.share_link(workshop, pk, by=facilitator))
    assert Party.objects.get(pk=pk).link == first  # another secret of the same
    table.assert_follows(lambda: seats.renew_link(workshop, pk, by=facilitator))
    first.refresh_from_db()
    assert first.revoked_at
    table.assert_follows(lambda: seats.close_link(workshop, pk, by=facilitator))
    with pytest.raises(Refused):
        seats.close_link(workshop, pk, by=facilitator)


def test_a_contact_is_named_and_that_can_be_undone(table, facilitator):
    workshop, pk = table.workshop, table.party("Ventes").pk
    table.assert_follows(lambda: seats.name_contact(workshop, pk, "Inès", "ines@example.org", "en", by=facilitator))
    assert "Inès" in screen(workshop, "console")
    assert "ines@" not in screen(workshop, "board") + screen(workshop, "phone")
    gestures.undo_own(workshop, by=facilitator)
    assert Party.objects.get(pk=pk).contact == ""


def test_a_first_contact_keeps_the_link_that_was_handed_over_by_hand(table, facilitator):
    workshop, pk = table.workshop, table.party("Ventes").pk
    seats.share_link(workshop, pk, by=facilitator)
    seats.name_contact(workshop, pk, "Inès", "ines@example.org", "fr", by=facilitator)
    assert Party.objects.get(pk=pk).link.is_open
    seats.name_contact(workshop, pk, "Luc", "ines@example.org", "fr", by=facilitator)
    assert not Party.objects.get(pk=pk).link.is_open


def test_the_link_is_shown_once_with_its_code_and_a_message(table, facilitator, as_):
    url = reverse("parties:link", args=[table.workshop.key, table.party("Ventes").pk])
    shown = post(as_(facilitator), url).content.decode()
    secret = re.search(r"/l/([\w-]+)/", shown)[1]
    assert "<svg" in shown
    assert "mailto:?subject=Le%20volet%20de%20Ventes" in shown  # in the language of who will read it
    assert secret not in screen(table.workshop, "console")


def test_as_many_questions_for_thirty_services_as_for_three(table, facilitator, django_assert_max_num_queries):
    services.seat(table.workshop, [f"Service {number}" for number in range(27)], by=facilitator)
    fresh = Workshop.objects.select_related("team__organisation").get(pk=table.workshop.pk)
    with django_assert_max_num_queries(5):
        assert len(seats.seats(fresh)) == 30


@pytest.mark.parametrize(("others", "density"), [(0, 1), (8, 2), (15, 3), (27, 4), (37, 5)])
def test_the_more_services_the_smaller_they_are_on_the_board(table, facilitator, others, density):
    services.seat(table.workshop, [f"Service {number}" for number in range(others)], by=facilitator)
    assert f'class="plain seats density-{density}"' in screen(table.workshop, "board")


def test_nobody_goes_from_row_to_row_once_rows_are_written(table):
    person = table.speaker("Ventes")
    table.to("fill")
    with pytest.raises(Refused, match="step 1"):
        parties.speak_for(person, table.party("Logistique").pk)
    parties.speak_for(person, table.party("Ventes").pk)  # once more the same, as when an answer was lost
    assert table.voice("Ventes").party == table.party("Ventes")
