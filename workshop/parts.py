"""A screen as parts: elements with an id that may change on their own.

A template marks them: `{% part "postit" postit.pk version=postit.version %}<li id="{{ part }}">…</li>{% endpart %}`.
Rendering fills a Book: for each part its *bones*, that is its HTML with a token in the place of each part inside it.
`difference(old, new)` is then the smallest set of pieces that turns one screen into the other. A piece is

- the part itself: replaces the element of the same id,
- `<i data-gone="id">`: takes an element away; these come first, since a card may turn up again in another list,
- `<template data-after="id">` or `data-before="id"`: puts a new or moved element beside another one.

A part with a `version` is not rendered again while the book it was kept in has the same version.
"""

import re
from difflib import SequenceMatcher
from zlib import crc32

TOKEN = re.compile("\x00([^\x00]+)\x00")  # user text never holds U+0000: see text.normalise
ROOT = ""


class Part:
    """One part as it was rendered once: its bones, the version they were made of, the names of the parts inside it."""

    __slots__ = ("bones", "children", "version")

    def __init__(self, bones, version=None):
        self.bones, self.version, self.children = bones, version, children(bones)


class Book:
    """One rendering of one screen, {name: Part}. Immutable once rendered.

    A part that stands is the very object of the book it was kept in, with all that is inside it. A book that follows
    another one is for screens that have what stands outside the parts, and holds the parts alone.
    """

    def __init__(self, kept=None, follows=False):
        self.parts, self.follows = {}, follows
        self.kept = kept.parts if kept else {}

    def stands(self, name, version):
        return version is not None and name in self.kept and self.kept[name].version == version

    def keep(self, name):
        """Take a part, and the parts inside it, from the kept book."""
        part = self.parts[name] = self.kept[name]
        for child in part.children:
            self.keep(child)

    def write(self, name, bones, version=None):
        self.parts[name] = Part(bones, version)

    def close(self):
        """Forget the kept book, so that books do not chain in memory."""
        self.kept = {}
        return self

    def html(self, name=ROOT):
        return TOKEN.sub(lambda match: self.html(match[1]), self.parts[name].bones)

    def names(self):
        """The parts that the screen is made of, not those inside them."""
        return self.parts[ROOT].children


def stamp(*shown):
    """A number that differs as soon as anything that is shown does: the version of a part."""
    return crc32(repr(shown).encode())


def token(name):
    return f"\x00{name}\x00"


def children(bones):
    return TOKEN.findall(bones)


def difference(old, new, name=ROOT):
    """The pieces (HTML strings) that turn what `name` shows in `old` into what it shows in `new`.

    What the root itself says outside any part (its forms) is never pushed.
    """
    before, after = old.parts[name], new.parts[name]
    if before is after:
        return []
    if before.bones == after.bones or name == ROOT:
        pieces = [piece for child in after.children for piece in follow(old, new, child)]
        return sorted(pieces, key=lambda piece: not piece.startswith("<i data-gone"))
    around = frame(before.bones)
    if around is not None and around == frame(after.bones):
        return rearrange(old, new, before.children, after.children) or [new.html(name)]
    return [new.html(name)]


def follow(old, new, child):
    return difference(old, new, child) if child in old.parts else [new.html(child)]


def frame(bones):
    """The text around a run of parts, None when there is text between them or no part at all."""
    texts = TOKEN.split(bones)[::2]
    return None if len(texts) == 1 or any(text.strip() for text in texts[1:-1]) else (texts[0], texts[-1])


def rearrange(old, new, before, after):
    """Pieces for a list whose members came, went or moved; none when nobody stays to put the others beside."""
    staying = members_staying(before, after)
    if not staying:
        return []
    here = set(after)
    pieces = [f'<i data-gone="{name}"></i>' for name in before if name not in here]
    first = next(name for name in after if name in staying)
    previous = None
    for name in after:
        if name in staying:
            pieces += difference(old, new, name)
        else:
            place = f'data-after="{previous}"' if previous else f'data-before="{first}"'
            pieces.append(f"<template {place}>{new.html(name)}</template>")
        previous = name
    return pieces


def members_staying(before, after):
    """The members that need not move. What both ends have in common is told apart first: most lists only grow."""
    most = min(len(before), len(after))
    head = next((n for n in range(most) if before[n] != after[n]), most)
    tail = next((n for n in range(most - head) if before[-1 - n] != after[-1 - n]), most - head)
    middle = before[head : len(before) - tail], after[head : len(after) - tail]
    staying = {*before[:head], *before[len(before) - tail :]}
    for block in SequenceMatcher(None, *middle, autojunk=False).get_matching_blocks():
        staying.update(middle[0][block.a : block.a + block.size])
    return staying
