"""Reminders with the clock moved: D+3, D+7 and D−1, to the silent only, three at most; scanners change nothing."""

import re
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interfaces import contacts, invitations, raci, reminders
from interfaces.models import Contact, Feedback, Interface, Pair, PairMember, WayOfWorking
from interfaces.steps import consult
from tests.conftest import client_service
from tests.screens import post, screen
from workshop import delivery, gestures, letters, mailbox, reminding, stopping, worker
from workshop.models import Letter, Link, Operation, Secret, Stopped, Workshop

START = datetime(2027, 3, 1, 9, tzinfo=ZoneInfo("Europe/Paris"))  # a Monday


@pytest.fixture
def sales(workshop, alice, bob):
    interface = client_service(workshop)
    interface.pair = Pair.objects.create(workshop=workshop)
    PairMember.objects.create(pair=interface.pair, participant=alice)
    interface.save()
    return interface


@pytest.fixture
def stock(workshop):
    interface = Interface.objects.create(workshop=workshop, name="Magasin", position=1)
    Contact.objects.create(interface=interface, name="Paul", email="paul@example.org", language="en")
    return interface


@pytest.fixture(autouse=True)
def clock(settings, at, workshop, sales, stock):
    settings.SMTP = "smtp://mail.example.org"
    at("consult")
    with time_machine.travel(START, tick=False) as moved:
        yield moved


@pytest.fixture
def invited(workshop, facilitator):
    invitations.send_all(workshop, by=facilitator)
    delivery.deliver()
    mail.outbox.clear()


def pass_days(clock, days, until=None):
    """Let days pass, the worker at work each hour of them; its mails as [(day since START, to)]."""
    seen = []
    for hour in range(1, days * 24 + 1):
        clock.move_to(START + timedelta(hours=hour))
        worker.remind()
        delivery.deliver()
        seen += [((timezone.now() - START).days, message.to[0]) for message in mail.outbox]
        mail.outbox.clear()
        if until and until(hour):
            break
    return seen


def to(rows, address):
    return [day for day, each in rows if address in each]


def test_the_silent_are_reminded_three_times_and_no_more(clock, invited):
    seen = pass_days(clock, 20)
    assert to(seen, "ines@") == to(seen, "paul@") == [2, 6, 12]  # each at 8 in the morning of D+3, D+7 and D−1
    assert to(seen, "claire@") == [2, 6, 12]
    moments = [timezone.localtime(letter.sent_at) for letter in Letter.objects.filter(kind="reminder")]
    assert {moment.hour for moment in moments} == {8}
    assert {moment.date() - START.date() for moment in moments} == {timedelta(days=days) for days in (3, 7, 13)}


@pytest.mark.parametrize(
    ("days", "expected"), [(14, [3, 7, 13]), (9, [3, 8]), (8, [3, 7]), (5, [4]), (3, [2]), (2, [1]), (1, [])]
)
def test_the_days_of_reminders_lie_before_the_day_to_answer_by(days, expected):
    first = date(2027, 3, 1)
    assert [(day - first).days for day in reminding.plan(first, first + timedelta(days=days))] == expected


def test_who_answers_is_reminded_no_more(clock, workshop, facilitator, invited, sales, stock):
    def answers(hour):
        if hour == 4 * 24:
            consult.answer(stock.consultation.link, {}, "la paix", "")
            assert stock.pk not in reminders.told(Workshop.objects.get(pk=workshop.pk))

    seen = pass_days(clock, 20, until=answers)
    assert to(seen, "paul@") == [2]
    assert len(to(seen, "ines@")) == 3


def test_undoing_a_change_of_contact_hands_nobody_the_link_of_the_other(clock, workshop, facilitator, invited, sales):
    contacts.name_contact(workshop, sales.pk, "Luc", "luc@example.org", "fr", by=facilitator)
    invitations.send(workshop, sales.pk, by=facilitator)
    delivery.deliver()
    assert "luc@" in mail.outbox.pop().to[0]
    gestures.undo_own(workshop, by=facilitator)
    assert Contact.objects.get(interface=sales).email == "ines@example.org"
    seen = pass_days(clock, 20)
    assert to(seen, "paul@") == [2, 6, 12]
    assert to(seen, "ines@") == to(seen, "luc@") == []


@pytest.mark.parametrize("how", ["closed", "stopped", "over", "renamed", "dropped"])
def test_reminders_end_with_what_they_are_about(clock, workshop, facilitator, invited, sales, at, how):
    verbs = {
        "closed": lambda: consult.revoke(workshop, sales, by=facilitator),
        "stopped": lambda: stopping.stop(workshop, letters.who("ines@example.org")),
        "over": lambda: at("promise"),
        "renamed": lambda: Contact.objects.filter(interface=sales).delete(),
        "dropped": lambda: Interface.objects.filter(pk=sales.pk).update(treated=False),
    }
    assert sales.pk in reminders.told(workshop)
    verbs[how]()
    workshop.refresh_from_db()
    assert sales.pk not in reminders.told(Workshop.objects.get(pk=workshop.pk))
    assert to(pass_days(clock, 20), "ines@") == []


