"""A round at a desk: services invited by private link, the silent reminded with the clock moved, the others not."""

import re
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from promises.models import Entry, Party, Reply
from promises.reciprocal import entries, invitations, reminders, replies, seats, services
from promises.reciprocal.voices import voice_behind
from promises.steps import parties
from tests.screens import post
from tests.tables import laid
from workshop import delivery, gestures, letters, stopping, worker
from workshop.models import Letter, Workshop

START = datetime(2027, 3, 1, 9, tzinfo=ZoneInfo("Europe/Paris"))  # a Monday
NAMES = {"Ventes": "ines", "Logistique": "paul", "Achats": "lea"}


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as moved:
        yield moved


@pytest.fixture
def desks(clock, settings, facilitator):
    """A round at step 2 whose services all answer at their desk, each with a contact."""
    settings.SMTP = "smtp://mail.example.org"
    table = laid(facilitator, [])
    services.seat(table.workshop, list(NAMES), by=facilitator)
    for name, contact in NAMES.items():
        whom = (contact.title(), f"{contact}@example.org", "en" if contact == "paul" else "fr")
        seats.name_contact(table.workshop, table.party(name).pk, *whom, by=facilitator)
    return type("Desks", (), {"table": table.to("fill") and table, "workshop": table.workshop})


@pytest.fixture
def invited(desks, facilitator):
    invitations.send_all(desks.workshop, by=facilitator)
    delivery.deliver()
    sent = list(mail.outbox)
    mail.outbox.clear()
    return sent


def pass_days(clock, first, last):
    """Let days pass, the worker at work each hour of them; its mails as [(day since START, to)]."""
    seen = []
    for hour in range(first * 24 + 1, last * 24 + 1):
        clock.move_to(START + timedelta(hours=hour))
        worker.remind()
        delivery.deliver()
        seen += [((timezone.localdate() - START.date()).days, message.to[0]) for message in mail.outbox]
        mail.outbox.clear()
    return seen


def to(rows, name):
    return [day for day, each in rows if f"{name}@" in each]


def at_desk(table, name):
    """The Voice of a service behind its link."""
    party = table.party(name)
    party.link.workshop = Workshop.objects.select_related("team").get(pk=table.workshop.pk)
    return voice_behind(party.link)


def complete(table, name):
    entries.finish(at_desk(table, name), "filled_at")


def statuses(table):
    return {each.name: each.status for each in seats.seats(Workshop.objects.get(pk=table.workshop.pk))}


def test_each_contact_gets_one_mail_in_their_language_with_the_day(invited):
    assert sorted(message.to[0].split("@")[0] for message in invited) == ["Ines <ines", "Lea <lea", "Paul <paul"]
    by_name = {message.to[0].split()[0]: message for message in invited}
    assert by_name["Paul"].subject == "The row of Logistique in the table of reciprocal commitments"
    assert "Please answer by 15\xa0March 2027." in by_name["Paul"].body
    assert "tableau des engagements réciproques" in by_name["Ines"].subject
    (name, calendar, kind) = by_name["Paul"].attachments[0]
    assert (name, kind) == ("date.ics", "text/calendar")
    assert "20270315" in calendar
    assert "/l/" not in calendar


def test_who_was_invited_is_not_written_to_again_by_sending_to_all(desks, facilitator, invited):
    with pytest.raises(invitations.Refused):
        invitations.send_all(desks.workshop, by=facilitator)
    before = table_link(desks, "Ventes")
    invitations.send(desks.workshop, desks.table.party("Ventes").pk, by=facilitator)
    assert table_link(desks, "Ventes") == before  # what was sent before still opens the page


def table_link(desks, name):
    return desks.table.party(name).link_id


def test_the_silent_are_reminded_three_times_and_the_others_are_not(desks, clock, invited):
    complete(desks.table, "Achats")
    seen = pass_days(clock, 0, 4)
    complete(desks.table, "Logistique")
    seen += pass_days(clock, 4, 30)
    assert to(seen, "ines") == [3, 7, 13]
    assert to(seen, "paul") == [3]
    assert to(seen, "lea") == []
    assert not Letter.objects.filter(kind="desk-reminder", name="Lea").exists()  # none was written and withdrawn either
    assert to(seen, "claire") == [3, 7, 13]


def test_once_services_meet_who_has_nothing_to_answer_is_left_in_peace(desks, clock, facilitator, invited):
    table = desks.table
    for asker, giver in (("Achats", "Ventes"), ("Ventes", "Logistique")):
        entries.add(at_desk(table, asker), table.party(giver).pk, Entry.EXPECTS, ["Prévenir la veille"])
    table.to("meet")
    assert invitations.send_all(desks.workshop, by=facilitator) == 2
    delivery.deliver()
    subjects = {message.to[0].split()[0]: message.subject for message in mail.outbox}
    assert subjects["Paul"] == "The others wait for an answer of Logistique: table of reciprocal commitments"
    mail.outbox.clear()
    seen = pass_days(clock, 0, 4)
    line = Entry.objects.get(towards=table.party("Logistique"))
    replies.answer(at_desk(table, "Logistique"), line.pk, Reply.CANNOT, "Nous ne le savons pas")
    seen += pass_days(clock, 4, 30)
    assert to(seen, "ines") == [3, 7, 13]
    assert to(seen, "paul") == [3]
    assert to(seen, "lea") == []


