"""The table twice a year in browsers: the next round begins greyed, what moved is drawn, a hot service is opened."""

import pytest
from playwright.sync_api import expect

from .conftest import EMAIL, hears
from .stage import BRING, FIND
from .test_axe import sideways, violations

ROUND = """
from datetime import timedelta
from django.conf import settings
from django.utils import timezone
from promises.demo import clock
from promises.models import Entry, Party
from promises.reciprocal import entries, replies, rounds, services
from promises.reciprocal.voices import voice_of
from promises.steps import parties
from workshop import access
from workshop.models import Facilitator, Organisation, Workshop
from workshop.steps import gather
claire = Facilitator.objects.get(email="claire@example.org")
def seat(workshop):
    global voices
    voices = {}
    for party in workshop.parties.all():
        device = f"year-{party.name}".ljust(43, "x")
        gather.join(workshop, f"Voix {party.name}", device)
        parties.speak_for(access.seated(device, workshop.key), party.pk)
        voices[party.name] = voice_of(access.seated(device, workshop.key))
def line(workshop, text):
    return Entry.objects.filter(party__workshop=workshop, text=text).first()
"""
FIRST = """
workshop = rounds.open_round(claire, Organisation.objects.create(name="Meunier & fils"), timezone.localdate(), "fr")
services.seat(workshop, ["Ventes", "Logistique"], by=claire)
Party.objects.filter(workshop=workshop, name="Ventes").update(contact="Inès", email="ines@example.org")
seat(workshop)
clock.bring(workshop, "fill", claire)
logistics = workshop.parties.get(name="Logistique")
texts = ["Prévenir la veille", "Livrer le dimanche", "Un numéro"]
asked = entries.add(voices["Ventes"], logistics.pk, "expects", texts)
entries.add(voices["Logistique"], workshop.parties.get(name="Ventes").pk, "expects", ["Commander avant midi"])
clock.bring(workshop, "meet", claire)
replies.answer(voices["Logistique"], asked[0].pk, "accept")
replies.answer(voices["Logistique"], asked[1].pk, "cannot", "Le dépôt est fermé")
replies.answer(voices["Logistique"], asked[2].pk, "instead", "Deux numéros")
clock.bring(workshop, "table", claire)
clock.let_pass(workshop, 182)
print(workshop.key)
"""
SIT = "seat(workshop)\nprint(settings.DEVICE_COOKIE, 'year-Ventes'.ljust(43, 'x'))\n"
JUDGED = """
seat(workshop)
entries.judge(voices["Ventes"], line(workshop, "Prévenir la veille").pk, "worse")
entries.reword(voices["Ventes"], line(workshop, "Un numéro").pk, "Un seul numéro", 0)
"""
ANSWERED = """
seat(workshop)
replies.answer(voices["Logistique"], line(workshop, "Un seul numéro").pk, "accept")
replies.answer(voices["Logistique"], line(workshop, "Livrer le dimanche").pk, "cannot", "Toujours fermé")
"""


@pytest.fixture
def tell(prompter):
    return lambda key, code: prompter.play(ROUND + FIND.format(key=key) + code)


@pytest.fixture
def bring(prompter):
    return lambda key, slug: prompter.play(FIND.format(key=key) + BRING.format(slug=slug))


@pytest.fixture
def console(server, people, prompter):
    """The facilitator's console at the end of a round that was held six months ago."""
    key = prompter.play(ROUND + FIRST)
    page = people("console")
    page.goto(f"{server.address}/sign-in/?next=/w/{key}/console/")
    page.fill("#id_username", EMAIL)
    page.fill("#id_password", server.password)
    page.click("main button.primary")
    return hears(page)


def key_of(page):
    return page.url.split("/w/")[1].split("/")[0]


def test_two_rounds_six_months_apart_and_a_workshop_for_the_hot_service(server, people, console, tell, bring):
    first = key_of(console)
    console.click("#next-round")
    expect(console.locator("#next-held-on")).to_be_visible()
    console.click("#sheet-body form button.primary")
    console.wait_for_url(lambda url: "/console/" in url and first not in url)
    second = key_of(console)

    cookie, device = tell(second, SIT).split()
    bring(second, "fill")
    phone = people("phone")
    phone.context.add_cookies([{"name": cookie, "value": device, "url": server.address}])
    phone.goto(f"{server.address}/w/{second}/")
    greyed = phone.locator("#mine .as-before")
    expect(greyed.filter(has_text="Livrer le dimanche").first).to_be_visible()
    tell(second, JUDGED)
    bring(second, "meet")
    tell(second, ANSWERED)
    bring(second, "table")

    console.goto(f"{server.address}/w/{second}/console/")
    hears(console)
    moved = console.locator("#movement")
    expect(moved.locator("svg.round-chart")).to_be_visible()
    expect(moved.locator("svg.round-chart .figure").first).to_have_text("25 %")
    expect(moved.locator("svg.round-chart circle")).to_have_count(2)
    expect(moved.locator("svg.round-chart .worse + .figure")).to_have_text("↘ 1")
    assert violations(console) == []
    look_at_threads(console)
    look_at_the_page(console)
    open_the_hot_one(server, console, second)


def look_at_threads(console):
    console.click("#pairs-moved summary")
    console.locator("#pairs-moved button", has_text="Ventes").first.click()
    sheet = console.locator("#sheet-body .thread")
    expect(sheet).to_contain_text("Un seul numéro")
    expect(sheet.locator(".before")).to_contain_text("Un numéro")
    expect(sheet).to_contain_text("Toujours fermé")
    assert violations(console) == []
    console.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def look_at_the_page(console):
    console.click("#movement a.button")
    expect(console.locator("svg.round-chart")).to_be_visible()
    assert violations(console) == []
    console.set_viewport_size({"width": 320, "height": 640})
    assert not sideways(console)
    console.set_viewport_size({"width": 1440, "height": 900})
    console.go_back()
    hears(console)


def open_the_hot_one(server, console, second):
    row = console.locator("#hot li", has_text="Logistique")
    expect(row).to_contain_text("1 attente sans accord, 1 ligne moins bien")
    row.locator("button").click()
    console.wait_for_url(lambda url: "/console/" in url and second not in url)
    opened = key_of(console)
    expect(console.locator(".brand")).to_contain_text("Logistique")
    console.goto(f"{server.address}/w/{opened}/console/services/")
    expect(console.locator(".service-rows li", has_text="Ventes")).to_have_count(1)
    expect(console.locator(".service-rows")).to_contain_text("Inès")
    expect(console.locator(".expected li", has_text="Livrer le dimanche")).to_contain_text("sans accord")
    assert violations(console) == []
    console.goto(f"{server.address}/w/{second}/console/")
    expect(console.locator("#hot a.button")).to_have_attribute("href", f"/w/{opened}/console/")
