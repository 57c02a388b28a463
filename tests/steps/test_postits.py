"""Step 4: one idea per post-it, hidden until reveal, anonymous unless decided otherwise."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from interfaces.models import DISLIKE, LIKE, Interface, PostIt, Withdrawn
from interfaces.steps import postits
from tests.conftest import member
from tests.screens import fresh, operation, post, screen
from tests.walls import long_ago
from workshop import live
from workshop.change import Refused
from workshop.models import Finished, Operation

SECRET = "jamais-vu-avant-42"
QUERIES_OF_A_POST = 10  # seat, workshop; lock, repeated?, withdrawn?, how many, insert, save; own post-its, finished


@pytest.fixture
def sales(workshop):
    return Interface.objects.create(workshop=workshop, name="Ventes")


@pytest.fixture(autouse=True)
def room(at, alice, bob, sales):
    at("postits")


def write(person, text=SECRET, interface=None, polarity=LIKE):
    with operation():
        return postits.add(person, polarity, interface, text)


def test_a_postit_is_counted_before_reveal_and_read_after(assert_screens_follow, workshop, facilitator, alice, sales):
    assert_screens_follow(lambda: write(alice, interface=sales))
    for audience in live.AUDIENCES:
        assert SECRET not in screen(workshop, audience)
    assert "1 post-it" in screen(workshop, "board")
    assert_screens_follow(lambda: postits.reveal(workshop, by=facilitator))
    assert SECRET in screen(workshop, "board")
    assert SECRET in screen(workshop, "console")
    assert SECRET not in screen(workshop, "phone")  # a phone gets counts, never the wall


def test_a_second_postit_comes_as_one_card(workshop, facilitator, alice, sales):
    write(alice, "un", sales)
    postits.reveal(workshop, by=facilitator)
    view = live.View("board", "", "fr")
    before = live.render(fresh(workshop), view)
    write(alice, "deux", sales)
    frame = live.frame(before, live.render(fresh(workshop), view, before))
    assert "data-after" in frame
    assert "deux" in frame
    assert ">un<" not in frame


def test_a_phone_learns_of_a_postit_in_less_than_4_kb(workshop, alice):
    for number in range(30):
        write(alice, f"idée {number}")
    before = live.render(fresh(workshop), live.View("phone", "", "fr"))
    write(alice)
    frame = live.frame(before, live.render(fresh(workshop), live.View("phone", "", "fr"), before))
    assert 0 < len(frame.encode()) < 4000


def test_in_anonymous_mode_no_row_links_a_postit_to_its_author(alice, bob):
    postit = write(alice)
    assert postit.author is None
    assert postits.is_own(alice, postit)
    assert not postits.is_own(bob, postit)


def test_in_a_named_workshop_the_author_is_kept(workshop, facilitator, alice):
    postits.name_authors(workshop, True, by=facilitator)
    assert write(alice).author == alice


def test_anonymity_cannot_change_once_somebody_has_written(workshop, facilitator, alice):
    write(alice)
    with pytest.raises(Refused, match="cannot change"):
        postits.name_authors(workshop, True, by=facilitator)


def test_the_rule_stands_though_the_first_postit_was_withdrawn(assert_screens_follow, workshop, facilitator, alice):
    postits.withdraw(alice, write(alice).pk)
    with pytest.raises(Refused, match="cannot change"):
        postits.name_authors(workshop, True, by=facilitator)
    assert reverse("postits:named", args=[workshop.key]) not in screen(workshop, "console")


def test_a_page_that_promised_anonymity_never_stores_an_author(as_, workshop, facilitator, alice):
    url, fields = reverse("postits:write", args=[workshop.key]), {"polarity": LIKE, "interface": "", "text": SECRET}
    assert 'name="anonymous" form="composer" value="1"' in screen(workshop, "phone")
    postits.name_authors(workshop, True, by=facilitator)
    for said in ({"anonymous": "1"}, {}):
        answer = post(as_(alice), url, **fields, **said)
        assert answer.status_code == 409
        assert "First names are now kept" in answer.content.decode()
    assert not PostIt.objects.exists()
    assert 'name="anonymous" form="composer" value="0"' in screen(workshop, "phone")
    assert post(as_(alice), url, **fields, anonymous="0").status_code == 200
    assert PostIt.objects.get().author == alice


def test_no_table_ties_a_postit_to_the_one_who_finished_next(as_, workshop):
    """Five people write and finish in turn: what is stored of each gesture stands in a table of its own."""
    people = [member(workshop, name) for name in ("Chloé", "David", "Emma", "Farid", "Gaby")]
    write = reverse("postits:write", args=[workshop.key])
    for number, person in enumerate(people):
        for _each in range(number + 1):
            post(as_(person), write, polarity=LIKE, interface="", text=f"idée {number}")
        last = PostIt.objects.latest("pk")
        changed = {"polarity": DISLIKE, "interface": "", "text": "mieux", "version": 0}
        post(as_(person), reverse("postits:change", args=[workshop.key, last.pk]), **changed)
        post(as_(person), reverse("room:finish", args=[workshop.key, "postits"]), done="1")
    assert PostIt.objects.count() == 15
    assert Finished.objects.count() == 5
    assert not Operation.objects.exists()
    for model in (PostIt, Finished, Operation):
        kinds = {field.get_internal_type() for field in model._meta.fields if field.name != "set_aside_at"}
        assert not {"DateTimeField", "DateField", "TimeField"} & kinds
    assert not PostIt.objects.exclude(author=None).exists()


def test_editing_or_deleting_twice_is_as_once(as_, workshop, alice):
    postit, browser = write(alice), as_(alice)
    fields = {"polarity": DISLIKE, "interface": "", "text": "mieux", "version": 0}
    for _each in range(2):
        answer = post(browser, reverse("postits:change", args=[workshop.key, postit.pk]), **fields)
        assert answer.status_code == 200
    postit.refresh_from_db()
    assert (postit.text, postit.version) == ("mieux", 1)
    for _each in range(2):
        assert post(browser, reverse("postits:delete", args=[workshop.key, postit.pk])).status_code == 200
    assert not PostIt.objects.exists()


def test_a_key_that_no_database_holds_gets_a_sentence(as_, workshop, alice):
    url = reverse("postits:write", args=[workshop.key])
    assert post(as_(alice), url, polarity=LIKE, interface=10**30, text="une idée").status_code == 422


def test_only_the_device_that_wrote_a_postit_changes_it(assert_screens_follow, alice, bob, sales):
    postit = write(alice)
    with pytest.raises(Refused, match="Only the device"):
        postits.edit(bob, postit.pk, LIKE, None, "autre", 0)
    assert_screens_follow(lambda: postits.edit(alice, postit.pk, DISLIKE, sales, "mieux", 0))
    postit.refresh_from_db()
    assert (postit.text, postit.polarity, postit.interface, postit.version) == ("mieux", DISLIKE, sales, 1)


def test_of_two_simultaneous_edits_the_second_sees_both_texts(alice):
    postit = write(alice, "un")
    postits.edit(alice, postit.pk, LIKE, None, "deux", 0)
    with pytest.raises(Refused) as refused:
        postits.edit(alice, postit.pk, LIKE, None, "trois", 0)
    assert (refused.value.mine, refused.value.theirs) == ("trois", "deux")


def test_a_withdrawn_postit_leaves_every_screen(assert_screens_follow, workshop, facilitator, alice):
    postit = write(alice)
    write(alice, "reste")
    postits.reveal(workshop, by=facilitator)
    assert_screens_follow(lambda: postits.withdraw(alice, postit.pk))
    assert SECRET not in screen(workshop, "board")
    assert "reste" in screen(workshop, "board")


def test_a_postit_set_aside_is_counted_in_public_and_can_come_back(assert_screens_follow, workshop, facilitator, alice):
    from workshop import gestures

    postit = write(alice)
    postits.reveal(workshop, by=facilitator)
    assert_screens_follow(lambda: postits.set_aside(workshop, postit.pk, by=facilitator))
    assert SECRET not in screen(workshop, "board")
    assert "1 set aside" in screen(workshop, "board")
    gesture = workshop.gestures.get()
    assert_screens_follow(lambda: gestures.undo(workshop, gesture.pk, by=facilitator))
    assert SECRET in screen(workshop, "board")


def test_the_same_operation_sent_twice_gives_one_postit_and_one_answer(as_, workshop, alice):
    url, op_id = reverse("postits:write", args=[workshop.key]), uuid4()
    fields = {"polarity": LIKE, "interface": "", "text": "une idée"}
    first, second = (post(as_(alice), url, op_id, **fields) for _each in range(2))
    assert first.status_code == second.status_code == 200
    assert first["X-Ack"] == second["X-Ack"] == str(op_id)
    assert first.content == second.content
    assert PostIt.objects.count() == 1


def test_the_same_operation_with_another_text_is_refused(as_, workshop, alice):
    url, op_id = reverse("postits:write", args=[workshop.key]), uuid4()
    post(as_(alice), url, op_id, polarity=LIKE, interface="", text="une idée")
    again = post(as_(alice), url, op_id, polarity=LIKE, interface="", text="une autre")
    assert again.status_code == 409
    assert "already saved" in again.content.decode()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "at least one word"), ("\u200b \u202e", "at least one word"), ("é" * 281, "281 characters")],
)
def test_a_bad_text_gets_a_sentence(as_, workshop, alice, text, sentence):
    url = reverse("postits:write", args=[workshop.key])
    answer = post(as_(alice), url, polarity=LIKE, interface="", text=text)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not PostIt.objects.exists()


def test_a_service_that_is_no_longer_treated_is_refused(as_, workshop, alice, sales):
    Interface.objects.update(treated=False)
    answer = post(
        as_(alice), reverse("postits:write", args=[workshop.key]), polarity=LIKE, interface=sales.pk, text="idée"
    )
    assert answer.status_code == 409


def test_a_postit_is_accepted_a_minute_after_the_room_moved_on_and_not_later(at, workshop, alice):
    from datetime import timedelta

    from workshop.models import Workshop

    at("ways")
    write(alice, "de justesse")
    Workshop.objects.update(stepped_at=workshop.stepped_at - timedelta(seconds=61))
    with pytest.raises(Refused, match="just closed"):
        write(alice, "trop tard")


def test_query_counts_are_equal_at_1_and_30_postits(django_assert_num_queries, workshop, facilitator, alice):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    write(alice)
    postits.reveal(workshop, by=facilitator)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            for audience in live.AUDIENCES:
                screen(workshop, audience)
        counts.append(len(queries))
        for number in range(29):
            write(alice, f"idée {number}")
    assert counts[0] == counts[1]


def test_a_postit_that_was_withdrawn_does_not_come_back_when_it_is_sent_again(as_, workshop, alice):
    url, op_id = reverse("postits:write", args=[workshop.key]), uuid4()
    fields = {"polarity": LIKE, "interface": "", "text": "une idée"}
    browser = as_(alice)
    post(browser, url, op_id, **fields)
    post(browser, reverse("postits:delete", args=[workshop.key, PostIt.objects.get().pk]))
    again = post(browser, url, op_id, **fields)
    assert (again.status_code, again["X-Ack"]) == (200, str(op_id))  # the phone may forget it
    assert not PostIt.objects.exists()
    post(browser, url, **fields)  # the same words, meant anew
    assert PostIt.objects.count() == 1


def test_what_is_left_of_a_withdrawn_postit_names_nobody_and_says_nothing(workshop, alice):
    postits.withdraw(alice, write(alice).pk)
    assert {field.name for field in Withdrawn._meta.fields} == {"id", "workshop", "op_id"}
    assert workshop.withdrawn.count() == 1


def test_lesson_25_a_late_postit_gets_in_until_the_ways_of_working_and_is_marked(
    assert_screens_follow, at, workshop, facilitator, alice
):
    assert not write(alice, "à temps").late
    postits.reveal(workshop, by=facilitator)
    at("categories")
    long_ago()
    late = assert_screens_follow(lambda: write(alice, "après coup"))
    assert late.late
    for audience in ("board", "console"):
        page = screen(workshop, audience)
        assert "après coup" in page
        assert page.count("<em>added late</em>") == 1
    assert late.category is None  # in the tray
    assert "après coup" not in screen(workshop, "phone")


def test_lesson_25_a_phone_adds_one_while_the_room_synthesises(as_, at, workshop, alice, sales):
    at("categories")
    later = reverse("postits:later", args=[workshop.key])
    assert later in screen(workshop, "phone")
    sheet = as_(alice).get(later).content.decode()
    assert f'action="{reverse("postits:write", args=[workshop.key])}"' in sheet
    assert 'name="anonymous" form="composer" value="1"' in sheet
    assert "Ventes" in sheet
    write(alice, "à moi")
    assert "à moi" in as_(alice).get(later).content.decode()


def test_what_is_said_of_a_service_that_left_the_list_stays_on_the_wall(workshop, facilitator, alice, sales):
    write(alice, "des ventes", sales)
    postits.reveal(workshop, by=facilitator)
    assert "Services left out" not in screen(workshop, "board")
    Interface.objects.update(treated=False)
    page = screen(workshop, "board")
    assert "des ventes" in page
    assert "Services left out" in page


def test_lesson_10_no_address_of_the_step_tells_a_hidden_text_to_others(as_, workshop, facilitator, bob, alice, sales):
    """Every page and sheet of the step, asked by everybody but the author."""
    from django.urls import get_resolver

    from tests.test_access import patterns

    postit = write(alice, interface=sales)
    names = [name for name, _pattern in patterns(get_resolver()) if name.startswith("postits:")]
    asked = 0
    for name in names:
        wanted = dict(patterns())[name].pattern.converters
        url = reverse(name, kwargs={"key": workshop.key, **dict.fromkeys(wanted, postit.pk)})
        for who in (facilitator, bob):
            answer = as_(who).get(url)
            asked += answer.status_code == 200
            assert SECRET not in answer.content.decode(), (name, who)
    assert asked >= 4


def test_a_postit_costs_its_writer_as_many_queries_with_30_on_the_wall_as_with_1(as_, workshop, facilitator, alice):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url, browser = reverse("postits:write", args=[workshop.key]), as_(alice)
    fields = {"polarity": LIKE, "interface": "", "text": "une idée"}
    counts = []
    post(browser, url, **fields)
    postits.reveal(workshop, by=facilitator)
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert post(browser, url, **fields).status_code == 200
        counts.append(len([each for each in queries if not re.search("SAVEPOINT|notify", each["sql"], re.I)]))
        for number in range(29):
            write(alice, f"idée {number}")
    assert counts[0] == counts[1] <= QUERIES_OF_A_POST
