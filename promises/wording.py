"""Two texts, word by word: what stays, what was dropped, what is new."""

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import NamedTuple

SAME, GONE, NEW = "same", "gone", "new"
# A word with its apostrophes, hyphens and decimals, or one sign; each with the space that follows it.
WORDS = re.compile(r"(?:\w+(?:[’'.,\-\u2011]\w+)*|[^\w\s])\s*|\s+")
HEAVY = 200_000  # pairs of equal words, one of each text; the longest prose that fits here has a tenth of that


class Run(NamedTuple):
    """Some words in a row that are the same, gone or new."""

    kind: str
    text: str

    @property
    def words(self):
        """Without the space after them, which is neither struck through nor underlined."""
        return self.text.rstrip()

    @property
    def space(self):
        return self.text[len(self.words) :]


def compared(before, after):
    """[Run]: those that are not new make `before`, those that are not gone make `after`, spaces apart."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    runs = []
    for kind, a, b, c, d in opcodes([word.strip() for word in old], [word.strip() for word in new]):
        pieces = [Run(SAME, "".join(new[c:d]))] if kind == "equal" else [gone(old[a:b]), Run(NEW, "".join(new[c:d]))]
        runs += [run for run in pieces if run.text]
    return spaced(runs)


def opcodes(old, new):
    """difflib's; all at once where words recur so often that comparing would keep the server busy for minutes."""
    there = Counter(new)
    if old == new:
        return [("equal", 0, len(old), 0, len(new))]
    if sum(there[word] for word in old) > HEAVY:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def gone(words):
    return Run(GONE, "".join(words))


def spaced(runs):
    """No word is glued to the next one: the last word of a text has no space of its own."""
    last = len(runs) - 1
    return [
        run._replace(text=run.text + " ") if n < last and glues(run, runs[n + 1]) else run for n, run in enumerate(runs)
    ]


def glues(run, following):
    """Whether a dropped or new run would touch the word after it."""
    return run.kind != following.kind and run.text[-1].isalnum() and following.text[0].isalnum()


def likeness(before, after):
    """From 0, no word in common, to 1, all of them."""
    words = [[word.strip() for word in WORDS.findall(text)] for text in (before, after)]
    same = sum(b - a for kind, a, b, _c, _d in opcodes(*words) if kind == "equal")
    return 2 * same / sum(map(len, words)) if any(words) else 1.0


def is_changed(runs):
    return any(run.kind != SAME for run in runs)
