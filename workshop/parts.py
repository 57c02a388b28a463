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

TOKEN = re.compile("\x00([^\x00]+)\x00")  # user text never holds U+0000: see text.normalise
ROOT = ""


class Book:
    """One rendering of one screen. Immutable once rendered."""

    def __init__(self, kept=None):
        self.bones, self.versions = {}, {}
        self.kept = kept

    def stands(self, name, version):
        return version is not None and self.kept is not None and self.kept.versions.get(name) == version

    def keep(self, name):
        """Take a part, and the parts inside it, from the kept book."""
        self.bones[name] = self.kept.bones[name]
        self.versions[name] = self.kept.versions.get(name)
        for child in children(self.bones[name]):
            self.keep(child)

    def write(self, name, bones, version=None):
        self.bones[name], self.versions[name] = bones, version

    def close(self):
        """Forget the kept book, so that books do not chain in memory."""
        self.kept = None
        return self

    def html(self, name=ROOT):
        return TOKEN.sub(lambda match: self.html(match[1]), self.bones[name])


def token(name):
    return f"\x00{name}\x00"


def children(bones):
    return TOKEN.findall(bones)


def difference(old, new, name=ROOT):
    """The pieces (HTML strings) that turn what `name` shows in `old` into what it shows in `new`.

    What the root itself says outside any part (its forms) is never pushed.
    """
    before, after = old.bones[name], new.bones[name]
    if before == after or name == ROOT:
        pieces = [piece for child in children(after) for piece in follow(old, new, child)]
        return sorted(pieces, key=lambda piece: not piece.startswith("<i data-gone"))
    if frame(before) is not None and frame(before) == frame(after):
        return rearrange(old, new, children(before), children(after)) or [new.html(name)]
    return [new.html(name)]


def follow(old, new, child):
    return difference(old, new, child) if child in old.bones else [new.html(child)]


def frame(bones):
    """The text around a run of parts, None when there is text between them or no part at all."""
    texts = TOKEN.split(bones)[::2]
    return None if len(texts) == 1 or any(text.strip() for text in texts[1:-1]) else (texts[0], texts[-1])


def rearrange(old, new, before, after):
    """Pieces for a list whose members came, went or moved; none when nobody stays to put the others beside."""
    staying = set()
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        staying.update(before[block.a : block.a + block.size])
    if not staying:
        return []
    pieces = [f'<i data-gone="{name}"></i>' for name in before if name not in set(after)]
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