def test_the_console_says_when_the_next_reminder_leaves_and_what_could_not(
    clock, workshop, facilitator, invited, sales
):
    sentences = consult.missing(workshop)
    assert "The next reminder leaves on 4\xa0March 2027." in sentences
    invitations.send(workshop, sales, by=facilitator)
    delivery.put_off(Letter.objects.first(), "550 No such mailbox", for_good=True)
    workshop.refresh_from_db()
    assert "1 mail could not be sent." in consult.missing(workshop)


def test_a_missed_reminder_is_made_up_for_once(clock, invited):
    clock.move_to(START + timedelta(days=5))
    worker.remind()
    worker.remind()
    delivery.deliver()
    assert [message.to[0] for message in mail.outbox if "ines" in message.to[0]] != []
    assert Letter.objects.filter(kind="reminder", address="ines@example.org").count() == 1
    clock.move_to(START + timedelta(days=30))
    worker.remind()
    assert Letter.objects.filter(kind="reminder", address="ines@example.org").count() == 1


def test_nobody_is_reminded_before_the_invitation_has_left(clock, settings, workshop, facilitator):
    settings.SMTP = ""
    invitations.send_all(workshop, by=facilitator)
    pass_days(clock, 5)
    assert not Letter.objects.filter(kind="reminder").exists()
    mailbox.mark_sent(workshop, Letter.objects.get(name="Inès").pk, by=facilitator)
    pass_days(clock, 12)
    assert [letter.status for letter in Letter.objects.filter(kind="reminder")] == ["waiting"]  # one at a time
    assert not Letter.objects.filter(kind="silent").exists()


@pytest.mark.parametrize("how", ["answered", "over"])
def test_a_reminder_that_waits_is_withdrawn_when_it_is_needless(clock, settings, workshop, invited, stock, at, how):
    settings.SMTP = ""
    clock.move_to(START + timedelta(days=3))
    worker.remind()
    waiting = Letter.objects.get(kind="reminder", name="Paul")
    assert waiting.status == "waiting"
    assert stock.pk not in reminders.told(workshop)  # one mail at a time
    if how == "over":
        at("promise")
    else:
        consult.answer(stock.consultation.link, {}, "la paix", "")
    worker.remind()
    waiting.refresh_from_db()
    assert waiting.status == "withdrawn"


def test_a_workshop_that_fails_keeps_no_other_waiting(clock, invited, monkeypatch, caplog):
    monkeypatch.setattr(reminders, "remind", lambda *_arguments: 1 / 0)
    clock.move_to(START + timedelta(days=3))
    reminders.due(timezone.now())
    assert "Reminders of a workshop could not be written" in caplog.text


def test_screens_follow_reminders(assert_screens_follow, clock, workshop, invited, stock, settings):
    settings.SMTP = ""
    clock.move_to(START + timedelta(days=3))
    assert_screens_follow(lambda: reminders.remind(workshop, timezone.localdate()))
    assert Letter.objects.filter(kind="reminder").count() == 2
    assert_screens_follow(lambda: reminders.withdraw(workshop))


def test_every_secret_of_a_link_opens_it_and_the_first_one_still_does(clock, workshop, facilitator):
    invitations.send_all(workshop, by=facilitator)
    delivery.deliver()
    clock.move_to(START + timedelta(days=3))
    worker.remind()
    delivery.deliver()
    secrets = [re.search(r"/l/([\w-]{43})/", message.body) for message in mail.outbox if "ines@" in message.to[0]]
    assert len({each[1] for each in secrets}) == 2
    for each in secrets:
        assert Client().get(each[0]).status_code == 200


def test_the_last_reminder_says_that_it_is(clock, invited):
    texts = []
    for days in (3, 7, 13):
        clock.move_to(START + timedelta(days=days))
        worker.remind()
        delivery.deliver()
        texts += [message.body for message in mail.outbox if "paul@" in message.to[0]]
        mail.outbox.clear()
    assert ["last reminder" in text for text in texts] == [False, False, True]


def test_those_in_charge_are_told(as_, clock, workshop, facilitator, invited, alice, bob, sales):
    raci.letter(workshop, sales, ("participant", bob.pk), "A", by=facilitator)
    clock.move_to(START + timedelta(days=3))
    worker.remind()
    delivery.deliver()
    told = next(message for message in mail.outbox if facilitator.email in message.to[0])
    assert "Inès (ines@example.org)" in told.body
    assert "Alice, Bob" in told.body
    for person in (alice, bob):
        html = as_(person).get(reverse("phone", args=[workshop.key])).content.decode()
        assert "Reminded 1 time by mail" in html
        assert "8\xa0March 2027" in html
    assert "Reminded 1 time" in screen(workshop, "console")
    assert "Reminded 1 time" not in screen(workshop, "phone")


