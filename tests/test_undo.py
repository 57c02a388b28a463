"""Undo: what facilitators did to people, services, post-its, categories and pairs. Lesson 19: one sees how to undo."""

import ast
import inspect
from uuid import uuid4

import pytest
from django.urls import reverse

from interfaces import (
    absent,
    aside,
    choosing,
    clients,
    contacts,
    dots,
    doubles,
    entered,
    groups,
    helping,
    pairs,
    processes,
    raci,
    stacks,
    suggesting,
    wished,
    wishes,
)
from interfaces.models import LIKE, Consultation, Contact, PairMember, PostIt, Responsibility
from interfaces.steps import categories, postits, services
from tests.conftest import member
from tests.screens import operation, post, screen
from workshop import gestures, plan
from workshop.change import Refused
from workshop.models import Gesture
from workshop.steps import gather

NOT_UNDONE = {
    "gather.open_door",  # the switch itself goes back
    "gather.close_door",
    "postits.reveal",  # what was seen was seen
    "postits.name_authors",  # a rule of the room, which the first post-it closes
    "entered.enter",  # the gesture is in what it calls, which paper shares: tests/test_entered.py
    "stacks.spread",  # how a stack is looked at
}


MODULES = (
    *(absent, choosing, wishes),
    *(gather, plan, services, clients, contacts, doubles, postits, aside, entered),
    *(categories, groups, stacks, suggesting, helping, dots, pairs, raci, processes, wished),
)


def facilitators_verbs(module):
    """(name, source) of every function of a module that opens the door for whoever is `by`."""
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.FunctionDef) and "by" in [arg.arg for arg in node.args.args]:
            source = ast.unparse(node)
            if "change(workshop, by=by" in source:
                yield node.name, source


@pytest.mark.parametrize(
    "module",
    MODULES,
    ids=lambda module: module.__name__,
)
def test_every_gesture_of_steps_1_and_3_to_7_can_be_undone(module):
    verbs = list(facilitators_verbs(module))
    assert verbs
    short = module.__name__.rsplit(".", 1)[-1]
    assert [name for name, source in verbs if "gesture(" not in source and f"{short}.{name}" not in NOT_UNDONE] == []


@pytest.fixture
def list_of_one(workshop, facilitator, alice):
    with operation():
        return services.offer(workshop, "Ventes", by=facilitator)


def test_fifty_gestures_back_in_a_row(workshop, facilitator, list_of_one):
    for number in range(60):
        pk = list_of_one.pk
        services.rename(workshop, pk, f"Ventes {number}", workshop.interfaces.get(pk=pk).version, by=facilitator)
    assert len(workshop.undoable) == 50
    for _each in range(50):
        gestures.undo(workshop, workshop.undoable[0].pk, by=facilitator)
    assert workshop.interfaces.get().name == "Ventes 9"
    assert len(workshop.undoable) == 11  # ten older ones, and the service that was added


def test_lesson_19_two_facilitators_see_whose_each_gesture_was(workshop, facilitator, deputy, list_of_one):
    services.rename(workshop, list_of_one.pk, "Vente", list_of_one.version, by=deputy)
    shown = [(each.sentence, each.by__name) for each in workshop.undoable]
    assert shown == [("Renamed “Ventes” to “Vente”", "Denis"), ("Added “Ventes”", "Claire")]
    console = screen(workshop, "console", step="services")
    assert console.index("Denis") < console.index("Added “Ventes”")


def test_the_list_is_read_in_the_language_of_whoever_reads_it(workshop, facilitator, list_of_one):
    assert "Added “Ventes”" in screen(workshop, "console", "en", "services")
    assert "«\u202fVentes\u202f» ajouté" in screen(workshop, "console", "fr", "services")


def test_lesson_19_the_key_takes_back_one_s_own_last_gesture_and_says_which(
    as_, workshop, facilitator, deputy, list_of_one
):
    services.drop(workshop, list_of_one.pk, by=facilitator)
    services.offer(workshop, "Achats", by=deputy)
    answer = post(as_(facilitator), reverse("room:undo-own", args=[workshop.key]))
    assert (answer.status_code, "Undone: Dropped “Ventes”" in answer.content.decode()) == (200, True)
    assert {each.name for each in workshop.interfaces.standing()} == {"Ventes", "Achats"}
    assert post(as_(facilitator), reverse("room:undo-own", args=[workshop.key])).status_code == 200
    answer = post(as_(facilitator), reverse("room:undo-own", args=[workshop.key]))
    assert answer.status_code == 409
    assert "nothing to undo" in answer.content.decode()
    assert [each.sentence for each in workshop.undoable] == ["Added “Achats”"]


