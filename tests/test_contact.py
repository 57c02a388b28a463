"""The contact’s page: kept as it goes, found again elsewhere, sent, confirmed, corrected; how its link is shared."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from interfaces import answers, contact, mirror, telling
from interfaces.models import (
    Consultation,
    Contact,
    Draft,
    Echo,
    Feedback,
    Pair,
    PairMember,
    Sentence,
    WayOfWorking,
)
from interfaces.steps import consult, services
from tests.conftest import client_service
from tests.screens import post, screen
from workshop.change import Refused, change
from workshop.models import Link, Operation

UNSENT = "pas-encore-envoyé-42"
RULE = "Répondre sous deux jours"
WISH = "Ils répondent vite"


@pytest.fixture
def sales(workshop, alice):
    pair = Pair.objects.create(workshop=workshop)
    PairMember.objects.create(pair=pair, participant=alice)
    return client_service(workshop, pair=pair)


@pytest.fixture
def way(sales):
    return WayOfWorking.objects.create(interface=sales, acceptable=True, text=RULE)


@pytest.fixture
def sentence(sales):
    return Sentence.objects.create(interface=sales, text=WISH)


@pytest.fixture
def secret(at, workshop, facilitator, sales, way, sentence):
    at("consult")
    return consult.invite(workshop, sales, by=facilitator)


def opened(secret, language="en"):
    """A browser in which somebody pressed Open behind a private link; its page's address too."""
    browser = Client()
    browser.cookies["django_language"] = language
    return browser, browser.post(reverse("link", args=[secret])).url


def send(browser, page, **fields):
    return browser.post(page, {"op": str(uuid4()), **fields})


def as_the_script_does(browser, page, **fields):
    return browser.post(page, fields | {"later": "1"}, headers={"X-Op": str(uuid4())})


def html(browser, page):
    return browser.get(page).content.decode()


def asked(workshop):
    return next(iter(answers.asked(type(workshop).objects.get(pk=workshop.pk))))


# As it goes


def test_what_is_filled_in_is_found_on_another_device(assert_screens_follow, workshop, secret, way, sentence):
    browser, page = opened(secret)
    fields = {"expects": UNSENT, f"echo-{sentence.pk}": "opposite", f"text-{way.pk}": "trois jours"}
    assert as_the_script_does(browser, page, **fields).status_code == 204
    as_the_script_does(browser, page, expects=f"{UNSENT}!", forged="x")
    other, page = opened(secret)
    shown = html(other, page)
    assert f"{UNSENT}!" in shown
    assert "trois jours" in shown
    assert "<b data-done>2</b> / <b>4</b>" in shown
    assert 'value="opposite" checked' in shown
    assert "forged" not in Draft.objects.get().fields
    assert not Echo.objects.exists()
    assert Consultation.objects.get().answered_at is None
    link = Link.objects.get()
    assert_screens_follow(lambda: contact.put_by(link, {"commits": "commander tôt"}))


def test_what_is_not_sent_is_on_no_screen(as_, workshop, alice, secret, facilitator):
    browser, page = opened(secret)
    as_the_script_does(browser, page, expects=UNSENT)
    for audience in ("board", "phone", "console"):
        assert UNSENT not in screen(workshop, audience)
    assert UNSENT not in as_(alice).get(reverse("mine", args=[workshop.key, "consult"])).content.decode()
    assert asked(workshop).todo == "Has begun: leave them time"


def test_keeping_it_leaves_no_operation_and_may_be_repeated(workshop, secret):
    browser, page = opened(secret)
    op_id = str(uuid4())
    for _again in range(2):
        browser.post(page, {"expects": UNSENT, "later": "1"}, headers={"X-Op": op_id})
    assert Draft.objects.get().fields == {"expects": UNSENT}
    assert not Operation.objects.filter(op_id=op_id).exists()


def test_without_script_a_button_keeps_it(workshop, secret, way):
    browser, page = opened(secret)
    answer = send(browser, page, expects=UNSENT, later="1", **{f"text-{way.pk}": "sans choix"})
    assert answer.status_code == 302
    shown = html(browser, answer.url)
    assert "Kept, and not sent yet" in shown
    assert UNSENT in shown
    assert "sans choix" in shown


def test_sending_ends_what_was_not_sent(workshop, secret, way, sentence):
    browser, page = opened(secret)
    as_the_script_does(browser, page, expects=UNSENT)
    send(browser, page, expects="prévenir", **{f"echo-{sentence.pk}": "no", f"verdict-{way.pk}": "works"})
    assert not Draft.objects.exists()
    shown = html(browser, page)
    assert "Thank you!" in shown
    assert "prévenir" in shown
    assert UNSENT not in shown
    assert "<textarea" not in shown
    assert mirror.gaps(sentence.interface, mirror.CONSULT)[0].echo.answer == "no"
    assert "<textarea" in html(browser, f"{page}?correct=1")


