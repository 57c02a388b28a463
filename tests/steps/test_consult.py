"""Step 7: who does what, a private link per interface, and answers that only their team reads."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interfaces.models import Consultation, Contact, Feedback, Interface, Pair, PairMember, Responsibility, WayOfWorking
from interfaces.steps import consult, services
from tests.conftest import client_service, member
from tests.screens import fresh, post, screen
from workshop import gestures
from workshop.change import Refused
from workshop.models import Link

SECRET = "jamais-vu-avant-42"
RULE = "Répondre sous deux jours"


@pytest.fixture
def sales(workshop):
    return client_service(workshop)


@pytest.fixture
def stock(workshop):
    return Interface.objects.create(workshop=workshop, name="Magasin", position=1)


@pytest.fixture
def carol(workshop):
    return member(workshop, "Carol")


@pytest.fixture
def way(sales):
    return WayOfWorking.objects.create(interface=sales, acceptable=True, text=RULE)


@pytest.fixture(autouse=True)
def room(at, workshop, alice, bob, carol, sales, stock):
    """Alice and Bob look after sales."""
    pair = Pair.objects.create(workshop=workshop)
    for person in (alice, bob):
        PairMember.objects.create(pair=pair, participant=person)
    Interface.objects.filter(pk=sales.pk).update(pair=pair)
    at("consult")


# The private link


def visitor():
    """A browser without account or seat, that speaks English."""
    browser = Client()
    browser.cookies["django_language"] = "en"
    return browser


def opened(secret):
    """A browser in which somebody pressed Open behind a private link; its page's address too."""
    browser = visitor()
    return browser, browser.post(reverse("link", args=[secret])).url


def send(browser, page, **fields):
    return browser.post(page, {"op": str(uuid4()), **fields})


def verdict(way, value, text=""):
    return {f"verdict-{way.pk}": value, f"text-{way.pk}": text}


def test_an_interface_goes_from_to_contact_to_answered(assert_screens_follow, workshop, facilitator, sales, way):
    assert "To contact" in screen(workshop, "board")
    secret = assert_screens_follow(lambda: consult.invite(workshop, sales.pk, by=facilitator))
    assert "Link sent" in screen(workshop, "board")
    browser, page = assert_screens_follow(lambda: opened(secret))
    assert "Opened" in screen(workshop, "board")
    link = Link.objects.get()
    verdicts = {way.pk: (Feedback.CHANGE, "trois jours")}
    assert_screens_follow(lambda: consult.answer(link, verdicts, "prévenir", "commander tôt"))
    assert "1</b> of 2 contacts has answered" in screen(workshop, "board")
    assert browser.get(page).status_code == 200


def test_following_the_link_changes_nothing(workshop, facilitator, sales):
    secret = consult.invite(workshop, sales.pk, by=facilitator)
    before = workshop.revision
    for _scan in range(3):
        assert visitor().get(reverse("link", args=[secret])).status_code == 200
    workshop.refresh_from_db()
    assert workshop.revision == before
    assert Link.objects.get().opened_at is None


def test_the_page_is_out_of_reach_without_the_secret(workshop, facilitator, sales):
    consult.invite(workshop, sales.pk, by=facilitator)
    assert visitor().get(reverse("contact", args=[Link.objects.get().pk])).status_code == 404


def test_the_page_shows_its_own_interface_and_no_other(workshop, facilitator, carol, sales, stock, way, at):
    WayOfWorking.objects.create(interface=stock, acceptable=True, text=SECRET)
    workshop.mission = SECRET
    workshop.save()
    browser, page = opened(consult.invite(workshop, sales.pk, by=facilitator))
    html = browser.get(page).content.decode()
    assert RULE in html
    assert "Alice" in html
    assert "Ventes" in html
    for other in (SECRET, "Carol", "Magasin", "ines@example.org"):
        assert other not in html


def test_the_contact_answers_comes_back_and_corrects(workshop, facilitator, sales, way):
    browser, page = opened(consult.invite(workshop, sales.pk, by=facilitator))
    assert send(browser, page, **verdict(way, "change", "trois jours"), expects="prévenir").status_code == 302
    html = browser.get(page).content.decode()
    assert "Thank you" in html
    assert "trois jours" in html
    assert "prévenir" in html
    send(browser, page, **verdict(way, "works"), expects="", commits="commander tôt")
    said = Consultation.objects.get()
    assert (said.feedback.get().verdict, said.feedback.get().text, said.expects, said.commits) == (
        "works",
        "",
        "",
        "commander tôt",
    )


def test_what_is_wrong_is_said_beside_what_was_typed(workshop, facilitator, sales, way):
    browser, page = opened(consult.invite(workshop, sales.pk, by=facilitator))
    for fields, sentence in (
        (verdict(way, "change"), "Say what to change it to."),
        (verdict(way, "", "trois jours"), "Choose one of the three answers."),
        ({}, "Nothing is answered yet"),
    ):
        answer = send(browser, page, expects="", **fields)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert "trois jours" in send(browser, page, **verdict(way, "", "trois jours")).content.decode()
    assert Consultation.objects.get().answered_at is None


