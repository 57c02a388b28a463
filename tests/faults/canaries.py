"""Words that tell where they come from: found anywhere they do not belong, they tell of a leak."""

import re
import secrets

TEXT = re.compile(r"qz([a-z]{4})x\d{5}")  # a post-it of the room so named
SECRET = re.compile(r"d-v-c-[\w-]{37}")  # a device's secret
NAME = re.compile(r"Nm[0-9a-f]{8}")  # a participant's first name


def room_name(chance):
    return "".join(chance.choice("bcdfghjklmnpqrstvw") for _each in range(4))


def token(room, number):
    return f"qz{room}x{number:05d}"


def device():
    return "d-v-c-" + secrets.token_urlsafe(28)[:37]


def person():
    return "Nm" + secrets.token_hex(4)


def leaks(text, room):
    """Post-its of other rooms in `text`, and what would tell who wrote: a secret, a first name; with what is around."""
    found = [each for each in TEXT.finditer(text) if each[1] != room]
    found += [*SECRET.finditer(text), *NAME.finditer(text)]
    return [text[max(0, each.start() - 60) : each.end() + 30] for each in found]
