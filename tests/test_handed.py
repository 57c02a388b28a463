"""A link that somebody of the team handed over: no draft to read in it, and both sides know whose it was.

What a contact has filled in and not sent lives as long as their link.
"""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from interfaces import contact, drafts, invitations
from interfaces.models import Consultation, Draft, Pair, PairMember
from interfaces.steps import consult, services
from tests.conftest import client_service
from tests.screens import post, screen
from tests.test_contact import UNSENT, as_the_script_does, asked, html, opened, send
from workshop import gestures, letters, worker
from workshop.models import Link

SAID = "This answer came by a link that Alice handed over."
LATER = "plus-tard-encore-43"


@pytest.fixture
def sales(workshop, alice):
    pair = Pair.objects.create(workshop=workshop)
    PairMember.objects.create(pair=pair, participant=alice)
    return client_service(workshop, pair=pair)


@pytest.fixture
def secret(at, workshop, facilitator, sales):
    at("consult")
    return consult.invite(workshop, sales, by=facilitator)


@pytest.fixture
def by_mail(secret):
    """The contact's own browser, in which they have begun."""
    browser, page = opened(secret)
    as_the_script_does(browser, page, expects=UNSENT)
    return browser, page


@pytest.fixture
def handed(by_mail, alice, sales):
    """A browser that opened the link which Alice handed over."""
    return opened(consult.hand_over(alice, sales))


# What is begun


def test_what_the_contact_began_is_not_in_a_link_that_was_handed_over(handed, by_mail):
    assert UNSENT not in html(*handed)
    assert UNSENT in html(*by_mail)


def test_what_was_begun_by_hand_is_found_by_both_and_takes_nothing_away(handed, by_mail):
    as_the_script_does(*handed, expects=LATER, commits=LATER)
    assert html(*handed).count(LATER) == 2
    shown = html(*by_mail)
    assert (UNSENT in shown, shown.count(LATER)) == (True, 1)  # their own field stands before the other one
    assert Draft.objects.count() == 2


def test_whoever_has_the_mail_and_the_handed_link_has_the_mails_page(by_mail, alice, sales):
    browser, page = by_mail
    browser.post(reverse("link", args=[consult.hand_over(alice, sales)]))
    assert UNSENT in html(browser, page)
    send(browser, page, expects="prévenir")
    assert Consultation.objects.get().handed_by == ""


# What is answered


def test_both_sides_know_by_whose_link_an_answer_came(as_, workshop, alice, handed, by_mail):
    send(*handed, expects="tout va bien")
    for page in (screen(workshop, "console"), html(*handed), html(by_mail[0], by_mail[1] + "?later=1")):
        assert "tout va bien" in page or UNSENT in page
    assert SAID in screen(workshop, "console")
    assert SAID in as_(alice).get(reverse("mine", args=[workshop.key, "consult"])).content.decode()
    assert SAID in html(*handed)
    assert "tout va bien" not in screen(workshop, "board")
    assert UNSENT in html(*by_mail)  # what the contact had begun is not sent by it
    send(*by_mail, expects="prévenir")
    assert SAID not in screen(workshop, "console")
    assert SAID not in html(*by_mail)
    assert not Draft.objects.exists()


def test_the_contact_reads_it_behind_the_mail_too(secret, alice, sales):
    send(*opened(consult.hand_over(alice, sales)), expects="tout va bien")
    page = html(*opened(secret))
    assert SAID in page
    assert "what you send last stands" in page


def test_a_yes_to_what_was_typed_in_says_it_too(assert_screens_follow, workshop, alice, sales, secret):
    consult.collect(alice, sales, {}, "prévenir", "")
    link = Link.objects.latest("pk")
    assert_screens_follow(lambda: contact.confirm(link, "Alice"))
    assert SAID in screen(workshop, "console")
    assert_screens_follow(lambda: contact.confirm(link))
    assert SAID not in screen(workshop, "console")


def test_the_first_link_is_handed_over_by_somebody_too(at, workshop, alice, sales):
    at("consult")
    browser, page = opened(consult.hand_over(alice, sales))
    assert browser.post(page, {"confirm": "1", "op": "x"}).status_code == 400
    send(browser, page, expects="tout va bien")
    assert Consultation.objects.get().handed_by == "Alice"


def test_whoever_hands_it_over_is_told(as_, workshop, alice, sales, secret):
    answer = post(as_(alice), reverse("consult:share", args=[workshop.key, sales.pk])).content.decode()
    assert "Both sides will read that the answer came by a link from you" in answer


# How long a draft lives


@pytest.mark.parametrize(
    "closing",
    [
        lambda workshop, service, by: consult.revoke(workshop, service, by=by),
        lambda workshop, service, by: consult.invite(workshop, service, by=by),  # shown to the facilitator
        lambda workshop, service, by: services.drop(workshop, service.pk, by=by),
        lambda workshop, service, by: services.treat(workshop, service.pk, False, by=by),
        lambda workshop, service, by: invitations.send(workshop, service, by=by),  # by hand: the facilitator reads it
    ],
    ids=["closed", "a new link", "dropped", "not treated", "a mail to be sent by hand"],
)
def test_a_draft_goes_with_its_link(assert_screens_follow, workshop, facilitator, by_mail, sales, closing):
    assert_screens_follow(lambda: closing(workshop, sales, facilitator))
    assert not Draft.objects.exists()


def test_sent_again_by_mail_it_is_found_behind_the_new_link(settings, workshop, facilitator, sales, by_mail):
    settings.SMTP = "smtp://mail.example.org"
    invitations.send(workshop, sales, by=facilitator)
    assert Draft.objects.get().fields == {"expects": UNSENT}
    assert asked(workshop).begun


def test_a_former_contact_never_finds_what_the_next_one_began(settings, workshop, facilitator, sales, secret):
    settings.SMTP = "smtp://mail.example.org"
    services.name_contact(workshop, sales.pk, "Paul", "paul@example.org", "fr", by=facilitator)
    named = workshop.undoable[0].pk
    invitations.send(workshop, sales, by=facilitator)
    contact.put_by(Link.objects.latest("pk"), {"expects": UNSENT})
    gestures.undo(workshop, named, by=facilitator)  # Inès is the contact again
    invitations.send(workshop, sales, by=facilitator)
    assert not Draft.objects.exists()


def test_the_worker_forgets_what_stands_behind_a_link_past_its_date(assert_screens_follow, workshop, by_mail):
    worker.remind()
    assert Draft.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        assert drafts.sweep in letters.REMINDERS
        assert_screens_follow(lambda: drafts.sweep(timezone.now()))
        assert not Draft.objects.exists()
        revision = type(workshop).objects.get().revision
        worker.remind()
        assert type(workshop).objects.get().revision == revision


def test_the_console_says_that_it_is_erased(workshop, by_mail):
    assert screen(workshop, "console").count("filled in and not sent is erased") == 2
