"""A page that follows what is pushed, as static/js/apply.js does; knows no Django, so that the bench may use it."""

from bs4 import BeautifulSoup


def parse(html):
    return BeautifulSoup(html, "html.parser")


def apply(page, frame):
    """What static/js/apply.js does, on a parsed page."""
    for piece in parse(frame).find_all(recursive=False):
        if piece.get("id") == "frame":
            continue
        beside = piece.get("data-after") or piece.get("data-before")
        if piece.get("data-gone"):
            page.find(id=piece["data-gone"]).extract()
        elif beside:
            put_beside(page, piece, page.find(id=beside))
        else:
            page.find(id=piece["id"]).replace_with(piece)


def put_beside(page, piece, anchor):
    element = piece.find(recursive=False)
    twin = page.find(id=element["id"])
    if twin:
        twin.extract()
    if piece.get("data-after"):
        anchor.insert_after(element)
    else:
        anchor.insert_before(element)
