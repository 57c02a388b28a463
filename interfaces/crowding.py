"""How large the board writes its wall: as large as lets the fullest place show all its post-its, never under 24 px.

Lengths are in rem of the board, which is 80 wide and 45 high (static/css/board.css): 1 rem is 24 px on a 1080p screen.
Beyond what the smallest size holds, places turn pages by themselves, and so does a wall of more than PAGE columns.
"""

from math import ceil

SIZES = (1.95, 1.5, 1.2, 1)  # of the text, densities 1 to 4
PAGE = 7  # columns at once
TURNING = 0.2  # of all cards, for which writing smaller is not worth it
WIDTH, GAP, EDGES = 68.4, 0.6, 0.7  # of all columns, between two, around the cards of one
HEIGHT = 13.2  # of one side's cards
CARD, BETWEEN, PADDING, LINE = 10.5, 0.35, 1.3, 1.2  # in text sizes: a card's least width, its inner edges, a line
LETTER = 0.48  # text sizes of a letter's width, on average
SIGN = 3  # letters that the polarity's sign takes


def density(columns):
    """1 (largest) to 4: the first size of SIZES at which nearly all cards stand in a side that need not turn pages."""
    sides = [(width, side["postits"]) for column, width in widths(columns) for side in column["sides"]]
    most = TURNING * sum(len(cards) for _width, cards in sides)
    return next((level for level, size in enumerate(SIZES, 1) if turning(sides, size) <= most), len(SIZES))


def turning(sides, size):
    """How many cards stand in sides that are too full at this size."""
    return sum(len(cards) for width, cards in sides if height(width, cards, size) > HEIGHT)


def widths(columns):
    """[(column, room for its cards)]: an empty column is two thirds as wide, unless the wall has pages."""
    if len(columns) > PAGE:
        return [(column, WIDTH / PAGE - GAP - EDGES) for column in columns]
    shares = [3 if column["count"] else 2 for column in columns]
    return [(column, WIDTH * share / sum(shares) - GAP - EDGES) for column, share in zip(columns, shares, strict=True)]


def height(width, cards, size):
    """What cards need, laid out in as many columns as `width` holds."""
    across = max(1, int(width // (CARD * size)))
    letters = max(4, (width / across - BETWEEN - PADDING * size) / (LETTER * size))
    lines = sum(ceil((len(card.text) + SIGN) / letters) + bool(card.late or card.explained) for card in cards)
    return (lines * LINE * size + len(cards) * (PADDING * size / 2 + BETWEEN)) / across
