"""The page behind the QR: in force, replaced, overdue; by a code typed by hand; nothing of what is promised."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interfaces.models import Interface
from promises import checking
from promises.models import Review, Version
from promises.steps import promise
from workshop.models import CROCKFORD, Workshop

WORDS = ("canari-promis", "Ventes", "Logistique", "canari-mission", "Nadia")
LINE = {"who": "Nadia", "what": WORDS[0], "delay": "4 h"}


@pytest.fixture
def sealed(workshop, facilitator):
    Workshop.objects.update(mission=WORDS[3])
    sales = Interface.objects.create(workshop=workshop, name="Ventes", treated=True)
    promise.commit(workshop, sales, LINE, by=facilitator)
    return promise.seal(workshop, by=facilitator)


@pytest.fixture
def read(as_):
    """What nobody in particular reads of a code."""
    return lambda code, language="en": said(as_(), code, language)


def said(browser, code, language):
    browser.cookies["django_language"] = language
    return browser.get(reverse("check", args=[code])).content.decode()


def seal_next(workshop, facilitator):
    promise.open_version(workshop, by=facilitator)
    return promise.seal(workshop, by=facilitator)


def days_ago(version, days):
    Version.objects.filter(pk=version.pk).update(review_on=timezone.localdate() - timedelta(days=days))


def test_a_sealed_version_is_in_force_and_nothing_else_is_told(read, sealed):
    page = read(sealed.fingerprint)
    assert "In force" in page
    assert "version 1" in page
    assert sealed.spelled_fingerprint in page
    assert [word for word in WORDS if word in page] == []


def test_a_replaced_version_says_by_which_one_and_since_when(read, workshop, facilitator, sealed):
    seal_next(workshop, facilitator)
    third = seal_next(workshop, facilitator)
    page = read(sealed.fingerprint)
    assert "Replaced by version 2 on" in page
    assert "Version 3 is in force" in page
    assert "no longer commits" in page
    assert "In force" in read(third.fingerprint)


def test_a_draft_replaces_nothing_and_has_no_code(read, workshop, facilitator, sealed):
    draft = promise.open_version(workshop, by=facilitator)
    assert draft.spelled_fingerprint == ""
    assert "Replaced" not in read(sealed.fingerprint)


def test_a_review_is_overdue_from_the_day_after_until_it_is_held(read, sealed):
    days_ago(sealed, 0)
    assert "overdue" not in read(sealed.fingerprint)
    days_ago(sealed, 1)
    assert "its review is overdue since" in read(sealed.fingerprint)
    assert "son bilan est en retard depuis le" in read(sealed.fingerprint, "fr")
    Review.objects.create(version=sealed, closed_at=timezone.now())
    assert "overdue" not in read(sealed.fingerprint)


def test_a_code_is_typed_in_groups_small_letters_and_look_alikes(as_, sealed):
    Version.objects.update(fingerprint="K7QM2XT0901A")
    for typed in ("k7qm-2xto-9oia", "K7QM 2XT0 901A ", "k7qm2xt09oLa"):
        answer = as_().get(reverse("ask-code"), {"code": typed}, follow=True)
        assert answer.status_code == 200, typed
        assert "In force" in answer.content.decode()


@pytest.mark.parametrize("typed", ["0000-0000-0000", "?", "é", "-", "x" * 40])
def test_a_code_that_nothing_carries_keeps_the_field_open(as_, sealed, typed):
    answer = as_().get(reverse("ask-code"), {"code": typed}, follow=True)
    assert answer.status_code == 404
    assert "No sealed promise has this code" in answer.content.decode()
    assert 'name="code"' in answer.content.decode()


def test_no_draft_is_found_by_an_empty_code(as_, workshop, facilitator, sealed):
    promise.open_version(workshop, by=facilitator)
    assert as_().get(reverse("check", args=["-"])).status_code == 404
    assert "Type the code" in as_().get(reverse("ask-code"), {"code": " "}).content.decode()


def test_the_fingerprint_is_of_the_sealed_words(sealed):
    fresh = Version.objects.get()
    assert checking.fingerprint(fresh) == sealed.fingerprint
    assert set(sealed.fingerprint) <= set(CROCKFORD)
    fresh.kept["promises"][0]["commitments"][0]["delay"] = "5 h"
    assert checking.fingerprint(fresh) != sealed.fingerprint


def test_the_booklet_prints_the_code_and_its_qr_and_a_draft_does_not(workshop, facilitator, sealed):
    from django.template.loader import render_to_string

    from promises import document

    html = render_to_string("documents/booklet.html", document.context(sealed) | {"language": "en"})
    assert sealed.spelled_fingerprint in html
    assert "svg-qr" in html
    draft = promise.open_version(workshop, by=facilitator)
    assert "svg-qr" not in render_to_string("documents/booklet.html", document.context(draft) | {"language": "en"})
