"""A rehearsal: simulated phones by public addresses, in a copy that counts nowhere and goes in one press."""

import random
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interfaces import rehearsals, rounds
from interfaces.agreement import opinions, progress
from interfaces.models import Dots, Interface, PostIt, Rehearsal, Round
from interfaces.rehearsal import texts
from interfaces.rehearsal.phone import Line
from interfaces.rehearsal.troupe import Troupe
from interfaces.steps import categories, postits, services
from tests import screens
from tests.screens import bring, post, screen
from workshop import home, knocks, moves
from workshop.change import Refused
from workshop.models import Organisation, Participant, Team, Workshop
from workshop.steps import gather, mission


class Testing:
    """The way to Django's test client instead of a server: the same requests, whole."""

    def send(self, method, path, body, headers):
        client = Client(enforce_csrf_checks=True)
        client.cookies.load(headers.get("Cookie", ""))
        content = {"data": body, "content_type": headers["Content-Type"]} if method == "POST" else {}
        answer = client.generic(method, path, headers={k: v for k, v in headers.items() if k != "Cookie"}, **content)
        cookies = [("Set-Cookie", morsel.OutputString()) for morsel in answer.cookies.values()]
        return answer.status_code, [*answer.items(), *cookies], answer.content.decode()


@pytest.fixture
def assert_screens_follow(workshop):
    """Of the newest workshop: the rehearsal, once there is one."""
    return lambda verb: screens.assert_follow(Workshop.objects.order_by("-pk").first(), verb)


@pytest.fixture
def rehearsal(assert_screens_follow, workshop, facilitator):
    return assert_screens_follow(lambda: rehearsals.open_rehearsal(workshop, 4, by=facilitator))


@pytest.fixture
def troupe(rehearsal):
    random.seed(7)
    return Troupe(rehearsal, Testing(), pace=0)


def play(troupe, turns=60):
    for _each in range(turns):
        troupe.turn()


def test_simulated_people_do_what_steps_1_to_5_ask_of_phones(troupe, rehearsal, facilitator):
    play(troupe, 12)
    assert rehearsal.participants.present().count() == 4
    assert not rehearsal.participants.exclude(simulated=True).exists()
    mission.write(rehearsal, "Expédier juste.", rehearsal.mission_version, by=facilitator)
    bring(rehearsal, "mission", facilitator)
    play(troupe)
    assert mission.opinions(rehearsal).count() == 4
    bring(rehearsal, "services", facilitator)
    play(troupe)
    assert rehearsal.interfaces.standing().count() > 2
    services.treat_all(rehearsal, by=facilitator)
    bring(rehearsal, "postits", facilitator)
    play(troupe, 80)
    assert 8 <= rehearsal.postits.count() <= 20
    assert rehearsal.postits.exclude(interface=None).exists()
    assert {polarity for (polarity,) in rehearsal.postits.values_list("polarity")} == {"like", "dislike"}
    assert not rehearsal.postits.exclude(author=None).exists()  # anonymous here as everywhere
    assert "4 of 4 have finished" in screen(rehearsal, "board")
    postits.reveal(rehearsal, by=facilitator)
    bring(rehearsal, "categories", facilitator)
    play(troupe, 8)
    for name in "Délais", "Clarté":
        categories.create(rehearsal, name, [], by=facilitator)
    rounds.begin(rehearsal, Round.PROPOSE, by=facilitator)
    play(troupe)
    assert progress(rehearsal, rehearsal.postits.count())["given"] >= 8
    assert any(opinion.agrees for opinion in opinions(rehearsal))
    rounds.close(rehearsal, by=facilitator)
    rounds.begin(rehearsal, Round.VOTE, by=facilitator)
    play(troupe)
    assert Dots.objects.count() == 4 * 2  # one on each category: there are only two


def test_nobody_writes_while_eyes_are_up(troupe, rehearsal, facilitator):
    play(troupe, 12)
    bring(rehearsal, "services", facilitator)
    moves.look_up(rehearsal, by=facilitator)
    play(troupe, 20)
    assert rehearsal.interfaces.count() == 0


def test_simulated_people_wait_at_a_door_that_asks(troupe, rehearsal, facilitator):
    knocks.ask_first(rehearsal, by=facilitator)
    play(troupe, 12)
    assert (rehearsal.participants.present().count(), len(knocks.waiting(rehearsal))) == (0, 4)
    knocks.admit_all(rehearsal, by=facilitator)
    play(troupe, 8)
    assert rehearsal.participants.present().count() == 4


