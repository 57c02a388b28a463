"""Screens follow the verbs that no step's own test plays on a room with its screens open."""

from interfaces import pairs
from interfaces.models import LIKE, Interface
from interfaces.steps import postits, ways
from promises import counterpart, manager
from promises.models import Version
from promises.steps import review
from tests.booklets import written
from tests.screens import operation, screen
from workshop import gestures, links, moves
from workshop.models import Link
from workshop.steps import gather


def test_a_postit_and_the_decision_to_keep_names(assert_screens_follow, at, workshop, facilitator, alice):
    at("postits")
    assert_screens_follow(lambda: postits.name_authors(workshop, True, by=facilitator))
    assert "your first name is kept" in screen(workshop, "phone")
    with operation():
        assert_screens_follow(lambda: postits.add(alice, LIKE, None, "une idée"))


def test_the_door_and_the_timer(assert_screens_follow, workshop, facilitator):
    gather.close_door(workshop, by=facilitator)
    assert_screens_follow(lambda: gather.open_door(workshop, by=facilitator))
    assert workshop.shown_code in screen(workshop, "board")
    assert_screens_follow(lambda: moves.add_minute(workshop, by=facilitator))
    assert "1:00" in screen(workshop, "board")


def test_somebody_has_finished_and_goes_on(assert_screens_follow, at, workshop, alice, bob):
    at("postits")
    assert_screens_follow(lambda: moves.finish(alice, "postits"))
    assert "1 of 2 has finished" in screen(workshop, "board")
    moves.finish(alice, "postits", done=False)
    assert "0 of 2 have finished" in screen(workshop, "board")


def test_interfaces_shared_out_again_and_taken_back(assert_screens_follow, at, workshop, facilitator, alice, bob):
    for name in ("Ventes", "Achats"):
        Interface.objects.create(workshop=workshop, name=name, treated=True)
    at("ways")
    ways.draw(workshop, by=facilitator)
    Interface.objects.update(pair=None)
    assert_screens_follow(lambda: pairs.share_out(workshop, by=facilitator))
    assert not workshop.interfaces.filter(pair=None).exists()
    assert_screens_follow(lambda: gestures.take_back(workshop, workshop.gestures.first().pk, by=facilitator))
    assert workshop.interfaces.filter(pair=None).count() == 2


def test_links_are_made_opened_and_signed(assert_screens_follow, at, workshop, facilitator):
    written(workshop)
    at("promise")
    secret = assert_screens_follow(lambda: manager.invite_manager(workshop, by=facilitator))
    link = links.link_of(secret)
    assert_screens_follow(lambda: links.opened(link))
    assert Link.objects.get(pk=link.pk).opened_at
    assert_screens_follow(lambda: manager.approve(link, "Philippe Garnier", "Directeur"))
    assert "Philippe Garnier" in screen(workshop, "console")
    at("review")
    review.open_review(workshop, by=facilitator)
    promise = Version.objects.get().promises.first()
    assert_screens_follow(lambda: counterpart.invite_counterpart(workshop, promise.interface, by=facilitator))
