"""Nine months with the clock moved: a workshop, a consultation with silent and late contacts, v1, its review, v2.

Everything by HTTP and by mail: contacts open only what their mail brought, every mail that leaves is listed and read.
"""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from interfaces.models import Consultation, Interface, WayOfWorking
from promises import press, versions
from promises.models import Commitment, Counterpart
from workshop import clock, delivery, worker
from workshop.models import Letter, Workshop

from .conftest import PASSWORD
from .journey import Room
from .test_journey import categories, gather, key_of, mission, post_its, services, ways

NAMES = ("Alice", "Bob", "Chloé")
JULIE, MARC, ANN, CLAIRE = "julie@example.org", "marc@example.org", "ann@example.org", "claire@example.org"
PRIVATE = re.compile(r"/l/[\w-]{43}/")


class Year(Room):
    """A room whose worker looks every day; `sent` is [(day, recipient, subject)] of all that left."""

    sent = ()

    def days(self, count):
        """Let days pass, the worker at work at each noon; the facilitator signs in again afterwards."""
        for _day in range(count):
            self.later(timedelta(days=1))
            self.post_office()
        self.sign_in()

    def until(self, day):
        self.days((day - timezone.localdate()).days)

    def post_office(self):
        """What the worker does in a minute; the mails that leave are read."""
        worker.remind()
        delivery.deliver()
        for message in mail.outbox:
            read(message)
            self.sent += ((timezone.localdate(), message.to[0], message.subject),)
            self.letters.setdefault(message.to[0].split("<")[-1].strip(">"), []).append(message)
        mail.outbox.clear()

    def received(self, since, address):
        """The days after `since` on which somebody got a mail."""
        return [day for day, to, _subject in self.sent if day > since and address in to]

    def opens(self, address, page):
        """Somebody opens the private link of the last mail that brought one: (browser, address of the page)."""
        body = next(each.body for each in reversed(self.letters[address]) if PRIVATE.search(each.body))
        return self.follow(body, page)


def read(message):
    """A mail says in text and in HTML who is asked what, and how to be left in peace."""
    html = message.alternatives[0].content
    assert message.subject.strip() == message.subject != ""
    assert "Équipe" not in message.subject or "Logistique" in message.body
    assert "/stop/" in message.body
    assert "/stop/" in html
    assert set(PRIVATE.findall(message.body)) == set(PRIVATE.findall(html))
    for text in (message.subject, message.body, html):
        assert not re.search(r"\{\{|\{%|%\(|None", text), text
    french = "Bonjour" in message.body
    assert french == ("ann@" not in message.to[0])
    assert ('lang="fr"' in html) == french


@pytest.fixture
def room(facilitator, monkeypatch, settings):
    settings.SMTP = "smtp://mail.example.org"
    monkeypatch.setattr(clock, "wall", clock.wall)
    with time_machine.travel("2026-11-24 12:00:00+01:00", tick=False) as wall:
        year = Year(wall, facilitator.email, PASSWORD)
        year.letters = {}
        yield year
    press.stop()


def first_session(room):
    """Steps 1 to 6, and who is to be asked: two who read French, one who reads English."""
    gather(room)
    mission(room)
    ventes = services(room)
    production = key_of(Interface, name="Production")
    room.act("services:write", production, name="Marc", email=MARC, language="fr")
    room.act("services:offer", name="Support")
    support = key_of(Interface, name="Support")
    room.act("services:choose", support, number=1)
    room.act("services:write", support, name="Ann", email=ANN, language="en")
    post_its(room, ventes)
    categories(room)
    ways(room, ventes)
    room.take_everyone("consult")
    return ventes, production, support


def answered(room, address, interface):
    """A contact answers by the link in the mail: every rule works, the mirror says "partly"."""
    contact, page = room.opens(address, "contact")
    html = contact.get(page).content.decode()
    said = {f"verdict-{way.pk}": "works" for way in WayOfWorking.objects.filter(interface=interface)}
    said |= dict.fromkeys(re.findall(r'name="(echo-\d+)"', html), "partly")
    said |= {"expects": "Un seul numéro à appeler", "commits": "", "op": str(uuid4())}
    assert contact.post(page, said).status_code == 302


def consultation(room, ventes, production, support):
    """Julie answers at once, Ann after the second reminder, Marc never: three reminders, then peace."""
    begin = timezone.localdate()
    room.act("consult:invite-all")
    room.post_office()
    assert {address for _day, address, _subject in room.sent} >= {f"Julie <{JULIE}>", f"Ann <{ANN}>", f"Marc <{MARC}>"}
    answered(room, JULIE, ventes)
    room.days(8)
    answered(room, ANN, support)
    room.days(20)
    days = [begin + timedelta(days=each) for each in (3, 7)]
    assert room.received(begin, JULIE) == []
    assert room.received(begin, ANN) == days
    assert room.received(begin, MARC) == [*days, begin + timedelta(days=13)]
    asked = {each.interface_id: bool(each.answered_at) for each in Consultation.objects.all()}
    assert asked == {ventes: True, production: False, support: True}


