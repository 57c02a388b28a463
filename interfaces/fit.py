"""How much text the board can show: it never scrolls, so what does not fit is counted.

All lengths in rem of the board (24 px at 1080p). Widths are estimated generously: cards clip, they never push.
"""

from dataclasses import dataclass
from itertools import zip_longest

WIDTH, HEIGHT = 76.8, 35.5  # what is left for cards, with the step's own line above them
SIZES = (1.9, 1.55, 1.25, 1.0)  # of text, the largest that fits
PER_REM = 1.95  # letters in one rem of line, at size 1
LINE, GAP = 1.3, 0.3  # height of a line at size 1, and what separates two texts
WIDE = ((1, 1), (2, 2), (3, 3), (4, 2), (6, 3), (8, 4), (9, 3), (12, 4))  # up to so many cards, so many columns
BESIDE = 24  # a card this wide has its two lists side by side
HEAD, HEADING, PADDING = 3.7, 2, 1.6  # a card's name and pair; the heading of a list beside another


@dataclass
class Card:
    """One interface: the lines of its two lists that fit, and how many do not."""

    share: object
    cuts: list
    rest: int


@dataclass
class Layout:
    """The board's grid: how many columns, one size of text (1 is the largest) for all its cards."""

    columns: int
    size: int
    beside: bool
    cards: list


def layout(shares):
    """The Layout of some shares: everything in the largest size that holds it, else what the smallest can hold."""
    columns, rows = grid(len(shares))
    width = (WIDTH - (columns - 1)) / columns - PADDING - 0.2
    beside = width >= BESIDE
    head = HEAD + PADDING + (3 if len(shares) == 1 else 0) + (HEADING if beside else 0)
    height = (HEIGHT - (rows - 1)) / rows - head
    rooms = [Room(width / 2 - 0.5 if beside else width, height, beside, rem) for rem in SIZES]
    room = next((room for room in rooms if all(map(room.holds, shares))), rooms[-1])
    return Layout(columns, rooms.index(room) + 1, beside, [room.card(share) for share in shares])


def grid(count):
    """(columns, rows) for so many cards: the fewest empty places, then the widest cards."""
    columns = next((wide for most, wide in WIDE if count <= most), 5)
    return columns, max(1, -(-count // columns))


@dataclass
class Room:
    """A card's inside, `width` × `height`, its text `rem` large; two columns of it when the lists are side by side."""

    width: float
    height: float
    beside: bool
    rem: float

    def height_of(self, way):
        letters = int((self.width - 1.7 * self.rem) * PER_REM / self.rem)
        return -(-len(way.text) // max(1, letters)) * LINE * self.rem + GAP

    def fits(self, cuts):
        heights = [sum(map(self.height_of, lines)) for _answer, lines in cuts]
        return (max(heights) if self.beside else sum(heights)) <= self.height

    def holds(self, share):
        return self.fits(share.sides)

    def card(self, share):
        """Both lists, the first lines of each in turn as long as there is room for them."""
        cuts = [(answer, []) for answer, _lines in share.sides]
        if self.holds(share):
            return Card(share, share.sides, 0)
        room = Room(self.width, self.height - LINE, self.beside, self.rem)  # "and 3 more" takes a line
        in_turn = zip_longest(*(lines for _answer, lines in share.sides))
        for side, way in ((side, way) for both in in_turn for side, way in enumerate(both) if way):
            tried = [(answer, lines + [way] * (side == n)) for n, (answer, lines) in enumerate(cuts)]
            cuts = tried if room.fits(tried) else cuts
        shown = sum(len(lines) for _answer, lines in cuts)
        return Card(share, cuts, sum(len(lines) for _answer, lines in share.sides) - shown)
