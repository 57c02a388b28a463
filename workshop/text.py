"""One normaliser for everything people type, and the lengths we count.

Source: Unicode 16 (NFC; bidi controls UAX #9; combining marks), `reliability.md` §5.2. Idempotent.
"""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

INVISIBLE = re.compile("[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+"
)
BLANK_LINES = re.compile("\n{3,}")


def normalise(text):
    """NFC, one kind of line end, no control or direction characters, at most four marks per letter."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    text = MARKS.sub(r"\1", INVISIBLE.sub("", text))
    text = "\n".join(line.strip() for line in text.split("\n"))
    return unicodedata.normalize("NFC", BLANK_LINES.sub("\n\n", text).strip())


def says_something(text):
    """Whether a letter, a digit, a symbol or an emoji is left."""
    return any(unicodedata.category(char)[0] in "LNS" for char in text)


def length(text):
    """How many characters a reader counts: marks, joiners and emoji modifiers go with their letter."""
    joined, count = False, 0
    for char in text:
        attached = (
            unicodedata.category(char) in ("Mn", "Me") or char in "\u200d\ufe0f" or "\U0001f3fb" <= char <= "\U0001f3ff"
        )
        count += not (attached or joined)
        joined = char == "\u200d"
    return count


class TextField(forms.CharField):
    """Somebody's words: normalised first, then measured; errors tell what to do."""

    def __init__(self, *, limit, lines=1, **options):
        self.limit, self.lines = limit, lines
        super().__init__(strip=False, **options)

    def to_python(self, value):
        text = normalise(super().to_python(value) or "")
        return text if self.lines > 1 else " ".join(text.split("\n"))

    def validate(self, value):
        if self.required and not says_something(value):
            raise ValidationError(_("Nothing is written yet. Write at least one word."))
        if length(value) > self.limit:
            raise ValidationError(
                _("Your text has %(count)d characters; the most is %(limit)d. Shorten it: nothing is lost.")
                % {"count": length(value), "limit": self.limit}
            )
        if value.count("\n") >= self.lines:
            raise ValidationError(_("That is more than %(lines)d lines.") % {"lines": self.lines})
