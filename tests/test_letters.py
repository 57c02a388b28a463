"""Mails: written once, sealed until they have left, sent by one worker at most, followed by every screen."""

import socket
from datetime import date, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from workshop import calendars, delivery, letters, links, smtp, stopping, worker
from workshop.change import Refused, change
from workshop.models import Letter, Link, Stopped

TO = ("Inès", "ines@example.org")


def invitation(workshop, key="1", to=TO, language="en", **options):
    """Post the invitation of a contact; (letter, secret of its link)."""
    with change(workshop):
        link, secret = links.make_link(workshop, Link.CONTACT, 60)
        values = {
            "service": "Ventes",
            "url": links.url(secret),
            "until": link.expires_at,
            "answer_by": date(2027, 1, 1),
        }
        letter = letters.post(workshop, "invitation", key, to, language, "invitation", values, link=link, **options)
    return letter, secret


@pytest.fixture
def letter(workshop):
    return invitation(workshop)[0]


@pytest.fixture
def with_smtp(settings):
    settings.SMTP = "smtp://mail.example.org"


@pytest.fixture
def failing(settings, monkeypatch):
    """Makes the mail server answer with an error, at the opening or at each mail."""

    def fail(error, at="send_messages"):
        def refuse(self, *_arguments):
            raise error

        monkeypatch.setattr(EmailBackend, at, refuse, raising=False)

    return fail


