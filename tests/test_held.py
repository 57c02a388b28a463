"""A workshop from a file writes to nobody before its lead says so; who wanted no more mails is left alone."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from interfaces import invitations
from interfaces.models import Contact, Interface
from interfaces.steps import consult
from promises import archive, arrivals, faults
from promises.reciprocal import invitations as desks
from promises.reciprocal import seats
from promises.steps import promise, review
from tests.conftest import member
from tests.screens import bring, fresh, post, screen
from tests.tables import laid
from workshop import delivery, held, letters, stopping, worker
from workshop.change import Refused
from workshop.models import Facilitation, Letter

SENTENCE = "no mail leaves before its lead says so"


@pytest.fixture(autouse=True)
def with_smtp(settings):
    settings.SMTP = "smtp://mail.example.org"


@pytest.fixture
def file(workshop, facilitator, alice):
    """A sealed promise to two client services, one of whose contacts wants no more reminders."""
    for name, person in (("Ventes", "julie"), ("Magasin", "paul")):
        interface = Interface.objects.create(workshop=workshop, name=name)
        address = f"{person}@example.org"
        Contact.objects.create(interface=interface, name=person.title(), email=address, language="en")
        bring(workshop, "promise", facilitator)
        promise.commit(workshop, interface, {"what": "donne une date", "delay": "4 h"}, by=facilitator)
    promise.seal(workshop, by=facilitator)
    stopping.stop(workshop, letters.who("Paul@example.org"))
    return archive.written(workshop)


@pytest.fixture
def brought(file, stranger):
    return arrivals.arrive(json.dumps(file).encode(), stranger)


def days_go_by(workshop):
    """Until its review is due, then late, with a worker that looks."""
    day = workshop.versions.get().review_on
    for away in (-30, -7, 7):
        with time_machine.travel(f"{day + timedelta(days=away)} 12:00:00+01:00", tick=False):
            worker.remind()
            delivery.deliver()


def written(workshop):
    return sorted({each.address for each in workshop.letters.all()})


def test_nothing_is_written_before_the_lead_says_so(brought):
    days_go_by(brought)
    assert not brought.letters.exists()


def test_then_everybody_is_written_to_but_who_wanted_no_more(brought, stranger):
    held.let_leave(brought, by=stranger)
    days_go_by(brought)
    assert written(brought) == ["julie@example.org", "sven@example.org"]
    assert "paul@example.org" not in str([each.to for each in mail.outbox])


def test_the_workshop_that_the_file_was_made_of_goes_on(workshop, brought):
    days_go_by(workshop)
    assert written(workshop) == ["claire@example.org", "julie@example.org"]


def test_what_is_pressed_is_refused_in_a_sentence(brought, stranger):
    sales = brought.interfaces.get(name="Ventes")
    bring(brought, "consult", stranger)
    for press in (
        lambda: invitations.send(brought, sales, by=stranger),
        lambda: invitations.send_all(brought, by=stranger),
    ):
        with pytest.raises(Refused, match="let its mails leave"):
            press()
    bring(brought, "review", stranger)
    review.open_review(brought, by=stranger)
    with pytest.raises(Refused, match="let its mails leave"):
        review.invite_counterpart(brought, sales, by=stranger, mail=True)
    assert review.invite_counterpart(brought, sales, by=stranger)  # a link that is copied is no mail
    assert not brought.links.filter(letters__isnull=False).exists()
    review.review_on(brought, timezone.localdate() + timedelta(days=60), by=stranger)
    assert not brought.letters.exists()


def test_services_of_a_table_are_not_invited_either(facilitator):
    table = laid(facilitator, ["Ventes", "Achats"])
    party = table.party("Ventes")
    seats.name_contact(table.workshop, party.pk, "Julie", "julie@example.org", "en", by=facilitator)
    table.workshop.participants.update(removed_at=timezone.now())
    type(table.workshop).objects.filter(pk=table.workshop.pk).update(mails_held=True)
    for press in (
        lambda: desks.send(table.workshop, party.pk, by=facilitator),
        lambda: desks.send_all(table.workshop, by=facilitator),
    ):
        with pytest.raises(Refused, match="let its mails leave"):
            press()
    assert not table.workshop.links.exists()


def test_what_a_member_typed_in_is_kept_without_a_copy(brought, stranger):
    bring(brought, "consult", stranger)
    sales = brought.interfaces.get(name="Ventes")
    person = member(brought, "Alice")
    post_to = sales.responsibilities.create(participant=person, letter="A")
    consult.collect(person, sales, {}, "Une date", "")
    assert post_to.participant.collected.get().expects == "Une date"
    assert not brought.letters.exists()
    assert not brought.links.exists()


def test_screens_say_so_until_the_lead_lets_them_leave(as_, workshop, facilitator, brought, stranger):
    for page in (screen(brought, "console"), as_(stranger).get(reverse("home")).content.decode()):
        assert page.count(SENTENCE) == 1
        assert "Let mails leave" in page
    mails = as_(stranger).get(reverse("mails", args=[brought.key])).content.decode()
    assert (SENTENCE in mails, "Mails leave by themselves" in mails) == (True, False)
    assert SENTENCE not in screen(workshop, "console")
    assert SENTENCE not in as_(facilitator).get(reverse("home")).content.decode()
    answer = post(as_(stranger), reverse("let-leave", args=[brought.key]))
    assert answer.status_code == 204
    for page in (screen(brought, "console"), as_(stranger).get(reverse("home")).content.decode()):
        assert SENTENCE not in page


def test_open_consoles_follow(assert_screens_follow, workshop, facilitator):
    type(workshop).objects.update(mails_held=True)
    assert_screens_follow(lambda: held.let_leave(workshop, by=facilitator))
    assert not fresh(workshop).mails_held


def test_only_the_lead_lets_them_leave(as_, workshop, facilitator, deputy):
    type(workshop).objects.update(mails_held=True)
    answer = post(as_(deputy), reverse("let-leave", args=[workshop.key]))
    assert (answer.status_code, "Only the lead" in answer.content.decode()) == (403, True)
    assert fresh(workshop).mails_held
    home = as_(deputy).get(reverse("home")).content.decode()
    assert (SENTENCE in home, "Let mails leave" in home) == (True, False)
    without_script = as_(facilitator).post(
        reverse("let-leave", args=[workshop.key]), {"op": "00000000-0000-4000-8000-000000000001"}
    )
    assert without_script.url == reverse("home")
    assert not fresh(workshop).mails_held


def test_a_mail_that_waits_all_the_same_does_not_leave(workshop, facilitator):
    from tests.test_letters import invitation

    invitation(workshop)
    type(workshop).objects.update(mails_held=True)
    delivery.deliver()
    assert Letter.objects.get().status == "waiting"
    held.let_leave(workshop, by=facilitator)
    delivery.deliver()
    assert Letter.objects.get().status == "sent"


def test_who_wanted_no_more_is_a_number_of_the_file_and_checked(file, brought, stranger):
    rows = {each["id"]: each["email"] for each in file["rows"]["contact"]}
    assert [rows[number] for number in file["stopped"]] == ["paul@example.org"]
    assert letters.has_stopped(brought, "paul@example.org")
    assert not letters.has_stopped(brought, "julie@example.org")
    for wrong in ([99], [True], "paul", [[]], None):
        with pytest.raises(faults.Wrong) as told:
            arrivals.arrive(json.dumps(file | {"stopped": wrong}).encode(), stranger)
        assert list(dict(told.value.sentences)) == ["stopped"]
    older = {key: value for key, value in file.items() if key != "stopped"}
    assert arrivals.arrive(json.dumps(older).encode(), stranger).mails_held
    assert Facilitation.objects.filter(facilitator=stranger).count() == 2