# The contact's copy


def collected(workshop, alice, sales):
    way = WayOfWorking.objects.create(interface=sales, acceptable=True, text="Répondre sous deux jours")
    consult.collect(alice, sales, {way.pk: (Feedback.CHANGE, "trois jours")}, "prévenir", "commander tôt")
    return Letter.objects.get(kind="copy")


def test_what_was_collected_is_sent_to_the_contact_with_a_link_to_correct_it(clock, workshop, alice, sales):
    letter = collected(workshop, alice, sales)
    delivery.deliver()
    assert mail.outbox == []  # corrections of the first minutes go into the same mail
    clock.move_to(START + invitations.WHILE)
    delivery.deliver()
    text = mail.outbox[0].body
    for words in ("Alice", "Répondre sous deux jours", "trois jours", "prévenir", "commander tôt", "copie"):
        assert words in text
    browser, path = Client(), re.search(r"/l/[\w-]{43}/", text)[0]
    page = browser.post(path).url
    assert "trois jours" in browser.get(page).content.decode()
    assert letter.language == "fr"


def test_a_correction_replaces_the_copy_that_has_not_left(clock, workshop, alice, sales):
    collected(workshop, alice, sales)
    consult.collect(alice, sales, {}, "prévenir deux jours avant", "")
    clock.move_to(START + invitations.WHILE)
    delivery.deliver()
    assert len(mail.outbox) == 1
    assert "prévenir deux jours avant" in mail.outbox[0].body


def test_without_an_address_there_is_no_copy(workshop, alice, sales):
    Contact.objects.filter(interface=sales).update(email="")
    consult.collect(alice, sales.pk, {}, "prévenir", "")
    assert not Letter.objects.exists()


# A mail scanner


def every_mail(clock, workshop, facilitator, alice, sales):
    """One mail of each kind, as it left."""
    invitations.send_all(workshop, by=facilitator)
    delivery.deliver()
    clock.move_to(START + timedelta(days=3))
    worker.remind()
    delivery.deliver()
    collected(workshop, alice, sales)
    clock.move_to(START + timedelta(days=4))
    delivery.deliver()
    assert set(Letter.objects.values_list("kind", flat=True)) == {"invitation", "reminder", "silent", "copy"}
    return mail.outbox


def state():
    models = (Link, Letter, Stopped, Secret, Operation, Interface, Feedback)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_scanner_that_opens_every_link_of_every_mail_changes_nothing(clock, workshop, facilitator, alice, sales):
    messages, opened = every_mail(clock, workshop, facilitator, alice, sales), 0
    workshop.refresh_from_db()
    before, revision = state(), workshop.revision
    for message in messages:
        html = message.alternatives[0].content
        for url in {*re.findall(r"https?://[^\s\"<]+", message.body), *re.findall(r"href=\"([^\"]+)", html)}:
            path = url.removeprefix("http://testserver")
            scanner = Client(headers={"sec-purpose": "prefetch"})
            for method in (scanner.get, scanner.head, scanner.get, scanner.options):
                assert method(path).status_code in (200, 302, 405), url
                opened += 1
    workshop.refresh_from_db()
    assert opened >= 4 * 2 * len(messages)
    assert (state(), workshop.revision) == (before, revision)


def test_every_mail_says_why_one_gets_it_and_how_to_stop(clock, workshop, facilitator, alice, sales):
    for message in every_mail(clock, workshop, facilitator, alice, sales):
        html = message.alternatives[0].content
        assert re.search(r"You get this because|Vous recevez ce courriel parce que", message.body)
        assert re.search(r"You get this because|Vous recevez ce courriel parce que", html)
        stop = re.search(r"http://testserver(/stop/\S+)", message.body)[1]
        assert stop in html
        answer = Client().post(stop, {"op": str(uuid4())})
        assert answer.status_code == 302
        assert not re.search(r"<img|<script|src=|url\(|&#x27;|&amp;", html + message.body)
        assert message.extra_headers["Auto-Submitted"] == "auto-generated"
        assert message.reply_to == [facilitator.email]


def test_the_facilitator_sends_from_the_console(as_, workshop, facilitator, sales):
    browser = as_(facilitator)
    assert "Invitations by mail" in browser.get(reverse("console", args=[workshop.key])).content.decode()
    html = post(browser, reverse("consult:invite-all", args=[workshop.key])).content.decode()
    assert "Nobody is left to write to." in html
    assert Letter.objects.filter(kind="invitation").count() == 2
    day = timezone.localdate() + timedelta(days=5)
    answer = post(browser, reverse("consult:ask-by", args=[workshop.key]), answer_by=str(day))
    assert f'value="{day}"' in answer.content.decode()
    assert post(browser, reverse("consult:invite", args=[workshop.key, sales.pk])).status_code == 200
