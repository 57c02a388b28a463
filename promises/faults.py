"""What a workshop's file may hold: each value checked by its column, each fault told in a sentence, by its path."""

import json
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from workshop import method
from workshop.models import Team, Workshop
from workshop.text import INVISIBLE

from .archive import EDITION, FORMAT, TABLES, WORKSHOP
from .models import Entry
from .shape import SHAPES, SINCE

ROWS = 8_000  # in all tables: a workshop has a thousand; meanwhile nobody else can write
LONGEST, MOST = 10_000, 2_000  # characters of a text, entries of a list in a sealed version
LARGEST = 400_000_000  # of any number: positions, counts, seconds


class Wrong(Exception):
    """A file that is not opened; `sentences` are (path, sentence)."""

    def __init__(self, sentences):
        super().__init__(sentences)
        self.sentences = sentences


def checked(data):
    """The file's content, in Python's own types. Raises Wrong with every fault, at most one a value."""
    said = parsed(data)
    wrong = []
    said["team"] = value(Team._meta.get_field("name"), said.get("team"), "team", wrong)
    said["workshop"] = columns(fields_of_the_workshop(), said.get("workshop"), "workshop", wrong)
    said["rows"] = tables(said.get("rows"), wrong)
    said["stopped"] = stopped(said, wrong)
    if not wrong:
        wrong = faults_of_a_round(said)
    if wrong:
        raise Wrong(wrong)
    return said


def faults_of_a_round(said):
    """What no column alone can say: a round of the reciprocal table is one, and answers are to expectations."""
    is_round = method.beside(said["workshop"]["step"]) is method.TABLE
    if len(said["rows"]["reciprocaltable"]) != is_round:
        return [("rows.reciprocaltable", _("A round of the table has one row here, any other workshop none."))]
    expected = {row["id"] for row in said["rows"]["entry"] if row["kind"] == Entry.EXPECTS}
    return [
        (f"rows.reply[{n}].expectation", _("Only an expectation is answered."))
        for n, row in enumerate(said["rows"]["reply"])
        if row["expectation"] not in expected
    ]


def parsed(data):
    """A dictionary in our format and edition."""
    try:
        said = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Wrong([("", _("This is not a JSON file."))]) from None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise Wrong([("format", _("This file was not made by Promesse."))])
    if said.get("edition") != EDITION:
        raise Wrong([("edition", _("This file is of an edition that this server does not know."))])
    return said


def fields_of_the_workshop():
    return [Workshop._meta.get_field(name) for name in WORKSHOP]


def tables(said, wrong):
    """{table: [row]}; rows name only rows of the file, those of their own table before them."""
    if not isinstance(said, dict):
        wrong.append(("rows", _("An object is expected here.")))
        return {}
    wrong += [(f"rows.{name}", _("This is not known here.")) for name in said if name not in {t.name for t in TABLES}]
    known, read = {}, {}
    for table in TABLES:
        found = said.get(table.name, [])
        if not isinstance(found, list) or sum(map(len, read.values())) + len(found) > ROWS:
            wrong.append((f"rows.{table.name}", _("A list is expected here, of a workshop’s size.")))
            found = []
        known[table.model] = set()
        read[table.name] = [row(table, each, f"rows.{table.name}[{n}]", known, wrong) for n, each in enumerate(found)]
    return read


def stopped(said, wrong):
    """Numbers of contacts of the file; none in a file that is older than this list."""
    found, known = said.get("stopped", []), {each["id"] for each in said["rows"].get("contact", [])}
    if not isinstance(found, list) or not all(type(each) is int and each in known for each in found):
        wrong.append(("stopped", _("No row of the file has this number.")))
        return []
    return found


def row(table, said, where, known, wrong):
    own, before = known[table.model], len(wrong)
    read = columns(table.fields, said, where, wrong, known)
    number = said.get("id") if isinstance(said, dict) else None
    if len(wrong) == before and read.get("sealed_at") and not read["review_on"]:
        wrong.append((f"{where}.review_on", _("This is missing.")))
    if len(wrong) == before and (type(number) is not int or number in own):
        wrong.append((f"{where}.id", _("A number is expected here, another one in each row.")))
    elif type(number) is int:
        own.add(number)
    return read | {"id": number}


