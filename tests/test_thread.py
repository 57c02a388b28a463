"""The thread of a line: from post-it to review, both ways, without a name; what it is made of, in one press."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from interfaces.models import DISLIKE, LIKE, Category, Consultation, Echo, Feedback, Interface, PostIt, WayOfWorking
from promises import thread
from promises.models import Commitment, Consent, Process, Score, Source, Version
from promises.steps import promise, review
from tests.screens import post, screen, undo_last
from workshop.change import Refused

LINE = {"who": "le quai", "what": "donne une date", "delay": "4 h ouvrées"}
SECRET = "canari-en-cage-42"


@pytest.fixture
def sales(workshop):
    return Interface.objects.create(workshop=workshop, name="Ventes", position=1)


@pytest.fixture
def repairs(workshop):
    return Interface.objects.create(workshop=workshop, name="SAV", position=2)


@pytest.fixture(autouse=True)
def room(at, alice, bob, sales, repairs, workshop):
    at("promise")
    workshop.revealed_at = "2026-01-01T00:00Z"
    workshop.save()


def card(workshop, interface, text, **more):
    made = {"polarity": LIKE, "owner_tag": "", "op_id": uuid4()} | more
    return PostIt.objects.create(workshop=workshop, interface=interface, text=text, **made)


@pytest.fixture
def wall(workshop, sales):
    """A category, a post-it in it, a rule made from the post-it, and what the contact answers."""
    category = Category.objects.create(workshop=workshop, name="Les dates")
    postit = card(workshop, sales, "On a la date le jour même", category=category)
    way = WayOfWorking.objects.create(interface=sales, acceptable=True, text="Donner une date à toute commande")
    way.postits.set([postit])
    answer = Consultation.objects.create(interface=sales, expects="Une date ferme", answered_at="2026-01-02T00:00Z")
    Feedback.objects.create(consultation=answer, way=way, verdict=Feedback.CHANGE, text="avant midi")
    return category, postit, way, answer


@pytest.fixture
def line(workshop, facilitator, sales, wall):
    return promise.commit(workshop, sales, LINE | {"sources": [f"way-{wall[2].pk}"]}, by=facilitator)


def told(line, workshop):
    return [(each["kind"], each["words"], each["taken"]) for each in thread.strands(line, workshop)]


def test_one_press_makes_a_line_of_a_source_in_its_words_and_undo_takes_it_back(
    assert_screens_follow, workshop, facilitator, sales, wall
):
    key = f"postit-{wall[1].pk}"
    line = assert_screens_follow(lambda: promise.take_up(workshop, sales, key, by=facilitator))
    assert (line.what, line.sources.get().key) == ("On a la date le jour même", key)
    assert "P-VENTES-01" in screen(workshop, "console")
    assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert not Source.objects.exists()


def test_the_press_is_answered_with_the_lines_sheet_and_played_once(as_, workshop, facilitator, sales, wall):
    url, op = reverse("promise:take-source", args=[workshop.key, sales.pk, f"way-{wall[2].pk}"]), uuid4()
    sheet = post(as_(facilitator), url, op).content.decode()
    assert "Donner une date à toute commande</textarea>" in sheet
    assert f'value="way-{wall[2].pk}" checked' in sheet
    post(as_(facilitator), url, op)
    assert Commitment.objects.count() == 1


def test_what_is_hidden_or_another_services_is_no_source(workshop, facilitator, sales, repairs, wall):
    theirs = card(workshop, repairs, SECRET)
    away = card(workshop, sales, SECRET, set_aside_at="2026-01-01T00:00Z")
    for key in (f"postit-{theirs.pk}", f"postit-{away.pk}", "postit-0", "way-999", "nothing"):
        with pytest.raises(Refused, match="is gone"):
            promise.take_up(workshop, sales, key, by=facilitator)
    workshop.revealed_at = None
    workshop.save()
    with pytest.raises(Refused, match="is gone"):
        promise.take_up(workshop, sales, f"postit-{wall[1].pk}", by=facilitator)


def test_a_thread_leads_from_the_rule_to_its_post_it_its_category_and_its_answer(workshop, line):
    assert told(line, workshop) == [
        ("postit", "On a la date le jour même", False),
        ("category", "Les dates", False),
        ("way", "Donner une date à toute commande", True),
        ("feedback", "avant midi", False),
    ]


def test_every_kind_of_source_can_be_linked_and_unlinked(assert_screens_follow, workshop, facilitator, line, wall):
    category, postit, way, answer = wall
    keys = [f"postit-{postit.pk}", f"category-{category.pk}", f"feedback-{way.feedback.get().pk}"]
    keys += [f"expects-{answer.pk}", f"commits-{answer.pk}"]
    assert_screens_follow(lambda: promise.amend(workshop, line.pk, LINE | {"sources": keys}, 0, by=facilitator))
    assert {each.key for each in line.sources.all()} == set(keys)
    assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert [each.key for each in line.sources.all()] == [f"way-{way.pk}"]


def test_the_thread_of_a_line_shows_no_name_and_no_reason(as_, workshop, facilitator, alice, bob, line, wall):
    PostIt.objects.update(author=alice)
    promise.consent(alice, line, Consent.RESERVATION, SECRET)
    for who, name in ((facilitator, "thread"), (bob, "own-thread")):
        sheet = as_(who).get(reverse(f"promise:{name}", args=[workshop.key, line.pk])).content.decode()
        assert "On a la date le jour même" in sheet
        assert "P-VENTES-01" in sheet
        assert "1 with a reservation" in sheet
        assert "Alice" not in sheet
        assert SECRET not in sheet


def test_what_is_set_aside_is_in_no_thread(workshop, line, wall):
    PostIt.objects.update(set_aside_at="2026-01-01T00:00Z")
    assert ("postit", "On a la date le jour même", False) not in told(line, workshop)


def test_the_story_goes_on_to_the_review_and_into_the_next_version(as_, workshop, facilitator, bob, line, at):
    promise.seal(workshop, by=facilitator)
    opened = review.open_review(workshop, by=facilitator)
    at("review")
    review.score(bob, line, Score.PARTLY, "deux fois en retard")
    review.decide(workshop, line, "reword", by=facilitator)
    second = review.next_version(workshop, by=facilitator)
    url = reverse("promise:own-thread", args=[workshop.key, line.pk])
    sheet = as_(bob).get(url).content.decode()
    for said in ("Promise, version 1", "deux fois en retard", "Partly", "Reword", f"Promise, version {second.number}"):
        assert said in sheet
    assert opened.version.number == 1
    assert list(Commitment.objects.get(promise__version=second).sources.values_list("kind", flat=True)) == ["way"]


def test_a_source_deleted_later_leaves_its_words_in_the_sealed_version_alone(as_, workshop, facilitator, line, wall):
    draft = reverse("promise:thread", args=[workshop.key, line.pk])
    promise.seal(workshop, by=facilitator)
    WayOfWorking.objects.all().delete()
    PostIt.objects.all().delete()
    kept = Version.objects.get().kept["threads"]
    assert [each["reference"] for each in kept] == ["P-VENTES-01"]
    assert [strand["kind"] for strand in kept[0]["strands"]] == ["postit", "category", "way", "feedback"]
    assert "On a la date le jour même" in as_(facilitator).get(draft).content.decode()
    second = promise.open_version(workshop, by=facilitator)
    assert not Source.objects.filter(commitment__promise__version=second).exists()


def test_orphans_are_told_both_ways(workshop, facilitator, sales, line, wall):
    other = Category.objects.create(workshop=workshop, name="L’accueil")
    card(workshop, sales, "Bonjour", category=other, polarity=DISLIKE)
    promise.commit(workshop, sales, LINE, by=facilitator)
    console = screen(workshop, "console")
    assert "1 category without a promise" in console
    assert "1 line without a source" in console
    said = " ".join(promise.missing(workshop))
    for sentence in ("1 category has no promise", "1 line comes from no source", "1 promise has no process"):
        assert sentence in said
    version = workshop.versions.get()
    assert [each.name for each in thread.unanswered(workshop, version)] == ["L’accueil"]
    promise.commit(workshop, sales, LINE | {"sources": [f"category-{other.pk}"]}, by=facilitator)
    assert thread.unanswered(workshop, version) == []


def test_orphans_are_not_told_before_the_reveal(workshop, facilitator, line, wall):
    card(workshop, None, "Bonjour", category=Category.objects.create(workshop=workshop, name=SECRET))
    workshop.revealed_at = None
    workshop.save()
    assert SECRET not in screen(workshop, "console")


def test_a_promise_without_a_process_is_shown(workshop, facilitator, sales, line):
    assert "Promise without process" in screen(workshop, "console")
    promise.describe(workshop, sales, {"name": "Dater"}, by=facilitator)
    assert "Promise without process" not in screen(workshop, "console")
    assert "Still to say:" in screen(workshop, "console")


def test_a_reservation_becomes_a_need_of_a_process_in_one_press(
    assert_screens_follow, workshop, facilitator, alice, line
):
    promise.consent(alice, line, Consent.RESERVATION, SECRET)
    mark = Consent.objects.get().mark
    made = assert_screens_follow(lambda: promise.require(workshop, line.pk, mark, by=facilitator))
    assert (made.name, made.need) == (line.what, SECRET)
    assert "It is a need of a process." in screen(workshop, "console")
    assert SECRET not in screen(workshop, "board")
    with pytest.raises(Refused, match="already"):
        promise.require(workshop, line.pk, mark, by=facilitator)
    promise.consent(alice, line, Consent.CAN)
    with pytest.raises(Refused, match="taken back"):
        promise.require(workshop, line.pk, mark, by=facilitator)
    assert_screens_follow(lambda: undo_last(workshop, facilitator))
    assert not Process.objects.exists()


def test_a_need_is_the_teams_own_and_is_on_no_document(workshop, facilitator, sales, line):
    promise.describe(workshop, sales, {"name": "Dater", "need": SECRET}, by=facilitator)
    kept = promise.seal(workshop, by=facilitator).kept
    assert kept["promises"][0]["processes"][0]["name"] == "Dater"
    assert SECRET not in str(kept)
    promise.open_version(workshop, by=facilitator)
    assert Process.objects.filter(need=SECRET).count() == 2  # still to be done


def test_the_console_does_not_tell_in_which_order_reasons_came(workshop, alice, bob, line):
    promise.consent(alice, line, Consent.CANNOT, "un")
    promise.consent(bob, line, Consent.CANNOT, "deux")
    console = screen(workshop, "console")
    assert console.index("deux") < console.index(">un<")  # by their words
    for said in Consent.objects.all():
        assert not re.search(rf"need-{line.pk}-{said.pk}\b", console)  # whole: a mark may begin with the same digits
        assert f"/need/{said.pk}/" not in console


def test_members_read_where_a_sealed_line_comes_from_and_not_what_was_left_out(
    as_, workshop, facilitator, alice, sales, line
):
    other = promise.commit(workshop, sales, LINE | {"what": SECRET}, by=facilitator)
    promise.consent(alice, other, Consent.CANNOT)
    promise.seal(workshop, by=facilitator)
    phone = as_(alice).get(reverse("mine", args=[workshop.key, "promise"])).content.decode()
    assert "P-VENTES-01" in phone
    assert SECRET not in phone
    assert as_(alice).get(reverse("promise:own-thread", args=[workshop.key, other.pk])).status_code == 404


def test_a_sentence_of_the_mirror_is_a_source_that_leads_to_its_category(workshop, facilitator, sales, wall):
    _category, postit, _way, _answer = wall
    asked = sales.sentences.create(text="Ils donnent une date", postit=postit)
    Echo.objects.create(sentence=asked, moment="consult", answer=Echo.NO)
    assert "Ils donnent une date" in screen(workshop, "console")
    line = promise.take_up(workshop, sales, f"mirror-{asked.pk}", by=facilitator)
    found = thread.strands(line, workshop)
    assert [(each["kind"], each["sign"]) for each in found] == [("postit", "like"), ("category", ""), ("mirror", "no")]
    assert thread.unanswered(workshop, line.promise.version) == []


def test_a_rule_made_from_a_category_answers_it(workshop, line, wall):
    other = Category.objects.create(workshop=workshop, name="Les retards")
    card(workshop, None, "Jamais en retard", category=other)
    version = line.promise.version
    assert thread.unanswered(workshop, version) == [other]
    wall[2].categories.set([other])
    assert thread.unanswered(workshop, version) == []
    assert ("category", "Les retards", False) in told(line, workshop)


def test_a_process_that_the_matrix_names_waits_to_be_described(as_, workshop, facilitator, sales, line):
    workshop.named_processes.create(interface=sales, name="Dater & livrer")
    address = reverse("promise:new-process", args=[workshop.key, sales.pk]) + "?name=Dater%20%26%20livrer"
    assert address in screen(workshop, "console")
    assert "Dater &amp; livrer</textarea>" in as_(facilitator).get(address).content.decode()
    promise.describe(workshop, sales, {"name": "Dater & livrer"}, by=facilitator)
    assert address not in screen(workshop, "console")
