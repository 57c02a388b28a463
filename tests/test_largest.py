"""The largest forms there can be are taken whole: what a contact fills in at once, and who of a full room is here."""

from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.urls import reverse

from interfaces import wished
from interfaces.models import Consultation, Echo, Feedback, Pair, Sentence, WayOfWorking
from interfaces.steps import consult, ways
from promises import decisions, lines, taking
from promises.models import Commitment, Score
from promises.steps import promise, review
from tests.conftest import client_service
from tests.screens import post
from workshop.change import Refused
from workshop.models import Link, Participant

LINE = {"who": "le quai", "what": "donne une date", "delay": "4 h"}
FULL = "🌞" * 600  # twelve bytes each on their way


@pytest.fixture
def sales(workshop):
    return client_service(workshop)


@pytest.fixture
def mirror(sales):
    sentences = [Sentence(interface=sales, text=f"Ils répondent vite ({n})", position=n) for n in range(wished.MOST)]
    return Sentence.objects.bulk_create(sentences)


def page_of(client, secret):
    client.cookies["django_language"] = "en"
    return client.post(reverse("link", args=[secret])).url


def send(client, url, fields):
    """As a browser sends a form."""
    body = urlencode(fields | {"op": str(uuid4()), "csrfmiddlewaretoken": "x" * 64})
    return client.post(url, body, content_type="application/x-www-form-urlencoded")


def test_a_contact_answers_to_every_rule_and_sentence_at_once(client, at, workshop, facilitator, sales, mirror):
    at("consult")
    rows = [(n, kind) for kind in (True, False) for n in range(ways.MOST)]
    rules = WayOfWorking.objects.bulk_create(
        WayOfWorking(interface=sales, acceptable=kind, text=f"Règle {n}", position=n) for n, kind in rows
    )
    url = page_of(client, consult.invite(workshop, sales, by=facilitator))
    fields = {f"verdict-{each.pk}": Feedback.CHANGE for each in rules} | {f"text-{each.pk}": FULL for each in rules}
    fields |= {f"echo-{each.pk}": "no" for each in mirror} | {"expects": "🌞" * 2000, "commits": "🌞" * 2000}
    for more in ({"later": "1"}, {}):
        assert send(client, url, fields | more).status_code == 302
    assert Feedback.objects.filter(text=FULL).count() == 80
    assert (Echo.objects.count(), len(Consultation.objects.get().expects)) == (wished.MOST, 2000)


@pytest.fixture
def promised(at, workshop, facilitator, sales):
    """As many commitments as one client service may be promised."""
    at("promise")
    first = promise.commit(workshop, sales, LINE, by=facilitator)
    Commitment.objects.bulk_create(Commitment(promise=first.promise, position=n, **LINE) for n in range(1, lines.MOST))
    return first.promise


def test_a_client_service_judges_every_line_of_the_longest_promise(
    client, at, workshop, facilitator, sales, mirror, promised
):
    promise.seal(workshop, by=facilitator)
    at("review")
    review.open_review(workshop, by=facilitator)
    url = page_of(client, review.invite_counterpart(workshop, sales, by=facilitator))
    fields = {"wishes": FULL}
    for line in promised.commitments.all():
        fields |= {f"{line.pk}-verdict": Score.PARTLY, f"{line.pk}-comment": FULL}
    fields |= {f"echo-{each.pk}": "partly" for each in mirror}
    assert send(client, url, fields).status_code == 302
    assert Score.objects.filter(side=Score.CLIENT, comment=FULL).count() == lines.MOST


def test_one_more_is_refused_in_a_sentence(as_, workshop, facilitator, sales, promised):
    WayOfWorking.objects.create(interface=sales, acceptable=True, text="Prévenir")
    source = f"way-{WayOfWorking.objects.get().pk}"
    for more in (
        lambda: promise.commit(workshop, sales, LINE, by=facilitator),
        lambda: taking.take_up(workshop, sales, source, by=facilitator),
    ):
        with pytest.raises(Refused, match="promised 40 commitments, the most there can be"):
            more()
    assert promised.commitments.count() == lines.MOST
    promise.withdraw(workshop, promised.commitments.first().pk, by=facilitator)
    assert promise.commit(workshop, sales, LINE, by=facilitator)


def test_the_lines_that_are_asked_for_count_too(at, workshop, facilitator, sales, promised):
    for line in list(promised.commitments.all())[:2]:
        promise.withdraw(workshop, line.pk, by=facilitator)
    promise.seal(workshop, by=facilitator)
    at("review")
    review.open_review(workshop, by=facilitator)
    for _each in range(2):
        decisions.ask_for(workshop, sales, "prévient", "", by=facilitator)
    with pytest.raises(Refused, match="the most there can be"):
        decisions.ask_for(workshop, sales, "prévient", "", by=facilitator)


def test_a_full_room_is_called(as_, at, settings, workshop, facilitator):
    Participant.objects.bulk_create(
        Participant(workshop=workshop, name=f"Personne {n}", joined_at=workshop.created_at)
        for n in range(settings.ROOM)
    )
    here = list(workshop.participants.values_list("pk", flat=True))[1:]
    at("ways")
    answer = post(as_(facilitator), reverse("ways:call", args=[workshop.key]), here=here, csrfmiddlewaretoken="x")
    assert answer.status_code == 204
    assert workshop.participants.exclude(absent=None).count() == 1
    assert not Pair.objects.exists()
    assert not Link.objects.exists()
