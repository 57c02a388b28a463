"""Words that promise nothing that could be checked ("as soon as possible"): found, and questioned, never refused.

The words and their questions are in `fr.toml` and `en.toml`; both are looked for whatever language a text is in, since
people mix them. Pure functions of text.
"""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

LANGUAGES = ("fr", "en")
BETWEEN = r"[\s\u00a0\u202f-]+"  # words of one phrase


class Topic(NamedTuple):
    """What a kind of vague word leaves open."""

    language: str
    question: str
    answered_by: tuple  # slots that answer it already when they are definite; none when it is empty
    pattern: re.Pattern


class Doubt(NamedTuple):
    """One vague word as it was typed: `text[start:end]` is `word`."""

    start: int
    end: int
    word: str
    topic: Topic


@cache
def topics():
    """Every Topic of both languages."""
    found = []
    for language in LANGUAGES:
        rows = tomllib.loads(Path(__file__).with_name(f"{language}.toml").read_text())
        found += [topic(language, row) for row in rows.values()]
    return found


def topic(language, row):
    # The longest first: "au plus vite" is one doubt, not "vite" alone.
    phrases = sorted(row["words"].strip().splitlines(), key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(expression, phrases))})(?![\w-])")
    return Topic(language, row["question"], tuple(row.get("answered_by", ())), pattern)


def expression(phrase):
    """A phrase as a regular expression on folded text: `réactif(s)`, `dès que possible`."""
    plain = re.escape(folded(phrase)[0]).replace(r"\(", "(?:").replace(r"\)", ")?")
    return BETWEEN.join(re.split(r"(?:\\? |\\?-)+", plain))


def folded(text):
    """(the text without case, accents or ligatures, and for each of its characters its place in the text)."""
    plain, places = [], []
    for place, char in enumerate(text):
        for part in unicodedata.normalize("NFKD", char.lower().replace("œ", "oe").replace("’", "'")):
            if not unicodedata.combining(part):
                plain.append(part)
                places.append(place)
    return "".join(plain), places


@lru_cache(4096)
def doubts(text, first=LANGUAGES[0]):
    """The Doubts of a text, in its order; where two overlap, the longer one, then the one in the language `first`."""
    plain, places = folded(text)
    found = [(m.start(), m.end(), topic) for topic in topics() for m in topic.pattern.finditer(plain)]
    kept, free = [], 0
    for start, end, about in sorted(found, key=lambda each: (each[0], -each[1], each[2].language != first)):
        if start >= free:
            first, last = places[start], places[end - 1] + 1
            kept.append(Doubt(first, last, text[first:last], about))
            free = end
    return kept


def is_definite(text):
    """Whether a delay or a figure can be checked: it has a number, or at least no vague word."""
    return bool(text) and (any(char.isdigit() for char in text) or not doubts(text))


def open_doubts(slots, first=LANGUAGES[0]):
    """{slot: [Doubt]} of a commitment {slot: text}, without the questions that another slot has answered."""
    sure = {slot for slot, text in slots.items() if is_definite(text)}
    found = {slot: doubts(text, first) for slot, text in slots.items()}
    return {slot: [each for each in here if not answered(each.topic, sure)] for slot, here in found.items()}


def answered(topic, sure):
    return bool(topic.answered_by) and sure.issuperset(topic.answered_by)


def pieces(text, doubts):
    """A text cut at its doubts: [(piece, whether it is one)]."""
    cut, place = [], 0
    for doubt in doubts:
        cut += [(text[place : doubt.start], False), (doubt.word, True)]
        place = doubt.end
    return [each for each in [*cut, (text[place:], False)] if each[0]]
