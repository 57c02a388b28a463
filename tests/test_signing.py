"""Signatures: by private links or at the console, once each, for one version; opening every link signs nothing."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from interfaces.models import Contact, Interface
from promises import manager, signing
from promises.models import Signatory, Signature
from promises.steps import promise
from tests.screens import post, screen
from workshop import links
from workshop.change import Refused
from workshop.models import Link

SECRET = "canari-des-achats"
LINE = {"who": "le quai", "what": "donne une date", "delay": "4 h"}


@pytest.fixture
def sales(workshop):
    interface = Interface.objects.create(workshop=workshop, name="Ventes", position=1, treated=True)
    Contact.objects.create(interface=interface, name="Nadia", email="nadia@example.org", language="en")
    return interface


@pytest.fixture
def sealed(at, workshop, facilitator, sales):
    at("promise")
    buying = Interface.objects.create(workshop=workshop, name="Achats", position=2, treated=True)
    promise.commit(workshop, sales, LINE, by=facilitator)
    promise.commit(workshop, buying, LINE | {"what": SECRET}, by=facilitator)
    return promise.seal(workshop, by=facilitator)


@pytest.fixture
def to_sales(sealed, sales):
    return sealed.promises.get(interface=sales).pk


@pytest.fixture
def asked(client, workshop, facilitator, to_sales):
    """The browser of the contact of Ventes, who has opened the link, and the page's address."""
    client.cookies["django_language"] = "en"
    return client, opened(client, signing.ask(workshop, to_sales, by=facilitator))


def opened(client, secret):
    return client.post(reverse("link", args=[secret])).url


def states(version):
    return [(row.party, row.service, row.state) for row in signing.parties(version)]


def test_the_console_says_who_is_still_to_sign(assert_screens_follow, workshop, facilitator, sealed, to_sales):
    assert [state for *_who, state in states(sealed)] == ["none"] * 4
    assert "4 still to sign" in screen(workshop, "console")
    secret = assert_screens_follow(lambda: signing.ask(workshop, to_sales, by=facilitator))
    assert ("contact", "Ventes", "sent") in states(sealed)
    link = links.link_of(secret)
    assert_screens_follow(lambda: links.opened(link))
    assert "Link opened, not signed yet" in screen(workshop, "console")
    assert_screens_follow(lambda: signing.sign(links.link_of(secret), "Nadia Roux", "Cheffe des ventes"))
    assert ("contact", "Ventes", "signed") in states(sealed)
    console = screen(workshop, "console")
    assert "Nadia Roux" in console
    assert "3 still to sign" in console
    for audience in ("phone", "board"):
        assert "Nadia Roux" not in screen(workshop, audience)


def test_the_lead_signs_at_the_console_of_whoever_leads_the_workshop(
    assert_screens_follow, workshop, facilitator, deputy, sealed
):
    with pytest.raises(Refused, match="whoever leads") as refused:
        signing.sign_here(workshop, "Karim", "", 1, by=deputy)
    assert refused.value.status == 403
    with pytest.raises(Refused, match="sealed meanwhile"):
        signing.sign_here(workshop, "Karim", "", 7, by=facilitator)
    assert_screens_follow(lambda: signing.sign_here(workshop, "Karim", "Responsable", 1, by=facilitator))
    with pytest.raises(Refused, match="Karim has already signed"):
        signing.sign_here(workshop, "Autre", "", 1, by=facilitator)
    with pytest.raises(Refused, match="signed already"):
        signing.ask(workshop, signing.NO_PROMISE, by=facilitator)
    assert Signature.objects.get().party == Signatory.LEAD


def test_the_sheet_at_the_console_signs_by_a_post(as_, workshop, facilitator, sealed):
    browser = as_(facilitator)
    assert "signs version 1" in browser.get(reverse("promise:sign-form", args=[workshop.key])).content.decode()
    assert not Signature.objects.exists()
    url = reverse("promise:sign-here", args=[workshop.key])
    assert post(browser, url, name=" ", number=1).status_code == 422
    assert post(browser, url, name="Karim", role="Responsable", number=1).status_code == 204
    assert Signature.objects.get().name == "Karim"


def test_a_contact_reads_one_promise_signs_it_once_and_the_link_says_so(asked, sealed):
    client, url = asked
    page = client.get(url).content.decode()
    assert "donne une date" in page
    assert SECRET not in page
    assert not Signature.objects.exists()
    assert post(client, url, name="Nadia Roux", role="Cheffe").status_code == 302
    signature = Signature.objects.get()
    assert (signature.version, signature.service, signature.party) == (sealed, "Ventes", Signatory.CONTACT)
    page = client.get(url).content.decode()
    assert "You have signed with this link" in page
    assert "I sign this promise" not in page
    again = post(client, url, name="Une autre")
    assert again.status_code == 409
    assert "Nadia Roux has already signed" in again.content.decode()
    assert Signature.objects.count() == 1


def test_a_name_that_says_nothing_is_refused_beside_what_was_typed(asked):
    client, url = asked
    answer = client.post(url, {"name": " ", "role": "Cheffe", "op": "6f9f7a3e-5f0c-4a8e-9df1-1f2f3a4b5c6d"})
    assert answer.status_code == 422
    assert "Nothing is written yet" in answer.content.decode()
    assert 'value="Cheffe"' in answer.content.decode()
    assert not Signature.objects.exists()


def test_a_client_service_renamed_since_signs_under_its_sealed_name(asked, sales):
    Interface.objects.filter(pk=sales.pk).update(name="Commerce")
    client, url = asked
    post(client, url, name="Nadia Roux")
    assert Signature.objects.get().service == "Ventes"


