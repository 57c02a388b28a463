"""A sealed version stays as it was signed, whatever becomes of the teams, people and rules around it."""

import io
from datetime import timedelta

import pikepdf
import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse

from interfaces.models import Contact, Interface, PairMember, Responsibility, WayOfWorking
from promises import content, document, manager, press
from promises.models import Commitment, Process, Promise, Signature, Version
from promises.steps import promise
from tests import booklets
from workshop.models import Link, Organisation, Participant, Team, Workshop

EDITS = {
    "an organisation renamed": lambda: Organisation.objects.update(name="Autre maison"),
    "a team renamed": lambda: Team.objects.update(name="Autre équipe"),
    "another mission": lambda: Workshop.objects.update(mission="Autre mission"),
    "a client service renamed": lambda: rename("Ventes", "Autre service"),
    "client services in another order": lambda: Interface.objects.filter(name="Production").update(position=99),
    "an interface dropped": lambda: Interface.objects.filter(name="Ventes").update(dropped_at=booklets.SEALED_AT),
    "an interface gone": lambda: Interface.objects.filter(name="Ventes").delete(),
    "another contact": lambda: Contact.objects.update(name="Autre personne"),
    "a contact gone": lambda: Contact.objects.all().delete(),
    "a way of working edited": lambda: WayOfWorking.objects.update(text="Autre règle"),
    "ways of working removed": lambda: WayOfWorking.objects.all().delete(),
    "a rule that became acceptable": lambda: WayOfWorking.objects.update(acceptable=True),
    "other letters": lambda: Responsibility.objects.update(letter="I"),
    "a matrix emptied": lambda: Responsibility.objects.all().delete(),
    "a pair undone": lambda: PairMember.objects.all().delete(),
    "a member with another name": lambda: Participant.objects.filter(name="Karim").update(name="Autre prénom"),
    "other words of the promise": lambda: Promise.objects.update(text="Autre promesse"),
    "another delay": lambda: Commitment.objects.update(delay="un autre jour"),
    "a process removed": lambda: Process.objects.all().delete(),
}


def rename(name, other):
    Interface.objects.filter(name=name).update(name=other)


@pytest.fixture
def draft(workshop):
    return booklets.written(workshop, sealed=False)


@pytest.fixture
def sealed(workshop, facilitator, draft):
    return promise.seal(workshop, by=facilitator)


@pytest.fixture(scope="module", autouse=True)
def presses_end():
    yield
    press.stop()


def words():
    """All that the booklet and its JSON say of the one version, read afresh."""
    version = Version.objects.get()
    values = document.context(version)
    return render_to_string("documents/booklet.html", values), document.record(version, "en", values)


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_no_later_edit_reaches_a_sealed_version(sealed, edit):
    before = words()
    edit()
    assert words() == before


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_every_edit_reaches_a_draft(draft, edit):
    before = words()
    edit()
    assert words()[0] != before[0]


def test_sealing_changes_no_word(workshop, facilitator, draft):
    before = content.of(draft)
    promise.seal(workshop, by=facilitator)
    assert {**content.of(Version.objects.get()), "anyway": None} == {**before, "anyway": None}


def test_the_same_paper_comes_out_of_the_press_after_everything_was_edited(sealed):
    before = document.booklet(sealed, "fr")
    for edit in EDITS.values():
        edit()
    after = document.booklet(Version.objects.get(), "fr")
    assert booklets.pages(after) == booklets.pages(before)
    assert attached(after) == attached(before)
    assert "Stéphane Colas" in booklets.words(after)


def attached(pdf):
    (name,) = (opened := pikepdf.open(io.BytesIO(pdf))).attachments
    return opened.attachments[name].get_file().read_bytes()


def test_the_managers_page_stays_as_it_was(client, workshop, facilitator, sealed):
    client.post(reverse("link", args=[manager.invite_manager(workshop, by=facilitator)]))
    where = reverse("manager", args=[Link.objects.get().pk])
    before = said(client.get(where))
    for expected in ("Logistique", "la bonne pièce", "Ventes", "Vos lignes ne s’arrêtent pas", "une heure avant"):
        assert expected in " ".join(before)
    for edit in EDITS.values():
        edit()
    assert said(client.get(where)) == before


def said(answer):
    page = BeautifulSoup(answer.content, "html.parser")
    return page.title.get_text(), page.main.get_text(" ", strip=True)


def test_who_approves_later_is_printed(sealed):
    Signature.objects.create(version=sealed, name="Anne Giraud", at=sealed.sealed_at + timedelta(days=1))
    assert "Anne Giraud" in words()[0]


def test_the_next_version_says_what_is_true_then(workshop, facilitator, sealed):
    rename("Ventes", "Administration des ventes")
    promise.open_version(workshop, by=facilitator)
    second = promise.seal(workshop, by=facilitator)
    first = Version.objects.get(number=1)
    names = [[each["client_service"] for each in version.kept["promises"]] for version in (first, second)]
    assert [name[1] for name in names] == ["Ventes", "Administration des ventes"]


def test_no_address_is_kept(workshop, facilitator, draft):
    Contact.objects.update(email="stephane@example.org")
    assert "example.org" not in str(promise.seal(workshop, by=facilitator).kept)


def test_a_version_is_never_sealed_without_its_words(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.update(sealed_at=booklets.SEALED_AT)
