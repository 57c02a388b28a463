"""A workshop as a file and back: all that was shown travels, no secret does, and a bad file opens nothing."""

import json
from io import StringIO

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from interfaces import aside
from interfaces.models import LIKE, Contact, PostIt
from interfaces.steps import postits
from promises import annexes, archive, arrivals, faults
from promises.models import Commitment, Entry, Process, ReciprocalTable, Reply, Score, Signature
from promises.reciprocal import entries, replies
from promises.reciprocal.grid import grid
from tests import booklets, stays, tables
from tests.screens import fresh, operation, screen
from workshop import method, uploads
from workshop.models import Link, Operation, Organisation, Participant, Seat, Workshop

APPS = ("workshop", "interfaces", "promises")
NEVER = ("owner_tag", "device", "secret", "digest", "op_id", "password")


@pytest.fixture
def played(db, settings, tmp_path):
    """The demonstration's workshop, nine months long."""
    settings.DATA = tmp_path
    out = StringIO()
    call_command("demo", stdout=out, step="review")
    return Workshop.objects.get(key=out.getvalue().strip())


def said(workshop):
    return json.loads(json.dumps(archive.written(workshop)))


def brought(workshop, facilitator):
    return arrivals.arrive(json.dumps(archive.written(workshop)).encode(), facilitator)


# What travels


def test_each_column_travels_or_is_said_to_stay_and_why():
    tables = {table.name: set(table.columns.split()) for table in archive.TABLES}
    tables["workshop"] = set(archive.WORKSHOP)
    for model in (model for app in APPS for model in apps.get_app_config(app).get_models()):
        name, known = model._meta.model_name, stays.COLUMNS.get(model._meta.model_name, {})
        if name in stays.MODELS and name != "workshop":
            assert name not in tables, name
            continue
        assert name in tables, f"{name}: in archive.TABLES, or in tests/stays.py with a reason"
        own = {field.name for field in (*model._meta.fields, *model._meta.many_to_many)} - {"id"}
        own -= {"workshop"} if name in tables else set()
        assert tables[name] | set(known) == own, f"{name}: in archive.TABLES, or in tests/stays.py with a reason"
        assert not tables[name] & set(known), name


def test_all_that_was_shown_comes_back(played, facilitator):
    new = brought(played, facilitator)
    before, after = said(played), said(new)
    assert len(before["rows"]["postit"]) > 30
    assert len(before["rows"]["score"]) > 5
    assert before["rows"].pop("signature")
    assert after["rows"].pop("signature") == []
    for part in ("workshop", "rows", "team"):
        assert after[part] == before[part]
    assert new.facilitations.get().facilitator == facilitator


def test_the_screens_of_the_copy_show_the_same_promise(played, facilitator):
    new = brought(played, facilitator)
    for version in (played.versions.first(), new.versions.first()):
        assert version.kept["promises"][0]["commitments"][0]["reference"].startswith("P-")
    text = Commitment.objects.filter(promise__version__workshop=new).first().what
    assert text in screen(fresh(new), "console", "fr", "review").replace("&#x27;", "'")


def test_no_link_device_account_or_secret_travels(played):
    text = json.dumps(archive.written(played), ensure_ascii=False)
    assert not [word for word in NEVER if word in text]
    secrets = [
        *Link.objects.values_list("secret_hash", flat=True),
        *Seat.objects.values_list("device_hash", flat=True),
        *filter(None, PostIt.objects.values_list("owner_tag", flat=True)),
        *map(str, PostIt.objects.values_list("op_id", flat=True)),
        *(each.facilitator.email for each in played.facilitations.all()),
        played.key,
        played.code or "no code",
    ]
    assert len(secrets) > 40
    assert not [each for each in secrets if each in text]


def test_nobody_is_seated_and_no_private_link_is_open(played, facilitator):
    new = brought(played, facilitator)
    assert played.participants.present().exists()
    assert not new.participants.present().exists()
    assert new.participants.expected().count() == played.participants.expected().count()
    assert not new.links.exists()
    assert not Seat.objects.filter(workshop=new).exists()
    assert not Score.objects.filter(commitment__promise__version__workshop=new).exclude(participant=None).exists()


def test_an_approval_stays_where_it_was_given(workshop, facilitator):
    booklets.written(workshop)
    new = brought(workshop, facilitator)
    assert said(workshop)["rows"]["signature"][0]["name"] == "Anne Giraud"
    assert Signature.objects.filter(version__workshop=new).count() == 0
    assert Process.objects.filter(promise__version__workshop=new).exists()
    assert Contact.objects.filter(interface__workshop=new, name="Stéphane Colas").exists()


