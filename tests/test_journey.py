"""The nine steps by HTTP alone, as a facilitator, three members, a contact and a manager live them; then the PDF."""

import re
import subprocess
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from interfaces.models import Interface, WayOfWorking
from promises import press
from promises.models import Commitment
from workshop import clock
from workshop.models import Participant

from .conftest import PASSWORD
from .journey import Room

MISSION = "Faire arriver la bonne pièce, au bon endroit, à la date promise."
SECRET = "On ne sait jamais si le colis est parti"


@pytest.fixture
def room(facilitator, monkeypatch):
    monkeypatch.setattr(clock, "wall", clock.wall)  # the journey moves it
    with time_machine.travel("2026-11-24 09:00:00+01:00", tick=False) as wall:
        yield Room(wall, facilitator.email, PASSWORD)
    press.stop()


def key_of(model, **known):
    return model.objects.get(**known).pk


def gather(room):
    room.open("Logistique")
    room.act("gather:add", names="Alice\nBob\nChloé")
    for name in ("Alice", "Bob", "Chloé"):
        room.enter(name)
        assert name in room.shows(room.board, "board")


def mission(room):
    room.take_everyone("mission")
    room.act("mission:save", text="Expédier les colis.", version=0)
    room.say("Alice", "mission:say", clear="no", suggestion=MISSION)
    suggestion = re.search(r"/mission/take/(\d+)/", room.shows(room.console, "console"))[1]
    room.act("mission:take", suggestion)
    assert MISSION in room.phone_shows("Bob")


def services(room):
    room.take_everyone("services")
    room.say("Alice", "services:put", name="Ventes")
    room.say("Bob", "services:put", name="Les ventes")
    room.act("services:offer", name="Production")
    room.act("services:into", key_of(Interface, name="Les ventes"), number=key_of(Interface, name="Ventes"))
    ventes = key_of(Interface, name="Ventes")
    for pk in (ventes, key_of(Interface, name="Production")):
        room.act("services:choose", pk, number=1)
    room.act("services:write", ventes, name="Julie", email="julie@example.org", language="fr")
    return ventes


def post_its(room, ventes):
    room.take_everyone("postits")
    own = room.say("Alice", "postits:write", polarity="dislike", interface=ventes, text=SECRET)
    assert SECRET in own
    room.say("Bob", "postits:write", polarity="like", interface="", text="Ils appellent avant que ça coince")
    room.say("Chloé", "postits:write", polarity="like", interface=ventes, text="La date annoncée est tenue")
    room.say("Chloé", "room:finish", "postits", done="1")
    for client, page in [(room.board, "board"), (room.console, "console"), (room.phones["Bob"], "phone")]:
        assert SECRET not in room.shows(client, page)
    room.act("postits:show")
    assert SECRET in room.shows(room.board, "board")


def categories(room):
    room.take_everyone("categories")
    cards = re.findall(r'id="postit-(\d+)"', room.shows(room.console, "console"))
    room.act("categories:make", name="Tenir les dates", postits=" ".join(cards[:2]))
    made = re.search(r'id="put-([1-9]\d*)"', room.shows(room.console, "console"))[1]
    room.act("categories:gather", made, postits=cards[2])
    assert "Tenir les dates" in room.phone_shows("Alice")


def ways(room, ventes):
    room.take_everyone("ways")
    everybody = list(Participant.objects.values_list("pk", flat=True))
    room.act("ways:compose", members=everybody)
    room.act("ways:share")
    room.say("Alice", "ways:add", ventes, acceptable="yes", text="La date est confirmée en quatre heures")
    room.say("Bob", "ways:add", ventes, acceptable="no", text="Le client apprend le retard avant vous")
    assert "La date est confirmée en quatre heures" in room.phone_shows("Chloé")


def consult(room, ventes):
    room.take_everyone("consult")
    alice = key_of(Participant, name="Alice")
    room.act("consult:give", "interface", ventes, "participant", alice, letter="R")
    contact, address = room.follow(room.act("consult:link", ventes), "contact")
    page = contact.get(address).content.decode()
    assert "La date est confirmée en quatre heures" in page
    assert SECRET not in page
    yes, no = (key_of(WayOfWorking, acceptable=acceptable) for acceptable in (True, False))
    said = {f"verdict-{yes}": "change", f"text-{yes}": "Deux heures le vendredi", f"verdict-{no}": "works"}
    said |= {"expects": "Un seul numéro à appeler", "commits": "Pas de date sans votre accord"}
    answer = contact.post(address, said | {"op": str(uuid4())})
    assert answer.status_code == 302


