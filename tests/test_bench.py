"""The bench reads what our screens are told, and is not flattered: by a rank, by a count, by a row that failed."""

import pytest

from interfaces.steps import postits
from tests.bench.broken import Broken
from tests.bench.client import Screen, Told
from tests.bench.figures import figures
from tests.bench.load import Post
from tests.bench.targets import TARGETS, verdicts
from tests.screens import fresh, operation
from workshop import live

HEAD = '<i id="frame" data-from="{}" data-to="{}" data-now="0"></i>'


def told(html):
    return Told.of(html.encode(), len(html))


def frame(text):
    """A text frame as a server sends it (RFC 6455, 5.2)."""
    content = text.encode()
    size = bytes([len(content)]) if len(content) < 126 else b"\x7e" + len(content).to_bytes(2, "big")
    return b"\x81" + size + content


def phone(*counts):
    """A phone that was told these counts, one second after the other."""
    screen = Screen("phone", "", counts=True)
    for moment, count in enumerate(counts):
        screen.hear(told(f'<p id="count">{count} post-its</p>'), moment)
    return screen


def board(*cards):
    screen = Screen("board", "")
    for moment, card in enumerate(cards):
        screen.hear(told(f'<li id="postit-{card}">'), moment)
    return screen


def post(rank, key=0):
    return Post(room=0, op="", began=0, ended=0, late=0, rank=rank, key=key)


def pushed(workshop, audience, verb):
    """What a screen of an audience is told of a verb."""
    view = live.View(audience, "", "fr")
    before = live.render(fresh(workshop), view)
    verb()
    return told(live.frame(before, live.render(fresh(workshop), view)))


@pytest.mark.parametrize(("audience", "shows_cards"), [("phone", False), ("board", True), ("console", True)])
def test_our_own_frames_are_read(workshop, at, alice, facilitator, audience, shows_cards):
    at(postits.SLUG)
    postits.reveal(workshop, by=facilitator)

    def verb():
        with operation():
            postits.add(alice, "like", None, "99 post-its")

    heard = pushed(workshop, audience, verb)
    assert heard.count == 1
    assert heard.cards == ({workshop.postits.get().pk} if shows_cards else set())
    assert heard.is_news
    assert heard.since == heard.to - 1


def test_a_number_in_a_post_it_is_no_count():
    assert told('<li id="postit-5">99 post-its</li>').count is None
    assert told('<li id="postit-5">99 post-its</li><p id="count">3 sur 20. 12 post-its</p>').count == 12


def test_frames_are_whole_however_they_are_cut():
    stream = frame('<p id="count">1 post-it</p>') + frame('<p id="count">2 post-its</p>'.ljust(400))
    for cut in range(len(stream)):
        screen, known = Screen("phone", "", counts=True), {}
        rest = screen.split(stream[:cut], 0, known)
        assert screen.split(rest + stream[cut:], 0, known) == b""
        assert [each.count for each in screen.told] == [1, 2]


def test_a_count_shows_every_post_it_that_it_covers_and_no_other():
    found = figures([post(1), post(2), post(3)], [phone(0, 2)])
    assert found["last"]["p50"] == 1000
    assert found["lost"] == 1


def test_a_board_shows_a_post_it_when_its_card_came_whatever_it_counts():
    assert figures([post(1, key=7), post(2, key=8)], [board(8)])["lost"] == 1


def test_what_is_shown_beyond_what_was_sent_is_doubled():
    assert figures([post(1), post(2)], [phone(1, 2, 3)])["doubled"] == 1
    assert figures([post(1, key=7)], [board(7, 8)])["doubled"] == 1


def test_a_frame_that_does_not_lead_on_is_lost():
    screen = phone()
    for since, to in ((0, 5), (5, 6), (7, 8)):
        screen.hear(told(HEAD.format(since, to) + '<p id="count">1 post-it</p>'), 0)
    assert figures([post(1)], [screen])["lost"] == 1


def test_a_phone_that_counts_backwards_ends_the_row():
    with pytest.raises(Broken):
        figures([post(1)], [phone(2, 1)])


def test_ratios_are_taken_inside_a_round():
    rows = [
        {"round": turn, "load": "200x5", "server": server, "last": {"p50": value, "p95": value}}
        for turn, values in enumerate([(1, 3), (10, 30), (2, 14)])
        for server, value in zip(("limit", "ours"), values, strict=True)
    ]
    assert [verdict.value for verdict in verdicts(rows)] == [3]
    assert [verdict.is_met for verdict in verdicts(rows)] == [True]


def test_a_row_that_failed_misses_its_targets():
    rows = [{"round": 0, "load": each.load, "server": each.server, "failed": "429"} for each in TARGETS]
    judged = list(verdicts(rows))
    assert {verdict.target for verdict in judged} == set(TARGETS)
    assert not any(verdict.is_met for verdict in judged)
