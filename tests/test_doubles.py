"""Two cards that say one service are proposed to the facilitator, and never merged by themselves."""

import pytest

from interfaces.models import LIKE, Acquaintance, Contact, Naming
from interfaces.steps import services
from tests.screens import screen, undo_last
from workshop.change import Refused


@pytest.fixture(autouse=True)
def room(at, alice, bob):
    at("services")


@pytest.fixture
def accounting(alice):
    return services.propose(alice, "Comptabilité")


def names(workshop):
    return [each.name for each in workshop.interfaces.standing()]


def test_near_duplicates_are_proposed_never_merged(workshop, accounting, bob):
    services.propose(bob, "Compta")
    assert names(workshop) == ["Comptabilité", "Compta"]
    assert "Merge as “Comptabilité”" in screen(workshop, "console")
    assert "may be one" in " ".join(services.missing(workshop))


def test_a_merge_takes_all_over_and_can_be_undone(assert_screens_follow, workshop, facilitator, alice, accounting):
    double = services.propose(alice, "Compta")
    Naming.objects.create(interface=double, participant=workshop.participants.get(name="Bob"))
    for interface, person in ((double, alice), (accounting, alice), (double, workshop.participants.get(name="Bob"))):
        Acquaintance.objects.create(interface=interface, participant=person)
    workshop.postits.create(op_id="0" * 32, interface=double, polarity=LIKE, text="à l’heure", owner_tag="")
    services.name_contact(workshop, double.pk, "Anne", "", "fr", by=facilitator)
    assert_screens_follow(lambda: services.merge(workshop, double.pk, accounting.pk, by=facilitator))
    assert names(workshop) == ["Comptabilité"]
    assert accounting.namings.count() == 2  # alice, who named both, counts once
    assert accounting.acquaintances.count() == 2  # as of those who work with both
    assert accounting.postits.count() == 1
    assert accounting.contact.name == "Anne"
    assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert names(workshop) == ["Comptabilité", "Compta"]
    assert (accounting.namings.count(), double.namings.count(), double.postits.count()) == (1, 2, 1)
    assert (accounting.acquaintances.count(), double.acquaintances.count()) == (1, 2)
    assert Contact.objects.get().interface == double


def test_a_service_is_not_merged_with_itself(workshop, facilitator, accounting):
    with pytest.raises(Refused, match="with itself"):
        services.merge(workshop, accounting.pk, accounting.pk, by=facilitator)


def test_look_alikes_kept_apart_are_not_proposed_again(assert_screens_follow, workshop, facilitator, bob, accounting):
    double = services.propose(bob, "Compta")
    assert_screens_follow(lambda: services.keep_apart(workshop, double.pk, accounting.pk, by=facilitator))
    assert "Merge as" not in screen(workshop, "console")
    undo_last(workshop, facilitator)
    assert "Merge as" in screen(workshop, "console")