def test_the_leads_link_shows_every_promise(client, workshop, facilitator, sealed):
    client.cookies["django_language"] = "en"
    url = opened(client, signing.ask(workshop, signing.NO_PROMISE, by=facilitator))
    assert SECRET in client.get(url).content.decode()
    post(client, url, name="Karim")
    assert ("lead", "", "signed") in states(sealed)


def test_a_signature_is_not_carried_to_the_next_version(asked, workshop, facilitator, sealed):
    client, url = asked
    post(client, url, name="Nadia Roux")
    other = signing.ask(workshop, signing.NO_PROMISE, by=facilitator)
    promise.open_version(workshop, by=facilitator)
    second = promise.seal(workshop, by=facilitator)
    assert {state for *_who, state in states(second)} == {"none"}
    assert not second.signatures.exists()
    assert [signature.name for signature in sealed.signatures.all()] == ["Nadia Roux"]
    lead = opened(client, other)
    answer = post(client, lead, name="Karim")
    assert answer.status_code == 409
    assert "can no longer be signed" in answer.content.decode()
    assert "was replaced by version 2" in client.get(lead).content.decode()
    assert Signature.objects.count() == 1


def test_the_managers_link_on_the_version_before_is_still_told(workshop, facilitator, sealed):
    manager.invite_manager(workshop, by=facilitator)
    promise.open_version(workshop, by=facilitator)
    second = promise.seal(workshop, by=facilitator)
    assert ("manager", "", "sent") in states(second)
    manager.revoke_manager(workshop, by=facilitator)
    assert ("manager", "", "none") in states(second)


def test_a_link_can_be_made_again_closed_and_dies_on_its_date(
    assert_screens_follow, asked, workshop, facilitator, to_sales
):
    client, url = asked
    assert_screens_follow(lambda: signing.close(workshop, to_sales, by=facilitator))
    assert client.get(url).status_code == 410
    assert post(client, url, name="Nadia").status_code == 410
    with pytest.raises(Refused, match="no open link"):
        signing.close(workshop, to_sales, by=facilitator)
    again = opened(client, signing.ask(workshop, to_sales, by=facilitator))
    assert client.get(again).status_code == 200
    Link.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(again).status_code == 410


def test_a_new_link_closes_the_one_before(asked, workshop, facilitator, to_sales):
    client, url = asked
    signing.ask(workshop, to_sales, by=facilitator)
    assert client.get(url).status_code == 410


def test_nothing_is_signed_before_it_is_sealed(workshop, facilitator):
    with pytest.raises(Refused, match="a draft is not signed"):
        signing.ask(workshop, signing.NO_PROMISE, by=facilitator)


def test_the_promise_of_another_workshop_is_not_found(
    as_, stranger, elsewhere, workshop, facilitator, sealed, to_sales
):
    assert post(as_(stranger), reverse("promise:sign-link", args=[workshop.key, to_sales])).status_code == 404
    assert post(as_(facilitator), reverse("promise:sign-link", args=[workshop.key, to_sales + 99])).status_code == 404
    assert not Signatory.objects.exists()


def test_the_link_is_shown_once_with_its_qr(as_, workshop, facilitator, to_sales):
    sheet = post(as_(facilitator), reverse("promise:sign-link", args=[workshop.key, to_sales])).content.decode()
    assert "/l/" in sheet
    assert "svg-qr" in sheet
    assert "/l/" not in screen(workshop, "console")


def test_a_party_signs_once_also_in_the_database(asked, sealed, to_sales):
    client, url = asked
    post(client, url, name="Nadia Roux")
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(version=sealed, party="contact", promise_id=to_sales, name="Bis")


def test_the_page_speaks_the_language_of_the_contact(client, workshop, facilitator, to_sales):
    Contact.objects.update(language="fr")
    url = opened(client, signing.ask(workshop, to_sales, by=facilitator))
    assert "Je signe cette promesse" in client.get(url, headers={"Accept-Language": "en"}).content.decode()


def everything():
    """Every row of the product, but for sessions."""
    models = [
        model for app in ("workshop", "interfaces", "promises") for model in apps.get_app_config(app).get_models()
    ]
    return {model._meta.label: sorted(map(str, model.objects.order_by().values_list())) for model in models}


def test_a_scanner_that_opens_every_link_changes_nothing(client, workshop, facilitator, sealed, to_sales):
    secrets = [signing.ask(workshop, key, by=facilitator) for key in (signing.NO_PROMISE, to_sales)]
    secrets.append(manager.invite_manager(workshop, by=facilitator))
    mailed = [reverse("link", args=[secret]) for secret in secrets]
    before = everything()
    seen = crawl(client, [*mailed, reverse("check", args=[sealed.fingerprint])])
    assert len(seen) >= 5
    assert everything() == before
    pages = [opened(client, secret) for secret in secrets]  # by hand; then every link on the pages, again and again
    before = everything()
    for _round in range(2):
        crawl(client, pages)
    assert everything() == before
    assert not Signature.objects.exists()


def crawl(client, addresses):
    """Open every address, and every one that its page names, by GET and HEAD."""
    seen, ahead = set(), list(addresses)
    while ahead:
        url = ahead.pop()
        if url in seen or url.endswith(".pdf") or not re.match(r"/(l|m|s|check)/", url):
            continue
        seen.add(url)
        client.head(url)
        answer = client.get(url)
        assert answer.status_code in (200, 302), url
        if answer.headers["Content-Type"].startswith("text/html"):
            ahead += re.findall(r'(?:href|action)="([^"#]+)"', answer.content.decode())
    return seen
