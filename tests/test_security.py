"""Headers, cookies, CSRF, logs and hostile text: what costs little now and much later."""

import logging
import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from interfaces.models import LIKE
from interfaces.steps import postits
from tests.screens import operation, parse, screen
from workshop import access, links
from workshop.change import change
from workshop.logs import Discreet
from workshop.models import Link, Workshop

PAGES = ["/", "/sign-in/", "/j/ZZZZZZZZ/", "/nowhere/", "/healthz"]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers(as_, db, path):
    answer = as_().get(path)
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    for directive in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert directive in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-From"] == "promesse"  # what our scripts tell us from a captive portal by
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    if answer["Content-Type"].startswith("text/html"):
        assert answer["Cache-Control"] == "no-store"


def test_cookies_are_kept_from_scripts_and_other_sites():
    for name in ("SESSION", "CSRF"):
        assert getattr(settings, f"{name}_COOKIE_HTTPONLY") is True
        assert getattr(settings, f"{name}_COOKIE_SAMESITE") == "Lax"


def test_a_post_from_elsewhere_is_refused_and_says_what_to_do(workshop, alice):
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    browser.cookies[settings.DEVICE_COOKIE] = alice.device
    url = reverse("postits:write", args=[workshop.key])
    answer = browser.post(url, {"text": "x"}, headers={"X-Op": str(uuid4())})
    assert answer.status_code == 403
    assert "open too long" in answer.content.decode()


def test_no_view_is_exempt_from_csrf():
    from django.urls import get_resolver

    def views(resolver):
        for pattern in resolver.url_patterns:
            yield from views(pattern) if hasattr(pattern, "url_patterns") else [pattern.callback]

    assert [view for view in views(get_resolver()) if getattr(view, "csrf_exempt", False)] == []


def test_signing_in_is_slowed_down_by_failures(facilitator):
    browser = Client()
    form = {"username": facilitator.email, "password": "wrong"}
    pages = [browser.post("/sign-in/", form, headers={"accept-language": "en"}).content.decode() for _each in range(7)]
    assert ["Too many attempts" in page for page in pages] == [False] * 5 + [True] * 2
    right = form | {"password": "la patience est longue"}
    assert browser.post("/sign-in/", right).status_code == 200  # the account waits, whatever is typed
    assert "_auth_user_id" not in browser.session


def test_a_browser_that_signed_in_before_is_not_kept_out_by_others(facilitator):
    mine, theirs = Client(), Client(REMOTE_ADDR="10.0.0.9")
    right = {"username": facilitator.email, "password": "la patience est longue"}
    assert mine.post("/sign-in/", right).status_code == 302
    mine.post("/sign-out/")
    for typed in (facilitator.email, facilitator.email.upper(), "ｃｌａｉｒｅ@example.org") * 3:
        theirs.post("/sign-in/", {"username": typed, "password": "wrong"})
    assert theirs.post("/sign-in/", right).status_code == 200  # however the address is spelt
    assert mine.post("/sign-in/", right).status_code == 302


@pytest.mark.parametrize("charset", ["hex", "rot13", "unicode_escape", "utf-7", "undefined"])
def test_another_encoding_is_refused_not_decoded(db, charset):
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    body = b'--x\r\nContent-Disposition: form-data; name="code"\r\n\r\n\\ud800\r\n--x--\r\n'
    assert Client().generic("POST", "/j/", body, content_type=kind).status_code == 400


def test_an_accident_is_logged_without_what_people_typed():
    typed = "Le secret de " + "Nadia".title()
    try:
        raise ValueError(typed)
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "Failed: %s", ("/w/K7QM/",), (ValueError, error, None))
    Discreet().filter(record)
    text = logging.Formatter().format(record)
    assert "ValueError" in text
    assert typed not in text + str(record.exc_info)
    assert "K7QM" not in text


def test_the_session_is_a_new_one_after_sign_in(facilitator):
    browser = Client()
    browser.get("/")
    before = browser.session.session_key
    browser.post("/sign-in/", {"username": facilitator.email.upper(), "password": "la patience est longue"})
    assert browser.session.session_key != before
    assert browser.session["_auth_user_id"] == str(facilitator.pk)


