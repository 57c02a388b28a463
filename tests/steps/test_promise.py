"""Step 8: a promise per client service, in measurable lines, that everybody can keep; sealed, then signed."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from interfaces.models import LIKE, Interface, PostIt, WayOfWorking
from promises.models import Commitment, Consent, Promise, Signature, Wording
from promises.steps import promise
from tests.screens import post, screen
from workshop import access, gestures, spotlight
from workshop.change import Refused
from workshop.models import Link, Operation, Seat

DATE = {"who": "le quai", "what": "donne une date d’expédition", "delay": "4 h ouvrées", "indicator": "", "target": ""}
SECRET = "canari-en-cage-42"


@pytest.fixture
def sales(workshop):
    return Interface.objects.create(workshop=workshop, name="Ventes", position=1)


@pytest.fixture
def repairs(workshop):
    return Interface.objects.create(workshop=workshop, name="SAV", position=2)


@pytest.fixture(autouse=True)
def room(at, alice, bob, sales, repairs):
    at("promise")


@pytest.fixture
def line(workshop, facilitator, sales):
    return promise.commit(workshop, sales, DATE, by=facilitator)


@pytest.fixture
def sealed(workshop, facilitator, line):
    return promise.seal(workshop, by=facilitator)


def write(workshop, by, interface, text="Une date, et elle est tenue.", version=0):
    promise.write(workshop, interface, text, "Des commandes complètes.", "Poste 4212", version, by=by)


def test_the_first_words_open_version_1_and_stand_on_every_screen(assert_screens_follow, workshop, facilitator, sales):
    assert_screens_follow(lambda: write(workshop, facilitator, sales))
    version = workshop.versions.get()
    assert (version.number, version.sealed_at) == (1, None)
    for audience in ("board", "console"):
        assert "Une date, et elle est tenue." in screen(workshop, audience)


def test_of_two_facilitators_the_second_sees_both_texts(workshop, facilitator, deputy, sales):
    write(workshop, facilitator, sales, "un")
    with pytest.raises(Refused) as refused:
        write(workshop, deputy, sales, "deux", version=0)
    assert "deux" in refused.value.mine
    assert "un" in refused.value.theirs
    write(workshop, deputy, sales, "deux", version=1)
    assert Promise.objects.get().text == "deux"


def test_a_commitment_is_written_in_slots_and_keeps_the_rules_it_comes_from(
    assert_screens_follow, workshop, facilitator, sales, repairs
):
    rule, other = (WayOfWorking.objects.create(interface=i, acceptable=True, text="on date") for i in (sales, repairs))
    data = DATE | {"ways": [rule.pk, other.pk]}
    line = assert_screens_follow(lambda: promise.commit(workshop, sales, data, by=facilitator))
    assert list(line.ways.all()) == [rule]
    assert line.is_measurable
    assert "1 can be measured" in screen(workshop, "board")


def test_a_commitment_amended_asks_members_again_and_undo_gives_their_answers_back(
    assert_screens_follow, workshop, facilitator, alice, line
):
    promise.consent(alice, line, Consent.CAN)
    assert_screens_follow(lambda: promise.amend(workshop, line.pk, DATE | {"delay": "2 h"}, 0, by=facilitator))
    assert not line.consents.exists()
    assert "2 h" in screen(workshop, "console")
    assert_screens_follow(lambda: gestures.undo(workshop, workshop.undoable[0].pk, by=facilitator))
    line.refresh_from_db()
    assert line.delay == "4 h ouvrées"
    assert line.consents.get().participant == alice


def test_two_edits_of_one_commitment_show_both_versions(workshop, facilitator, deputy, line):
    promise.amend(workshop, line.pk, DATE | {"delay": "2 h"}, 0, by=facilitator)
    with pytest.raises(Refused, match="Both versions") as refused:
        promise.amend(workshop, line.pk, DATE | {"delay": "1 jour"}, 0, by=deputy)
    assert "2 h" in refused.value.theirs
    assert "1 jour" in refused.value.mine


def test_a_commitment_withdrawn_can_come_back_with_its_rules_and_answers(
    assert_screens_follow, workshop, facilitator, alice, sales
):
    rule = WayOfWorking.objects.create(interface=sales, acceptable=True, text="on date")
    line = promise.commit(workshop, sales, DATE | {"ways": [rule.pk]}, by=facilitator)
    promise.consent(alice, line, Consent.RESERVATION, "à deux")
    assert_screens_follow(lambda: promise.withdraw(workshop, line.pk, by=facilitator))
    assert not Commitment.objects.exists()
    assert_screens_follow(lambda: gestures.undo(workshop, workshop.undoable[0].pk, by=facilitator))
    back = Commitment.objects.get()
    assert list(back.ways.all()) == [rule]
    assert back.consents.get().reason == "à deux"


def test_a_process_is_described_changed_and_erased(assert_screens_follow, workshop, facilitator, sales):
    data = {"name": "Dater une commande", "steps": "Lire\nDater\nEnvoyer", "owner": "Nadia"}
    process = assert_screens_follow(lambda: promise.describe(workshop, sales, data, by=facilitator))
    assert process.in_steps == ["Lire", "Dater", "Envoyer"]
    assert_screens_follow(
        lambda: promise.redescribe(workshop, process.pk, data | {"owner": "Karim"}, 0, by=facilitator)
    )
    assert "Karim" in screen(workshop, "console")
    assert_screens_follow(lambda: promise.erase(workshop, process.pk, by=facilitator))
    with pytest.raises(Refused, match="no longer"):
        promise.erase(workshop, process.pk, by=facilitator)


def test_a_process_has_seven_steps_at_most(as_, workshop, facilitator, sales):
    url = reverse("promise:add-process", args=[workshop.key, sales.pk])
    answer = post(as_(facilitator), url, name="Longue", steps="\n".join("12345678"))
    assert answer.status_code == 422
    assert "more than 7 lines" in answer.content.decode()
    assert answer["X-Field"] == "steps"


def test_members_answer_line_by_line_and_the_board_counts(assert_screens_follow, workshop, facilitator, alice, line):
    spotlight.light(workshop, f"service-{line.promise.interface_id}", by=facilitator)
    assert_screens_follow(lambda: promise.consent(alice, line, Consent.CAN))
    assert "1 of 2 can keep it" in screen(workshop, "board")


def test_a_reservation_needs_its_reason(alice, line):
    with pytest.raises(Refused, match="what would have to change"):
        promise.consent(alice, line, Consent.RESERVATION)


def test_reasons_reach_the_console_without_a_name_and_nobody_else(workshop, facilitator, alice, line):
    spotlight.light(workshop, f"service-{line.promise.interface_id}", by=facilitator)
    promise.consent(alice, line, Consent.CANNOT, SECRET)
    assert SECRET in screen(workshop, "console")
    assert "Alice" not in screen(workshop, "console")
    assert SECRET not in screen(workshop, "board")
    assert SECRET not in screen(workshop, "phone")


def test_a_phone_shows_its_own_answers_and_no_other(as_, workshop, alice, bob, line):
    promise.consent(alice, line, Consent.CANNOT, SECRET)
    url = reverse("mine", args=[workshop.key, "promise"])
    assert SECRET in as_(alice).get(url).content.decode()
    others = as_(bob).get(url).content.decode()
    assert "donne une date" in others
    assert SECRET not in others


def test_a_phone_answers_by_one_tap_and_is_answered_with_its_own_part(as_, workshop, alice, line):
    answer = post(as_(alice), reverse("promise:say", args=[workshop.key, line.pk]), answer="can")
    assert "1 of 1 lines answered" in answer.content.decode()
    assert line.consents.get().answer == Consent.CAN


def test_a_wording_arrives_without_a_name_and_can_be_taken(assert_screens_follow, workshop, facilitator, alice, sales):
    assert_screens_follow(lambda: promise.suggest(alice, sales, SECRET))
    assert SECRET in screen(workshop, "console")
    assert SECRET not in screen(workshop, "board")
    wording = Promise.objects.get().wordings.get()
    assert_screens_follow(lambda: promise.take(workshop, wording.pk, by=facilitator))
    assert Promise.objects.get().text == SECRET
    assert SECRET in screen(workshop, "board")


def test_a_wording_leaves_no_trace_beside_named_gestures_and_is_sent_once(as_, workshop, alice, sales):
    url, op_id = reverse("promise:propose", args=[workshop.key, sales.pk]), uuid4()
    answers = [post(as_(alice), url, op_id, text=text).status_code for text in ("à l’heure", "à l’heure", "autre")]
    assert answers == [200, 200, 409]
    assert Wording.objects.get().text == "à l’heure"
    assert not Operation.objects.exists()


def test_somebody_else_who_takes_the_seat_sees_the_answer_without_its_reason(as_, workshop, alice, line):
    promise.consent(alice, line, Consent.RESERVATION, SECRET)
    device = "another-device".ljust(43, "x")
    Seat.objects.create(workshop=workshop, participant=alice, device_hash=access.sha256(device))
    other = access.seated(device, workshop.key)
    assert other == alice
    sheet, page = reverse("promise:reserve", args=[workshop.key, line.pk]), reverse("phone", args=[workshop.key])
    for address in (sheet, page):
        assert SECRET in as_(alice).get(address).content.decode()
        assert SECRET not in as_(other).get(address).content.decode()
    assert "With a reservation" in as_(other).get(page).content.decode()


def test_one_client_service_at_a_time_is_in_the_light(assert_screens_follow, workshop, facilitator, sales, repairs):
    write(workshop, facilitator, sales)
    assert_screens_follow(lambda: spotlight.light(workshop, f"service-{repairs.pk}", by=facilitator))
    assert "Ventes" not in screen(workshop, "board")
    assert_screens_follow(lambda: spotlight.light(workshop, f"service-{sales.pk}", by=facilitator))
    assert_screens_follow(lambda: spotlight.take_down(workshop, by=facilitator))
    assert "SAV" in screen(workshop, "board")


def test_the_sources_stand_beside_the_promise_once_they_are_revealed(as_, workshop, facilitator, sales, repairs):
    made = {"workshop": workshop, "polarity": LIKE, "owner_tag": ""}
    for number, (interface, text) in enumerate([(sales, SECRET), (None, "pour-tous"), (repairs, "pour-le-sav")]):
        PostIt.objects.create(**made, op_id=f"{number:032}", interface=interface, text=text)
    url = reverse("promise:new-line", args=[workshop.key, sales.pk])
    assert SECRET not in screen(workshop, "console")
    workshop.revealed_at = "2026-01-01T00:00Z"
    workshop.save()
    sheet = as_(facilitator).get(url).content.decode()
    assert SECRET in screen(workshop, "console")
    assert SECRET in sheet
    assert "pour-tous" in sheet
    assert "pour-le-sav" not in sheet
    assert SECRET not in screen(workshop, "board")


def test_a_sealed_version_is_dated_and_does_not_change(assert_screens_follow, workshop, facilitator, alice, line):
    promise.consent(alice, line, Consent.CAN)
    version = assert_screens_follow(lambda: promise.seal(workshop, by=facilitator))
    months = (version.review_on.year - version.sealed_at.year) * 12 + version.review_on.month - version.sealed_at.month
    assert months == 6
    for verb in (
        lambda: write(workshop, facilitator, line.promise.interface),
        lambda: promise.amend(workshop, line.pk, DATE, 0, by=facilitator),
        lambda: promise.consent(alice, line, Consent.CANNOT),
        lambda: promise.seal(workshop, by=facilitator),
    ):
        with pytest.raises(Refused, match="Version 1 is sealed"):
            verb()
    assert not workshop.undoable  # undoing would change it too


def test_what_somebody_cannot_keep_is_not_promised(assert_screens_follow, workshop, facilitator, alice, line, repairs):
    other = promise.commit(workshop, repairs, DATE | {"what": SECRET}, by=facilitator)
    promise.consent(alice, other, Consent.CANNOT)
    assert any("1 line is not promised" in sentence for sentence in promise.missing(workshop))
    assert_screens_follow(lambda: promise.seal(workshop, by=facilitator))
    assert list(Commitment.objects.promised()) == [line]
    assert SECRET not in screen(workshop, "board")
    assert "Left out of version 1" in screen(workshop, "console")
    again = promise.open_version(workshop, by=facilitator)
    assert Commitment.objects.filter(promise__version=again).count() == 2  # it waits in the next draft


def test_nothing_is_sealed_when_nothing_can_be_kept(workshop, facilitator, alice, line):
    promise.consent(alice, line, Consent.CANNOT)
    with pytest.raises(Refused, match="Nothing is promised yet"):
        promise.seal(workshop, by=facilitator)
    assert not Commitment.objects.filter(left_out=True).exists()


def test_the_next_version_starts_from_the_one_in_force(assert_screens_follow, workshop, facilitator, line, sealed):
    version = assert_screens_follow(lambda: promise.open_version(workshop, by=facilitator))
    copy = Commitment.objects.get(promise__version=version)
    assert (version.number, copy.before, copy.delay) == (2, line, line.delay)
    assert promise.open_version(workshop, by=facilitator) == version


def test_a_manager_has_no_link_before_something_is_sealed(workshop, facilitator, line):
    with pytest.raises(Refused, match="Seal the promise first"):
        promise.invite_manager(workshop, by=facilitator)


@pytest.fixture
def manager(client, workshop, facilitator, sealed):
    """A browser that has opened the manager's private link, and the page's address."""
    secret = promise.invite_manager(workshop, by=facilitator)
    client.cookies["django_language"] = "en"
    client.post(reverse("link", args=[secret]))
    return client, reverse("manager", args=[Link.objects.get().pk])


def test_a_manager_reads_without_changing_anything_then_approves(manager, workshop):
    client, url = manager
    page = client.get(url).content.decode()
    assert "donne une date" in page
    assert not Signature.objects.exists()
    post(client, url, name="Mme Roux", role="Directrice", number=1)
    assert Signature.objects.get().version.number == 1
    assert "Mme Roux" in client.get(url).content.decode()
    assert "Mme Roux" in screen(workshop, "console")


def test_an_approval_is_for_the_version_that_was_read(manager, workshop, facilitator):
    client, url = manager
    promise.open_version(workshop, by=facilitator)
    promise.seal(workshop, by=facilitator)
    answer = post(client, url, name="Mme Roux", role="", number=1)
    assert answer.status_code == 409
    assert "Version 2 has been sealed meanwhile" in answer.content.decode()
    assert "Version 2" in client.get(url).content.decode()
    assert "Version 1" in client.get(url + "?version=1").content.decode()


def test_the_managers_link_is_shown_once_and_lives_a_month_longer_than_the_review(as_, workshop, facilitator, sealed):
    answer = post(as_(facilitator), reverse("promise:link", args=[workshop.key])).content.decode()
    assert "/l/" in answer
    link = Link.objects.get(purpose=Link.MANAGER)
    assert 29 <= (link.expires_at.date() - sealed.review_on).days <= 31
    assert "/l/" not in screen(workshop, "console")


def test_a_new_manager_link_closes_the_one_before_and_the_last_can_be_closed(
    assert_screens_follow, manager, workshop, facilitator
):
    client, url = manager
    assert_screens_follow(lambda: promise.invite_manager(workshop, by=facilitator))
    assert client.get(url).status_code == 410
    unlink = reverse("promise:unlink", args=[workshop.key])
    assert unlink in screen(workshop, "console")
    assert_screens_follow(lambda: promise.revoke_manager(workshop, by=facilitator))
    assert not any(link.is_open for link in Link.objects.all())
    assert unlink not in screen(workshop, "console")
    with pytest.raises(Refused, match="no open link"):
        promise.revoke_manager(workshop, by=facilitator)


def test_a_link_approves_a_version_once(manager, workshop):
    client, url = manager
    assert post(client, url, name="Mme Roux", role="", number=1).status_code == 302
    answer = post(client, url, name="M. Blanc", role="", number=1)
    assert answer.status_code == 409
    assert "already approved" in answer.content.decode()
    assert "You have approved version 1" in client.get(url).content.decode()
    signature = Signature.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(version=signature.version, link=signature.link, name="M. Blanc")


def test_the_rules_of_another_workshop_and_impossible_keys_are_refused(as_, workshop, elsewhere, facilitator, sales):
    theirs = Interface.objects.create(workshop=elsewhere, name="Ailleurs")
    rule = WayOfWorking.objects.create(interface=theirs, acceptable=True, text="chez eux")
    url = reverse("promise:add-line", args=[workshop.key, sales.pk])
    for key in (f"way-{10**30}", f"way-{rule.pk}", "way-x", "x-1", str(rule.pk)):
        assert post(as_(facilitator), url, **DATE, sources=[key]).status_code == 422
    assert not Commitment.objects.exists()


def test_a_stranger_reads_no_promise(as_, client, stranger, eve, workshop, sealed):
    assert client.get(reverse("manager", args=[1])).status_code == 404
    for who in (stranger, eve):
        assert post(as_(who), reverse("promise:seal", args=[workshop.key])).status_code in (401, 404)


def test_what_is_missing_is_said_until_the_version_is_sealed(workshop, facilitator, sales):
    write(workshop, facilitator, sales)
    promise.commit(workshop, sales, {"what": "sourit"}, by=facilitator)
    said = " ".join(promise.missing(workshop))
    for sentence in (
        "1 client service has no promise",
        "1 line cannot be measured",
        "1 line waits for answers",
        "not sealed",
    ):
        assert sentence in said
    promise.seal(workshop, by=facilitator)
    assert promise.missing(workshop) == []


def test_query_counts_are_equal_at_1_and_20_commitments(workshop, facilitator, sales, line):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            for audience in ("board", "phone", "console"):
                screen(workshop, audience)
        counts.append(len(queries))
        for _each in range(19):
            promise.commit(workshop, sales, DATE, by=facilitator)
    # as many undoable gestures are listed, each with its author, in one query
    assert counts[0] == counts[1]
