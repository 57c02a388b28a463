"""A prepared question answers what its queryset would, whatever the values."""

import pytest

from workshop.models import Participant, Workshop
from workshop.prepared import Prepared

pytestmark = pytest.mark.django_db
NAMED = Prepared(
    lambda room, name: Participant.objects.filter(workshop=room, name=name, removed_at=None).values_list("pk", "name"),
    0,
    "",
)


def test_values_go_where_the_queryset_has_them(workshop, alice, bob):
    assert NAMED.rows(workshop.pk, alice.name) == [(alice.pk, alice.name)]
    assert NAMED.rows(workshop.pk, bob.name) == [(bob.pk, bob.name)]
    assert NAMED.rows(workshop.pk + 1, bob.name) == []


def test_it_counts_what_it_would_give(workshop, alice):
    assert NAMED.count(workshop.pk, alice.name) == 1
    assert NAMED.count(workshop.pk, "personne") == 0


def test_a_value_is_never_read_as_sql(workshop, alice):
    assert NAMED.rows(workshop.pk, "' OR 1=1 --") == []


def test_a_percent_sign_is_a_value_like_another(workshop):
    person = Participant.objects.create(workshop=workshop, name="100 %s")
    assert NAMED.rows(workshop.pk, "100 %s") == [(person.pk, "100 %s")]


ROOM = Prepared(lambda pk: Workshop.objects.filter(pk=pk), 0)


def test_a_whole_row_comes_as_the_queryset_would_give_it(workshop):
    assert vars_of(ROOM.first(workshop.pk)) == vars_of(Workshop.objects.get(pk=workshop.pk))
    assert ROOM.first(workshop.pk + 1) is None


def vars_of(row):
    return {name: value for name, value in vars(row).items() if name != "_state"}
