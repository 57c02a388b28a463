"""Who may have which document; a sealed version is printed once, and is the same file for everybody from then on."""

import pytest
from django.urls import reverse

from interfaces.models import WayOfWorking
from promises import downloads, manager, press
from promises.models import Commitment, Signature
from tests import booklets, papers
from workshop import shelf
from workshop.models import Link

OF_THE_TEAM = ["review", "sources"]
OF_ALL = ["booklet", "poster", "matrix", "page-PROD"]


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    monkeypatch.setattr(shelf, "FOLDER", tmp_path / "documents")
    return tmp_path / "documents"


@pytest.fixture(autouse=True)
def printed(monkeypatch):
    """A press that is fast, and whose every print differs: what it printed, in order."""
    done = []

    def pdf(html, sheets, files=(), **_options):
        done.append(html)
        return f"%PDF {len(done)}".encode()

    monkeypatch.setattr(press, "pdf", pdf)
    return done


@pytest.fixture
def version(workshop):
    version = papers.judged(workshop)
    strand = {"kind": "way", "words": "On rappelle dans l’heure.", "sign": "acceptable", "taken": True}
    version.kept["threads"] = [{"line": 1, "reference": "P-PROD-01", "strands": [strand]}]
    version.save()
    return version


def got(browser, version, name, language="fr"):
    where = reverse("paper", args=[version.workshop.key, version.number, name])
    answer = browser.get(where, {"language": language})
    return answer.content if answer.status_code == 200 else answer.status_code


@pytest.mark.parametrize("name", OF_ALL + OF_THE_TEAM)
def test_a_sealed_version_is_the_same_bytes_each_time(as_, facilitator, deputy, version, printed, name):
    first = got(as_(facilitator), version, name)
    assert first.startswith(b"%PDF")
    assert got(as_(deputy), version, name) == first
    assert len(printed) == 1


def test_each_language_and_document_is_a_file_of_its_own(as_, facilitator, version, folder):
    for name in OF_ALL:
        for language in ("fr", "en"):
            got(as_(facilitator), version, name, language)
    names = [file.name for file in (folder / version.workshop.key).iterdir()]
    assert len(names) == 8
    assert sum(name.startswith("v1-page-PROD-en-") for name in names) == 1


def test_an_approval_is_printed_and_replaces_the_file(as_, facilitator, version, printed, folder):
    before = got(as_(facilitator), version, "booklet")
    Signature.objects.create(version=version, name="Bernard Petit")
    assert got(as_(facilitator), version, "booklet") != before
    assert "Bernard Petit" in printed[-1]
    assert len(list((folder / version.workshop.key).iterdir())) == 1


def test_what_changes_around_a_sealed_version_prints_nothing(as_, facilitator, version, printed):
    got(as_(facilitator), version, "booklet")
    WayOfWorking.objects.all().delete()
    Commitment.objects.update(delay="un autre jour")
    got(as_(facilitator), version, "booklet")
    assert len(printed) == 1


def test_another_printer_prints_another_paper(as_, facilitator, version, monkeypatch, printed):
    got(as_(facilitator), version, "booklet")
    monkeypatch.setattr(press, "fingerprint", lambda: "another")
    got(as_(facilitator), version, "booklet")
    assert len(printed) == 2


def test_the_fingerprint_is_of_what_prints():
    assert len(press.fingerprint()) == 64
    assert press.fingerprint() == press.fingerprint.__wrapped__()


def test_a_draft_is_printed_anew_and_kept_nowhere(as_, facilitator, workshop, printed, folder):
    draft = booklets.written(workshop, sealed=False)
    assert got(as_(facilitator), draft, "booklet") != got(as_(facilitator), draft, "booklet")
    assert not folder.exists()


@pytest.mark.parametrize("name", OF_ALL + OF_THE_TEAM)
def test_nobody_else_has_them(as_, stranger, alice, eve, version, name):
    assert got(as_(stranger), version, name) == 404
    assert {got(as_(who), version, name) for who in (alice, eve, None)} == {302}


@pytest.mark.parametrize("name", ["review", "sources", "page-NONE", "booklet-PROD", "page", "x"])
def test_what_a_version_has_not_is_not_found(as_, facilitator, workshop, name):
    assert got(as_(facilitator), booklets.written(workshop), name) == 404


# The lists


def names(answer):
    page = answer.content.decode()
    return [name for name in OF_ALL + OF_THE_TEAM if f"/{name}.pdf" in page]


def test_the_facilitators_list_has_every_document_of_a_version(as_, facilitator, version):
    answer = as_(facilitator).get(reverse("documents", args=[version.workshop.key]))
    assert names(answer) == OF_ALL + OF_THE_TEAM
    assert "table.xlsx" in answer.content.decode()
    version.workshop.versions.create(number=2)
    newest = as_(facilitator).get(reverse("documents", args=[version.workshop.key]))
    assert "Draft" in newest.content.decode()
    assert names(newest) == ["booklet", "poster"]
    earlier = as_(facilitator).get(reverse("documents", args=[version.workshop.key]), {"version": "1"})
    assert names(earlier) == OF_ALL + OF_THE_TEAM


def test_before_the_first_words_there_is_a_sentence(as_, facilitator, workshop):
    assert "from the first words on" in as_(facilitator).get(reverse("documents", args=[workshop.key])).content.decode()


@pytest.fixture
def by_link(client, version, facilitator):
    client.post(reverse("link", args=[manager.invite_manager(version.workshop, by=facilitator)]))
    return client, Link.objects.get().pk


def test_a_manager_has_what_goes_out_of_the_team(by_link, version, printed):
    client, pk = by_link
    assert names(client.get(reverse("manager-documents", args=[pk]))) == OF_ALL
    for name in OF_ALL:
        assert client.get(reverse("manager-paper", args=[pk, name])).status_code == 200
    assert len(printed) == len(OF_ALL)
    for name in OF_THE_TEAM:
        assert client.get(reverse("manager-paper", args=[pk, name])).status_code == 404
    assert reverse("manager-documents", args=[pk]) in client.get(reverse("manager", args=[pk])).content.decode()


def test_a_manager_and_a_facilitator_get_the_same_file(by_link, as_, facilitator, version):
    client, pk = by_link
    theirs = client.get(reverse("manager-paper", args=[pk, "booklet"]), {"language": "fr"}).content
    assert theirs == got(as_(facilitator), version, "booklet")


def test_a_link_that_is_closed_opens_no_document(by_link, version, facilitator):
    client, pk = by_link
    manager.revoke_manager(version.workshop, by=facilitator)
    for where in (reverse("manager-documents", args=[pk]), reverse("manager-paper", args=[pk, "poster"])):
        assert client.get(where).status_code == 410


def test_the_sources_of_the_team_go_out_with_no_paper_of_a_manager(version):
    version.kept["threads"] = [
        {"line": 1, "reference": "P-PROD-01", "strands": [{"kind": kind, "words": f"canari {kind}"} for kind in KINDS]}
    ]
    words, printed = version.kept, {}
    for each in downloads.document.documents(version, words):
        printed[each.name] = downloads.document.order(version, each, "fr", words)
    for name, (html, _sheets, files) in printed.items():
        told = {kind for kind in KINDS if f"canari {kind}" in html + files[0][2].decode()}
        assert told == {"sources": set(KINDS), "booklet": {"way", "category"}}.get(name, set()), name


KINDS = ["category", "way", "postit", "feedback", "expects", "commits"]
