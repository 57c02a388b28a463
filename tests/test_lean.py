"""Requests in one hop: whole answers, threads that stay, and no page that delays a POST."""

import asyncio
import threading

import pytest
from channels.testing import HttpCommunicator
from django.http import HttpResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import include, path

from workshop.lean import READERS, LeanHandler

HOST = [(b"host", b"testserver")]
gate = threading.Event()


def waits(request):
    gate.wait(10)
    return HttpResponse("waited")


def pieces(request):
    return StreamingHttpResponse(iter([b"one ", b"two ", b"three"]))


def thread(request):
    response = HttpResponse(threading.current_thread().name)
    response.set_cookie("first", "1")
    response.set_cookie("second", "2")
    return response


urlpatterns = [
    path("waits/", waits),
    path("pieces/", pieces),
    path("thread/", thread),
    path("", include("workshop.urls")),
]
here = override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[])


async def ask(handler, method, where, body=b"", seconds=5):
    return await HttpCommunicator(handler, method, where, body, HOST).get_response(seconds)


@here
async def test_a_streamed_answer_comes_whole():
    answer = await ask(LeanHandler(), "GET", "/pieces/")
    assert answer["body"] == b"one two three"


@here
async def test_every_cookie_is_a_header_of_its_own():
    answer = await ask(LeanHandler(), "GET", "/thread/")
    assert [name for name, _value in answer["headers"]].count(b"Set-Cookie") == 2


@here
async def test_a_page_that_waits_delays_no_post():
    handler = LeanHandler()
    pages = [asyncio.ensure_future(ask(handler, "GET", "/waits/", seconds=10)) for _each in range(READERS + 2)]
    await asyncio.sleep(0.1)
    answer = await ask(handler, "POST", "/thread/")
    assert answer["body"].startswith(b"post")
    gate.set()
    assert {page["body"] for page in await asyncio.gather(*pages)} == {b"waited"}


@here
async def test_threads_stay_from_one_request_to_the_next():
    handler = LeanHandler()
    names = {(await ask(handler, "POST", "/thread/"))["body"] for _each in range(20)}
    assert len(names) <= 2


@pytest.mark.django_db(transaction=True)
async def test_the_product_is_served_with_all_its_headers():
    answer = await ask(LeanHandler(), "GET", "/")
    assert answer["status"] == 200
    assert b"default-src 'none'" in dict(answer["headers"])[b"Content-Security-Policy"]