def test_a_closed_door_is_tried_again(troupe, rehearsal, facilitator):
    gather.close_door(rehearsal, by=facilitator)
    play(troupe, 8)
    assert rehearsal.participants.present().count() == 0
    gather.open_door(rehearsal, by=facilitator)
    play(troupe, 12)
    assert rehearsal.participants.present().count() == 4


def test_the_real_workshop_is_not_touched(troupe, rehearsal, workshop, facilitator):
    play(troupe, 12)
    assert Participant.objects.filter(workshop=workshop).count() == 0
    assert workshop.team.organisation != rehearsal.team.organisation
    bring(rehearsal, "services", facilitator)
    play(troupe)
    services.treat_all(rehearsal, by=facilitator)
    assert list(Team.objects.filter(organisation=workshop.team.organisation)) == [workshop.team]
    assert home.organisation_of(facilitator) == workshop.team.organisation


def test_what_was_prepared_comes_along_without_anybody_s_address(workshop, facilitator):
    interface = services.offer(workshop, "Ventes", by=facilitator)
    services.treat(workshop, interface.pk, True, by=facilitator)
    services.name_contact(workshop, interface.pk, "Julie", "julie@example.org", "fr", by=facilitator)
    new = rehearsals.open_rehearsal(workshop, 1, by=facilitator)
    copy = Interface.objects.get(workshop=new)
    assert (copy.name, copy.client, copy.contact.name, copy.contact.email) == ("Ventes", None, "Julie", "")


def test_every_screen_says_that_it_is_a_rehearsal(rehearsal, workshop):
    for audience in ("board", "console", "phone"):
        assert "Rehearsal" in screen(rehearsal, audience)
    assert rehearsal.title == "Répétition\u00a0: Logistique"
    assert "simulated" in screen(rehearsal, "console")
    assert 'class="tag"' not in screen(workshop, "board") + screen(workshop, "phone")


def test_all_of_it_goes_in_one_press_and_a_real_workshop_never_does(as_, troupe, rehearsal, workshop, facilitator):
    play(troupe, 12)
    bring(rehearsal, "postits", facilitator)
    play(troupe, 20)
    assert PostIt.objects.exists()
    answer = post(as_(facilitator), reverse("delete-rehearsal", args=[rehearsal.key]))
    assert (answer.status_code, answer["HX-Redirect"]) == (204, reverse("console", args=[workshop.key]))
    assert not PostIt.objects.exists()
    assert not Participant.objects.exists()
    assert not Rehearsal.objects.exists()
    assert list(Workshop.objects.all()) == [workshop]
    assert list(Organisation.objects.all()) == [workshop.team.organisation]
    assert post(as_(facilitator), reverse("delete-rehearsal", args=[workshop.key])).status_code == 409
    with pytest.raises(Refused, match="Only a rehearsal"):
        home.delete_rehearsal(workshop)
    assert Workshop.objects.filter(pk=workshop.pk).exists()


def test_home_lists_rehearsals_apart(as_, rehearsal, workshop, facilitator):
    page = as_(facilitator).get(reverse("home")).content.decode()
    real, apart = page.split("My rehearsals")
    assert rehearsal.key in apart
    assert rehearsal.key not in real
    assert workshop.key in real


def test_they_stop_when_told_to(assert_screens_follow, troupe, rehearsal, facilitator):
    assert "4 simulated participants play" in screen(rehearsal, "console")
    assert_screens_follow(lambda: rehearsals.stop(rehearsal, by=facilitator))
    assert not troupe.goes_on()
    assert "have stopped" in screen(rehearsal, "console")
    with pytest.raises(Refused, match="any more"):
        rehearsals.stop(rehearsal, by=facilitator)


def test_they_stop_when_their_time_is_over_or_all_was_deleted(troupe, rehearsal):
    Rehearsal.objects.update(until=timezone.now() - timedelta(seconds=1))
    troupe.play()
    assert rehearsal.participants.present().count() == 0
    assert Rehearsal.objects.get().ended_at
    home.delete_rehearsal(rehearsal)
    troupe.signed = float("-inf")
    with pytest.raises(Workshop.DoesNotExist):
        troupe.play()


