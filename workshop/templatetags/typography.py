"""What a typesetter does to typed words, in the document's language. Plain strings: escaping stays Django's.

Source: Imprimerie nationale, *Lexique des règles typographiques* (narrow no-break space before ; ! ? and inside « »,
no-break space before the colon, `1er`); Unicode UAX #9 for the direction.
"""

import re
import unicodedata

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

NBSP, NARROW = "\u00a0", "\u202f"
SPACES = "[ \u00a0\u202f]"
UNITS = (
    "h|min|s|j|jours?|jrs?|heures?|minutes?|semaines?|mois|ans?|hours?|days?|weeks?|months?|kg|g|t|km|m|cm|mm|l|€|k€|°C"
)
BOTH = [
    (re.compile(r"\.{3,}"), "…"),
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(rf"(?<=\d) (?=(?:{UNITS})\b|€)"), NBSP),
    (re.compile(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))"), NARROW),
]
FRENCH = [
    (re.compile(rf"{SPACES}+(?=[;!?]+(?:\W|$))"), NARROW),
    (re.compile(r"(?<=[\w)»…])(?=[;!?]+(?:\s|$))"), NARROW),
    (re.compile(rf"(?<=[\w%)»…]){SPACES}*:(?=\s|$)"), NBSP + ":"),
    (re.compile(rf"«{SPACES}*"), "«" + NARROW),
    (re.compile(rf"{SPACES}*»"), NARROW + "»"),
    (re.compile(r'"([^"\n]+)"'), f"«{NARROW}\\1{NARROW}»"),
    (re.compile(rf"(?<=\d){SPACES}?%"), NARROW + "%"),
    (re.compile(rf"{SPACES}(?=[–—]{SPACES})"), NBSP),
]

register = template.Library()


@register.filter
def typeset(text):
    """Somebody's words, set as a typographer of the document's language would."""
    for pattern, better in BOTH + (FRENCH if get_language() == "fr" else []):
        text = pattern.sub(better, text)
    return text


@register.filter
def direction(text):
    """`rtl` when the first letter with a direction reads from the right, else `ltr`."""
    strong = (unicodedata.bidirectional(char) for char in text)
    return "rtl" if next((d for d in strong if d in ("L", "R", "AL")), "L") in ("R", "AL") else "ltr"


@register.filter
def full_date(day):
    """`24 novembre 2026`, `1er décembre 2026`, `24 November 2026`, not broken between day and month."""
    if hasattr(day, "hour"):
        day = timezone.localtime(day)
    words = date_format(day, "j F Y")
    if get_language() == "fr" and day.day == 1:
        words = words.replace("1 ", "1er ", 1)
    return words.replace(" ", NBSP, 1)


@register.filter
def time_of_day(moment):
    """`14 h 32` in French, `14:32` in English."""
    moment = timezone.localtime(moment)
    return f"{moment:%H}{NBSP}h{NBSP}{moment:%M}" if get_language() == "fr" else f"{moment:%H:%M}"
