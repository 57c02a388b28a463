"""The same operation twice at once: one row and one answer, whatever the database and whichever was first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from interfaces.steps import postits
from tests.screens import bring, post
from workshop import limits
from workshop.models import Workshop

ROUNDS, AT_ONCE = 100, 3  # rounds with names, and as many without: each kind recognises a repetition by other rows


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("named", [False, True], ids=["nameless", "named"])
def test_one_operation_sent_at_once_is_one_row_and_one_answer(workshop, facilitator, alice, monkeypatch, named):
    bring(workshop, "postits", facilitator)
    postits.name_authors(workshop, named, by=facilitator)
    monkeypatch.setattr(limits.POSTS, "burst", 10**6)
    monkeypatch.setattr(limits.POSTS, "rate", 10**6)
    revision, url = workshop.revision, reverse("postits:write", args=[workshop.key])
    answers = at_once(alice, url, anonymous="0" if named else "1")
    assert {len(set(each)) for each in answers} == {1}
    assert {(status, acknowledged) for ((status, acknowledged, _content), *_same) in answers} == {(200, True)}
    texts = sorted(workshop.postits.values_list("text", flat=True))
    assert texts == sorted(f"Idée {number}" for number in range(ROUNDS))
    assert Workshop.objects.get().revision == revision + ROUNDS


def at_once(person, url, anonymous):
    """For each round, what each of the threads that send the same POST in the same instant is answered."""
    start = Barrier(AT_ONCE)
    operations = [uuid4() for _each in range(ROUNDS)]

    def send(_thread):
        browser, answers = Client(), []
        browser.cookies[settings.DEVICE_COOKIE] = person.device
        try:
            for number, op_id in enumerate(operations):
                start.wait(20)
                answer = post(browser, url, op_id, text=f"Idée {number}", polarity="like", anonymous=anonymous)
                answers.append((answer.status_code, answer.headers.get("X-Ack") == str(op_id), answer.content))
        finally:
            connection.close()
        return answers

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(zip(*threads.map(send, range(AT_ONCE)), strict=True))
