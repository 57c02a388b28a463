"""Names beside the points of a circle, outside it, so that no two of them ever meet: on two lines at most, or codes
that stand as spokes do.
"""

import unicodedata
from typing import NamedTuple

SIZE = 25  # of the type
LINE = 27  # from one line to the next
LONGEST = 18  # characters of a line, wide ones counting two
LETTER = 0.58  # of SIZE: how wide a letter is at most, on average
GAP = 9  # between a point and its name


class Label(NamedTuple):
    """`lines` are (text, y); `anchor` is SVG's text-anchor; `turned` by so many degrees around its point."""

    x: int
    anchor: str
    lines: list
    turned: int = 0

    @property
    def box(self):
        """(left, top, right, bottom), as wide as it can be."""
        wide = max(width(text) for text, _y in self.lines) * SIZE * LETTER
        left = {"start": self.x, "middle": self.x - wide / 2, "end": self.x - wide}[self.anchor]
        ys = [y for _text, y in self.lines]
        return left, min(ys) - SIZE * 0.8, left + wide, max(ys) + SIZE * 0.25


def beside(name, turn, x, y, point, centre):
    """The Label of a point at (x, y), at a part of a whole turn, clockwise from the top."""
    away, texts, from_top = point + GAP, wrapped(name), min(turn, 1 - turn)
    if from_top < 0.02 or from_top > 0.48:  # above and below
        first = y - away - LINE * (len(texts) - 1) if from_top < 0.02 else y + away + SIZE * 0.75
        return Label(round(x), "middle", laid(texts, first))
    _x, y = outside(x, y, away, centre)
    right = 1 if turn < 0.5 else -1
    x += right * max(abs(_x - x), point + GAP / 2)
    return Label(round(x), "start" if right > 0 else "end", laid(texts, y + SIZE * 0.35 - LINE * (len(texts) - 1) / 2))


def spoke(code, turn, x, y, point, centre):
    """The same of a short code, in the direction of its spoke and never upside down."""
    x, y = outside(x, y, point + GAP, centre)
    right = turn <= 0.5
    return Label(round(x), "start" if right else "end", [(code, round(y))], round(360 * turn) - (90 if right else 270))


def outside(x, y, away, centre):
    dx, dy = x - centre[0], y - centre[1]
    far = (dx * dx + dy * dy) ** 0.5
    return x + dx / far * away, y + dy / far * away


def laid(texts, first):
    return [(text, round(first + LINE * n)) for n, text in enumerate(texts)]


def wrapped(name):
    """One or two lines, the second cut with an ellipsis when there is more."""
    first, rest = "", name.split()
    while rest and width(f"{first} {rest[0]}".strip()) <= LONGEST:
        first = f"{first} {rest.pop(0)}".strip()
    if not first:
        first, rest[0] = cut(rest[0], LONGEST)
    second = " ".join(rest)
    if width(second) > LONGEST:
        second = cut(second, LONGEST - 1)[0].rstrip() + "…"
    return [first, second] if second else [first]


def cut(text, most):
    """(what fits in so many characters, the rest): a letter stays with its marks."""
    end = next((n for n in range(1, len(text) + 1) if width(text[:n]) > most), len(text) + 1) - 1
    while 0 < end < len(text) and (unicodedata.combining(text[end]) or "\u200d" in text[end - 1 : end + 1]):
        end -= 1
    return text[: end or 1], text[end or 1 :]


def width(text):
    """Its width in letters: wide characters and pictures count two, marks nothing."""
    return sum(letters(char) for char in text)


def letters(char):
    if unicodedata.combining(char) or char in "\u200d\ufe0f":
        return 0
    if unicodedata.east_asian_width(char) in "WF" or unicodedata.category(char) == "So":
        return 2
    return 1.6 if char in "MWmw@%" else 1.25 if char.isupper() else 1


def is_joined(text):
    """Whether letters take shape or place from each other: pictures on paper draw them one by one, from the left."""
    return any(
        unicodedata.bidirectional(char) in ("R", "AL") or unicodedata.category(char)[0] == "M" or char == "\u200d"
        for char in text
    )
