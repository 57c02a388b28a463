"""Everything of a workshop in one file, which another server can open again: what travels, and what stays.

    {"format": "promesse-workshop", "edition": 1, "made_at": "2026-11-24T16:40:00+01:00",
     "organisation": "…", "team": "…", "workshop": {column: value},
     "rows": {"interface": [{"id": 1, column: value}], …}, "stopped": [ids of contacts who want no more reminders]}

Values are JSON's own; moments and days are ISO 8601, durations are seconds. A column that names another row holds its
`id` in this file, one that names several a list of them; database keys, private links, secrets, devices and accounts
are nowhere in it. TABLES says what travels, tests/stays.py what does not and why: a column in neither fails a test.

A text that was never revealed stays, as on every screen: a post-it, a line of a table before its services meet.
So does who said what, wherever screens show counts only.
"""

import json
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.urls import path
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from interfaces import models as between
from workshop import access, letters
from workshop import models as room
from workshop.change import Refused

from . import models as promised
from . import readable
from .downloads import file

FORMAT, EDITION = "promesse-workshop", 1
WORKSHOP = [
    "title",
    "language",
    "created_at",
    "step",
    "anonymous",
    "wall_begun",
    "last_number",
    "revealed_at",
    "mission",
    "mission_version",
]


@dataclass(frozen=True)
class Table:
    """A model whose rows travel: the way from it to its workshop, and the columns, in words between spaces."""

    model: type
    way: str
    columns: str

    @property
    def name(self):
        return self.model._meta.model_name

    @property
    def fields(self):
        return [self.model._meta.get_field(name) for name in self.columns.split()]


# In an order in which a row only names rows before it.
TABLES = [
    Table(room.Participant, "workshop", "name removed_at"),
    Table(room.Timing, "workshop", "step planned minutes used"),
    Table(room.Anyway, "workshop", "step to name missing at stayed_at"),
    Table(between.Pair, "workshop", "position"),
    Table(between.PairMember, "pair__workshop", "pair participant"),
    Table(between.Interface, "workshop", "name position treated dropped_at pair version"),
    Table(between.KeptApart, "first__workshop", "first second"),
    Table(between.Contact, "interface__workshop", "interface name email language"),
    Table(between.Expected, "interface__workshop", "interface text said_on agreed position"),
    Table(between.Category, "workshop", "name colour position version"),
    Table(between.Stack, "workshop", "is_open"),
    Table(
        between.PostIt,
        "workshop",
        "interface category stack polarity text author position set_aside_at number on_paper late version",
    ),
    Table(between.Refusal, "workshop", "theme category postit twin"),
    Table(between.Paper, "workshop", "first last"),
    Table(between.Explanation, "postit__workshop", "postit by"),
    Table(between.WayOfWorking, "interface__workshop", "interface acceptable text position postits categories version"),
    Table(between.NamedProcess, "workshop", "interface name position"),
    Table(between.Responsibility, "interface__workshop", "interface process participant contact letter"),
    Table(between.Asking, "workshop", "answer_by"),
    Table(
        between.Consultation,
        "interface__workshop",
        "interface asks offers expects commits answered_at collected_by confirmed_at handed_by version",
    ),
    Table(between.Feedback, "consultation__interface__workshop", "consultation way verdict text"),
    Table(between.Sentence, "interface__workshop", "interface text postit category position version"),
    Table(between.Echo, "sentence__interface__workshop", "sentence moment answer at"),
    Table(promised.Version, "workshop", "number opened_at sealed_at review_on dated_at kept"),
    Table(promised.Promise, "version__workshop", "version interface text needs reach edits"),
    Table(
        promised.Commitment,
        "promise__version__workshop",
        "promise who what whom delay starts stops exception remedy indicator target before left_out position edits",
    ),
    Table(
        promised.Source,
        "commitment__promise__version__workshop",
        "commitment kind postit category way feedback sentence consultation expected",
    ),
    Table(
        promised.Process,
        "promise__version__workshop",
        "promise name trigger steps owner input delay trace need position edits",
    ),
    Table(promised.Wording, "promise__version__workshop", "promise text taken_at"),
    Table(promised.Signature, "version__workshop", "version party promise service name role at"),
    Table(promised.Review, "version__workshop", "version opened_at closed_at shown_at"),
    Table(promised.Counterpart, "review__version__workshop", "review promise answered_at wishes"),
    Table(promised.Score, "commitment__promise__version__workshop", "commitment side verdict comment"),
    Table(promised.Decision, "commitment__promise__version__workshop", "commitment choice"),
    Table(promised.Addition, "review__version__workshop", "review promise what reason made"),
    Table(promised.Action, "review__version__workshop", "review text owner due done_at"),
    Table(promised.ReciprocalTable, "workshop", "held_on next_on"),
    Table(promised.Party, "workshop", "name position removed_at contact email language filled_at met_at version"),
    Table(promised.Speaker, "party__workshop", "participant party"),
    Table(
        promised.Entry,
        "party__workshop",
        "party towards kind text position as_before movement dropped_at version",
    ),
    Table(
        promised.Reply,
        "expectation__party__workshop",
        "expectation answer text commitment made agreed_at declined_at at version",
    ),
]