# What was never shown


@pytest.fixture
def written(at, workshop, alice, facilitator):
    at("postits")
    for text in ("un mot caché", "un mot de trop"):
        with operation():
            postits.add(alice, LIKE, None, text)
    return workshop


def test_a_text_that_is_hidden_stays(written, facilitator):
    assert "mot" not in json.dumps(said(written))
    too_much = written.postits.get(text="un mot de trop")
    aside.set_aside(written, too_much.pk, by=facilitator)
    postits.reveal(written, by=facilitator)
    assert [each["text"] for each in said(fresh(written))["rows"]["postit"]] == ["un mot caché"]


def test_what_was_set_aside_after_the_reveal_travels(written, facilitator):
    postits.reveal(written, by=facilitator)
    aside.set_aside(written, written.postits.first().pk, by=facilitator)
    assert len(said(fresh(written))["rows"]["postit"]) == 2


def test_a_nameless_post_it_stays_nameless(written, facilitator):
    postits.reveal(written, by=facilitator)
    new = brought(fresh(written), facilitator)
    assert {(each.author, each.owner_tag) for each in new.postits.all()} == {(None, "")}
    assert not set(new.postits.values_list("op_id", flat=True)) & set(written.postits.values_list("op_id", flat=True))


# A bad file


def broken(workshop, change):
    data = said(workshop)
    change(data)
    return json.dumps(data).encode()


def put(*path, value):
    def change(data):
        *before, last = path
        for each in before:
            data = data[each]
        data[last] = value

    return change


def twice(data):
    data["rows"]["interface"].append(data["rows"]["interface"][0] | {"id": 99})


ANYWAY = {
    "step": "gather",
    "to": "",
    "name": "Claire",
    "at": "2026-11-24T16:40:00+01:00",
    "missing": {"fr": ["Rien"], "en": ["Nothing"]},
}


def gone_on(**wrong):
    """A sealed version that says of itself that the room went on, but for what is wrong."""
    return put("rows", "version", 0, "kept", "anyway", value=[ANYWAY, ANYWAY | wrong])


COMMITMENT = ("rows", "commitment", 0)
FAULTS = [
    (put("format", value="other"), "format", "not made by Promesse"),
    (put("edition", value=2), "edition", "edition"),
    (put("team", value=""), "team", "blank"),
    (put("workshop", value=[]), "workshop", "object"),
    (put("workshop", "step", value="lunch"), "workshop.step", "no step"),
    (put("workshop", "language", value="de"), "workshop.language", "de"),
    (put("workshop", "key", value="STOLEN"), "workshop.key", "not known"),
    (put("rows", value=None), "rows", "object"),
    (put("rows", "link", value=[]), "rows.link", "not known"),
    (put("rows", "interface", value={}), "rows.interface", "list"),
    (put("rows", "interface", 0, value=1), "rows.interface[0]", "object"),
    (put("rows", "interface", 1, "id", value=1), "rows.interface[1].id", "number"),
    (put("rows", "interface", 0, "name", value="x" * 81), "rows.interface[0].name", "80"),
    (put("rows", "interface", 0, "pair", value=99), "rows.interface[0].pair", "No row"),
    (put("rows", "interface", 0, "pair", value=True), "rows.interface[0].pair", "No row"),
    (put("rows", "interface", 0, "position", value=10**12), "rows.interface[0].position", "range"),
    (put("rows", "interface", 0, "treated", value=1), "rows.interface[0].treated", "kind"),
    (put(*COMMITMENT, "what", value=None), "rows.commitment[0].what", "kind"),
    (put(*COMMITMENT, "what", value="a\u0000b"), "rows.commitment[0].what", "character"),
    (put(*COMMITMENT, "what", value="\ud800"), "rows.commitment[0].what", "character"),
    (put(*COMMITMENT, "before", value=2), "rows.commitment[0].before", "No row"),
    (put("rows", "wayofworking", 0, "postits", value=[7777]), "rows.wayofworking[0].postits", "No row"),
    (put(*COMMITMENT, "secret", value=1), "rows.commitment[0].secret", "not known"),
    (put("rows", "version", 0, "sealed_at", value="yesterday"), "rows.version[0].sealed_at", "yesterday"),
    (put("rows", "version", 0, "sealed_at", value="0001-01-01T00:00:00Z"), "rows.version[0].sealed_at", "range"),
    (put("rows", "version", 0, "kept", value={"x": 1}), "rows.version[0].kept", "sealed"),
    (put("rows", "version", 0, "kept", "matrix", "people", value=5), "rows.version[0].kept", "sealed"),
    (put("rows", "version", 0, "kept", value=None), "rows.version[0]", "contradicts"),
    (put("rows", "version", 0, "review_on", value=None), "rows.version[0].review_on", "missing"),
    (put("rows", "version", 0, "kept", "matrix", "people", value=["Anne"] * 2001), "rows.version[0].kept", "sealed"),
    (put(*COMMITMENT, "what", value="a " * 5_001), "rows.commitment[0].what", "read"),
    (twice, "rows.interface[7]", "contradicts"),
    (gone_on(step="lunch"), "rows.version[0].kept", "no step"),
    (gone_on(step=""), "rows.version[0].kept", "no step"),
    (gone_on(to="lunch"), "rows.version[0].kept", "no step"),
    (gone_on(at="yesterday"), "rows.version[0].kept", "read"),
    (gone_on(at="2026-11-24"), "rows.version[0].kept", "read"),
    (gone_on(at="2026-11-24T16:40:00"), "rows.version[0].kept", "read"),
    (gone_on(at="0001-01-01T00:00:00+00:00"), "rows.version[0].kept", "range"),
    (
        put("rows", "anyway", value=[ANYWAY | {"id": 1, "stayed_at": None, "to": "lunch"}]),
        "rows.anyway[0].to",
        "no step",
    ),
    (put("rows", "anyway", value=[ANYWAY | {"id": 1, "stayed_at": None, "at": "x"}]), "rows.anyway[0].at", "x"),
]