@pytest.mark.parametrize("how", ["closed", "stopped", "over", "renamed", "away", "earlier"])
def test_reminders_end_with_what_they_are_about(desks, clock, facilitator, invited, how):
    table, workshop = desks.table, desks.workshop
    sales = table.party("Ventes").pk
    verbs = {
        "closed": lambda: seats.close_link(workshop, sales, by=facilitator),
        "stopped": lambda: stopping.stop(workshop, letters.who("ines@example.org")),
        "over": lambda: table.to("table"),
        "renamed": lambda: seats.name_contact(workshop, sales, "Luc", "luc@example.org", "fr", by=facilitator),
        "away": lambda: services.unseat(workshop, sales, by=facilitator),
        "earlier": lambda: table.to("parties"),
    }
    assert sales in reminders.told(Workshop.objects.get(pk=workshop.pk))
    verbs[how]()
    assert sales not in reminders.told(Workshop.objects.get(pk=workshop.pk))
    seen = pass_days(clock, 0, 16)
    assert to(seen, "ines") == to(seen, "luc") == []


def test_a_reminder_that_waits_is_withdrawn_by_an_answer(desks, clock, settings, invited):
    settings.SMTP = ""
    clock.move_to(START + timedelta(days=3))
    worker.remind()
    waiting = Letter.objects.filter(kind="desk-reminder")
    assert {letter.status for letter in waiting.all()} == {"waiting"}
    complete(desks.table, "Ventes")
    worker.remind()
    assert {letter.name: letter.status for letter in waiting.all()} == {
        "Ines": "withdrawn",
        "Paul": "waiting",
        "Lea": "waiting",
    }
    asked = desks.table.party("Logistique").pk
    entries.add(at_desk(desks.table, "Achats"), asked, Entry.EXPECTS, ["Prévenir la veille"])
    desks.table.to("meet")
    worker.remind()
    assert {letter.status for letter in waiting.all()} == {"withdrawn"}  # they ask for the row of a step that is over


def test_without_a_server_mails_wait_in_the_outbox_whole(clock, settings, facilitator, as_):
    settings.SMTP = ""
    table = laid(facilitator, ["Ventes"])
    seats.name_contact(table.workshop, table.party("Ventes").pk, "Inès", "ines@example.org", "fr", by=facilitator)
    browser = as_(facilitator)
    where = f"/w/{table.workshop.key}/parties/invitations/"
    assert "ines@example.org" in browser.get(where).content.decode()  # shown before anything is written
    assert not Letter.objects.exists()
    post(browser, f"{where}{table.party('Ventes').pk}/send/")
    letter = Letter.objects.get()
    page = browser.get(reverse("mail", args=[table.workshop.key, letter.pk])).content.decode()
    assert re.search(r"/l/[\w-]{43}/", page)


def test_who_has_somebody_in_the_room_gets_no_mail_by_sending_to_all(facilitator, settings):
    table = laid(facilitator, ["Ventes", "Achats"])
    for name in ("Ventes", "Achats"):
        seats.name_contact(table.workshop, table.party(name).pk, name, "x@example.org", "fr", by=facilitator)
    with pytest.raises(invitations.Refused):
        invitations.send_all(table.workshop, by=facilitator)


def test_where_each_service_stands(desks, facilitator, invited, as_):
    table = desks.table
    services.seat(table.workshop, ["Qualité"], by=facilitator)
    path = re.search(r"/l/[\w-]+/", invited[0].body)[0]
    opened = invited[0].to[0].split()[0].lower()
    as_().post(path)
    name = next(name for name, contact in NAMES.items() if contact == opened)
    others = [each for each in NAMES if each != name]
    assert statuses(table) == {name: "opened", others[0]: "invited", others[1]: "invited", "Qualité": "nobody"}
    entries.add(at_desk(table, others[0]), table.party(name).pk, Entry.COMMITS, ["Répondre le jour même"])
    complete(table, others[1])
    assert statuses(table) == {name: "opened", others[0]: "writing", others[1]: "complete", "Qualité": "nobody"}
    assert parties.missing(Workshop.objects.get(pk=table.workshop.pk))[0] == "1 service has no voice yet."