def test_a_correction_that_was_begun_comes_back_first(workshop, secret):
    browser, page = opened(secret)
    send(browser, page, expects="prévenir")
    as_the_script_does(browser, page, expects=UNSENT)
    assert UNSENT in html(browser, page)
    assert Consultation.objects.get().expects == "prévenir"


def test_a_closed_link_keeps_nothing(workshop, facilitator, sales, secret):
    browser, page = opened(secret)
    consult.revoke(workshop, sales, by=facilitator)
    assert as_the_script_does(browser, page, expects=UNSENT).status_code == 410
    with pytest.raises(Refused, match="replaced by a newer one"):
        contact.put_by(Link.objects.get(), {"expects": UNSENT})
    assert not Draft.objects.exists()


def test_another_contact_does_not_read_what_the_former_had_not_sent(workshop, facilitator, sales, secret):
    browser, page = opened(secret)
    as_the_script_does(browser, page, expects=UNSENT)
    services.name_contact(workshop, sales.pk, "Paul", "paul@example.org", "fr", by=facilitator)
    browser, page = opened(consult.invite(workshop, sales, by=facilitator))
    assert UNSENT not in html(browser, page)


# What the page says


def test_the_context_is_two_sentences_and_what_both_sides_ask_and_give_is_there(workshop, facilitator, sales, secret):
    telling.tell(workshop, sales, "Des commandes complètes", "Une réponse le jour même", 1, by=facilitator)
    shown = html(*opened(secret))
    assert "The team “Logistique” is deciding" in shown
    assert "Alice" in shown
    assert "wrote what follows with you in mind" in shown
    assert shown.index("Une réponse le jour même") < shown.index("What you expect of us")
    assert shown.index("Des commandes complètes") < shown.index("What you commit to in return")
    assert shown.index(WISH) < shown.index(RULE)


def test_a_mistake_keeps_the_mirror_as_it_was_answered(workshop, secret, way, sentence):
    browser, page = opened(secret)
    answer = send(browser, page, **{f"echo-{sentence.pk}": "partly", f"verdict-{way.pk}": "change"})
    assert answer.status_code == 422
    assert 'value="partly" checked' in answer.content.decode()
    assert not Echo.objects.exists()


# Collected in a call


@pytest.fixture
def collected(at, workshop, facilitator, alice, sales, way, sentence):
    at("consult")
    said = {way.pk: (Feedback.CHANGE, "trois jours")}
    consult.collect(alice, sales, said, "prévenir", "", echoes={sentence.pk: "opposite"})
    return consult.invite(workshop, sales, by=facilitator)


def test_the_contact_reads_what_was_typed_and_confirms_it(assert_screens_follow, workshop, collected):
    assert asked(workshop).todo == "Copy given: they may correct it"
    browser, page = opened(collected)
    shown = html(browser, page)
    assert "Is this what you told us?" in shown
    assert "Alice wrote it down for you" in shown
    assert "trois jours" in shown
    assert "The opposite" in shown
    link = Link.objects.get(revoked_at=None)
    assert_screens_follow(lambda: contact.confirm(link))
    assert "confirmed by the contact" in screen(workshop, "console")
    assert "Thank you!" in html(browser, page)
    assert asked(workshop).status == "answered"


def test_the_contact_corrects_what_was_typed(workshop, sales, alice, way, sentence, collected):
    browser, page = opened(collected)
    assert "Alice wrote down for you" in html(browser, f"{page}?correct=1")
    send(browser, page, **{f"verdict-{way.pk}": "works", f"echo-{sentence.pk}": "yes"})
    consultation = Consultation.objects.get()
    assert (consultation.collected_by, consultation.feedback.get().verdict) == (None, "works")
    with pytest.raises(Refused, match="in person"):
        consult.collect(alice, sales, {}, "autre", "")


def test_what_was_confirmed_stands(workshop, sales, alice, collected):
    browser, page = opened(collected)
    assert send(browser, page, confirm="1").status_code == 302
    with pytest.raises(Refused, match="in person"):
        consult.collect(alice, sales, {}, "autre", "")


def test_who_answered_has_nothing_to_confirm(workshop, secret):
    browser, page = opened(secret)
    assert send(browser, page, confirm="1").status_code == 409


def test_a_call_does_not_take_away_what_the_contact_was_writing(workshop, alice, sales, secret):
    browser, page = opened(secret)
    as_the_script_does(browser, page, expects=UNSENT)
    consult.collect(alice, sales, {}, "prévenir", "")
    assert UNSENT in html(browser, page)


