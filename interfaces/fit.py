"""How much text the board can show: it never scrolls, so what does not fit is counted.

All lengths in rem of the board (24 px at 1080p). Widths are estimated generously: cards clip, they never push.
"""

from dataclasses import dataclass

WIDTH, HEIGHT = 76.8, 35.5  # what is left for cards, with the step's own line above them
SIZES = (1.9, 1.55, 1.25, 1.0)  # of text, the largest that fits
PER_REM = 1.8  # letters in one rem of line, at size 1
LINE = 1.32  # height of a line, at size 1
BESIDE = 24  # a card this wide has its two lists side by side


@dataclass
class Cut:
    """One list as the board shows it: the lines that fit, and how many do not."""

    answer: str
    lines: list
    rest: int
    count: int


@dataclass
class Card:
    share: object
    cuts: list


@dataclass
class Layout:
    """The board's grid: columns × rows, one size of text (1 is the largest) for all its cards."""

    columns: int
    rows: int
    size: int
    beside: bool
    cards: list


def layout(shares):
    """The Layout of some shares: everything in the largest size that holds it, else what the smallest can hold."""
    columns, rows = grid(len(shares))
    width = (WIDTH - (columns - 1)) / columns - 1.8
    height = (HEIGHT - (rows - 1)) / rows - (8 if len(shares) == 1 else 5)  # padding, name, pair
    beside = width >= BESIDE
    rooms = [Room(width, height, beside, rem) for rem in SIZES]
    room = next((room for room in rooms if all(map(room.holds, shares))), rooms[-1])
    cards = [Card(share, room.cuts(share)) for share in shares]
    return Layout(columns, rows, rooms.index(room) + 1, beside, cards)


def grid(count):
    """(columns, rows) for so many cards: at most four columns up to twelve, then five."""
    columns = next((wide for most, wide in ((1, 1), (4, 2), (9, 3), (12, 4)) if count <= most), 5)
    columns = 3 if count == 3 else columns
    return columns, max(1, -(-count // columns))


@dataclass
class Room:
    """A card's inside: `width` × `height`, its text `rem` large."""

    width: float
    height: float
    beside: bool
    rem: float

    def height_of(self, way):
        letters = (self.width / 2 - 0.5 if self.beside else self.width) - 1.6 * self.rem
        return -(-len(way.text) // max(1, int(letters * PER_REM / self.rem))) * LINE * self.rem + 0.3

    def heading(self):
        return 1.9

    def holds(self, share):
        heights = [sum(map(self.height_of, lines)) + self.heading() for _answer, lines in share.sides]
        return (max(heights) if self.beside else sum(heights)) <= self.height

    def cuts(self, share):
        """Both lists, cut to the height there is; stacked, the shorter one leaves its room to the other."""
        if self.beside:
            return [self.cut(*side, self.height) for side in share.sides]
        needs = [sum(map(self.height_of, lines)) + self.heading() for _answer, lines in share.sides]
        half = self.height / 2
        first = max(half, self.height - needs[1])
        second = max(half, self.height - needs[0])
        return [self.cut(*side, most) for side, most in zip(share.sides, (first, second), strict=True)]

    def cut(self, answer, lines, height):
        used, kept = self.heading(), []
        if used + sum(map(self.height_of, lines)) > height:
            used += LINE  # "and 3 more"
        for way in lines:
            used += self.height_of(way)
            if used > height:
                break
            kept.append(way)
        return Cut(answer, kept, len(lines) - len(kept), len(lines))
