"""Same as last time: a new workshop takes along who and what was prepared, and nothing of what was said."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from interfaces import copies, processes
from interfaces.models import LIKE, Contact, Naming, PostIt, Responsibility
from interfaces.steps import postits, services
from tests.screens import operation, post
from workshop import plan
from workshop.models import Facilitation, MissionOpinion, Workshop
from workshop.steps import gather, mission

EVERYTHING = ("people", "mission", "services", "contacts", "processes", "timings")
SECRET = "jamais-vu-avant-17"


@pytest.fixture
def last_time(at, workshop, facilitator, alice):
    """A workshop in which things were prepared and things were said."""
    gather.invite(workshop, "Ali", by=facilitator)
    mission.write(workshop, "Expédier juste.", 0, by=facilitator)
    at("mission")
    mission.react(alice, False, SECRET)
    at("services")
    first = services.propose(alice, "Ventes")
    second = services.offer(workshop, "Production", by=facilitator)
    for each in (first, second):
        services.treat(workshop, each.pk, True, by=facilitator)
    services.place(workshop, second.pk, 0, by=facilitator)
    services.offer(workshop, "Achats", by=facilitator)  # in the list, not treated
    services.drop(workshop, services.offer(workshop, "Transporteurs", by=facilitator).pk, by=facilitator)
    processes.name_process(workshop, "Expédier", None, by=facilitator)
    processes.name_process(workshop, "Réclamer", first.pk, by=facilitator)
    alone = processes.process_of(workshop, workshop.named_processes.get(name="Expédier").pk)
    Responsibility.objects.create(process=alone, participant=alice, letter=Responsibility.ANSWERS)
    services.name_contact(workshop, first.pk, "Julie", "julie@example.org", "en", by=facilitator)
    at("postits")
    with operation():
        postits.add(alice, LIKE, first, SECRET)
    return workshop


def test_what_was_prepared_comes_along_in_its_order(assert_screens_follow, last_time, facilitator):
    new = assert_screens_follow(lambda: copies.open_again(last_time, EVERYTHING, by=facilitator))
    assert (new.title, new.team, new.mission) == (last_time.title, last_time.team, "Expédier juste.")
    assert [p.name for p in new.participants.all()] == ["Alice", "Ali"]
    listed = [(each.name, each.treated, each.client and each.client.name) for each in new.interfaces.standing()]
    assert listed == [("Production", True, "Production"), ("Ventes", True, "Ventes"), ("Achats", False, None)]
    contact = Contact.objects.get(interface__workshop=new)
    assert (contact.name, contact.email, contact.language) == ("Julie", "julie@example.org", "en")
    assert Facilitation.objects.get(workshop=new).role == Facilitation.LEAD


def test_the_processes_of_the_matrix_come_along_without_letters(last_time, facilitator):
    new = copies.open_again(last_time, EVERYTHING, by=facilitator)
    named = [(each.name, each.interface and each.interface.name) for each in new.named_processes.all()]
    assert named == [("Expédier", None), ("Réclamer", "Ventes")]
    assert new.named_processes.get(name="Réclamer").interface.workshop == new
    assert not Responsibility.objects.filter(process__workshop=new).exists()
    assert not copies.open_again(last_time, ["services"], by=facilitator).named_processes.exists()


def test_a_process_of_a_service_that_stays_stays_too(last_time, facilitator):
    services.drop(last_time, last_time.interfaces.get(name="Ventes").pk, by=facilitator)
    for kinds in (["processes"], ["processes", "services"]):
        new = copies.open_again(last_time, kinds, by=facilitator)
        assert [each.name for each in new.named_processes.all()] == ["Expédier"]


def test_the_minutes_that_were_planned_come_along_not_what_became_of_them(last_time, facilitator):
    plan.plan(last_time, {"postits": 30}, by=facilitator)
    last_time.timings.filter(step="postits").update(minutes=12, used=timedelta(minutes=40))
    new = copies.open_again(last_time, EVERYTHING, by=facilitator)
    assert plan.minutes(new)["postits"] == 30
    assert new.timings.get(step="postits").used == timedelta()
    assert plan.minutes(copies.open_again(last_time, ["people"], by=facilitator))["postits"] == 20


def test_nothing_that_was_said_comes_along(last_time, facilitator):
    new = copies.open_again(last_time, EVERYTHING, by=facilitator)
    assert new.participants.exclude(joined_at=None).count() == 0
    for model, path in (
        (PostIt, "workshop"),
        (Naming, "interface__workshop"),
        (MissionOpinion, "participant__workshop"),
    ):
        assert model.objects.filter(**{path: last_time.pk}).exists()
        assert not model.objects.filter(**{path: new.pk}).exists()
    assert (new.step, new.wall_begun, new.revealed_at, new.anonymous) == ("gather", False, None, True)
    assert new.code not in (None, last_time.code)


def test_only_what_is_ticked_comes_along(last_time, facilitator):
    new = copies.open_again(last_time, ("people",), by=facilitator)
    assert (new.participants.count(), new.interfaces.count(), new.mission) == (2, 0, "")


def test_the_page_shows_what_will_be_copied_then_one_press_does_it(as_, last_time, facilitator):
    browser = as_(facilitator)
    page = browser.get(reverse("again", args=[last_time.key])).content.decode()
    for word in ("Alice", "Ali", "Expédier juste.", "Production", "Julie", "Réclamer"):
        assert word in page
    assert SECRET not in page
    assert page.count("checked") == len(EVERYTHING)
    op = str(uuid4())
    answer = browser.post(reverse("open-again", args=[last_time.key]), {"kinds": EVERYTHING, "op": op})
    new = Workshop.objects.order_by("-pk").first()
    assert answer.url == reverse("console", args=[new.key])
    again = browser.post(reverse("open-again", args=[last_time.key]), {"kinds": EVERYTHING, "op": op})
    assert again.url == reverse("home")  # pressed twice, opened once
    assert Workshop.objects.count() == 2


def test_contacts_do_not_come_without_their_services(as_, last_time, facilitator):
    answer = post(as_(facilitator), reverse("open-again", args=[last_time.key]), kinds="contacts")
    assert answer.status_code == 422
    assert "tick both" in answer.content.decode()


def test_the_end_of_a_workshop_and_the_home_offer_it(as_, last_time, facilitator):
    browser, again = as_(facilitator), reverse("again", args=[last_time.key])
    assert again in browser.get(reverse("home")).content.decode()
    assert again in browser.get(reverse("console", args=[last_time.key, "review"])).content.decode()


def test_another_facilitator_copies_nothing(as_, last_time, stranger):
    assert as_(stranger).get(reverse("again", args=[last_time.key])).status_code == 404