def test_another_contact_closes_the_link_that_was_sent_and_undo_does_not_open_it(desks, facilitator, invited):
    pk = desks.table.party("Ventes").pk
    seats.name_contact(desks.workshop, pk, "Luc", "luc@example.org", "fr", by=facilitator)
    assert not Party.objects.get(pk=pk).link.is_open
    invitations.send(desks.workshop, pk, by=facilitator)
    gestures.undo_own(desks.workshop, by=facilitator)
    assert Party.objects.get(pk=pk).email == "ines@example.org"
    before = Party.objects.get(pk=pk).link_id
    invitations.send(desks.workshop, pk, by=facilitator)
    assert Party.objects.get(pk=pk).link_id != before  # Luc's link is not Inès's
    assert not Workshop.objects.get(pk=desks.workshop.pk).letters.filter(link=before)[0].link.is_open


# The page at the desk


@pytest.fixture
def visitor(desks, invited):
    """A browser that opened the link of Ventes, and the address of its page."""
    message = next(each for each in invited if "ines@" in each.to[0])
    browser = Client()
    answer = browser.post(re.search(r"/l/[\w-]+/", message.body)[0])
    return browser, answer["Location"]


def test_the_page_speaks_the_language_of_its_contact(visitor):
    browser, path = visitor
    page = browser.get(path, headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="fr">' in page
    assert "Claire" in page
    assert "200" not in page
    browser.cookies["django_language"] = "en"
    assert '<html lang="en">' in browser.get(path).content.decode()


def test_the_page_is_told_when_the_room_moves_on_and_when_its_part_changes(desks, visitor, facilitator):
    browser, path = visitor
    shown = browser.get(path).content.decode()
    seen = {name: re.search(f'data-{name}="([^"]*)"', shown)[1] for name in ("step", "stamp")}
    assert browser.get(f"{path}now/", seen).status_code == 204
    table = desks.table
    entries.add(at_desk(table, "Ventes"), table.party("Achats").pk, Entry.EXPECTS, ["Prévenir la veille"])
    assert f'data-stamp="{seen["stamp"]}"' not in browser.get(f"{path}now/", seen).content.decode()
    table.to("meet")
    assert 'data-step="meet"' in browser.get(f"{path}now/", seen).content.decode()
    services.unseat(table.workshop, table.party("Ventes").pk, by=facilitator)
    assert browser.get(f"{path}now/", seen).status_code == 410


def test_a_closed_link_opens_nothing_and_another_one_does(desks, visitor, facilitator, as_):
    browser, path = visitor
    pk = desks.table.party("Ventes").pk
    answer = post(as_(facilitator), f"/w/{desks.workshop.key}/parties/link/{pk}/")
    first = re.search(r"/l/[\w-]+/", answer.content.decode())[0]
    assert Client().post(first)["Location"] == path  # another secret of the same page
    answer = post(as_(facilitator), f"/w/{desks.workshop.key}/parties/link/{pk}/renew/")
    second = re.search(r"/l/[\w-]+/", answer.content.decode())[0]
    assert browser.get(path).status_code == Client().get(first).status_code == 410
    assert Client().post(second)["Location"] != path


def test_what_a_desk_writes_without_script_is_kept_and_shown(desks, visitor):
    browser, path = visitor
    other = desks.table.party("Achats").pk
    answer = browser.post(f"{path}expects/{other}/", {"text": "Prévenir la veille", "op": "1" * 32})
    assert answer.status_code == 302
    assert "Prévenir la veille" in browser.get(path).content.decode()


def test_what_a_desk_sends_again_is_answered_as_the_first_time(desks, visitor):
    browser, path = visitor
    achats = desks.table.party("Achats").pk
    cell = {f"commits-{achats}": "Répondre vite", f"was-commits-{achats}": "", f"rows-commits-{achats}": ""}
    for verb, fields, text in (
        (f"expects/{achats}/", {"text": "Prévenir la veille"}, "Prévenir la veille"),
        ("row/save/", cell, "Répondre vite"),
    ):
        op_id = str(uuid4())
        for _again in range(2):
            answer = post(browser, path + verb, op_id, **fields)
            assert (answer.status_code, answer["X-Ack"], text in answer.content.decode()) == (200, op_id, True)
            answer = browser.post(path + verb, fields | {"op": op_id})  # without script
            assert browser.get(answer.url).status_code == 200
        assert Entry.objects.filter(text=text).count() == 1


@pytest.mark.parametrize("who", ["speaker", "facilitator"])
def test_so_is_a_cell_that_the_room_sends_again(facilitator, as_, who):
    table = laid(facilitator, ["Ventes", "Achats"])
    table.to("fill")
    person = facilitator if who == "facilitator" else table.speaker("Ventes")
    achats, voice = table.party("Achats").pk, table.desk("Ventes") if who == "facilitator" else table.voice("Ventes")
    cell = {f"commits-{achats}": "Répondre vite", f"was-commits-{achats}": "", f"rows-commits-{achats}": ""}
    op_id = uuid4()
    for _again in range(2):
        answer = post(as_(person), f"{voice.prefix}row/save/", op_id, **cell)
        assert f'id="cell-commits-{achats}"' in answer.content.decode()
    assert Entry.objects.get().text == "Répondre vite"
