"""An outage of the database is a sentence and a moment to wait; a defect of ours stays a defect."""

import sqlite3

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from interfaces.models import PostIt
from tests.screens import post
from workshop import outage


@pytest.fixture
def locked():
    """The database written by another process for longer than one waits."""
    if connection.vendor != "sqlite":
        pytest.skip("locks are by row there")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_locked_database_is_said_and_nothing_is_acknowledged(as_, at, workshop, alice, request):
    at("postits")
    request.getfixturevalue("locked")
    answer = post(as_(alice), reverse("postits:write", args=[workshop.key]), polarity="like", text="Merci")
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert "Your text is kept and will be sent again by itself" in answer.content.decode()
    assert "X-Ack" not in answer
    assert not PostIt.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_page_says_when_to_come_back(as_, workshop, facilitator, request):
    client = as_(facilitator)
    request.getfixturevalue("locked")
    answer = client.post(reverse("new"), {"team": "Paie"})
    assert answer.status_code == 503
    assert "Not saved" in answer.content.decode()


def failed(**told):
    error = OperationalError("what the library says may quote people")
    error.__cause__ = Exception()
    vars(error.__cause__).update(told)
    return error


@pytest.mark.parametrize("told", [{"sqlite_errorname": "SQLITE_FULL"}, {"sqlstate": "53100"}])
def test_a_full_disk_has_a_sentence_of_its_own(told, english):
    assert "disk is full" in outage.sentence(failed(**told))


def test_a_statement_that_never_works_is_no_outage():
    assert outage.is_outage(failed(sqlite_errorname="SQLITE_BUSY"))
    assert not outage.is_outage(failed(sqlite_errorname="SQLITE_ERROR"))
    assert not outage.is_outage(ValueError())