def test_a_restart_ends_it_and_the_console_says_so(rehearsal):
    Rehearsal.objects.update(played_at=timezone.now() - timedelta(minutes=5))
    assert "the server was restarted" in screen(rehearsal, "console")


def test_each_sign_of_life_is_a_change(assert_screens_follow, rehearsal, elsewhere):
    assert_screens_follow(lambda: rehearsals.sign(rehearsal))
    assert_screens_follow(lambda: rehearsals.finish(rehearsal))
    assert rehearsals.sign(rehearsal) is False


def test_a_rehearsal_is_not_rehearsed(rehearsal, facilitator):
    with pytest.raises(Refused, match="rehearsal already"):
        rehearsals.open_rehearsal(rehearsal, 2, by=facilitator)


def test_one_rehearsal_at_a_time_plays_for_a_facilitator(rehearsal, workshop, facilitator, deputy):
    other = home.open_workshop(facilitator, "Achats", "fr")
    for source in (workshop, other):
        with pytest.raises(Refused, match="stop it first"):
            rehearsals.open_rehearsal(source, 60, by=facilitator)
    assert Workshop.objects.filter(is_rehearsal=True).count() == 1
    rehearsals.open_rehearsal(workshop, 2, by=deputy)
    rehearsals.stop(rehearsal, by=facilitator)
    rehearsals.open_rehearsal(other, 2, by=facilitator)


def test_no_real_workshop_comes_of_a_rehearsal(as_, rehearsal, workshop, facilitator):
    answer = post(as_(facilitator), reverse("open-again", args=[rehearsal.key]), kinds=["people", "services"])
    assert (answer.status_code, "This is a rehearsal" in answer.content.decode()) == (409, True)
    post(as_(facilitator), reverse("delete-rehearsal", args=[rehearsal.key]))  # it would hold its organisation
    assert list(Workshop.objects.all()) == [workshop]
    assert list(Organisation.objects.all()) == [workshop.team.organisation]


@pytest.mark.parametrize(("people", "status"), [("0", 422), ("61", 422), ("", 422), ("huit", 422)])
def test_one_to_sixty_people(as_, workshop, facilitator, people, status):
    answer = post(as_(facilitator), reverse("begin-rehearsal", args=[workshop.key]), people=people)
    assert (answer.status_code, Workshop.objects.count()) == (status, 1)


def test_the_line_leads_to_the_process_that_answers_under_the_public_name(settings):
    settings.ORIGINS = ["https://promesse.example.org"]
    settings.HTTPS = settings.PROXIED = True
    direct, public = Line(("10.0.0.7", 8001)), Line(None)
    assert (direct.host, direct.port, direct.kind.__name__) == ("10.0.0.7", 8001, "HTTPConnection")
    assert direct.headers["Host"] == "promesse.example.org"
    assert (direct.headers["X-Forwarded-Proto"], direct.headers["X-Forwarded-For"]) == ("https", "127.0.0.1")
    assert (public.host, public.port, public.kind.__name__) == ("promesse.example.org", 443, "HTTPSConnection")
    assert Line(("/run/promesse.sock", None)).host == "promesse.example.org"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_there_is_enough_to_say_in_each_language(language):
    told = texts.bank(language)
    said = [text for trade in told["trades"].values() for polarity in ("like", "dislike") for text in trade[polarity]]
    assert len(said) == len(set(said)) >= 120
    assert max(map(len, said)) <= 140
    assert len(set(told["names"])) == rehearsals.MOST
    assert max(map(len, told["names"])) <= 40
    if language == "fr":
        assert [text for text in said if re.search(r"'|[ \u00a0][;!?]| :|\.\.\.", text)] == []


def test_a_team_hears_its_own_trade_first():
    first = [text for _polarity, text in texts.deck("fr", "Comptabilité générale").cards[-17:]]
    assert sorted(first) == sorted(
        text for side in ("like", "dislike") for text in texts.bank("fr")["trades"]["accounting"][side]
    )
    assert texts.speaks("it", "it")
    assert not texts.speaks("qualite", "it")


def test_the_device_of_a_simulated_phone_is_its_own(troupe, rehearsal):
    play(troupe, 12)
    devices = {player.phone.cookies[settings.DEVICE_COOKIE] for _due, _number, player in troupe.due}
    assert len(devices) == 4
