"""Invitations to sign by mail: whom and what is shown first, in each one's language; the lead's link is their own."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from interfaces.models import Contact, Interface
from promises import invited, signing
from promises.models import Signature
from promises.steps import promise
from tests.screens import fresh, operation, post, screen
from workshop import delivery, links
from workshop.change import Refused
from workshop.models import Letter, Link

LINE = {"who": "le quai", "what": "donne une date", "delay": "4 h"}
PRIVATE = re.compile(r"/l/([\w-]{43})/")


@pytest.fixture
def sealed(at, workshop, facilitator):
    """Promised to Ventes (Nadia, French), to Magasin (Paul, English), to Achats (nobody), to Paie (no address)."""
    at("promise")
    people = [("Ventes", "Nadia", "fr"), ("Magasin", "Paul", "en"), ("Achats", "", ""), ("Paie", "Zoé", "fr")]
    for position, (name, person, language) in enumerate(people):
        interface = Interface.objects.create(workshop=workshop, name=name, position=position)
        address = "" if name == "Paie" else f"{person.lower()}@example.org"
        if person:
            Contact.objects.create(interface=interface, name=person, email=address, language=language)
        promise.commit(workshop, interface, LINE, by=facilitator)
    return promise.seal(workshop, by=facilitator)


@pytest.fixture
def to(sealed):
    return lambda name: sealed.promises.get(interface__name=name).pk


@pytest.fixture
def with_smtp(settings):
    settings.SMTP = "smtp://mail.example.org"


def sheet(browser, workshop):
    return browser.get(reverse("promise:sign-mails", args=[workshop.key])).content.decode()


# Before anything is sent


def test_recipients_and_words_are_shown_before_any_mail(as_, workshop, facilitator, sealed):
    html = sheet(as_(facilitator), workshop)
    for shown in ("Nadia", "nadia@example.org", "Français", "paul@example.org", "English", "Zoé has no address"):
        assert shown in html
    for words in ("À signer", "L’équipe «\u202fLogistique\u202f»", "To be signed: what Logistique promises Magasin"):
        assert words in html.replace("&#x27;", "'")
    assert "No contact is named: nothing is sent." in html
    assert "Write 2 mails" in html
    assert html.count("/l/•••/") == 2
    assert not Letter.objects.exists()
    assert not Link.objects.exists()


def test_before_a_version_is_sealed_there_is_nothing_to_send(as_, workshop, facilitator):
    assert "Nothing is sealed yet" in sheet(as_(facilitator), workshop)
    with pytest.raises(Refused, match="Seal the promise first"):
        invited.write_to_all(workshop, by=facilitator)


# One press


def test_one_press_writes_to_all_that_have_an_address(assert_screens_follow, workshop, facilitator, sealed):
    assert assert_screens_follow(lambda: invited.write_to_all(workshop, by=facilitator)) == 2
    assert sorted(Letter.objects.values_list("name", "language")) == [("Nadia", "fr"), ("Paul", "en")]
    states = {row.service: row.state for row in signing.parties(sealed) if row.party == "contact"}
    assert states == {"Ventes": "sent", "Magasin": "sent", "Achats": "none", "Paie": "none"}
    assert "Link made on" in screen(workshop, "console")
    with pytest.raises(Refused, match="nobody left"):
        invited.write_to_all(workshop, by=facilitator)


def test_the_mail_brings_the_link_that_signs_in_text_and_in_html(with_smtp, client, workshop, facilitator, sealed, to):
    invited.write_to(workshop, to("Magasin"), by=facilitator)
    delivery.deliver()
    message = mail.outbox[0]
    assert message.to == ["Paul <paul@example.org>"]
    assert message.subject == "To be signed: what Logistique promises Magasin"
    secret = PRIVATE.search(message.body)[1]
    html = message.alternatives[0][0]
    assert f"/l/{secret}/" in html
    assert ("Read and sign" in html, 'lang="en"' in html) == (True, True)
    assert secret not in str(list(Letter.objects.values()))
    page = client.post(reverse("link", args=[secret])).url
    post(client, page, name="Paul Roy")
    assert Signature.objects.get().service == "Magasin"


def test_in_french_it_is_french_throughout(with_smtp, workshop, facilitator, to):
    invited.write_to(workshop, to("Ventes"), by=facilitator)
    delivery.deliver()
    text = mail.outbox[0].subject + mail.outbox[0].body + mail.outbox[0].alternatives[0][0]
    assert "Lire et signer" in text
    for english in ("Please", "You get this", "Hello", "The link"):
        assert english not in text


def test_sent_again_the_link_before_stops_and_its_mail_is_withdrawn(
    assert_screens_follow, workshop, facilitator, sealed, to
):
    invited.write_to(workshop, to("Ventes"), by=facilitator)
    first = Letter.objects.get()
    assert_screens_follow(lambda: invited.write_to(workshop, to("Ventes"), by=facilitator))
    first.refresh_from_db()
    assert first.status == "withdrawn"
    assert sum(link.is_open for link in Link.objects.all()) == 1


def test_nobody_without_an_address_and_nobody_who_signed_is_written_to(as_, workshop, facilitator, sealed, to):
    for name in ("Achats", "Paie"):
        with pytest.raises(Refused, match="has no contact with an address"):
            invited.write_to(workshop, to(name), by=facilitator)
    signing.sign(links.link_of(signing.ask(workshop, to("Ventes"), by=facilitator)), "Nadia Roux")
    with pytest.raises(Refused, match="signed already"):
        invited.write_to(workshop, to("Ventes"), by=facilitator)
    assert invited.write_to_all(workshop, by=facilitator) == 1
    html = sheet(as_(facilitator), workshop)
    assert f"sign-mail-{to('Ventes')}" not in html
    assert f"sign-mail-{to('Magasin')}" in html
    assert Letter.objects.get().name == "Paul"


def test_posts_answer_with_the_sheet_and_are_played_once(as_, workshop, facilitator, deputy, to):
    browser, one = as_(deputy), reverse("promise:sign-mail", args=[workshop.key, to("Ventes")])
    op_id = "00000000-0000-4000-8000-000000000005"
    for _again in range(2):
        assert post(browser, one, op_id).status_code in (200, 204)
    assert Letter.objects.count() == 1
    answer = post(browser, reverse("promise:sign-mail-all", args=[workshop.key]))
    assert "Nobody is left to write to." in answer.content.decode()
    assert Letter.objects.count() == 2


def test_while_mails_are_held_none_is_written(as_, workshop, facilitator, sealed, to):
    type(workshop).objects.update(mails_held=True)
    assert "no mail leaves before its lead says so" in sheet(as_(facilitator), workshop)
    with pytest.raises(Refused, match="let its mails leave"):
        invited.write_to(fresh(workshop), to("Ventes"), by=facilitator)
    assert not Link.objects.exists()


# The lead's own link


def test_only_whoever_leads_makes_the_link_that_signs_for_the_team(
    assert_screens_follow, as_, workshop, facilitator, deputy, sealed, to
):
    with pytest.raises(Refused, match="Only whoever leads") as refused:
        signing.ask(workshop, signing.NO_PROMISE, by=deputy)
    assert refused.value.status == 403
    answer = post(as_(deputy), reverse("promise:sign-link", args=[workshop.key, signing.NO_PROMISE]))
    assert (answer.status_code, "/l/" in answer.content.decode()) == (403, False)
    assert not Link.objects.exists()
    assert signing.ask(workshop, to("Ventes"), by=deputy)
    with operation():
        assert assert_screens_follow(lambda: signing.ask(workshop, signing.NO_PROMISE, by=facilitator))
