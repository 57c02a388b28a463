"""Steps 1 to 5 and 8 for real: one console, one board, three phones, one of them offline, a restart in the middle.

At the end no post-it is lost or doubled, and every screen shows what a newly opened one does.
"""

import re
import signal

from playwright.sync_api import expect

from .conftest import hears, join, take_everyone
from .test_room import open_board, write

MISSION = "Livrer ce qui est promis, au jour promis."


def sheet(console, button, **fields):
    """Open a sheet, fill it, save it, and see it close."""
    console.locator(button).click()
    console.wait_for_selector("#sheet[open] form")
    for name, value in fields.items():
        console.fill(f"#sheet [name={name}]", value)
    console.click("#sheet form .primary")
    expect(console.locator("#sheet")).not_to_have_attribute("open", "")


def gather(server, people, signed_in):
    console, _key = signed_in("Logistique")
    sheet(hears(console), "#invite", names="Ali\nZoé\nBo\nMaud")
    board = open_board(console, people)
    code = console.inner_text("#joining .code")
    phones = [join(people("phone"), server, code, name) for name in ("Ali", "Zoé", "Bo")]
    expect(board.locator("#count")).to_contain_text("3")
    return console, board, phones


def mission(console, board, ali, zoe):
    take_everyone(console, "mission")
    sheet(console, "#edit-mission", text=MISSION)
    expect(board.locator("#mission")).to_contain_text(MISSION)
    ali.click("#clear")
    zoe.click("details summary")
    zoe.fill("#suggestion", "Dire aussi pour qui.")
    zoe.click("details form button")
    expect(board.locator("#clear")).to_contain_text("1")
    expect(console.locator("#suggestions")).to_contain_text("Dire aussi pour qui.")
    console.locator("#suggestions button").first.click()
    expect(board.locator("#mission")).to_contain_text("Dire aussi pour qui.")


def services(console, board, ali, bo):
    take_everyone(console, "services")
    for phone, name in ((ali, "Compta"), (bo, "Ventes")):
        phone.fill("#service", name)
        phone.press("#service", "Enter")
    expect(console.locator(".service-rows > li")).to_have_count(2)
    ali.locator("#services button", has_text="Ventes").click()
    sheet(console, "#offer", name="Comptabilité")
    expect(console.locator("#doubles")).to_be_visible()
    console.locator("#doubles button", has_text="Comptabilité").first.click()
    expect(console.locator(".service-rows > li")).to_have_count(2)
    console.click("#treat-all")
    expect(board.locator("#screen")).to_contain_text("Comptabilité")
    expect(board.locator("#screen")).not_to_contain_text(re.compile("Compta(?!b)"))


def postits(server, console, board, ali, zoe, bo):
    take_everyone(console, "postits")
    write(ali, "Ils répondent le jour même")
    zoe.context.set_offline(True)
    for text in ("Toujours en retard", "Ils nous préviennent avant"):
        write(zoe, text, wait=False)
    zoe.context.set_offline(False)
    expect(zoe.locator("#mine .postit")).to_have_count(2)
    server.stop(signal.SIGKILL)
    write(bo, "On ne sait jamais à qui demander", wait=False)
    server.start()
    expect(bo.locator("#mine .postit")).to_have_count(1, timeout=20_000)
    expect(console.locator("#wall-state")).to_contain_text("4", timeout=20_000)
    console.click("#reveal")
    expect(board.locator(".wall .postit")).to_have_count(4)


def categories(console, board):
    take_everyone(console, "categories")
    expect(console.locator("#tray .postit")).to_have_count(4)
    for text in ("jour même", "en retard"):
        console.locator("#tray .postit", has_text=text).locator("button").first.click()
    console.keyboard.press("n")
    console.wait_for_selector("#sheet[open] form")
    console.fill("#category-name", "Les délais")
    console.click("#sheet form .primary")
    expect(console.locator("#tray .postit")).to_have_count(2)
    console.locator("#tray .postit", has_text="préviennent").locator("button").first.click()
    console.keyboard.press("1")
    expect(console.locator("#tray .postit")).to_have_count(1)
    expect(board.locator("#tray-count")).to_contain_text("1")
    console.locator("#undo li button").first.click()
    expect(console.locator("#tray .postit")).to_have_count(2)


def promise(console, board, phones):
    take_everyone(console, "promise")
    desk = console.locator(".desk").first
    number = desk.get_attribute("id").split("-")[1]
    sheet(console, f"#text-{number}", text="Vous savez toujours où en est votre commande.")
    sheet(console, f"#new-line-{number}", who="Le quai", what="confirme la date d’expédition", delay="4 heures ouvrées")
    expect(board.locator("#screen")).to_contain_text("où en est votre commande")
    for phone in phones:
        phone.locator("#mine .answers button").first.click()
        expect(phone.locator("#mine .answers [aria-pressed=true]")).to_have_count(1)
    console.click("#seal")
    console.click("#seal-now")
    expect(phones[0].locator("#mine h1")).to_contain_text("promis")


def shown(page):
    """What a live screen shows, without what one person or a passing request adds."""
    page.wait_for_timeout(300)
    html = page.evaluate(
        """() => {
        const screen = document.getElementById("screen").cloneNode(true)
        for (const e of screen.querySelectorAll("#mine, #pace, [data-ends], form")) e.remove()
        for (const e of screen.querySelectorAll("[aria-pressed], [class]")) {
          e.removeAttribute("aria-pressed")
          e.setAttribute("class", (e.getAttribute("class") ?? "").replace(/htmx-\\S+/g, "").trim())
        }
        return screen.outerHTML
    }"""
    )
    return re.sub(r"\s+|<!--.*?-->| class=\"\"", "", html)


def test_a_room_walks_from_the_door_to_a_sealed_promise(server, people, signed_in):
    console, board, phones = gather(server, people, signed_in)
    ali, zoe, bo = phones
    mission(console, board, ali, zoe)
    services(console, board, ali, bo)
    postits(server, console, board, ali, zoe, bo)
    categories(console, board)
    promise(console, board, phones)
    for page in (console, board, *phones):
        fresh = page.context.new_page()
        fresh.goto(page.url)
        assert shown(page) == shown(hears(fresh))
        fresh.close()