def test_one_s_own_gesture_is_not_undone_under_a_newer_one(workshop, facilitator, deputy, list_of_one):
    services.rename(workshop, list_of_one.pk, "Vente", list_of_one.version, by=facilitator)
    services.rename(workshop, list_of_one.pk, "Commerce", list_of_one.version + 1, by=deputy)
    with pytest.raises(Refused, match="Something newer"):
        gestures.undo_own(workshop, by=facilitator)
    assert workshop.interfaces.get().name == "Commerce"


def test_a_removed_person_is_brought_back_to_their_seat(assert_screens_follow, as_, workshop, facilitator, alice, bob):
    gather.remove(workshop, alice.pk, by=facilitator)
    phone = reverse("phone", args=[workshop.key])
    assert as_(alice).get(phone).status_code == 403
    assert_screens_follow(lambda: gestures.undo(workshop, workshop.undoable[0].pk, by=facilitator))
    assert as_(alice).get(phone).status_code == 200


def test_a_removed_person_whose_name_was_taken_stays_out(workshop, facilitator, alice):
    gather.remove(workshop, alice.pk, by=facilitator)
    gather.join(workshop, "Alice", "z" * 43)
    with pytest.raises(Refused, match="Something newer"):
        gestures.undo(workshop, workshop.undoable[0].pk, by=facilitator)


def test_a_rename_and_an_invitation_are_undone(workshop, facilitator, alice):
    gather.rename(workshop, alice.pk, "Alix", by=facilitator)
    gather.invite(workshop, "Ali\nZoé", by=facilitator)
    assert [each.sentence for each in workshop.undoable] == ["Expected 2 more people", "Renamed “Alice” to “Alix”"]
    for _each in range(2):
        gestures.undo_own(workshop, by=facilitator)
    assert [p.name for p in workshop.participants.all()] == ["Alice"]
    assert Gesture.objects.exclude(undone_at=None).count() == 2


def test_an_invitation_stays_once_somebody_of_it_is_in(workshop, facilitator):
    gather.invite(workshop, "Ali\nZoé", by=facilitator)
    gather.join(workshop, "Ali", "z" * 43)
    with pytest.raises(Refused, match="Something newer"):
        gestures.undo_own(workshop, by=facilitator)


# What came since is not taken away


CAME_SINCE = {
    "a post-it": lambda sales: PostIt.objects.create(
        workshop=sales.workshop, interface=sales, op_id=uuid4(), polarity=LIKE, text="Clair"
    ),
    "a person": lambda sales: sales.namings.create(participant=sales.workshop.participants.get()),
    "a rule": lambda sales: sales.ways.create(acceptable=True, text="Répondre"),
    "an answer": lambda sales: Consultation.objects.create(interface=sales, expects="Une date"),
    "a contact": lambda sales: Contact.objects.create(interface=sales, name="Inès"),
    "a promise": lambda sales: sales.workshop.versions.create(number=1).promises.create(interface=sales),
}


@pytest.mark.parametrize("came", CAME_SINCE.values(), ids=CAME_SINCE)
def test_a_service_stays_on_its_list_once_something_came(workshop, facilitator, list_of_one, came):
    kept = came(workshop.interfaces.get())
    with pytest.raises(Refused, match="remove it in its own step"):
        gestures.undo_own(workshop, by=facilitator)
    assert workshop.interfaces.standing().get() == list_of_one
    assert type(kept).objects.filter(pk=kept.pk).exists()
    services.drop(workshop, list_of_one.pk, by=facilitator)  # what the sentence says: it can be undone
    gestures.undo_own(workshop, by=facilitator)
    assert workshop.interfaces.standing().get() == list_of_one


def test_nothing_that_came_since_is_deleted_with_what_a_gesture_made(workshop, facilitator, alice, list_of_one):
    contacts.name_contact(workshop, list_of_one.pk, "Inès", "", "fr", by=facilitator)
    contact = Contact.objects.get()
    letter = Responsibility.objects.create(interface=list_of_one, contact=contact, letter=Responsibility.IS_ASKED)
    with pytest.raises(Refused, match="remove it in its own step"):
        gestures.undo_own(workshop, by=facilitator)
    letter.delete()
    for _each in range(2):
        gestures.undo_own(workshop, by=facilitator)
    assert not Contact.objects.exists()
    assert not workshop.interfaces.standing().exists()


def test_what_a_gesture_made_in_several_tables_goes_as_one(workshop, facilitator, alice):
    member(workshop, "Bob")
    pairs.draw(workshop, by=facilitator)
    assert PairMember.objects.count() == 2
    gestures.undo_own(workshop, by=facilitator)
    assert not PairMember.objects.exists()
