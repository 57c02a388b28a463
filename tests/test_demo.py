"""The demonstration: each step can be reached by its rules, its words arrive, and a second start changes nothing."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from interfaces.models import DISLIKE, LIKE
from promises.demo import company, story
from promises.management.commands import addresses, prepare
from promises.management.commands.demo import UNFINISHED
from promises.models import Entry, ReciprocalTable
from promises.reciprocal.grid import grid
from promises.reciprocal.hot import hot
from promises.reciprocal.in_force import promised
from promises.reciprocal.movement import movement
from workshop.method import METHOD, TABLE
from workshop.models import Facilitator, Workshop

from . import screens


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    settings.DATA = tmp_path


def demo(**options):
    out = StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue().strip()


def words(workshop):
    """What the three screens of a workshop show, in one text."""
    return " ".join(screens.screen(workshop, audience, "fr") for audience in ("board", "console", "phone"))


WORDS = {
    "gather": ["Élodie", "Mireille"],
    "mission": ["Réceptionner, stocker, préparer et expédier"],
    "services": ["Transporteurs", "Compta"],
    "postits": ["Production", "Achats"],
    "categories": ["Les dates tenues", "anticonstitutionnellement", "😱", "C&#x27;est pas nous"],
    "ways": ["au pied de la ligne une heure avant", "Bruno"],
    "consult": ["Stéphane Colas", "Martine Duvernoy"],
    "promise": ["Vos lignes ne s’arrêtent pas à cause de nous", "Le magasin de pièces"],
    "review": ["Le lundi à 10\u00a0h, on y croit maintenant.", "Acheter un second scanner"],
}


@pytest.mark.parametrize("slug", [row.slug for row in METHOD])
def test_any_step_is_reached_by_playing_the_rules(db, slug):
    workshop = Workshop.objects.get(key=demo(step=slug))
    assert workshop.current_step == slug
    assert workshop.team.name == "Logistique"
    shown = words(workshop)
    assert [word for word in WORDS[slug] if word not in shown] == []


def test_the_post_its_of_a_workshop_left_at_step_4_are_still_hidden(db):
    workshop = Workshop.objects.get(key=demo(step="postits"))
    written = list(workshop.postits.values_list("text", flat=True))
    assert len(written) == 44
    assert not workshop.revealed_at
    assert not any(text in words(workshop) for text in written if len(text) > 30)


def test_the_wall_reads_like_life(db):
    workshop = Workshop.objects.get(key=demo(step="categories"))
    texts = list(workshop.postits.values_list("text", flat=True))
    assert len(texts) == 73
    assert max(len(word) for text in texts for word in text.split()) > 60
    for polarity in (LIKE, DISLIKE):
        assert workshop.postits.filter(polarity=polarity).count() > 25
    assert not workshop.postits.exclude(author=None).exists()


def test_a_smaller_room_plays_the_same_story(db):
    workshop = Workshop.objects.get(key=demo(step="review", people=4))
    assert workshop.participants.present().count() == 4
    assert workshop.pairs.count() == 2


def test_a_first_start_makes_its_workshops_even_after_an_interruption_and_a_second_none(db):
    key = demo(step="gather")
    Workshop.objects.filter(key=key).update(title="Logistique Autun" + UNFINISHED)
    assert prepare.is_first_start()
    demo()
    assert not prepare.is_first_start()
    demo()
    assert not Workshop.objects.filter(key=key).exists()
    nine_steps = Workshop.objects.filter(reciprocal=None)
    finished, continued = nine_steps.order_by("created_at")
    assert Workshop.objects.count() == 4
    assert Workshop.objects.last() == continued  # whose addresses are said
    assert (finished.current_step, continued.current_step) == ("review", "postits")
    version = finished.versions.get()
    assert timezone.now() - version.sealed_at > timedelta(days=182)
    assert version.review_on < timezone.localdate()
    assert version.signatures.get().name == "Philippe Garnier"
    assert not hasattr(version, "review")
    refused = version.promises.get(interface__name="SAV").commitments.filter(consents__answer="cannot")
    assert [line.left_out for line in refused] == [True]


def test_whoever_has_an_account_gets_no_demonstration(facilitator):
    assert not prepare.is_first_start()


def test_the_addresses_are_those_that_work(client, db, settings):
    key = demo(step="gather")
    said = "\n".join(text for _label, text in addresses.lines(Workshop.objects.get(key=key)))
    account = Facilitator.objects.get()
    password = (settings.DATA / "demo-password").read_text()
    assert account.email in said
    assert password in said
    assert client.login(username=account.email, password=password)
    for path in [word.removeprefix(settings.ORIGINS[0]) for word in said.split() if word.startswith("http")]:
        assert client.get(path, follow=True).status_code == 200


def test_the_password_is_no_longer_said_once_it_was_changed(db):
    key = demo(step="gather")
    account = Facilitator.objects.get()
    account.set_password("une autre, plus longue")
    account.save()
    assert account.email not in [text for _label, text in addresses.lines(Workshop.objects.get(key=key))]


def test_the_password_is_for_this_machine_s_user_alone(db, settings):
    demo(step="gather")
    assert (settings.DATA / "demo-password").stat().st_mode & 0o777 == 0o600


def test_every_way_of_working_of_the_story_is_answered_in_order():
    for name, told in story("answers").items():
        lists = story("ways")["ways"][name]
        assert len(told["verdicts"]) == len(lists["acceptable"]) + len(lists["unacceptable"])


@pytest.mark.parametrize("slug", [row.slug for row in TABLE])
def test_any_step_of_a_round_is_reached_by_playing_the_rules(db, slug):
    workshop = Workshop.objects.get(key=demo(step=slug))
    assert workshop.current_step == slug
    assert workshop.title == story("room")["organisation"]
    assert workshop.parties.count() == 10
    assert Entry.objects.count() == {"parties": 0, "fill": 68, "meet": 99, "table": 99}[slug]


@pytest.fixture
def second(db):
    """The second round of the whole company."""
    demo()
    return ReciprocalTable.objects.exclude(previous=None).get().workshop


def test_a_whole_company_meets_twice_six_months_apart(second):
    now, before = second.reciprocal, second.reciprocal.previous
    assert 170 < (now.held_on - before.held_on).days < 200
    assert [table.workshop.current_step for table in (before, now)] == ["table", "table"]
    assert [len(grid(table.workshop).services) for table in (before, now)] == [10, 10]
    assert len(
        {*story("table")["voices"], story("table")["silent"]} & set(second.parties.values_list("name", flat=True))
    )


def test_all_kinds_of_answers_were_given_and_one_service_is_silent(second):
    for room in (second, second.reciprocal.previous.workshop):
        states = {line.state for line in grid(room).lines if line.kind == Entry.EXPECTS}
        assert states == {"matched", "unanswered", "contradictory", "refused"}
    silent = second.parties.get(name=story("table")["silent"])
    assert (silent.filled_at, silent.speakers.count()) == (None, 0)
    assert second.parties.exclude(filled_at=None).count() == 9


def test_what_moved_was_judged_and_shows(second):
    moved = movement(second)
    assert [figures.share for figures in moved.whole.figures] == [58, 70]
    now = moved.whole.now
    assert all([now.better, now.same, now.worse, now.new, now.changed, now.dropped])
    assert hot(second)[0].service.name == "Production"


def test_a_promise_in_force_lies_beside_what_logistics_commits_to(second):
    (given,) = {giver for giver, _taker in promised(second)}
    assert second.parties.get(pk=given).name == "Logistique"
    assert len(promised(second)) > 3


def test_every_line_of_the_story_is_between_two_services_of_it():
    told = story("table")
    names = {*told["voices"], told["silent"]}
    for chapter in ("expects", "commits", "new"):
        for name, other, lines in company.cells(chapter):
            assert {name, other} <= names
            assert name != other
            assert len({line["text"] for line in lines}) == len(lines)
