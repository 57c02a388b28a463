"""Step 9: both sides score each commitment, the team decides, and the next version grows out of what was decided."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interfaces.models import Contact, Interface, Pair, PairMember
from promises import scores
from promises.models import Action, Commitment, Decision, Score
from promises.steps import promise, review
from tests.screens import fresh, post, screen
from workshop import gestures
from workshop.change import Refused
from workshop.models import Link

KEPT, PARTLY, BROKEN = Score.KEPT, Score.PARTLY, Score.BROKEN
SECRET = "canari-en-cage-42"


@pytest.fixture
def sales(workshop, alice):
    """A client service in the charge of Alice."""
    pair = Pair.objects.create(workshop=workshop)
    PairMember.objects.create(pair=pair, participant=alice)
    sales = Interface.objects.create(workshop=workshop, name="Ventes", pair=pair)
    Contact.objects.create(interface=sales, name="Julie", language="fr")
    return sales


@pytest.fixture
def lines(workshop, facilitator, sales):
    """Two commitments of a sealed version."""
    said = ["donne une date", "prévient avant"]
    rows = [promise.commit(workshop, sales, {"what": what, "delay": "4 h"}, by=facilitator) for what in said]
    promise.seal(workshop, by=facilitator)
    return rows


@pytest.fixture(autouse=True)
def room(at, alice, bob, lines):
    at("review")


@pytest.fixture
def opened(workshop, facilitator):
    return review.open_review(workshop, by=facilitator)


@pytest.fixture
def julie(client, workshop, facilitator, sales, opened):
    """A browser that has opened the client service's private link, and the page's address."""
    secret = review.invite_counterpart(workshop, sales, by=facilitator)
    client.post(reverse("link", args=[secret]))
    return client, reverse("counterpart", args=[Link.objects.latest("pk").pk])


def test_the_review_is_said_to_be_due_then_opens_once(assert_screens_follow, workshop, facilitator):
    assert "The review is due on" in review.missing(workshop)[0]
    first = assert_screens_follow(lambda: review.open_review(workshop, by=facilitator))
    assert review.open_review(workshop, by=facilitator) == first


def test_there_is_nothing_to_review_before_something_is_sealed(elsewhere, stranger):
    with pytest.raises(Refused, match="no sealed promise"):
        review.open_review(elsewhere, by=stranger)
    assert "no sealed promise" in review.missing(elsewhere)[0]


def test_the_pair_in_charge_scores_and_nobody_else(assert_screens_follow, workshop, opened, alice, bob, lines):
    assert_screens_follow(lambda: review.score(alice, lines[0], PARTLY, "deux retards"))
    assert lines[0].scores.get().side == Score.TEAM
    with pytest.raises(Refused, match="pair in charge"):
        review.score(bob, lines[0], KEPT)
    assert "answered" in screen(workshop, "board")


def test_what_one_side_says_is_shown_once_the_other_has_said(workshop, opened, as_, alice, bob, julie, lines):
    client, url = julie
    review.score(alice, lines[0], PARTLY, SECRET)
    for audience in ("board", "phone", "console"):
        assert "verdict-tag partly" not in screen(workshop, audience)
        assert SECRET not in screen(workshop, audience)
    assert "verdict-tag partly" not in client.get(url).content.decode()
    assert SECRET in as_(alice).get(reverse("mine", args=[workshop.key, "review"])).content.decode()
    review.answer(Link.objects.latest("pk"), {lines[0].pk: (BROKEN, "")})
    for audience in ("board", "phone", "console"):
        assert "verdict-tag partly" in screen(workshop, audience)
        assert "verdict-tag broken" in screen(workshop, audience)
    assert SECRET in screen(workshop, "console")
    assert "verdict-tag partly" in client.get(url).content.decode()


def test_a_client_services_verdict_waits_for_the_teams(workshop, opened, alice, julie, lines):
    review.answer(Link.objects.latest("pk"), {lines[0].pk: (BROKEN, SECRET)})
    for audience in ("board", "phone", "console"):
        assert "verdict-tag broken" not in screen(workshop, audience)
        assert SECRET not in screen(workshop, audience)
        assert scores.tallies(scores.rows(opened.version))[1][2]["broken"] == 0


def test_a_partners_phone_looks_again_without_being_told_what_was_said(workshop, opened, alice, lines):
    review.score(alice, lines[0], KEPT, SECRET)
    before = screen(workshop, "phone")
    review.score(alice, lines[0], BROKEN, SECRET)
    after = screen(workshop, "phone")
    assert before != after
    assert SECRET not in after
    assert "verdict-tag broken" not in after


def test_a_facilitator_may_wait_no_longer(assert_screens_follow, workshop, facilitator, opened, alice, lines):
    review.score(alice, lines[0], BROKEN, "jamais")
    assert_screens_follow(lambda: review.uncover(workshop, by=facilitator))
    assert "verdict-tag broken" in screen(workshop, "board")
    review.next_version(workshop, by=facilitator)
    with pytest.raises(Refused, match="closed"):
        review.uncover(workshop, by=facilitator)


def test_scoring_waits_for_the_review_to_open(alice, lines):
    with pytest.raises(Refused, match="not open yet"):
        review.score(alice, lines[0], KEPT)


def test_a_verdict_by_one_tap_leaves_the_comment(as_, workshop, opened, alice, lines):
    review.score(alice, lines[0], PARTLY, "deux retards")
    answer = post(as_(alice), reverse("review:say", args=[workshop.key, lines[0].pk]), verdict="kept")
    assert "deux retards" in answer.content.decode()
    score = lines[0].scores.get()
    assert (score.verdict, score.comment) == (KEPT, "deux retards")


def test_a_phone_offers_only_the_lines_in_its_charge(as_, workshop, opened, alice, bob, lines):
    url = reverse("mine", args=[workshop.key, "review"])
    say = reverse("review:say", args=[workshop.key, lines[0].pk])
    assert say in as_(alice).get(url).content.decode()
    assert say not in as_(bob).get(url).content.decode()


def test_the_sheet_of_a_comment_opens_for_the_pair_in_charge_alone(as_, workshop, opened, alice, bob, lines):
    review.score(alice, lines[0], PARTLY, SECRET)
    url = reverse("review:comment", args=[workshop.key, lines[0].pk])
    assert SECRET in as_(alice).get(url).content.decode()
    refused = as_(bob).get(url)
    assert refused.status_code == 403
    assert SECRET not in refused.content.decode()


def test_comments_are_on_the_console_and_not_on_the_board_or_on_phones(workshop, opened, alice, julie, lines):
    review.score(alice, lines[0], BROKEN, SECRET)
    review.answer(Link.objects.latest("pk"), {lines[0].pk: (BROKEN, "")})
    assert SECRET in screen(workshop, "console")
    assert "Alice" not in screen(workshop, "console")
    assert SECRET not in screen(workshop, "board")
    assert SECRET not in screen(workshop, "phone")


def test_a_client_service_answers_in_its_language_stops_and_comes_back(julie, workshop, lines):
    client, url = julie
    page = client.get(url).content.decode()
    assert "donne une date" in page
    assert 'lang="fr"' in page
    assert not Score.objects.exists()
    first = lines[0].pk
    post(client, url, **{f"{first}-verdict": KEPT, f"{first}-comment": "toujours à l’heure"})
    assert Score.objects.get().side == Score.CLIENT
    page = client.get(url).content.decode()
    assert "toujours à l’heure" in page
    post(client, url, **{f"{first}-verdict": PARTLY, f"{first}-comment": ""})
    assert lines[0].scores.get().verdict == PARTLY


def test_an_answer_by_link_reaches_every_screen(assert_screens_follow, workshop, alice, julie, lines):
    link = Link.objects.latest("pk")
    review.score(alice, lines[0], KEPT)
    assert_screens_follow(lambda: review.answer(link, {lines[0].pk: (BROKEN, SECRET), lines[1].pk: (KEPT, "")}))
    assert "Not kept" in screen(workshop, "board")
    assert SECRET in screen(workshop, "console")
    assert SECRET not in screen(workshop, "phone")


def test_a_comment_without_a_verdict_comes_back_with_what_was_typed(julie, lines):
    client, url = julie
    answer = post(client, url, **{f"{lines[0].pk}-comment": SECRET})
    assert answer.status_code == 422
    assert SECRET in answer.content.decode()
    assert not Score.objects.exists()


def test_a_link_scores_its_own_promise_only(workshop, facilitator, julie, lines):
    other = Interface.objects.create(workshop=workshop, name="SAV")
    promise.open_version(workshop, by=facilitator)
    strange = promise.commit(workshop, other, {"what": "répare"}, by=facilitator)
    review.answer(Link.objects.latest("pk"), {strange.pk: (BROKEN, "")})
    assert not strange.scores.exists()


def test_a_new_link_makes_the_one_before_void(workshop, facilitator, julie, sales):
    client, url = julie
    review.invite_counterpart(workshop, sales, by=facilitator)
    assert client.get(url).status_code == 410


def test_a_client_services_link_can_be_closed(assert_screens_follow, workshop, facilitator, julie, sales):
    client, url = julie
    assert reverse("review:unlink", args=[workshop.key, sales.pk]) in screen(workshop, "console")
    assert_screens_follow(lambda: review.revoke_counterpart(workshop, sales, by=facilitator))
    assert client.get(url).status_code == 410
    assert "Link closed" in screen(workshop, "console")
    with pytest.raises(Refused):
        review.revoke_counterpart(workshop, sales, by=facilitator)


def test_gaps_come_first(workshop, opened, alice, julie, lines):
    for line in lines:
        review.score(alice, line, KEPT)
    review.answer(Link.objects.latest("pk"), {lines[0].pk: (KEPT, ""), lines[1].pk: (BROKEN, "")})
    urgent = review.board(fresh(workshop))["urgent"]
    assert [row.line for row in urgent] == [lines[1], lines[0]]
    assert urgent[0].gap == 2


def test_a_board_shows_what_can_be_read_and_counts_the_rest(workshop, facilitator, alice, lines):
    promise.open_version(workshop, by=facilitator)
    for number in range(12):
        promise.commit(workshop, lines[0].promise.interface, {"what": f"ligne {number}"}, by=facilitator)
    promise.seal(workshop, by=facilitator)
    review.open_review(workshop, by=facilitator)
    assert "and 9 other commitments" in screen(workshop, "board")


def test_a_decision_can_be_taken_back(assert_screens_follow, workshop, facilitator, opened, lines):
    assert_screens_follow(lambda: review.decide(workshop, lines[0], Decision.DROP, by=facilitator))
    assert_screens_follow(lambda: review.decide(workshop, lines[0], Decision.REWORD, by=facilitator))
    assert_screens_follow(lambda: gestures.undo(workshop, workshop.undoable[0].pk, by=facilitator))
    assert Decision.objects.get().choice == Decision.DROP


def test_an_action_has_an_owner_and_a_date_and_is_finished_later(assert_screens_follow, workshop, facilitator, opened):
    due = date.today() + timedelta(days=30)
    action = assert_screens_follow(lambda: review.act(workshop, "Afficher les dates", "Nadia", due, by=facilitator))
    assert "Nadia" in screen(workshop, "console")
    review.next_version(workshop, by=facilitator)  # actions outlive the review
    assert_screens_follow(lambda: review.finish_action(workshop, action.pk, by=facilitator))
    action.refresh_from_db()
    assert action.done_at
    with pytest.raises(Refused, match="closed"):
        review.act(workshop, "Trop tard", "Nadia", due, by=facilitator)


def test_an_action_without_a_date_gets_a_sentence(as_, workshop, facilitator, opened):
    answer = post(as_(facilitator), reverse("review:add-action", args=[workshop.key]), text="x", owner="Nadia", due="")
    assert answer.status_code == 422
    assert not Action.objects.exists()


def test_the_next_version_keeps_rewords_and_drops(assert_screens_follow, workshop, facilitator, opened, lines):
    review.decide(workshop, lines[0], Decision.REWORD, by=facilitator)
    review.decide(workshop, lines[1], Decision.DROP, by=facilitator)
    version = assert_screens_follow(lambda: review.next_version(workshop, by=facilitator))
    copy = Commitment.objects.get(promise__version=version)
    assert (version.number, copy.before) == (2, lines[0])
    assert "1 line is still to be reworded." in promise.missing(workshop)
    assert not workshop.undoable
    with pytest.raises(Refused, match="closed"):
        review.decide(workshop, lines[0], Decision.KEEP, by=facilitator)


def test_a_line_dropped_leaves_a_draft_that_was_opened_before(workshop, facilitator, opened, lines):
    draft = promise.open_version(workshop, by=facilitator)
    review.decide(workshop, lines[1], Decision.DROP, by=facilitator)
    assert review.next_version(workshop, by=facilitator) == draft
    assert [line.before for line in scores.versions.lines_of(draft)] == [lines[0]]


def test_the_second_review_is_laid_beside_the_first(at, workshop, facilitator, alice, opened, lines):
    review.score(alice, lines[0], BROKEN)
    review.next_version(workshop, by=facilitator)
    promise.seal(workshop, by=facilitator)
    review.open_review(workshop, by=facilitator)
    again = Commitment.objects.get(before=lines[0])
    review.score(alice, again, KEPT)
    board = screen(workshop, "board")
    assert "last time:" in board
    assert "Version 1, for comparison" in board
    last, tallies = scores.trend(again.promise.version)
    assert (last.number, tallies[0][2]["kept"], tallies[0][2]["broken"]) == (1, 0, 1)


def test_what_is_missing_is_counted(workshop, facilitator, opened, alice, lines):
    review.score(alice, lines[0], KEPT)
    review.decide(workshop, lines[0], Decision.KEEP, by=facilitator)
    said = " ".join(review.missing(workshop))
    assert "1 line is not scored by the team." in said
    assert "2 lines are not scored by their client service." in said
    assert "1 line has no decision." in said
    review.next_version(workshop, by=facilitator)
    assert review.missing(workshop) == []


def test_the_link_is_shown_once_and_never_on_a_screen(as_, workshop, facilitator, opened, sales):
    answer = post(as_(facilitator), reverse("review:link", args=[workshop.key, sales.pk])).content.decode()
    assert "/l/" in answer
    assert "Julie" in answer
    assert "/l/" not in screen(workshop, "console")
    assert Link.objects.latest("pk").expires_at > timezone.now()


def test_query_counts_are_equal_at_2_and_20_commitments(workshop, facilitator, lines):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _round in range(2):
        review.open_review(workshop, by=facilitator)
        with CaptureQueriesContext(connection) as queries:
            for audience in ("board", "phone", "console"):
                screen(workshop, audience)
        counts.append(len(queries))
        promise.open_version(workshop, by=facilitator)
        for _each in range(18):
            promise.commit(workshop, lines[0].promise.interface, {"what": "tient"}, by=facilitator)
        promise.seal(workshop, by=facilitator)
    assert counts[1] <= counts[0] + 12  # the version before is now read too, whatever its length
