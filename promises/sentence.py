"""A commitment as one sentence that can be read aloud, whatever slots are filled; what is still open is a gap in it."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

NUMBERS = "un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente|demi"
NUMBERS += "|half|a|an|one|two|three|four|five|seven|eight|nine|ten|twelve|fifteen|twenty|thirty"
SPAN = re.compile(rf"(\d|({NUMBERS})\b)", re.IGNORECASE)
MOMENT = re.compile(r"\b(avant|après|before|after|prior|par|per|sur|each|every|:)\b|\d\s*h\s*\d|\ble\b", re.IGNORECASE)
ALREADY = re.compile(r"(pour|à|au|aux|for|to|chez|auprès)\b", re.IGNORECASE)
CLAUSE = re.compile(r"(when|if|in case|on|during|while|for|because)\b", re.IGNORECASE)


class Piece(NamedTuple):
    """What stands before one slot in the sentence, its text or the question of its gap, what stands after."""

    slot: str
    before: str
    text: str
    after: str = ""
    is_gap: bool = False


def pieces(slots):
    """[[Piece]]: the sentences of a commitment {slot: text}, in the reader's language."""
    given = {slot: " ".join(text.split()).rstrip(" .;,") for slot, text in slots.items()}
    sentences = [opening(given) + clock(given) + exception(given), remedy(given), measure(given)]
    return [ended(sentence) for sentence in sentences if sentence]


def opening(given):
    """Who does what for whom, within what delay."""
    whom, delay = given.get("whom", ""), given.get("delay", "")
    found = [
        filled(given, "who", "", _("who?")),
        filled(given, "what", " ", _("does what?")),
        filled(given, "whom", " " if ALREADY.match(whom) else _(" for "), _("for whom?")),
    ]
    if delay or not (given.get("indicator") and given.get("target")):
        found.append(filled(given, "delay", before_delay(delay), _("within what delay?")))
    return found


def filled(given, slot, before, question):
    text = given.get(slot, "")
    return Piece(slot, before if text or slot in ("who", "what") else " ", text or question, is_gap=not text)


def before_delay(text):
    """ "within 4 working hours", but ", each Monday before 10": only a length of time is one to be within."""
    return _(" within ") if SPAN.match(text) and not MOMENT.search(text) else ", "


def clock(given):
    """Between brackets, since what starts and stops it may be a noun or a whole clause."""
    starts, stops = given.get("starts"), given.get("stops")
    found = [Piece("starts", _(" (the clock starts: "), starts, "" if stops else ")")] if starts else []
    if stops:
        before = _("; it stops: ") if starts else _(" (the clock stops: ")
        found.append(Piece("stops", before, stops, ")"))
    return found


def exception(given):
    text = given.get("exception", "")
    if not text:
        return []
    return [Piece("exception", _(", except ") if CLAUSE.match(text) else _(", except when "), text)]


def remedy(given):
    text = given.get("remedy", "")
    return [Piece("remedy", pgettext("commitment", "If we fail: "), text)] if text else []


def measure(given):
    indicator, target = given.get("indicator"), given.get("target")
    found = [Piece("indicator", _("Measured by: "), indicator)] if indicator else []
    if target:
        found.append(Piece("target", _("; target: ") if indicator else _("Target: "), target))
    return found


def ended(sentence):
    """The same with a capital and a full stop."""
    first, last = sentence[0], sentence[-1]
    if not first.before:
        sentence[0] = first._replace(text=first.text[:1].upper() + first.text[1:])
    sentence[-1] = sentence[-1]._replace(after="" if sentence[-1].is_gap else last.after + ".")
    return sentence


def read_aloud(slots):
    """The whole as plain text."""
    return " ".join(
        "".join(each.before + each.text + each.after for each in sentence).strip() for sentence in pieces(slots)
    )