@pytest.mark.parametrize(
    ("change", "where", "sentence"), FAULTS, ids=[f"{n}-{fault[1]}" for n, fault in enumerate(FAULTS)]
)
def test_a_fault_is_told_by_its_path_and_nothing_is_left(workshop, facilitator, change, where, sentence):
    booklets.written(workshop)
    before = [Workshop.objects.count(), Participant.objects.count(), Organisation.objects.count()]
    with pytest.raises(faults.Wrong) as told:
        arrivals.arrive(broken(workshop, change), facilitator)
    assert where in dict(told.value.sentences)
    assert sentence in dict(told.value.sentences)[where]
    assert [Workshop.objects.count(), Participant.objects.count(), Organisation.objects.count()] == before


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"[" * 100_000, b"1" * 5000, b"null"])
def test_what_is_no_such_file_is_said_to_be_none(facilitator, data):
    with pytest.raises(faults.Wrong):
        arrivals.arrive(data, facilitator)


def test_what_went_on_anyway_is_told_by_the_copy_too(workshop, facilitator):
    booklets.written(workshop)
    new = arrivals.arrive(broken(workshop, gone_on(to="review")), facilitator)
    first, second = annexes.anyways(new.versions.get().kept)
    assert (first["to"], second["to"], first["at"].year) == ("", "Review", 2026)


def test_a_moment_without_its_zone_is_ours(workshop, facilitator):
    booklets.written(workshop)
    change = put("rows", "version", 0, "sealed_at", value="2026-11-24T16:40:00")
    new = arrivals.arrive(broken(workshop, change), facilitator)
    assert timezone.localtime(new.versions.get().sealed_at).hour == 16


# The pages


def file(data):
    return SimpleUploadedFile("atelier.json", data, "application/json")


def test_a_facilitator_downloads_the_file_and_opens_it(as_, workshop, facilitator, stranger):
    booklets.written(workshop)
    answer = as_(facilitator).get(reverse("archive", args=[workshop.key]))
    assert answer["Content-Disposition"].endswith("Workshop-logistique.json")
    opened = as_(stranger).post(reverse("arrive"), {"file": file(answer.content), "op": str(operation_id())})
    new = Workshop.objects.latest("pk")
    assert opened.url == reverse("console", args=[new.key])
    assert new.facilitations.get().facilitator == stranger
    assert new.team.organisation != workshop.team.organisation or new.team.organisation.pk


def operation_id(number=1):
    return f"00000000-0000-4000-8000-{number:012}"


def test_sent_twice_it_is_opened_once(as_, workshop, facilitator):
    data = json.dumps(archive.written(workshop)).encode()
    answers = [
        as_(facilitator).post(reverse("arrive"), {"file": file(data), "op": operation_id(2)}) for _each in range(2)
    ]
    assert answers[0].url == answers[1].url
    assert Workshop.objects.count() == 2
    assert Operation.objects.count() == 1