def promise(room, ventes):
    room.take_everyone("promise")
    assert "Deux heures le vendredi" in room.shows(room.console, "console")
    text = {"text": "La date que nous vous donnons tient.", "needs": "Des commandes complètes", "reach": "Poste 415"}
    room.act("promise:save", ventes, **text, version=0)
    slots = {"who": "Alice", "what": "confirme la date d’expédition", "whom": "le commercial", "delay": "quatre heures"}
    room.act(
        "promise:add-line", ventes, **slots, exception="panne du système", ways=[key_of(WayOfWorking, acceptable=True)]
    )
    room.act("promise:add-line", ventes, what="livre aussi le dimanche", delay="midi")
    room.act("promise:add-process", ventes, name="Confirmer une date", steps="Lire la commande\nVérifier le stock")
    kept, refused = Commitment.objects.order_by("pk")
    for name in ("Alice", "Bob", "Chloé"):
        room.say(name, "promise:say", kept.pk, answer="can")
    room.say("Bob", "promise:say", refused.pk, answer="cannot", reason="Pas le dimanche")
    assert "Pas le dimanche" not in room.phone_shows("Alice")
    room.act("promise:seal")


def approve(room):
    manager, address = room.follow(room.act("promise:link"), "manager")
    page = manager.get(address).content.decode()
    assert "confirme la date d’expédition" in page
    assert "le dimanche" not in page
    signed = manager.post(address, {"name": "Anne Giraud", "role": "Directrice", "number": 1, "op": str(uuid4())})
    assert signed.status_code == 302
    return manager, address


def words_of(pdf, tmp_path):
    """The text of a PDF, in small letters: a slot may begin a line there."""
    file = tmp_path / "booklet.pdf"
    file.write_bytes(pdf)
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True).stdout.decode()
    return " ".join(text.split()).casefold()


def review(room, ventes):
    room.take_everyone("review")
    room.act("review:start")
    kept = Commitment.objects.order_by("pk").first()
    room.say("Alice", "review:say", kept.pk, verdict="kept")
    client, address = room.follow(room.act("review:link", ventes), "counterpart")
    said = {f"{kept.pk}-verdict": "partly", f"{kept.pk}-comment": "Sauf en juin", "op": str(uuid4())}
    assert client.post(address, said).status_code == 302
    assert "Sauf en juin" in room.shows(room.console, "console")
    room.act("review:decide", kept.pk, choice="keep")
    room.act("review:add-action", text="Un second numéro pendant les congés", owner="Bob", due="2027-07-01")
    room.act("review:next")


def test_a_team_goes_from_an_empty_room_to_the_second_version_of_its_promise(room, tmp_path):
    gather(room)
    mission(room)
    ventes = services(room)
    post_its(room, ventes)
    categories(room)
    ways(room, ventes)
    room.weeks_later(1)
    consult(room, ventes)
    room.weeks_later(3)
    promise(room, ventes)
    manager, address = approve(room)

    pdf = manager.get(reverse("manager-booklet", args=address.strip("/").split("/")[-1:]))
    assert pdf["Content-Type"] == "application/pdf"
    printed = words_of(pdf.content, tmp_path)
    for words in (
        MISSION,
        "La date que nous vous donnons tient.",
        "confirme la date d’expédition",
        "quatre heures",
        "La date est confirmée en quatre heures",
        "Le client apprend le retard avant vous",
        "Confirmer une date",
        "Julie",
        "Anne Giraud",
    ):
        assert words.casefold() in printed
    for words in (SECRET, "le dimanche", "Deux heures le vendredi"):
        assert words.casefold() not in printed

    room.weeks_later(27)
    review(room, ventes)
    room.take_everyone("promise")
    console = room.shows(room.console, "console")
    assert "Version 2" in console or "version 2" in console
    assert "confirme la date d’expédition" in console
