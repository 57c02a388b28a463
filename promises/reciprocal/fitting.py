"""How much of an ordered pair the board can show: it never scrolls, so what does not fit is counted.

Lengths in rem of the board (24 px at 1080p). Widths are estimated generously: sides clip, they never push.
"""

from typing import NamedTuple

from . import states

SIZES = (1.9, 1.55, 1.25, 1.0)  # of text, the largest that fits
HEIGHT = 27  # of a side, below its heading
EXPECTS, COMMITS = 40, 27  # width of the two sides' text
PER_REM = 1.95  # letters in one rem of line, at size 1
LINE, GAP = 1.3, 0.7  # height of a line at size 1, what separates two entries
SAID = 24  # letters that say what a reply is


class Facing(NamedTuple):
    """The pair on the board, what of it fits in `size` 1 (the largest) to 4, and the pair the other way."""

    pair: object
    back: object
    walk: object
    size: int
    expectations: list
    commitments: list
    promised: list  # of promises in force: named, since they are known already

    @property
    def more_expected(self):
        return len(self.pair.expectations) - len(self.expectations)

    @property
    def more_committed(self):
        return len(self.pair.commitments) - len(self.commitments)

    @property
    def stamp(self):
        """Differs as soon as anything that is shown does."""
        return hash((self.pair.stamp, self.back.state, self.back.stamp, self.walk.stamp, *self.promised))


def laid_out(pair, back, walk, promised=()):
    """The Facing of a pair: everything in the largest size that holds it, else what the smallest can hold."""
    size = next((n for n, rem in enumerate(SIZES, 1) if fits(pair, rem)), len(SIZES))
    rem = SIZES[size - 1]
    expected = cut(pair.expectations, lambda line: height(line, EXPECTS, rem))
    committed = cut(pair.commitments, lambda line: height(line, COMMITS, rem))
    return Facing(pair, back, walk, size, expected, committed, promised)


def fits(pair, rem):
    sides = (pair.expectations, EXPECTS), (pair.commitments, COMMITS)
    return all(sum(height(line, width, rem) for line in lines) <= HEIGHT for lines, width in sides)


def height(line, width, rem):
    letters = int(width * PER_REM / rem)
    texts = [len(line.text) + len(str(states.WORDS[line.state])) + 4 if width == EXPECTS else len(line.text)]
    texts += [len(line.said) + SAID] if width == EXPECTS and line.said else []
    return sum(-(-length // letters) for length in texts) * LINE * rem + GAP


def cut(lines, height_of):
    """The first lines that fit, with one line of text left to say how many do not."""
    if sum(map(height_of, lines)) <= HEIGHT:
        return lines
    left, kept = HEIGHT - LINE, []
    for line in lines:
        left -= height_of(line)
        if left < 0:
            break
        kept.append(line)
    return kept
