"""A cell that was edited as a whole: which of its lines stay, change their words, come or go. Pure questions of text.

A line keeps its identity through new words, so that what was answered to it and judged of it stays with it.
"""

from difflib import SequenceMatcher

from rapidfuzz import fuzz

ALIKE = 45  # of 100: under that, new words are another line rather than the same one reworded


def split(text):
    """The lines of a cell as typed: blank ones left out."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def match(before, after):
    """For each line of `after`, the index of the line of `before` that it is; None for a new one.

    Lines that are the same come first, wherever they were moved to; then those that are most alike; then whatever
    follows the same line as before.
    """
    found = {new: old for old, new in same(before, after)}
    left = [old for old in range(len(before)) if old not in found.values()]
    fresh = [new for new in range(len(after)) if new not in found]
    for _likeness, old, new in sorted(likenesses(before, after, left, fresh), reverse=True):
        if old in left and new in fresh:
            found[new] = old
            left.remove(old)
            fresh.remove(new)
    for new in fresh:
        old = found.get(new - 1, -1 if new == 0 else None)
        if old is not None and old + 1 in left:
            found[new] = old + 1
            left.remove(old + 1)
    return [found.get(new) for new in range(len(after))]


def same(before, after):
    """(old, new) indices of equal lines: those that kept their place among the others, then those that moved."""
    kept = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    pairs = [(block.a + n, block.b + n) for block in kept for n in range(block.size)]
    taken, placed = {old for old, _new in pairs}, {new for _old, new in pairs}
    for new, text in enumerate(after):
        moved = next((old for old, was in enumerate(before) if was == text and old not in taken), None)
        if new not in placed and moved is not None:
            pairs.append((moved, new))
            taken.add(moved)
    return pairs


def likenesses(before, after, left, fresh):
    """(likeness, old, new) of each line that went and each that came, when they are alike enough."""
    for old in left:
        for new in fresh:
            likeness = fuzz.ratio(before[old], after[new])
            if likeness >= ALIKE:
                yield likeness, old, new