def columns(fields, said, where, wrong, known=None):
    """{column: value} of an object: each of its columns, and nothing else."""
    if not isinstance(said, dict):
        wrong.append((where, _("An object is expected here.")))
        return {}
    names = {field.name for field in fields} | ({"id"} if known is not None else set())
    wrong += [(f"{where}.{name}", _("This is not known here.")) for name in said if name not in names]
    return {field.name: column(field, said, f"{where}.{field.name}", wrong, known) for field in fields}


def column(field, said, where, wrong, known):
    if field.name not in said:
        wrong.append((where, _("This is missing.")))
        return None
    found = said[field.name]
    if not field.is_relation:
        return value(field, found, where, wrong)
    several = found if field.many_to_many else [found]
    if not isinstance(several, list) or not all(is_known(each, field, known) for each in several):
        wrong.append((where, _("No row of the file has this number.")))
    return found


def is_known(number, field, known):
    if number is None:
        return field.null and not field.many_to_many
    return type(number) is int and number in known[field.related_model]


# One value

JSON_TYPES = [
    (models.BooleanField, bool),
    (models.IntegerField, int),
    (models.DurationField, int),
    (models.Field, str),  # text, choices, moments, days
]


def value(field, found, where, wrong):
    """A value in its column's own type, None with a sentence when it cannot be."""
    try:
        return of_its_type(field, found)
    except ValidationError as error:
        wrong.append((where, error.messages[0]))
    except (OverflowError, TypeError, ValueError):
        wrong.append((where, _("This value cannot be read.")))
    return None


def of_its_type(field, found):
    if found is None and field.null:
        return None
    if isinstance(field, models.JSONField):
        return goes_on(alike(found, SHAPES[field.name]))
    if type(found) is not next(kind for model, kind in JSON_TYPES if isinstance(field, model)):
        raise ValidationError(_("Another kind of value is expected here."))
    if isinstance(found, str):
        check_text(field, found)
    if isinstance(found, int) and not 0 <= found <= LARGEST:
        raise ValidationError(_("This number is out of range."))
    return dated(field.clean(timedelta(seconds=found) if isinstance(field, models.DurationField) else found, None))


def check_text(field, text):
    if INVISIBLE.search(text):
        raise ValidationError(_("There is a character here that no text may hold."))
    if len(text) > LONGEST:
        raise ValidationError(_("This value cannot be read."))
    if field.name in ("step", "to") and text not in method.BY_SLUG and (text or not field.blank):
        raise ValidationError(_("This is no step of the method."))


def dated(found):
    """A day or a moment of the years in which this can be, a moment with its time zone; anything else as it is."""
    if isinstance(found, date) and not 2000 <= found.year < 2200:
        raise ValidationError(_("This date is out of range."))
    return timezone.make_aware(found) if isinstance(found, datetime) and timezone.is_naive(found) else found


def goes_on(said):
    """The same JSON, in which what went on anyway was at steps of the method, at moments that can be."""
    for each in said.get("anyway", []):
        if each["step"] not in method.BY_SLUG or each["to"] not in (*method.BY_SLUG, ""):
            raise ValidationError(_("This is no step of the method."))
        at = datetime.fromisoformat(each["at"])
        if timezone.is_naive(at):
            raise ValidationError(_("This value cannot be read."))
        dated(at)
    return said


def alike(found, shape):
    """JSON of a known shape, in which a list holds up to MOST of what stands in it there."""
    if isinstance(shape, dict) and isinstance(found, dict):
        if set(found) <= set(shape) and set(shape) - set(found) <= SINCE:
            return {key: alike(each, shape[key]) for key, each in found.items()}
    elif isinstance(shape, list) and isinstance(found, list):
        if len(found) <= MOST:
            return [alike(each, shape[0]) for each in found]
    elif type(found) is type(shape) and len(str(found)) <= LONGEST and not INVISIBLE.search(str(found)):
        return found
    raise ValidationError(_("This is not what a sealed version says."))
