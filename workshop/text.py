"""One normaliser for everything people type, and the lengths we count.

Source: Unicode 16 (NFC; bidi controls UAX #9; combining marks), `reliability.md` §5.2. Idempotent.
"""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

INVISIBLE = re.compile(
    "[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069"
    "\u2800\u3164\ud800-\udfff\ufeff\uffa0]"
)
JOINER = "\u200d"
MARKS = 4  # at most on one letter
BLANK_LINES = re.compile("\n{3,}")


def normalise(text):
    """NFC, one kind of line end, no control or direction characters, at most four marks per letter."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    text = lighten(INVISIBLE.sub("", text))
    text = "\n".join(line.strip() for line in text.split("\n"))
    return unicodedata.normalize("NFC", BLANK_LINES.sub("\n\n", text).strip())


def lighten(text):
    """No letter under more than MARKS marks (general categories Mn and Me)."""
    kept, run = [], 0
    for char in text:
        run = run + 1 if is_mark(char) else 0
        if run <= MARKS:
            kept.append(char)
    return "".join(kept)


def is_mark(char):
    return unicodedata.category(char) in ("Mn", "Me")


def is_picture(char):
    """An emoji or another symbol that may be joined with others into one."""
    return unicodedata.category(char) == "So"


def is_skin_tone(char):
    return "\U0001f3fb" <= char <= "\U0001f3ff"


def says_something(text):
    """Whether a letter, a digit, a symbol or an emoji is left."""
    return any(unicodedata.category(char)[0] in "LNS" for char in text)


def length(text):
    """How many characters a reader counts: marks go with their letter, joined emoji with each other."""
    count, base, joining = 0, " ", False
    for char in text:
        if char == JOINER:
            joining = is_picture(base)
        elif not (is_mark(char) or is_skin_tone(char)):
            count += not (joining and is_picture(char))
            base, joining = char, False
    return count


class TextField(forms.CharField):
    """Somebody's words: normalised first, then measured; errors tell what to do."""

    def __init__(self, *, limit, lines=1, points=None, sentence="", **options):
        """`limit`: what a reader counts; `points`: code points, which columns hold (as many when absent).

        `sentence` says it all at once, for what is too short to be counted aloud.
        """
        self.limit, self.lines, self.points, self.sentence = limit, lines, points or limit, sentence
        super().__init__(strip=False, **options)

    def to_python(self, value):
        text = normalise(super().to_python(value) or "")
        return text if self.lines > 1 else " ".join(text.split("\n"))

    def validate(self, value):
        if self.required and not says_something(value):
            raise ValidationError(self.sentence or _("Nothing is written yet. Write at least one word."))
        count = length(value) if len(value) <= self.points else len(value)
        if count > self.limit and self.sentence:
            raise ValidationError(self.sentence)
        if count > self.limit:
            raise ValidationError(
                _("Your text has %(count)d characters; the most is %(limit)d. Shorten it: nothing is lost.")
                % {"count": count, "limit": self.limit}
            )
        if value.count("\n") >= self.lines:
            raise ValidationError(_("That is more than %(lines)d lines.") % {"lines": self.lines})
