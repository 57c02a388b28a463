"""The lead is offered and accepted, never taken. Lessons 13 (nothing automatic) and 14 (nobody seizes the role)."""

import pytest
from django.urls import reverse

from tests.screens import post, screen
from workshop import deputies, handover
from workshop.change import Refused
from workshop.models import Facilitation, Handover


def roles(workshop):
    return {each.facilitator.name: each.role for each in workshop.facilitations.select_related("facilitator")}


def seat(workshop, who):
    return Facilitation.objects.get(workshop=workshop, facilitator=who)


def test_lesson_14_the_lead_changes_hands_by_offer_and_acceptance(
    assert_screens_follow, as_, workshop, facilitator, deputy
):
    before = roles(workshop)
    assert_screens_follow(lambda: handover.offer(workshop, seat(workshop, deputy).pk, by=facilitator))
    assert roles(workshop) == before
    assert "Claire offers the lead to Denis" in screen(workshop, "console", step="postits")
    sheet = reverse("room:deputies", args=[workshop.key])
    assert "Take the lead" in as_(deputy).get(sheet).content.decode()
    assert "Take the lead" not in as_(facilitator).get(sheet).content.decode()
    assert_screens_follow(lambda: handover.accept(workshop, by=deputy))
    assert roles(workshop) == {"Claire": "deputy", "Denis": "lead"}
    assert "Claire handed the lead over to Denis" in screen(workshop, "console", step="gather")
    assert "Claire offers" not in screen(workshop, "console", step="postits")
    with pytest.raises(Refused, match="Only the lead"):
        deputies.name_deputy(workshop, "x@example.org", by=facilitator)


def test_a_deputy_declines_and_everything_stays(assert_screens_follow, workshop, facilitator, deputy):
    handover.offer(workshop, seat(workshop, deputy).pk, by=facilitator)
    assert_screens_follow(lambda: handover.decline(workshop, by=deputy))
    assert roles(workshop) == {"Claire": "lead", "Denis": "deputy"}
    assert "Denis did not take the lead" in screen(workshop, "console", step="gather")


def test_an_offer_can_be_withdrawn(assert_screens_follow, workshop, facilitator, deputy):
    handover.offer(workshop, seat(workshop, deputy).pk, by=facilitator)
    assert_screens_follow(lambda: handover.withdraw(workshop, by=facilitator))
    assert not Handover.objects.exists()
    with pytest.raises(Refused, match="not offered"):
        handover.accept(workshop, by=deputy)


def test_lesson_14_nobody_takes_what_was_not_offered_to_them(workshop, facilitator, deputy, stranger):
    with pytest.raises(Refused, match="Only the lead"):
        handover.offer(workshop, seat(workshop, deputy).pk, by=deputy)
    with pytest.raises(Refused, match="not offered"):
        handover.accept(workshop, by=deputy)
    deputies.name_deputy(workshop, stranger.email, by=facilitator)
    handover.offer(workshop, seat(workshop, stranger).pk, by=facilitator)
    for verb in (handover.accept, handover.decline):
        with pytest.raises(Refused, match="somebody else"):
            verb(workshop, by=deputy)
    with pytest.raises(Refused, match="offered already"):
        handover.offer(workshop, seat(workshop, deputy).pk, by=facilitator)
    with pytest.raises(Refused, match="Only the lead"):
        handover.withdraw(workshop, by=deputy)
    handover.withdraw(workshop, by=facilitator)
    with pytest.raises(Refused, match="no longer a deputy"):
        handover.offer(workshop, seat(workshop, facilitator).pk, by=facilitator)
    assert roles(workshop)["Claire"] == "lead"


def test_a_released_deputy_s_offer_goes_with_the_role(workshop, facilitator, deputy):
    handover.offer(workshop, seat(workshop, deputy).pk, by=facilitator)
    deputies.release(workshop, seat(workshop, deputy).pk, by=facilitator)
    assert workshop.offer is None
    assert roles(workshop) == {"Claire": "lead"}


def test_the_whole_handover_by_its_addresses(as_, workshop, facilitator, deputy):
    lead, other = as_(facilitator), as_(deputy)
    assert post(lead, reverse("room:offer-lead", args=[workshop.key, seat(workshop, deputy).pk])).status_code == 204
    assert post(lead, reverse("room:withdraw-lead", args=[workshop.key])).status_code == 204
    assert post(other, reverse("room:accept-lead", args=[workshop.key])).status_code == 409
    assert post(lead, reverse("room:offer-lead", args=[workshop.key, seat(workshop, deputy).pk])).status_code == 204
    assert post(other, reverse("room:decline-lead", args=[workshop.key])).status_code == 204
    assert post(lead, reverse("room:offer-lead", args=[workshop.key, seat(workshop, deputy).pk])).status_code == 204
    assert post(other, reverse("room:accept-lead", args=[workshop.key])).status_code == 204
    assert roles(workshop) == {"Claire": "deputy", "Denis": "lead"}
