"""What a round tells is what the workshop was at one moment, whoever writes meanwhile."""

from threading import Thread

import pytest
from django.db import connection

from interfaces.models import LIKE
from interfaces.steps import postits
from tests.screens import bring, operation
from workshop import live

PHONE = live.View("phone", "", "en")


def in_another_thread(verb):
    """Play a verb as one POST, on a connection of its own, to its end."""

    def play():
        try:
            with operation():
                verb()
        finally:
            connection.close()

    thread = Thread(target=play)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()


@pytest.mark.django_db(transaction=True)
def test_a_round_holds_nothing_newer_than_its_revision(workshop, facilitator, alice, monkeypatch):
    """Else what came early is in no later frame, and a screen that has the older state never hears of it."""
    bring(workshop, "postits", facilitator)
    revision, read = workshop.revision, live.context

    def meanwhile(*given):
        in_another_thread(lambda: postits.add(alice, LIKE, None, "entre-temps"))
        monkeypatch.setattr(live, "context", read)
        return read(*given)

    monkeypatch.setattr(live, "context", meanwhile)
    told, _rights, fresh = live.frames(workshop.pk, {PHONE: None})
    assert (told, fresh[PHONE][0].revision) == (revision, revision)
    assert "0 post-its on the wall" in fresh[PHONE][0].book.html()
    told, _rights, fresh = live.frames(workshop.pk, {PHONE: fresh[PHONE][0]})
    assert told == revision + 1
    assert "1 post-it on the wall" in fresh[PHONE][1]