def test_a_bad_file_is_answered_with_its_faults(as_, facilitator):
    data = json.dumps({"format": "promesse-workshop", "edition": 1, "<b>": 1}).encode()
    answer = as_(facilitator).post(reverse("arrive"), {"file": file(data), "op": operation_id()})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "nothing was imported" in page
    assert "<code>workshop</code>" in page
    assert as_(facilitator).post(reverse("arrive"), {"op": operation_id(3)}).status_code == 422


def test_a_file_is_taken_nowhere_else_and_only_so_large(as_, facilitator, monkeypatch):
    browser, op = as_(facilitator), operation_id()
    assert browser.post(reverse("new"), {"team": "x", "file": file(b"{}"), "op": op}).status_code == 413
    monkeypatch.setattr(uploads, "MOST", 1000)
    assert browser.post(reverse("arrive"), {"file": file(b"x" * 2000), "op": op}).status_code == 413


def test_a_rehearsal_is_not_kept(as_, workshop, facilitator):
    Workshop.objects.update(is_rehearsal=True)
    assert as_(facilitator).get(reverse("archive", args=[workshop.key])).status_code == 409


# A round of the reciprocal table


@pytest.fixture
def met(table):
    """A round in step 3: an expectation that was accepted, one that was refused, one dropped."""
    table.to("fill")
    kept, refused, dropped = table.expects("Ventes", "Logistique", "Prévenir la veille", "Livrer le dimanche", "Effacé")
    entries.drop(table.voice("Ventes"), dropped.pk)
    table.to("meet")
    replies.answer(table.voice("Logistique"), kept.pk, Reply.ACCEPT)
    replies.answer(table.voice("Logistique"), refused.pk, Reply.CANNOT, "Le dépôt est fermé")
    return table


def test_a_round_comes_back_as_a_round(met, facilitator):
    new = brought(fresh(met.workshop), facilitator)
    assert method.is_table(new)
    assert new.team.whole
    assert new.reciprocal.held_on == met.workshop.reciprocal.held_on
    assert [party.team.name for party in new.parties.standing()] == ["Comptabilité", "Ventes", "Logistique"]
    assert {party.team for party in new.parties.all()} == {party.team for party in met.workshop.parties.all()}
    found = grid(new).pair(new.parties.get(name="Ventes").pk, new.parties.get(name="Logistique").pk)
    assert [(line.text, line.state) for line in found.expectations] == [
        ("Prévenir la veille", "matched"),
        ("Livrer le dimanche", "refused"),
    ]
    assert "Livrer le dimanche" in screen(new, "console", "fr", "table")
    before, after = said(fresh(met.workshop)), said(fresh(new))
    assert after["rows"] == before["rows"]


def test_what_was_dropped_or_not_met_yet_stays(table, met):
    assert "Effacé" not in json.dumps(said(fresh(met.workshop)), ensure_ascii=False)
    met.to("fill")
    rows = said(fresh(met.workshop))["rows"]
    assert len(rows["party"]) == 3
    assert rows["entry"] == rows["reply"] == []


def test_what_stood_in_the_last_round_leaves_before_they_meet_but_not_its_judgement(met, facilitator):
    last = ReciprocalTable.objects.get()
    later = tables.laid(facilitator, [], last.next_on, previous=last)
    later.to("fill")
    judged = Entry.objects.get(party__workshop=later.workshop, kind=Entry.COMMITS)
    entries.judge(later.voice("Ventes"), judged.pk, Entry.WORSE)
    later.expects("Ventes", "Logistique", "Encore caché")
    rows = said(fresh(later.workshop))["rows"]
    assert [row["text"] for row in rows["entry"] if row["kind"] == Entry.COMMITS] == ["Prévenir la veille"]
    assert {row["movement"] for row in rows["entry"]} == {""}
    assert "Encore caché" not in json.dumps(rows, ensure_ascii=False)
    later.to("meet")
    assert Entry.WORSE in {row["movement"] for row in said(fresh(later.workshop))["rows"]["entry"]}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (put("rows", "reciprocaltable", value=[]), "rows.reciprocaltable"),
        (put("workshop", "step", value="postits"), "rows.reciprocaltable"),
        (put("rows", "reply", 0, "expectation", value=3), "rows.reply[0].expectation"),
        (put("rows", "entry", 0, "towards", value=2), "rows.entry[0]"),
        (put("rows", "party", 0, "name", value="ventes"), "rows.party[1]"),
    ],
)
def test_a_file_that_is_no_round_opens_nothing(met, facilitator, change, where):
    with pytest.raises(faults.Wrong) as told:
        arrivals.arrive(broken(fresh(met.workshop), change), facilitator)
    assert where in dict(told.value.sentences)
    assert Workshop.objects.count() == 1