def test_the_page_speaks_the_contacts_language_unless_they_choose(workshop, facilitator, sales, way):
    Contact.objects.update(language="en")
    browser, page = opened(consult.invite(workshop, sales.pk, by=facilitator))
    browser.cookies.pop("django_language")
    assert 'lang="en"' in browser.get(page, headers={"Accept-Language": "fr"}).content.decode()
    browser.cookies["django_language"] = "fr"
    assert 'lang="fr"' in browser.get(page).content.decode()


def test_a_new_link_closes_the_one_before(assert_screens_follow, workshop, facilitator, sales, way):
    browser, page = opened(consult.invite(workshop, sales.pk, by=facilitator))
    send(browser, page, **verdict(way, "works"))
    assert_screens_follow(lambda: consult.invite(workshop, sales.pk, by=facilitator))
    assert browser.get(page).status_code == 410
    assert send(browser, page, **verdict(way, "impossible")).status_code == 410
    with pytest.raises(Refused, match="replaced by a newer one"):
        consult.answer(Link.objects.first(), {}, "trop tard", "")
    assert Feedback.objects.get().verdict == "works"


def test_a_revoked_link_opens_nothing(assert_screens_follow, workshop, facilitator, sales):
    secret = consult.invite(workshop, sales.pk, by=facilitator)
    assert_screens_follow(lambda: consult.revoke(workshop, sales.pk, by=facilitator))
    assert visitor().get(reverse("link", args=[secret])).status_code == 410
    with pytest.raises(Refused, match="no open link"):
        consult.revoke(workshop, sales.pk, by=facilitator)


def test_a_link_past_its_date_leaves_the_interface_to_contact(workshop, facilitator, sales):
    consult.invite(workshop, sales.pk, by=facilitator)
    Link.objects.update(expires_at=workshop.created_at - timedelta(days=1))
    assert "2 client services are still to contact." in consult.missing(workshop)


def test_the_link_is_shown_once_with_a_message_to_send(as_, workshop, facilitator, sales):
    answer = post(as_(facilitator), reverse("consult:link", args=[workshop.key, sales.pk]))
    html = answer.content.decode()
    url = html.split('readonly value="')[1].split('"')[0]
    assert url.startswith("http://testserver/l/")
    assert "mailto:ines@example.org?subject=" in html
    assert "<svg" in html
    secret = url.split("/l/")[1].strip("/")
    for audience in ("board", "phone", "console"):
        assert secret not in screen(workshop, audience)
    assert not Link.objects.filter(secret_hash__contains=secret).exists()


# By word of mouth


def test_a_member_types_in_what_was_said(assert_screens_follow, workshop, alice, sales, way):
    verdicts = {way.pk: (Feedback.WORKS, "")}
    assert_screens_follow(lambda: consult.collect(alice, sales, verdicts, SECRET, ""))
    assert "Collected" in screen(workshop, "board")
    assert "Collected by Alice" in screen(workshop, "console")


def test_only_those_in_charge_type_answers_in(workshop, facilitator, carol, sales, way):
    with pytest.raises(Refused, match="Only those in charge"):
        consult.collect(carol, sales, {}, "non", "")
    consult.letter(workshop, sales, ("participant", carol.pk), "R", by=facilitator)
    consult.collect(carol, sales, {}, "oui", "")
    assert Consultation.objects.get().collected_by == carol


def test_what_the_contact_wrote_in_person_stands(workshop, facilitator, alice, sales, way):
    consult.invite(workshop, sales.pk, by=facilitator)
    consult.answer(Link.objects.get(), {way.pk: (Feedback.WORKS, "")}, "", "")
    with pytest.raises(Refused, match="in person"):
        consult.collect(alice, sales, {}, "autre", "")


def test_two_members_who_type_at_once_do_not_overwrite(alice, bob, sales):
    consult.collect(alice, sales, {}, "un", "", version=0)
    with pytest.raises(Refused, match="meanwhile"):
        consult.collect(bob, sales, {}, "deux", "", version=0)
    assert Consultation.objects.get().expects == "un"


def test_the_sheet_of_a_member(as_, workshop, alice, carol, sales, way):
    sheet, collect = (reverse(f"consult:{name}", args=[workshop.key, sales.pk]) for name in ("form", "collect"))
    assert RULE in as_(alice).get(sheet).content.decode()
    assert RULE not in as_(carol).get(sheet).content.decode()
    answer = post(as_(alice), collect, version=0, expects=SECRET, **verdict(way, "works"))
    assert answer.status_code == 200
    assert SECRET in answer.content.decode()
    assert SECRET in as_(alice).get(sheet).content.decode()
    assert post(as_(alice), collect, version=1, **verdict(way, "change")).status_code == 422


# What leaves


def test_answers_reach_the_console_and_the_members_in_charge_only(as_, workshop, alice, carol, sales, way):
    consult.collect(alice, sales, {way.pk: (Feedback.CHANGE, SECRET)}, "", "")
    assert SECRET in screen(workshop, "console")
    for audience in ("board", "phone"):
        assert SECRET not in screen(workshop, audience)
    mine = reverse("mine", args=[workshop.key, "consult"])
    assert SECRET in as_(alice).get(mine).content.decode()
    assert SECRET not in as_(carol).get(mine).content.decode()