# Making the file


def written(workshop):
    """Everything of a workshop, as plain JSON. A row that names one that stays here stays with it."""
    keys, rows = {}, {}
    for table in TABLES:
        found = [row for row in shown(workshop, table) if not names_what_stays(row, table, keys)]
        keys[table.model] = {row.pk: number for number, row in enumerate(found, 1)}
        rows[table.name] = [described(row, table, keys) for row in found]
    return {
        "format": FORMAT,
        "edition": EDITION,
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "organisation": workshop.team.organisation.name,
        "team": workshop.team.name,
        "workshop": {name: plain(getattr(workshop, name)) for name in WORKSHOP},
        "rows": rows,
        "stopped": [keys[between.Contact][each.pk] for each in stopped(workshop)],
    }


def stopped(workshop):
    """The contacts who want no more reminders: said of them, since what keeps it is of use on this server only."""
    contacts = between.Contact.objects.filter(interface__workshop=workshop).order_by("pk")
    return [each for each in contacts if letters.has_stopped(workshop, each.email)]


def shown(workshop, table):
    """The rows of a table that travel, in order: of what was hidden once, what everybody may read."""
    which = {
        between.PostIt: readable.postits,
        between.Echo: readable.echoes,
        promised.Score: readable.marks,
        promised.Entry: readable.lines,
    }
    mine = Q(**{table.way: workshop})
    if table.model is between.Responsibility:
        mine |= Q(process__workshop=workshop)
    rows = table.model.objects.filter(mine, which[table.model](workshop) if table.model in which else Q())
    if table.model is promised.Entry:
        rows = rows.select_related("party__workshop")
    return rows.order_by("pk").prefetch_related(*(field.name for field in table.fields if field.many_to_many))


def names_what_stays(row, table, keys):
    named = [field for field in table.fields if field.many_to_one or field.one_to_one]
    pairs = [(field.related_model, field.value_from_object(row)) for field in named]
    return any(pk is not None and model in keys and pk not in keys[model] for model, pk in pairs)


def described(row, table, keys):
    """{"id": number, column: value} of a row."""
    values = {"id": keys[table.model][row.pk]}
    for field in table.fields:
        if field.many_to_many:
            known = keys[field.related_model]
            values[field.name] = sorted(known[each.pk] for each in getattr(row, field.name).all() if each.pk in known)
        elif field.is_relation:
            values[field.name] = keys[field.related_model].get(field.value_from_object(row))
        else:
            values[field.name] = plain(field.value_from_object(row))
    return values | readable.unsaid(row)


def plain(value):
    if isinstance(value, dict):
        return keyless(value)
    if isinstance(value, timedelta):
        return round(value.total_seconds())
    return value.isoformat() if hasattr(value, "isoformat") else value


def keyless(kept):
    """What a sealed version said, without the keys of rows: its references are enough."""
    words = {key: value for key, value in kept.items() if key != "rows"}
    return words | ({"threads": [each | {"line": 0} for each in kept["threads"]]} if "threads" in kept else {})


@access.facilitator_page
def download(_request, workshop):
    """The file: `Atelier-logistique.json`."""
    if workshop.is_rehearsal:
        raise Refused(_("This is a rehearsal: nothing in it is real, and nothing of it is kept."))
    data = json.dumps(written(workshop), ensure_ascii=False, indent=1).encode()
    title = pgettext("file name", "Workshop")
    return file(data, "application/json", f"{title}-{slugify(workshop.team.name) or workshop.key}.json")


urlpatterns = [path("w/<slug:key>/documents/workshop.json", download, name="archive")]