def first_version(room, interfaces):
    """Two lines for Ventes, one for each of the others; all agree; sealed on the second session's day."""
    room.hang()
    room.take_everyone("promise")
    for interface in interfaces:
        room.act("promise:save", interface, text="La date tient.", needs="", reach="Poste 415", version=0)
        room.act("promise:add-line", interface, who="Alice", what="confirme la date", delay="quatre heures")
    room.act("promise:add-line", interfaces[0], who="Bob", what="prévient d’un retard", delay="la veille")
    for line in Commitment.objects.all():
        for name in NAMES:
            room.say(name, "promise:say", line.pk, answer="can")
    room.act("promise:seal")
    return versions.in_force(Workshop.objects.get(key=room.key))


def quiet_months(room, version):
    """Until the review everybody hears twice of it, on the days that the version names, moved once meanwhile."""
    sealed, usual = timezone.localdate(), version.review_on
    assert usual == versions.months_later(sealed, 6)
    moved = usual + timedelta(days=14)
    room.days(60)
    room.act("review:set-day", day=moved.isoformat())
    room.post_office()
    announced = timezone.localdate()
    room.until(moved)
    expected = [announced, moved - timedelta(days=30), moved - timedelta(days=7)]
    for address in (CLAIRE, JULIE, MARC, ANN):
        assert room.received(sealed, address) == expected, address
    assert "aujourd’hui" in room.console.get(reverse("home")).content.decode()
    return moved


def judged(room, interfaces, moved):
    """The review opens late. Julie disagrees with the team, Ann agrees, Marc is silent and written to once more."""
    room.days(5)
    assert "en retard" in room.console.get(reverse("home")).content.decode()
    room.hang()
    room.take_everyone("review")
    room.act("review:start")
    for interface in interfaces:
        room.act("review:mail", interface)
    room.post_office()
    lines = list(Commitment.objects.order_by("pk"))
    for line in lines:
        for name in NAMES:
            post_if_in_charge(room, name, line)
    score(room, JULIE, {line: "broken" for line in lines if line.promise.interface_id == interfaces[0]}, "no")
    score(room, ANN, {line: "kept" for line in lines if line.promise.interface_id == interfaces[2]}, "yes")
    room.days(3)
    late = moved + timedelta(days=7)
    assert [late in room.received(moved, each) for each in (CLAIRE, MARC, JULIE, ANN)] == [True, True, False, False]
    assert Counterpart.objects.filter(answered_at=None).get().promise.interface_id == interfaces[1]
    return lines


def post_if_in_charge(room, name, line):
    address = reverse("review:say", args=[room.key, line.pk])
    room.phones[name].post(address, {"verdict": "kept"}, headers={"X-Op": str(uuid4()), "HX-Request": "true"})


def score(room, address, verdicts, echo):
    contact, page = room.opens(address, "counterpart")
    html = contact.get(page).content.decode()
    assert "verdict-tag" not in html
    said = {f"{line.pk}-verdict": verdict for line, verdict in verdicts.items()}
    said |= dict.fromkeys(re.findall(r'name="(echo-\d+)"', html), echo)
    assert contact.post(page, said | {"wishes": "Un numéro le soir", "op": str(uuid4())}).status_code == 302
    assert "verdict-tag kept" in contact.get(page).content.decode()


def second_version(room, lines, ventes):
    """Decided line by line, one line more; sealed; the old version's mails are over."""
    room.hang()
    room.act("review:decide", lines[0].pk, choice="reword")
    room.act("review:decide", lines[-1].pk, choice="drop")
    room.act("review:add-addition", ventes, what="répond le soir", reason="Julie : un numéro le soir")
    due = timezone.localdate() + timedelta(days=30)
    room.act("review:add-action", text="Ouvrir une ligne du soir", owner="Bob", due=due.isoformat())
    room.act("review:next")
    room.take_everyone("promise")
    for line in Commitment.objects.filter(promise__version__number=2):
        room.say("Alice", "promise:say", line.pk, answer="can")
    room.act("promise:seal")
    version = versions.in_force(Workshop.objects.get(key=room.key))
    said = list(versions.lines_of(version).order_by("pk").values_list("what", flat=True))
    assert (version.number, said.count("répond le soir"), "prévient d’un retard" in said) == (2, 1, False)
    return version


def test_a_year_of_a_promise(room):
    interfaces = first_session(room)
    consultation(room, *interfaces)
    version = first_version(room, interfaces)
    moved = quiet_months(room, version)
    lines = judged(room, interfaces, moved)
    again = second_version(room, lines, interfaces[0])

    closed = timezone.localdate()
    room.days(31)
    assert room.received(closed, "@") == []
    assert "Ouvrir une ligne du soir" in room.console.get(reverse("home")).content.decode()
    assert again.review_on > version.review_on
    assert timezone.localdate() - date(2026, 11, 24) > timedelta(days=9 * 28)
    assert Letter.objects.filter(sent_at=None).count() == 0
    listed = room.console.get(reverse("mails", args=[room.key])).content.decode()
    for subject in {subject for _day, _to, subject in room.sent}:
        assert subject.replace("\u00a0", " ")[:20] in listed.replace("\u00a0", " "), subject
