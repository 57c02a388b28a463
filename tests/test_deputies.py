"""A deputy can facilitate; the lead alone names and releases deputies."""

import pytest
from django.urls import reverse

from tests.screens import post, screen
from workshop import deputies
from workshop.change import Refused
from workshop.models import Facilitation


def test_a_deputy_runs_the_workshop_until_released(assert_screens_follow, as_, workshop, facilitator, stranger):
    console = reverse("console", args=[workshop.key])
    assert as_(stranger).get(console).status_code == 404
    assert_screens_follow(lambda: deputies.name_deputy(workshop, stranger.email.upper(), by=facilitator))
    assert as_(stranger).get(console).status_code == 200
    assert post(as_(stranger), reverse("room:move", args=[workshop.key, "mission"])).status_code == 204
    assert stranger.name in screen(workshop, "console", step="gather")
    seat, rights = Facilitation.objects.get(facilitator=stranger), workshop.rights
    assert_screens_follow(lambda: deputies.release(workshop, seat.pk, by=facilitator))
    assert as_(stranger).get(console).status_code == 404
    workshop.refresh_from_db()
    assert workshop.rights == rights + 1  # open consoles are checked again


def test_a_deputy_names_nobody_and_the_lead_cannot_be_released(workshop, facilitator, deputy, stranger):
    with pytest.raises(Refused, match="Only the lead"):
        deputies.name_deputy(workshop, stranger.email, by=deputy)
    lead = Facilitation.objects.get(facilitator=facilitator)
    deputies.release(workshop, lead.pk, by=facilitator)
    assert Facilitation.objects.filter(pk=lead.pk).exists()


def test_an_unknown_address_gets_a_sentence(as_, workshop, facilitator):
    answer = post(as_(facilitator), reverse("room:add-deputy", args=[workshop.key]), email="nobody@example.org")
    assert (answer.status_code, answer["X-Field"]) == (409, "email")
    assert "No facilitator has this address" in answer.content.decode()
