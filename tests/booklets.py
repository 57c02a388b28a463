"""A finished promise to print, as rows, without playing the rules that write them: the document reads rows."""

import subprocess
import tomllib
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from interfaces.models import Contact, Interface, Pair, PairMember, Responsibility, WayOfWorking
from promises import content, document
from promises.models import Commitment, Process, Promise, Signature, Version
from workshop.models import Participant

WORDS = tomllib.loads((Path(__file__).parent / "data" / "booklet.toml").read_text())
SEALED_AT = datetime(2026, 11, 24, 16, 40, tzinfo=ZoneInfo("Europe/Paris"))

PRINTED = {}  # (language, sealed): bytes, printed once for all tests that only read


def printed(workshop, language="fr", sealed=True):
    """The booklet's bytes: a sealed version, or a draft."""
    if (language, sealed) not in PRINTED:
        version = workshop.versions.first() or written(workshop)
        version.sealed_at = SEALED_AT if sealed else None
        PRINTED[language, sealed] = document.booklet(version, language)
    return PRINTED[language, sealed]


def pages(pdf):
    """The text of each page, as a reader gets it."""
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return [" ".join(page.split()) for page in read.stdout.decode().split("\f")[:-1]]


def words(pdf):
    return " ".join(pages(pdf))


def written(workshop, sealed=True, services=WORDS["services"]):
    """A version of the workshop's promise to seven client services; sealed, it is approved by a director."""
    workshop.team.organisation.name = WORDS["organisation"]
    workshop.team.organisation.save()
    workshop.mission = WORDS["mission"]
    workshop.save()
    people = [Participant.objects.create(workshop=workshop, name=name) for name in WORDS["people"]]
    version = Version.objects.create(workshop=workshop, number=1, review_on=date(2027, 5, 24))
    for position, words in enumerate(services):
        promised(version, interface(workshop, position, words, people), words)
    if sealed:
        version.kept, version.sealed_at = content.written(version), SEALED_AT
        version.save()
        Signature.objects.create(version=version, name="Anne Giraud", role="Directrice des opérations", at=SEALED_AT)
    return version


def interface(workshop, position, words, people):
    """A client service with its contact, its pair, its ways of working and its row of the matrix."""
    pair = Pair.objects.create(workshop=workshop)
    one = Interface.objects.create(workshop=workshop, name=words["name"], position=position, pair=pair)
    contact = Contact.objects.create(interface=one, name=words["contact"])
    for rank in words.get("members", []):
        PairMember.objects.get_or_create(participant=people[rank], defaults={"pair": pair})
    for kind in ("acceptable", "unacceptable"):
        for text in words.get(kind, []):
            WayOfWorking.objects.create(interface=one, acceptable=kind == "acceptable", text=text)
    for who, letter in words.get("letters", {}).items():
        person = {"contact": contact} if who == "contact" else {"participant": people[int(who)]}
        Responsibility.objects.create(interface=one, letter=letter, **person)
    return one


def promised(version, interface, words):
    text = {slot: words.get(slot, "") for slot in Promise.SLOTS}
    promise = Promise.objects.create(version=version, interface=interface, **text)
    for kind, rows in ((Commitment, words.get("commitments", [])), (Process, words.get("processes", []))):
        for position, row in enumerate(rows):
            kind.objects.create(promise=promise, position=position, **row)