@pytest.fixture
def link(workshop):
    with change(workshop):
        return links.make_link(workshop, Link.MANAGER, days=3)


def test_a_private_link_is_hashed_at_rest_and_opened_by_a_post_only(as_, link):
    _row, secret = link
    assert len(secret) == 43
    assert secret not in str(Link.objects.values())
    browser, address = as_(), reverse("link", args=[secret])
    for _scan in range(30):
        assert browser.get(address).status_code == browser.head(address).status_code == 200
    assert not [key for key in browser.session.keys() if key.startswith("link:")]  # noqa: SIM118 -- not a dict
    assert Link.objects.filter(opened_at=None).count() == 1
    answer = browser.post(address)
    assert answer.status_code == 302
    assert secret not in answer.url
    assert browser.get(address)["Referrer-Policy"] == "strict-origin"


def test_a_revoked_link_says_so_and_an_unknown_one_is_not_found(as_, link):
    from django.utils import timezone

    _row, secret = link
    Link.objects.update(revoked_at=timezone.now())
    assert as_().get(reverse("link", args=[secret])).status_code == 410
    assert as_().get(reverse("link", args=["x" * 43])).status_code == 404


def test_logs_keep_no_code_and_no_secret(caplog, as_, db):
    secret = "s" * 43
    with caplog.at_level(logging.WARNING):
        as_().get(reverse("link", args=[secret]))
    record = next(record for record in caplog.records if record.name == "django.request")
    Discreet().filter(record)
    assert secret in record.request.path
    assert secret not in record.getMessage()
    assert "/l/…" in record.getMessage()


@pytest.mark.parametrize(("language", "sentence"), [("en", "is too big"), ("fr", "est trop gros")])
def test_a_body_larger_than_any_form_is_refused_in_a_sentence(as_, workshop, alice, language, sentence):
    url, browser = reverse("postits:write", args=[workshop.key]), as_(alice)
    browser.cookies["django_language"] = language
    answer = browser.post(url, {"text": "x" * 700_000}, headers={"X-Op": str(uuid4())})
    assert answer.status_code == 413
    assert sentence in answer.content.decode()
    assert not workshop.postits.exists()


def skeleton(html):
    """A page without its text: elements and attribute names, in order, and attribute values that are not text."""
    page = parse(html)
    return [(element.name, sorted(element.attrs)) for element in page.find_all(True)]


HOSTILE = st.text(alphabet=st.sampled_from("<>\"'&={}/ aeçé%\\()`;:hxonscriptimg"), min_size=1, max_size=60)


@examples(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=HOSTILE | st.sampled_from(['<img src=x onerror="alert(1)">', "</script><script>", '" hx-get="/x" x="']))
def test_hostile_text_changes_no_element(at, workshop, facilitator, alice, text):
    at("postits")
    workshop.postits.all().delete()
    pages = []
    for words in ("x", text.replace("\x00", "")):
        Workshop.objects.update(revealed_at=None)  # or the second one would be late
        with operation():
            postit = postits.add(alice, LIKE, None, words)
        postits.reveal(workshop, by=facilitator)
        pages.append([skeleton(screen(workshop, audience)) for audience in ("board", "console")])
        postit.delete()
    assert pages[0] == pages[1]


def test_no_secret_or_author_reaches_a_screen(as_, at, workshop, facilitator, alice, bob):
    at("postits")
    with operation() as _op:
        postit = postits.add(alice, LIKE, None, "une idée")
    postits.reveal(workshop, by=facilitator)
    canaries = [alice.device, access.sha256(alice.device), postit.owner_tag, str(postit.op_id)]
    seen = "".join(screen(workshop, audience) for audience in ("board", "phone", "console"))
    seen += as_(bob).get(reverse("phone", args=[workshop.key])).content.decode()
    assert "une idée" in seen
    assert [canary for canary in canaries if canary in seen] == []
    stored = str(list(workshop.postits.values())) + str(list(workshop.operations.values()))
    assert not re.search(rf"'author_id': {alice.pk}\b", stored)
    assert alice.device not in stored
