"""The access matrix: every address × every role. An address without a row fails.

Roles: OWN lead, DEP deputy, PAR participant, XFA another workshop's facilitator, XPA its participant, ANO nobody.
POSTs are sent empty and rows are numbered 0, so whoever may is told what is wrong (400, 404, 409, 422): that is MAY.
"""

import pytest
from django.urls import get_resolver, reverse

from tests.screens import post
from workshop import watching

ROLES = ("OWN", "DEP", "PAR", "XFA", "XPA", "ANO")
PUBLIC = (200,) * 6
FACILITATORS_GET = (200, 200, 302, 404, 302, 302)
MAY = "may"
FACILITATORS_POST = (MAY, MAY, 401, 404, 401, 401)
PARTICIPANTS_GET = (404, 404, 200, 404, 404, 404)
PARTICIPANTS_POST = (404, 404, MAY, 404, 404, 404)
LINK_HOLDERS = (404,) * 6  # nobody here has opened the private link

OPEN_PAGES = {
    "welcome": ("GET", PUBLIC),
    "code": ("POST", (302,) * 6),
    "join": ("GET", PUBLIC),
    "sign-in": ("GET", (302, 302, 200, 302, 200, 200)),
    "sign-out": ("POST", (302,) * 6),
    "set_language": ("POST", (302,) * 6),
    "home": ("GET", (200, 200, 302, 200, 302, 302)),
    "new": ("POST", (422, 422, 302, 422, 302, 302)),
    "new-round": ("POST", (422, 422, 302, 422, 302, 302)),
    "wait": ("GET", (404, 404, 302, 404, 404, 404)),  # nobody asked; whoever has a seat goes to it
    "leave": ("POST", (302,) * 6),
    "watch": ("GET", (302,) * 6),
    "link": ("GET", (404,) * 6),
    "stop": ("GET", (404,) * 6),  # a signed address at the foot of a mail
    "phone": ("GET", PARTICIPANTS_GET),
    "board": ("GET", (200, 200, 404, 404, 404, 404)),
    "console": ("GET", FACILITATORS_GET),
    "since": ("GET", (404,) * 6),  # asked without a language: see test_live for the rest
    "mine": ("GET", PARTICIPANTS_GET),
    "healthz": ("GET", PUBLIC),
    "readyz": ("GET", PUBLIC),
    "contact": ("GET", LINK_HOLDERS),
    "manager": ("GET", LINK_HOLDERS),
    "manager-versions": ("GET", LINK_HOLDERS),
    "counterpart": ("GET", LINK_HOLDERS),
    "counterpart-calendar": ("GET", LINK_HOLDERS),
    "manager-calendar": ("GET", LINK_HOLDERS),
    "review:calendar": ("GET", (404, 404, *FACILITATORS_GET[2:])),  # nothing is promised here, so it has no day
    "review:own-calendar": ("GET", (404,) * 6),
    "signing": ("GET", LINK_HOLDERS),
    "desk": ("GET", LINK_HOLDERS),
    "own:sheet": ("GET", (404, 404, 302, 404, 404, 404)),  # who has not said for whom they speak goes to the phone
    "desk-row": ("GET", LINK_HOLDERS),
    "desk-whole": ("GET", LINK_HOLDERS),
    "own-row": ("GET", (404, 404, 302, 404, 404, 404)),
    "own-whole": ("GET", (404, 404, 302, 404, 404, 404)),  # before rows are answered, nobody reads those of others
    "for-row": ("GET", (404, 404, 302, 404, 302, 302)),
    "whole": ("GET", FACILITATORS_GET),
    "for:sheet": ("GET", (404, 404, 302, 404, 302, 302)),  # of a service that is not there
    "desk-now": ("GET", LINK_HOLDERS),
    "own:now": ("GET", (404, 404, 410, 404, 404, 404)),
    "for:now": ("GET", (404, 404, 302, 404, 302, 302)),
    "meet:cell": ("GET", (422, 422, 302, 404, 302, 302)),  # of no pair
    "meet:unanswered": ("GET", (404, 404, 302, 404, 302, 302)),  # before anybody reads it
    "table:next": ("GET", (404, 404, *FACILITATORS_GET[2:])),  # this workshop is no reciprocal table
    "table:movement": ("GET", (404, 404, *FACILITATORS_GET[2:])),
    "table:day": ("GET", (404, 404, *FACILITATORS_GET[2:])),  # this workshop is no round of the table
    "table:calendar": ("GET", (404, 404, *FACILITATORS_GET[2:])),
    "table:papers": ("GET", (404, 404, *FACILITATORS_GET[2:])),
    "table:intake": ("GET", (404, 404, *FACILITATORS_GET[2:])),
    "own-table-calendar": ("GET", (404,) * 6),
    "own-table-paper": ("GET", (404,) * 6),
    "for-table-calendar": ("GET", (404, 404, 302, 404, 302, 302)),
    "for-table-paper": ("GET", (404, 404, 302, 404, 302, 302)),
    "desk-table-calendar": ("GET", LINK_HOLDERS),
    "desk-table-paper": ("GET", LINK_HOLDERS),
    "ask-code": ("GET", PUBLIC),
    "check": ("GET", (404,) * 6),  # a code that no copy carries; test_checking asks with one
    "manager-booklet": ("GET", LINK_HOLDERS),
    "manager-documents": ("GET", LINK_HOLDERS),
    "manager-paper": ("GET", LINK_HOLDERS),
    "arrival": ("GET", (200, 200, 302, 200, 302, 302)),
    "arrive": ("POST", (422, 422, 302, 422, 302, 302)),
}