def test_the_step_says_what_is_missing(workshop, facilitator, sales):
    consult.invite(workshop, sales.pk, by=facilitator)
    assert consult.missing(workshop) == [
        "2 rows of the matrix are to be checked.",
        "2 client services have no mirror.",
        "1 client service is still to contact.",
        "1 contact has not answered yet.",
    ]


def test_without_a_client_service_nothing_is_ready(workshop):
    Interface.objects.update(treated=False)
    assert consult.missing(fresh(workshop)) == ["No client service is chosen yet: choose them in step 3."]
    assert 'class="answered" hidden' in screen(workshop, "board")


def test_the_facilitator_works_from_the_console(as_, workshop, facilitator, alice, sales):
    client = as_(facilitator)
    cell = [workshop.key, "interface", sales.pk, "participant", alice.pk]
    assert "Accountable" in client.get(reverse("consult:cell", args=cell)).content.decode()
    assert post(client, reverse("consult:give", args=cell), letter="A").status_code == 204
    assert Responsibility.objects.get().letter == "A"
    assert post(client, reverse("consult:fill", args=[workshop.key])).status_code == 409
    consult.invite(workshop, sales.pk, by=facilitator)
    assert post(client, reverse("consult:revoke", args=[workshop.key, sales.pk])).status_code == 204


def test_a_stranger_meets_a_closed_door(as_, workshop, stranger, eve, sales):
    assert post(as_(stranger), reverse("consult:link", args=[workshop.key, sales.pk])).status_code == 404
    assert post(as_(eve), reverse("consult:collect", args=[workshop.key, sales.pk])).status_code == 404
    assert not Link.objects.exists()


def test_query_counts_are_equal_at_2_and_8_interfaces(workshop, facilitator, alice, sales, way):
    consult.collect(alice, sales, {way.pk: (Feedback.WORKS, "")}, "", "")
    counts = []
    for turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            for audience in ("board", "phone", "console"):
                screen(workshop, audience)
        counts.append(len(queries))
        for number in range(6):
            interface = Interface.objects.create(
                workshop=workshop, name=f"Service {turn} {number}", pair=Pair.objects.get()
            )
            consult.collect(alice, interface, {}, "prévenir", "")
    assert counts[0] == counts[1]


# A link follows what it was made for


def drop(workshop, sales, stock, by):
    services.drop(workshop, sales.pk, by=by)


def untreat(workshop, sales, stock, by):
    services.treat(workshop, sales.pk, False, by=by)


def merge_away(workshop, sales, stock, by):
    services.merge(workshop, sales.pk, stock.pk, by=by)


@pytest.mark.parametrize("leave", [drop, untreat, merge_away])
def test_a_service_that_leaves_closes_its_link(assert_screens_follow, workshop, facilitator, sales, stock, leave):
    secret = consult.invite(workshop, sales.pk, by=facilitator)
    browser, page = opened(secret)
    assert_screens_follow(lambda: leave(workshop, sales, stock, by=facilitator))
    assert browser.get(page).status_code == visitor().get(reverse("link", args=[secret])).status_code == 410
    gestures.undo(workshop, workshop.undoable[0].pk, by=facilitator)
    assert browser.get(page).status_code == 410  # what was closed stays closed
    assert "To contact" in screen(workshop, "console")


def test_a_service_that_an_undo_takes_away_is_closed_to_its_link(workshop, facilitator):
    with_link = services.offer(workshop, "Achats", by=facilitator)
    services.treat(workshop, with_link.pk, True, by=facilitator)
    chosen = workshop.undoable[0].pk
    browser, page = opened(consult.invite(workshop, with_link.pk, by=facilitator))
    gestures.undo(workshop, chosen, by=facilitator)
    assert browser.get(page).status_code == send(browser, page, expects="x").status_code == 410
    consult.revoke(workshop, with_link.pk, by=facilitator)
    assert not any(link.is_open for link in Link.objects.all())


@pytest.mark.parametrize(
    ("name", "email", "status"),
    [
        ("Inès", "ines@example.org", 200),
        ("Inès", "ines@example.com", 410),
        ("Paul", "ines@example.org", 410),
    ],
)
def test_naming_another_contact_closes_the_link_of_the_former(workshop, facilitator, sales, name, email, status):
    browser, page = opened(consult.invite(workshop, sales.pk, by=facilitator))
    services.name_contact(workshop, sales.pk, name, email, "en", by=facilitator)
    assert browser.get(page).status_code == status


def test_a_private_link_tells_no_other_site_where_one_comes_from_though_it_is_over(workshop, facilitator, sales):
    secret = consult.invite(workshop, sales.pk, by=facilitator)
    browser, page = opened(secret)
    for method in (browser.put, browser.delete, browser.options):
        assert method(page).status_code == 405
    consult.revoke(workshop, sales.pk, by=facilitator)
    answer = browser.get(reverse("link", args=[secret]))
    assert (answer.status_code, answer["Referrer-Policy"]) == (410, "strict-origin")
