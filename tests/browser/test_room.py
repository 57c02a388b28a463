"""One console, one board, three phones in Chromium: what a room really sees."""

from playwright.sync_api import expect

from .conftest import hears, join, take_everyone


def open_board(console, people):
    link = console.get_attribute("#watching a", "href")
    board = people("board")
    board.goto(console.url.split("/w/")[0] + link)
    return hears(board)


def write(phone, text, wait=True):
    phone.fill("#text", text)
    phone.press("#text", "Enter")
    if wait:
        expect(phone.locator("#mine .postit", has_text=text)).to_have_count(1)


def room(server, people, signed_in, team):
    console, _key = signed_in(team)
    hears(console)
    board = open_board(console, people)
    code = console.inner_text("#joining .code")
    phones = [join(people("phone"), server, code, name) for name in ("Ali", "Zoé", "Bo")]
    for name in ("Ali", "Zoé", "Bo"):
        expect(board.locator("#names")).to_contain_text(name)
    return console, board, phones


def texts(page):
    return sorted(page.locator("#cards .postit bdi, .wall .postit bdi").all_inner_texts())


def test_a_draft_survives_a_move_of_the_room_and_can_still_be_sent(server, people, signed_in):
    """Lesson 2: the facilitator advances, and the sentence being typed is not lost."""
    console, _board, (ali, _zoe, _bo) = room(server, people, signed_in, "Qualité")
    take_everyone(console, "postits")
    ali.wait_for_selector("#composer")
    ali.fill("#text", "Une idée en cours")
    take_everyone(console, "categories")
    expect(ali.locator("#screen")).to_have_attribute("data-step", "categories")
    expect(ali.locator("#moved")).to_be_visible()
    ali.click("#moved [data-send]")
    take_everyone(console, "postits")
    expect(ali.locator("#mine .postit", has_text="Une idée en cours")).to_have_count(1)


def test_a_phone_whose_socket_is_blocked_still_follows(server, people, signed_in):
    console, _key = signed_in("Achats")
    code = console.inner_text("#joining .code")
    phone = people("phone")
    phone.add_init_script("window.WebSocket = class { constructor() { this.readyState = 3 } close() {} }")
    phone.goto(server.address + f"/j/{code.replace('-', '')}/")
    phone.fill("#id_name", "Ali")
    phone.click("main form.card button")
    take_everyone(console, "mission")
    expect(phone.locator("#screen")).to_have_attribute("data-step", "mission", timeout=12_000)


def test_a_move_is_announced_and_can_be_cancelled(server, people, signed_in):
    console, _board, (ali, _zoe, _bo) = room(server, people, signed_in, "Méthodes")
    console.click('.steps a[href$="/mission/"]')
    hears(console)
    expect(ali.locator("#screen")).to_have_attribute("data-step", "gather")
    console.click("#take-everyone")
    expect(ali.locator("#moving")).to_be_visible()
    console.click("#stay")
    expect(ali.locator("#moving")).to_be_hidden()
    expect(ali.locator("#screen")).to_have_attribute("data-step", "gather")


def test_a_removed_person_sees_why_at_once(server, people, signed_in):
    console, _board, (ali, _zoe, _bo) = room(server, people, signed_in, "Paie")
    console.locator("#people li", has_text="Ali").locator("button").click()
    console.click("#sheet form .danger")
    expect(ali.locator("main > h1")).to_contain_text("plus dans cet atelier", timeout=12_000)


def test_a_large_change_comes_by_the_socket_not_by_the_next_look(server, people, signed_in):
    console, _key = signed_in("Transport")
    sizes = []
    console.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sizes.append(len(frame))))
    hears(console).reload()
    hears(console)
    console.click("#invite")
    console.wait_for_selector("#sheet[open] form")
    console.fill("#sheet [name=names]", "\n".join(f"Prénom {number}" for number in range(60)))
    console.click("#sheet form .primary")
    expect(console.locator("#people li")).to_have_count(60)
    assert max(sizes) > 10_000
