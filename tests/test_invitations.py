"""Invitations by mail: recipients are shown first, nothing goes without an address, one press sends one or all."""

from datetime import timedelta
from email.utils import formataddr

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from interfaces import invitations
from interfaces.models import Asking, Contact, Interface
from interfaces.steps import consult
from tests.screens import post
from workshop import delivery, gestures, mailbox
from workshop.change import Refused
from workshop.models import Letter, Link


def service(workshop, name, contact="", email="", language="fr"):
    interface = Interface.objects.create(workshop=workshop, name=name, position=workshop.interfaces.count())
    if contact:
        Contact.objects.create(interface=interface, name=contact, email=email, language=language)
    return interface


@pytest.fixture
def sales(workshop):
    return service(workshop, "Ventes", "Inès", "ines@example.org")


@pytest.fixture
def stock(workshop):
    return service(workshop, "Magasin", "Paul", "paul@example.org", "en")


@pytest.fixture
def mute(workshop):
    return service(workshop, "Achats", "Zoé")


@pytest.fixture(autouse=True)
def room(at, sales, stock, mute):
    service_without_contact = service(sales.workshop, "Paie")
    at("consult")
    return service_without_contact


@pytest.fixture
def with_smtp(settings):
    settings.SMTP = "smtp://mail.example.org"


def written():
    return sorted(Letter.objects.values_list("name", "language"))


def test_recipients_are_shown_before_any_sending(as_, workshop, facilitator):
    html = as_(facilitator).get(reverse("consult:invitations", args=[workshop.key])).content.decode()
    for shown in ("Inès", "ines@example.org", "Français", "paul@example.org", "English", "Zoé has no address"):
        assert shown in html
    assert "No contact is named: nothing is sent." in html
    assert "Write 2 mails" in html
    assert not Letter.objects.exists()
    assert not Link.objects.exists()


def test_one_press_writes_to_all_that_have_an_address(assert_screens_follow, workshop, facilitator):
    assert assert_screens_follow(lambda: invitations.send_all(workshop, by=facilitator)) == 2
    assert written() == [("Inès", "fr"), ("Paul", "en")]
    assert {each.interface.name: each.status for each in invitations.answers.asked(workshop)} == {
        "Ventes": "sent",
        "Magasin": "sent",
        "Achats": "to-contact",
        "Paie": "to-contact",
    }
    assert "2 mails are to be sent by hand." in consult.missing(workshop)
    with pytest.raises(Refused, match="nobody left"):
        invitations.send_all(workshop, by=facilitator)
    assert Letter.objects.count() == 2


def test_one_press_writes_to_one(assert_screens_follow, workshop, facilitator, sales):
    assert_screens_follow(lambda: invitations.send(workshop, sales.pk, by=facilitator))
    assert written() == [("Inès", "fr")]


@pytest.mark.parametrize("name", ["Achats", "Paie"])
def test_nothing_is_sent_without_an_address(workshop, facilitator, name):
    with pytest.raises(Refused, match=f"“{name}” has no contact with an address"):
        invitations.send(workshop, workshop.interfaces.get(name=name), by=facilitator)
    assert not Link.objects.exists()


def test_sending_again_makes_a_new_link_and_withdraws_what_was_not_sent(workshop, facilitator, sales, with_smtp):
    for _each in range(2):
        invitations.send(workshop, sales, by=facilitator)
    delivery.deliver()
    assert [message.to for message in mail.outbox] == [[formataddr(("Inès", "ines@example.org"))]]
    assert [letter.status for letter in Letter.objects.all()] == ["sent", "withdrawn"]


def test_a_mail_carries_the_day_to_answer_by_as_a_calendar_file(workshop, facilitator, sales, with_smtp):
    day = timezone.localdate() + timedelta(days=9)
    invitations.ask_by(workshop, day, by=facilitator)
    invitations.send(workshop, sales, by=facilitator)
    delivery.deliver()
    _name, content, _kind = mail.outbox[0].attachments[0]
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in content
    assert "Répondre à l’équipe" in content
    assert "/l/" not in content


def test_two_weeks_unless_the_facilitator_says_otherwise(assert_screens_follow, workshop, facilitator, sales):
    assert invitations.answer_by(workshop) == timezone.localdate() + timedelta(days=14)
    day = timezone.localdate() + timedelta(days=3)
    assert_screens_follow(lambda: invitations.ask_by(workshop, day, by=facilitator))
    assert invitations.answer_by(workshop) == day
    with pytest.raises(Refused, match="day to come"):
        invitations.ask_by(workshop, timezone.localdate(), by=facilitator)
    gestures.undo(workshop, workshop.gestures.first().pk, by=facilitator)
    assert not Asking.objects.exists()


def test_closing_a_link_withdraws_its_mail(workshop, facilitator, sales):
    invitations.send(workshop, sales, by=facilitator)
    consult.revoke(workshop, sales, by=facilitator)
    assert Letter.objects.get().status == "withdrawn"


# The mails of a workshop


def page(client, name, *arguments):
    return client.get(reverse(name, args=arguments)).content.decode()


def test_a_mail_to_send_by_hand_is_readable_with_its_link_until_it_is_sent(
    as_, assert_screens_follow, workshop, facilitator, sales
):
    invitations.send(workshop, sales, by=facilitator)
    letter, browser = Letter.objects.get(), as_(facilitator)
    assert "To send by hand" in page(browser, "mails", workshop.key)
    html = page(browser, "mail", workshop.key, letter.pk)
    secret = html.split("/l/")[1].split("/")[0]
    assert len(secret) == 43
    assert "Bonjour Inès," in html
    assert "svg-qr" in html
    assert_screens_follow(lambda: mailbox.mark_sent(workshop, letter.pk, by=facilitator))
    html = page(browser, "mail", workshop.key, letter.pk)
    assert "Marked as sent by hand" in html
    assert secret not in html
    assert "svg-qr" not in html
    assert Letter.objects.get().sealed == ""
    with pytest.raises(Refused, match="has left already"):
        mailbox.mark_sent(workshop, letter.pk, by=facilitator)


def test_a_failed_mail_says_why_and_is_tried_again(as_, workshop, facilitator, sales, with_smtp):
    invitations.send(workshop, sales, by=facilitator)
    letter, browser = Letter.objects.get(), as_(facilitator)
    assert "/l/•••" in page(browser, "mail", workshop.key, letter.pk)  # about to leave: nobody needs its link
    delivery.put_off(letter, "550 No such mailbox", for_good=True)
    assert "550 No such mailbox" in page(browser, "mails", workshop.key)
    assert "Try again" in page(browser, "mail", workshop.key, letter.pk)
    assert post(browser, reverse("send-again", args=[workshop.key, letter.pk])).status_code == 302
    delivery.deliver()
    assert "Sent on" in page(browser, "mail", workshop.key, letter.pk)


def test_another_facilitator_reads_no_mail(as_, workshop, facilitator, stranger, sales):
    invitations.send(workshop, sales, by=facilitator)
    assert as_(stranger).get(reverse("mail", args=[workshop.key, Letter.objects.get().pk])).status_code == 404