def patterns(resolver=None, namespace=""):
    """(name, route, view) of every address of the product."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern, inner)
        else:
            yield namespace + (pattern.name or ""), pattern


ALL = dict(patterns())


def row(name):
    """(method, answers) of an address: its own row, or the one its decorator promises."""
    if name in OPEN_PAGES:
        return OPEN_PAGES[name]
    door, of_a_row = ALL[name].callback.door, len(ALL[name].pattern.converters) > 0
    return {
        "facilitator_page": ("GET", (MAY, MAY, *FACILITATORS_GET[2:]) if of_a_row else FACILITATORS_GET),
        "facilitator_verb": ("POST", FACILITATORS_POST),
        "participant_page": ("GET", PARTICIPANTS_POST if of_a_row else PARTICIPANTS_GET),
        "participant_verb": ("POST", PARTICIPANTS_POST),
        "link_page": ("POST", LINK_HOLDERS),  # what is posted from such a page
    }[door]


def address(name, workshop):
    known = {"key": workshop.key, "code": workshop.code, "token": watching.watch_token(workshop), "secret": "x" * 43}
    known |= {"step": "gather", "audience": "phone"}
    wanted = ALL[name].pattern.converters
    return reverse(name, kwargs={each: known.get(each, 0) for each in (*wanted, *outer(name)) if each != "lang"})


def outer(name):
    """Arguments of the prefixes that an address is included under."""
    space = name.partition(":")[0] if ":" in name else ""
    return {"": [], "at": ["pk"], "for": ["key", "party"]}.get(space, ["key"])


@pytest.fixture
def browsers(as_, facilitator, deputy, alice, stranger, eve):
    return dict(zip(ROLES, map(as_, (facilitator, deputy, alice, stranger, eve, None)), strict=True))


@pytest.mark.parametrize("name", sorted(ALL))
def test_each_role_gets_what_the_matrix_says(name, browsers, workshop):
    method, answers = row(name)
    url = address(name, workshop)
    for role, expected in zip(ROLES, answers, strict=True):
        answer = post(browsers[role], url) if method == "POST" else browsers[role].get(url)
        got = answer.status_code
        told = got in (200, 204, 302, 400, 404, 422) or "HX-Retarget" in answer
        assert told if expected == MAY else got == expected, (name, role, got)


@pytest.mark.parametrize("name", sorted(ALL))
def test_each_address_answers_its_own_method_only(name, browsers, workshop):
    method, _answers = row(name)
    if name in ("join", "sign-in", "link", "stop", "set_language", "sign-out") or row(name)[1] is LINK_HOLDERS:
        return
    url, browser = address(name, workshop), browsers["PAR" if name != "home" else "OWN"]
    wrong = browser.get(url) if method == "POST" else post(browser, url)
    assert wrong.status_code in (302, 401, 405), (name, wrong.status_code)
    assert browser.delete(url).status_code in (302, 401, 405), name
