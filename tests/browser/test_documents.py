"""Documents from the console and a phone: printed by keyboard alone, one is told so; a workshop from a file."""

import re

import pytest
from playwright.sync_api import expect

from .test_axe import found, played, sideways, violations  # noqa: F401 -- fixtures

STYLES = [("fr-FR", "light"), ("en-GB", "dark")]
PRINTING = 60_000  # ms: a press of a busy machine is slow, not wrong


@pytest.fixture
def signed(server, people, found):  # noqa: F811
    """A browser of the demonstration's facilitator, on the list of documents."""

    def browser(size, played, locale="fr-FR", **options):  # noqa: F811
        page = people(size, locale, accept_downloads=True, **options)
        page.goto(server.address + f"/sign-in/?next=/w/{played}/console/promise/")
        page.fill("#id_username", found["email"])
        page.fill("#id_password", found["password"])
        page.click("main button.primary")
        page.wait_for_selector("#screen")
        return page

    return browser


def listed(page):
    """From the console to the list, as a facilitator goes."""
    page.get_by_role("link", name=re.compile("Tous les documents|All documents")).first.click()
    expect(page.locator("h1")).to_have_text(re.compile("Documents"))
    return page


@pytest.mark.parametrize(("locale", "scheme"), STYLES)
def test_the_list_has_nothing_that_axe_would_say(signed, played, locale, scheme):  # noqa: F811
    for size in ("console", "small"):
        page = listed(signed(size, played, locale, color_scheme=scheme))
        assert violations(page) == []
        assert sideways(page) == 0


def test_a_document_is_printed_by_keyboard_and_one_is_told_so(signed, played):  # noqa: F811
    page = listed(signed("console", played))
    page.locator("a[data-print]").first.focus()
    with page.expect_download(timeout=PRINTING) as told:
        page.keyboard.press("Enter")
        expect(page.locator("#printing")).not_to_be_empty()
    assert told.value.suggested_filename.startswith("Promesse-logistique-")
    expect(page.locator("#printing")).to_contain_text("Promesse-logistique-")
    assert told.value.path().read_bytes().startswith(b"%PDF")


def test_a_sealed_version_is_the_same_file_each_time_on_a_phone_too(signed, played):  # noqa: F811
    files = []
    for size in ("console", "small"):
        page = listed(signed(size, played))
        page.goto(page.url.split("?")[0] + "?version=1")
        with page.expect_download(timeout=PRINTING) as told:
            page.locator("a[data-print][hreflang=en]").first.click()
        files.append(told.value.path().read_bytes())
    assert files[0] == files[1]


def test_targets_are_large_enough_for_a_thumb(signed, played):  # noqa: F811
    page = listed(signed("small", played))
    links = page.locator("main a.button").all()
    sizes = [each.bounding_box()["height"] for each in links]
    assert len(sizes) > 10
    assert min(sizes) >= 43.5


def test_a_workshop_goes_into_a_file_and_comes_back(signed, played, tmp_path):  # noqa: F811
    page = listed(signed("console", played))
    with page.expect_download(timeout=PRINTING) as told:
        page.get_by_role("link", name=re.compile("JSON")).click()
    told.value.save_as(tmp_path / "atelier.json")
    page.get_by_role("link", name="Ouvrir un atelier depuis un fichier…").click()
    bad = tmp_path / "bad.json"
    bad.write_text((tmp_path / "atelier.json").read_text().replace('"language": "fr"', '"language": "de"', 1))
    page.set_input_files("#file", bad)
    page.click("main button.primary")
    expect(page.get_by_role("alert")).to_contain_text("workshop.language")
    assert violations(page) == []
    page.set_input_files("#file", tmp_path / "atelier.json")
    page.click("main button.primary")
    page.wait_for_selector("#screen")
    assert f"/w/{played}/" not in page.url