def rows():
    """All that the database holds, as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return "".join(str(cursor.execute(f"SELECT * FROM {each}").fetchall()) for each in tables)  # noqa: S608


def test_a_mail_is_written_once_for_a_kind_and_a_key(workshop):
    assert invitation(workshop)[0]
    assert invitation(workshop)[0] is None
    assert invitation(workshop, key="2")[0]
    assert invitation(workshop, key="3", to=("Inès", ""))[0] is None
    assert Letter.objects.count() == 2


@pytest.mark.parametrize(("language", "subject"), [("fr", "Trois minutes"), ("en", "Three minutes")])
def test_a_mail_speaks_its_recipients_language(workshop, language, subject):
    letter, secret = invitation(workshop, language=language)
    assert letter.subject.startswith(subject)
    assert ("Bonjour Inès," if language == "fr" else "Hello Inès,") in letter.text
    assert ("«\u202fVentes\u202f»" in letter.subject) == (language == "fr")
    assert secret not in letter.text
    assert "/l/•••" in letter.text


def test_a_secret_is_in_no_table_and_leaves_with_the_mail(workshop, with_smtp):
    letter, secret = invitation(workshop)
    assert letter.sealed
    assert secret not in rows()
    delivery.deliver()
    assert [TO[1] in message.to[0] for message in mail.outbox] == [True]
    assert secret in mail.outbox[0].body
    assert secret in mail.outbox[0].alternatives[0].content
    letter.refresh_from_db()
    assert (letter.status, letter.sealed) == ("sent", "")


def test_a_hostile_name_changes_no_element(workshop):
    workshop.team.name = "<script>alert(1)</script>"
    letter, _secret = invitation(workshop, to=("<b>&amp;\r\nBcc: x@example.org", "a@example.org"))
    from workshop.sealing import unseal

    content = unseal(letter.sealed)
    assert "<script>" not in content["html"]
    assert "<b>" not in content["html"]
    assert "<script>alert(1)</script>" in content["text"]  # plain text is nobody's markup
    assert "\n" not in letter.subject


def test_without_a_server_nothing_is_sent(letter):
    delivery.deliver()
    assert mail.outbox == []
    letter.refresh_from_db()
    assert letter.status == "waiting"


def test_a_rehearsal_sends_nothing(workshop, letter, with_smtp):
    workshop.is_rehearsal = True
    workshop.save()
    delivery.deliver()
    assert mail.outbox == []


def test_screens_follow_what_becomes_of_a_mail(assert_screens_follow, workshop, facilitator, letter):
    for verb in (
        lambda: delivery.claim(letter),
        lambda: delivery.put_off(letter, "away"),
        lambda: delivery.put_off(letter, "away", for_good=True),
        lambda: delivery.send_again(workshop, letter.pk, by=facilitator),
        lambda: delivery.forget(letter),
        lambda: delivery.sent(letter),
        lambda: stopping.stop(workshop, letters.who(letter.address)),
    ):
        assert_screens_follow(verb)


def test_two_workers_never_send_one_mail_twice(letter, with_smtp):
    other = Letter.objects.get()
    assert delivery.claim(letter)
    assert not delivery.claim(other)
    delivery.send([other])
    assert mail.outbox == []


def test_a_server_that_is_away_is_asked_again_after_growing_waits(workshop, facilitator, letter, with_smtp, failing):
    failing(ConnectionRefusedError(111, "Connection refused"), at="open")
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _each in range(len(delivery.WAITS) + 1):
            delivery.deliver()
            letter.refresh_from_db()
            waits.append(letter.next_try_at - timezone.now())
            clock.move_to(max(letter.next_try_at, timezone.now()) + timedelta(seconds=1))
    assert waits[:-1] == delivery.WAITS
    assert (letter.status, letter.error) == ("failed", "Connection refused")
    delivery.send_again(workshop, letter.pk, by=facilitator)
    letter.refresh_from_db()
    assert (letter.status, letter.tries) == ("waiting", 0)


def test_an_address_that_is_refused_for_good_fails_at_once(letter, with_smtp, failing):
    failing(SMTPRecipientsRefused({"ines@example.org": (550, b"No such mailbox")}))
    delivery.deliver()
    letter.refresh_from_db()
    assert (letter.status, letter.error, letter.tries) == ("failed", "550 No such mailbox", 1)


def test_a_mail_that_cannot_be_made_keeps_no_other_waiting(workshop, letter, with_smtp, monkeypatch):
    invitation(workshop, key="2")
    made, first = delivery.message, Letter.objects.order_by("pk").first()
    monkeypatch.setattr(delivery, "message", lambda each: 1 / 0 if each == first else made(each))
    delivery.deliver()
    assert [each.status for each in Letter.objects.order_by("pk")] == ["failed", "sent"]
    assert len(mail.outbox) == 1


def test_a_line_that_drops_is_tried_again(letter, with_smtp, failing):
    failing(SMTPServerDisconnected("x"))
    delivery.deliver()
    letter.refresh_from_db()
    assert (letter.status, letter.claimed_at) == ("waiting", None)


def test_a_worker_that_died_while_sending_leaves_the_decision_to_a_person(letter, with_smtp):
    delivery.claim(letter)
    with time_machine.travel(timezone.now() + delivery.LEASE + timedelta(seconds=1)):
        delivery.deliver()
    letter.refresh_from_db()
    assert mail.outbox == []
    assert (letter.status, letter.error) == ("failed", delivery.INTERRUPTED)


def test_a_mail_whose_link_was_closed_is_withdrawn_and_erased(workshop, letter, with_smtp):
    with change(workshop):
        links.revoke(Link.objects.all())
    delivery.deliver()
    letter.refresh_from_db()
    assert mail.outbox == []
    assert (letter.status, letter.sealed) == ("withdrawn", "")


def test_another_key_says_so_instead_of_failing_again_and_again(letter, with_smtp, settings):
    settings.SECRET_KEY = "another".ljust(50, "x")
    delivery.deliver()
    letter.refresh_from_db()
    assert (letter.status, letter.error) == ("failed", delivery.UNREADABLE)


def test_a_mail_that_has_left_is_not_sent_again(workshop, facilitator, letter):
    delivery.sent(letter)
    with pytest.raises(Refused, match="has left already"):
        delivery.send_again(workshop, letter.pk, by=facilitator)


def test_a_mail_that_is_being_sent_is_not_sent_again(workshop, facilitator, letter):
    assert delivery.claim(letter)
    with pytest.raises(Refused, match="has left already"):
        delivery.send_again(workshop, letter.pk, by=facilitator)
    assert not delivery.claim(letter)


def test_a_mail_withdrawn_since_it_was_read_is_not_sent(letter, with_smtp):
    due = list(delivery.due())
    delivery.forget(letter)
    delivery.send(due)
    assert mail.outbox == []


def test_another_secret_opens_the_same_link_and_dies_with_it(workshop):
    with change(workshop):
        link, first = links.make_link(workshop, Link.CONTACT, 60)
        second = links.another_secret(link)
    assert second not in rows()
    assert links.link_of(first) == links.link_of(second) == link
    with change(workshop):
        links.revoke(Link.objects.all())
    for secret in (first, second):
        assert Client().get(reverse("link", args=[secret])).status_code == 410


def test_an_address_that_is_an_example_is_never_written_to(workshop, with_smtp):
    letter, _secret = invitation(workshop, to=("Julie", "julie@ateliers.example"))
    delivery.deliver()
    letter.refresh_from_db()
    assert mail.outbox == []
    assert (letter.status, letter.error) == ("failed", delivery.EXAMPLE)


def test_the_home_page_says_that_nobody_sends_what_waits(as_, facilitator, letter, settings):
    browser, said = as_(facilitator), "Mails are not leaving"
    assert said not in browser.get("/workshops/").content.decode()
    settings.SMTP = "smtp://mail.example.org"
    assert said in browser.get("/workshops/").content.decode()
    worker.beat()
    assert said not in browser.get("/workshops/").content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert said in browser.get("/workshops/").content.decode()
    delivery.deliver()
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert said not in browser.get("/workshops/").content.decode()


# No more reminders


def test_reminders_are_stopped_by_a_post_and_by_nothing_else(workshop):
    address, browser = letters.stop_url(workshop, "Ines@example.org", "en"), Client()
    path = "/stop/" + address.split("/stop/")[1]
    for method in (browser.get, browser.head) * 3:
        assert method(path).status_code == 200
    assert not Stopped.objects.exists()
    assert browser.post(path, {"op": str(uuid4())}).status_code == 302
    assert "No more reminders" in browser.get(path).content.decode()
    assert letters.has_stopped(workshop, "ines@EXAMPLE.org")
    assert "ines" not in str(list(Stopped.objects.values())).lower()
    assert invitation(workshop, reminds=True)[0] is None
    assert invitation(workshop)[0]
    assert browser.get(f"{path[:-3]}xx/").status_code == 404


# Calendar files


def test_a_calendar_file_has_a_whole_day_or_times():
    whole = Calendar.from_ical(calendars.event("a", date(2027, 5, 3), "Bilan", "Six mois après", "https://x.example/"))
    entry = whole.walk("VEVENT")[0]
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (date(2027, 5, 3), date(2027, 5, 4))
    assert (str(entry["uid"]), str(entry["url"])) == ("a@promesse", "https://x.example/")
    start = timezone.now().replace(microsecond=0)
    entry = Calendar.from_ical(calendars.event("b", (start, start + timedelta(hours=1)), "x", "y", "Salle 2"))
    assert entry.walk("VEVENT")[0].decoded("dtstart") == start
    assert str(entry.walk("VEVENT")[0]["location"]) == "Salle 2"


def test_a_calendar_file_goes_along(workshop, with_smtp):
    invitation(workshop, calendar=calendars.event("a", date(2027, 5, 3), "Bilan", "x"))
    delivery.deliver()
    name, content, kind = mail.outbox[0].attachments[0]
    assert (name, kind) == ("date.ics", "text/calendar")
    assert "BEGIN:VEVENT" in content


# The server's address


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.org", 587, True, False),
        ("smtps://mail.example.org", 465, False, True),
        ("smtp://mail.example.org:25?tls=no", 25, False, False),
        ("smtp://localhost:25", 25, False, False),
    ],
)
def test_a_mail_server_is_one_address(address, port, tls, ssl):
    known = smtp.settings_of(address)
    assert (known["EMAIL_PORT"], known["EMAIL_USE_TLS"], known["EMAIL_USE_SSL"]) == (port, tls, ssl)


def test_a_password_is_unquoted_and_another_kind_of_address_is_refused():
    known = smtp.settings_of("smtp://claire%40example.org:p%2Fw@mail.example.org")
    assert (known["EMAIL_HOST_USER"], known["EMAIL_HOST_PASSWORD"]) == ("claire@example.org", "p/w")
    assert smtp.settings_of("") == {}
    with pytest.raises(ValueError, match="PROMESSE_SMTP"):
        smtp.settings_of("mail.example.org")


# The worker


def test_the_worker_gives_a_sign_of_life_and_calls_the_reminders(monkeypatch, db):
    called = []
    monkeypatch.setattr(letters, "REMINDERS", [called.append])
    assert worker.is_silent()
    running = worker.Worker()
    running.look()
    running.look()
    assert len(called) == 1
    assert not worker.is_silent()
    with time_machine.travel(timezone.now() + worker.SILENT + timedelta(seconds=1)):
        assert worker.is_silent()


def test_reminders_that_fail_stop_nothing_else(monkeypatch, db, caplog):
    called = []
    monkeypatch.setattr(letters, "REMINDERS", [])
    for due in (lambda now: 1 / 0, called.append):
        letters.register(due)
        letters.register(due)
    worker.remind()
    assert len(called) == 1
    assert "Reminders could not be written" in caplog.text


def test_the_worker_leaves_with_the_process_it_runs_beside(tmp_path):
    import subprocess

    beside = subprocess.Popen(["sleep", "60"])
    assert worker.lives(beside.pid)
    beside.kill()
    beside_is_gone = [worker.lives(beside.pid) for _each in range(1000)][-1]  # not waited for: a zombie
    beside.wait()
    assert not beside_is_gone
    assert not worker.lives(beside.pid)


def test_a_reason_is_the_servers_own_words():
    assert delivery.reason(socket.gaierror(-2, "Name or service not known")) == "Name or service not known"
    assert delivery.reason(TimeoutError()) == "TimeoutError"
