"""What a phone has written and nobody has acknowledged: kept, told honestly, sent until it is saved exactly once."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from .conftest import hears
from .test_axe import STYLES, sideways, small_targets, violations

WRITE = re.compile(r"/postits/write/$")
PAGE = {"content_type": "text/html", "body": "<h1>Welcome to the hotel</h1>"}
NO_LOCKS = "Object.defineProperty(navigator, 'locks', { value: undefined })"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
FORBIDDEN = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"


def write(phone, *texts):
    phone.fill("#text", "\n".join(texts))
    phone.click("#composer .primary")


def rows(phone, state=""):
    return phone.locator(f'[data-outbox] [data-state="{state}"]' if state else "[data-outbox] [data-op]")


def saved(phone):
    return phone.locator("#mine .postit")


def operations(*tabs, event="request"):
    """The operation ids of the post-its that these pages send, in order, as they are sent (or, finished, answered)."""
    sent = []
    for tab in tabs:
        tab.on(event, lambda request: WRITE.search(request.url) and sent.append(request.headers["x-op"]))
    return sent


def test_five_waiting_postits_survive_a_reload_and_each_arrives_once(stage):
    room = stage("postits")
    phone = hears(room.phone())
    texts = [f"Écrit sans réseau, {number}" for number in range(5)]
    phone.route(WRITE, lambda route: route.abort())
    write(phone, *texts[:3])
    for text in texts[3:]:
        write(phone, text)
    expect(rows(phone, "waiting")).to_have_count(5)
    phone.reload()
    expect(rows(phone, "waiting")).to_have_count(5)
    phone.unroute(WRITE)
    expect(saved(phone)).to_have_count(5)
    expect(rows(phone)).to_have_count(0)
    assert room.texts() == texts


def test_an_answer_lost_on_its_way_leaves_one_postit_not_two(stage):
    room = stage("postits")
    phone = hears(room.phone())
    sent = operations(phone)

    def lose(route):
        with suppress(Error):  # the page may be gone by then
            route.fetch()
            route.abort()

    phone.route(WRITE, lose)
    write(phone, "Une fois")
    expect(rows(phone, "waiting")).to_have_count(1)
    expect(rows(phone).locator("[data-why]")).to_contain_text("partira tout seul")
    phone.reload()
    phone.unroute(WRITE)
    expect(saved(phone)).to_have_count(1)
    assert len(set(sent)) == 1
    assert len(sent) > 1
    assert room.texts() == ["Une fois"]


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 200} | PAGE,
        {"status": 302, "headers": {"Location": "/"}},
        {"status": 204},
        {"status": 403} | PAGE,
        {"status": 404} | PAGE,
        {"status": 511} | PAGE,
    ],
    ids=lambda answer: str(answer["status"]),
)
def test_a_captive_portal_is_never_taken_for_the_server(stage, answer):
    room = stage("postits")
    phone = hears(room.phone())
    phone.route(WRITE, lambda route: route.fulfill(**answer))
    write(phone, "Depuis l’hôtel")
    expect(rows(phone, "waiting").locator("[data-why]")).to_contain_text("tout seul")
    phone.wait_for_timeout(1500)
    expect(rows(phone, "waiting")).to_have_count(1)
    expect(saved(phone)).to_have_count(0)
    assert "hotel" not in phone.content()
    phone.unroute(WRITE)
    expect(saved(phone)).to_have_count(1)
    assert room.texts() == ["Depuis l’hôtel"]


def test_a_network_that_swallows_requests_is_given_up_and_tried_again(stage):
    room = stage("postits")
    phone = hears(room.phone())
    sent = operations(phone)
    phone.route(WRITE, lambda route: None)
    write(phone, "Dans le trou noir")
    expect(rows(phone, "waiting").locator("[data-why]")).to_contain_text("ne répond pas", timeout=12_000)
    phone.unroute(WRITE)
    expect(saved(phone)).to_have_count(1, timeout=20_000)
    assert len(set(sent)) == 1
    assert room.texts() == ["Dans le trou noir"]


@pytest.mark.parametrize("script", [FULL, FORBIDDEN], ids=["full", "forbidden"])
def test_a_browser_that_keeps_nothing_says_so_and_loses_nothing(stage, script):
    room = stage("postits")
    phone = hears(room.phone(script=script))
    phone.route(WRITE, lambda route: route.abort())
    write(phone, "Sans mémoire")
    expect(rows(phone, "waiting")).to_have_count(1)
    expect(phone.locator("#unkept")).to_be_visible()
    phone.unroute(WRITE)
    expect(saved(phone)).to_have_count(1)
    assert room.texts() == ["Sans mémoire"]


def test_whoever_goes_too_fast_waits_as_long_as_asked_and_loses_nothing(stage):
    room = stage("postits")
    phone = hears(room.phone())
    sent = operations(phone)
    sentence = "<p data-sentence>Vous allez très vite</p>"
    headers = {"X-From": "promesse", "Retry-After": "4", "Content-Type": "text/html; charset=utf-8"}
    phone.route(WRITE, lambda route: route.fulfill(status=429, headers=headers, body=sentence), times=1)
    write(phone, "Un", "Deux")
    expect(rows(phone, "waiting").locator("[data-why]").first).to_contain_text("très vite")
    phone.context.set_offline(True)
    phone.context.set_offline(False)  # what wakes the queue does not hurry it
    phone.wait_for_timeout(2500)
    assert len(sent) == 1
    expect(saved(phone)).to_have_count(2, timeout=20_000)
    assert room.texts() == ["Deux", "Un"]
    assert len(sent) == 3


@pytest.mark.parametrize("script", ["", NO_LOCKS], ids=["https", "plain http"])
def test_two_tabs_of_one_phone_do_not_send_twice(stage, script):
    room = stage("postits")
    first = hears(room.phone(script=script))
    second = first.context.new_page()
    second.goto(room.address)
    first.context.route(WRITE, lambda route: route.abort())
    write(first, "Un", "Deux", "Trois")
    for tab in (first, second):
        expect(rows(tab, "waiting")).to_have_count(3)
    first.wait_for_timeout(500)
    sent = operations(first, second, event="requestfinished")  # one that fails is sent again
    first.context.unroute(WRITE)
    for tab in (first, second):
        expect(rows(tab)).to_have_count(0, timeout=20_000)
    assert room.texts() == ["Deux", "Trois", "Un"]
    assert len(sent) == len(set(sent)) == 3


def test_the_fifty_first_postit_stays_in_the_field_with_a_sentence(stage):
    phone = hears(stage("postits").phone())
    phone.route(WRITE, lambda route: route.abort())
    write(phone, *map(str, range(10, 59)))
    expect(rows(phone, "waiting")).to_have_count(49)
    write(phone, "un de trop", "deux de trop")
    expect(phone.locator(".field-said")).to_contain_text("50 post-its attendent")
    expect(phone.locator("#text")).to_have_value("un de trop\ndeux de trop")
    expect(rows(phone)).to_have_count(49)


def test_a_text_too_long_stays_in_the_field_with_a_sentence_beside_it(stage):
    phone = hears(stage("postits").phone())
    write(phone, "é" * 281)
    said = phone.locator("#composer .field-said")
    expect(said).to_contain_text("281 caractères")
    expect(phone.locator("#text")).to_have_value("é" * 281)
    expect(phone.locator("#text")).to_have_attribute("aria-describedby", re.compile("text-said"))
    expect(rows(phone)).to_have_count(0)
    phone.locator("#text").press("Backspace")
    expect(said).to_have_count(0)
    phone.locator("#text").press("Enter")
    expect(saved(phone)).to_have_count(1)


def test_a_phone_whose_seat_is_gone_keeps_its_text_with_the_reason(stage):
    room = stage("postits")
    phone = hears(room.phone())
    seat = [cookie for cookie in phone.context.cookies() if cookie["name"] == room.cookie]
    phone.context.clear_cookies(name=room.cookie)
    write(phone, "Encore à moi")
    expect(rows(phone, "refused").locator("[data-why]")).to_contain_text("sur cet appareil")
    phone.context.add_cookies(seat)
    rows(phone, "refused").locator("[data-again]").click()
    expect(saved(phone)).to_have_count(1)
    assert room.texts() == ["Encore à moi"]


def test_somebody_taken_out_of_the_room_still_finds_what_was_not_saved(stage):
    room = stage("postits")
    phone = hears(room.phone())
    phone.route(WRITE, lambda route: route.abort())
    write(phone, "Jamais parti")
    phone.fill("#text", "À peine commencé")
    room.tell("from workshop.steps import gather; gather.remove(workshop, workshop.participants.get().pk, by=None)")
    expect(phone.locator("main > h1")).to_contain_text("plus dans cet atelier", timeout=12_000)
    expect(phone.locator("#left-texts")).to_have_value("Jamais parti\n\nÀ peine commencé")


@pytest.mark.parametrize(("locale", "scheme"), STYLES)
def test_axe_finds_nothing_on_what_waits_or_was_refused(stage, locale, scheme):
    phone = hears(stage("postits").phone(size="small", language=locale, color_scheme=scheme))
    phone.fill("#text", "…")
    phone.press("#text", "Enter")
    expect(rows(phone, "refused")).to_have_count(1)
    phone.route(WRITE, lambda route: route.abort())
    phone.click("#composer .dislike")
    write(phone, "En attente")
    write(phone, "é" * 281)
    expect(rows(phone, "waiting")).to_have_count(1)
    assert violations(phone) == []
    assert sideways(phone) == 0
    assert small_targets(phone) == []


def test_what_came_too_late_is_kept_in_the_next_step_and_can_be_sent_again(stage):
    room = stage("postits")
    phone = hears(room.phone())
    phone.route(WRITE, lambda route: route.abort())
    write(phone, "Trop tard")
    expect(rows(phone, "waiting")).to_have_count(1)
    room.bring("ways")
    room.tell(
        "from datetime import timedelta\n"
        "Workshop.objects.filter(pk=workshop.pk).update(stepped_at=workshop.stepped_at - timedelta(minutes=2))"
    )
    expect(phone.locator("#screen")).to_have_attribute("data-step", "ways")
    phone.unroute(WRITE)
    refused = rows(phone, "refused")
    expect(refused.locator("[data-why]")).to_contain_text("vient de se fermer", timeout=20_000)
    expect(refused).to_contain_text("Trop tard")
    expect(refused.locator("[data-change]")).to_be_hidden()  # no field to put it back in
    room.bring("postits")
    expect(phone.locator("#composer")).to_be_visible()
    refused.locator("[data-again]").click()
    expect(saved(phone)).to_have_count(1)


def test_a_refused_text_never_takes_the_place_of_what_is_being_written(stage):
    room = stage("postits")
    phone = hears(room.phone())
    phone.fill("#text", "…")  # says nothing: the server refuses it
    phone.press("#text", "Enter")
    expect(rows(phone, "refused")).to_have_count(1)
    phone.fill("#text", "En train d’écrire")
    rows(phone).locator("[data-change]").click()
    expect(phone.locator("#notice")).to_contain_text("Envoyez d’abord")
    expect(phone.locator("#text")).to_have_value("En train d’écrire")
    phone.fill("#text", "")
    rows(phone).locator("[data-change]").click()
    expect(phone.locator("#text")).to_have_value("…")
    expect(rows(phone)).to_have_count(0)