def test_collecting_again_asks_for_a_new_copy(workshop, alice, sales, collected):
    Contact.objects.update(email="")  # with an address, a mail brings it
    consult.collect(alice, sales, {}, "autre chose", "")
    assert asked(workshop).todo == "Send them the copy"


# Who shares, and what is to be done


def test_those_in_charge_share_the_link_from_their_phone(as_, workshop, alice, bob, sales, secret):
    share = reverse("consult:share", args=[workshop.key, sales.pk])
    answer = post(as_(alice), share).content.decode()
    fresh = answer.split("/l/")[1].split("/")[0]
    assert "mailto:ines@example.org" in answer
    assert WISH in html(*opened(fresh))
    assert opened_status(secret) == 200  # what was sent before still works
    assert post(as_(bob), share).status_code == 403
    assert opened_status(fresh) == 200


def test_the_first_link_may_be_handed_over_by_those_in_charge(assert_screens_follow, workshop, alice, sales, at):
    at("consult")
    fresh = assert_screens_follow(lambda: consult.hand_over(alice, sales))
    assert opened_status(fresh) == 200
    assert asked(workshop).status == "sent"


def test_a_copy_handed_over_is_a_copy_given(assert_screens_follow, workshop, alice, sales, secret):
    Contact.objects.update(email="")
    consult.collect(alice, sales, {}, "prévenir", "")
    assert asked(workshop).todo == "Send them the copy"
    assert_screens_follow(lambda: consult.hand_over(alice, sales))
    assert asked(workshop).todo == "Copy given: they may correct it"


def opened_status(secret):
    return Client().get(reverse("link", args=[secret])).status_code


def test_a_worker_makes_a_link_inside_its_own_change(workshop, sales, secret):
    with change(workshop):
        consultation, fresh = answers.renew(sales)
    assert opened_status(fresh) == 200
    assert consultation.link.is_open


def test_the_copy_has_words_of_its_own(as_, workshop, facilitator, sales, collected):
    answer = post(as_(facilitator), reverse("consult:link", args=[workshop.key, sales.pk])).content.decode()
    assert "It shows the contact what was typed in for them" in answer
    assert "Ce%20que%20vous%20nous%20avez%20dit" in answer


@pytest.mark.parametrize(
    ("verb", "todo"),
    [
        (lambda workshop, link: None, "Not opened: call"),
        (lambda workshop, link: Link.objects.update(opened_at=workshop.created_at), "Opened, nothing filled in: call"),
        (lambda workshop, link: contact.answer(link, {}, "oui", ""), "Read, and thank them"),
        (lambda workshop, link: Link.objects.all().delete(), "Call, or send the link"),
        (lambda workshop, link: Contact.objects.all().delete(), "Not opened: call"),
    ],
)
def test_each_state_says_what_is_to_be_done(workshop, secret, verb, todo):
    verb(workshop, Link.objects.get())
    assert asked(workshop).todo == todo
    assert todo in screen(workshop, "console")


def test_without_a_contact_somebody_is_to_be_found(at, workshop, sales):
    at("consult")
    Contact.objects.all().delete()
    assert asked(workshop).todo == "Find whom to ask, and tell the facilitator"


# What the team asks and gives


def test_those_in_charge_write_what_they_ask_and_give(assert_screens_follow, as_, workshop, alice, bob, sales, at):
    at("consult")
    assert_screens_follow(lambda: telling.tell(workshop, sales, "Des commandes complètes", "", 0, by=alice))
    sheet, tell = (reverse(f"consult:{name}", args=[workshop.key, sales.pk]) for name in ("ours", "tell"))
    assert "Des commandes complètes" in as_(alice).get(sheet).content.decode()
    assert as_(bob).get(sheet).status_code == post(as_(bob), tell, version=1, asks="x").status_code == 403
    assert post(as_(alice), tell, version=1, asks="Des délais", offers="Un seul numéro").status_code == 200
    assert post(as_(alice), tell, version=1, asks="Autre", offers="").status_code == 409
    assert Consultation.objects.get().offers == "Un seul numéro"


def test_the_facilitator_writes_it_too(as_, workshop, facilitator, sales, at):
    at("consult")
    sheet, tell = (reverse(f"consult:{name}", args=[workshop.key, sales.pk]) for name in ("theirs", "tell-theirs"))
    assert "What Ventes will read" in as_(facilitator).get(sheet).content.decode()
    assert post(as_(facilitator), tell, version=0, asks="Des délais", offers="").status_code == 204
    assert Consultation.objects.get().asks == "Des délais"


def test_the_room_moved_on_for_those_in_charge(at, workshop, alice, sales):
    at("mission")
    with pytest.raises(Refused, match="closed"):
        telling.tell(workshop, sales, "a", "", 0, by=alice)
    with pytest.raises(Refused, match="closed"):
        consult.hand_over(alice, sales)
