"""Questions that every change asks again: their SQL is made once, by Django, and played with other values.

    names = Prepared(lambda workshop: Interface.objects.filter(workshop=workshop).values_list("pk", "name"), 0)
    names.rows(workshop.pk)

Making the SQL of a small question costs several times its answer. Values are numbers, strings and UUIDs. Columns of
values_list come as the database driver gives them: ask for numbers and strings; whole rows come as objects.
"""

from typing import NamedTuple
from uuid import UUID

from django.db import connection

NO_ID = UUID(int=0)


class Place(NamedTuple):
    """Where one of the values goes."""

    place: int


class Made(NamedTuple):
    """A question as one database understands it."""

    sql: str
    parameters: list  # constants, and Places
    columns: list  # [(attribute, converters, expression)] of a question for whole rows


class Prepared:
    """`make` gives the queryset for one value per example; examples tell the types: 0, "" or NO_ID."""

    def __init__(self, make, *examples):
        self.make, self.examples, self.made = make, examples, {}

    def rows(self, *values):
        """The answer as a list of tuples."""
        return self.play("{}", values)

    def count(self, *values):
        """How many rows the answer has."""
        return self.play("SELECT COUNT(*) FROM ({}) rows_to_count", values)[0][0]

    def first(self, *values):
        """The first row of the answer as an object of its model, None when there is none."""
        row = next(iter(self.rows(*values)), None)
        if row is None:
            return None
        columns = self.made[connection.vendor].columns
        values = [converted(value, *how) for value, (_name, *how) in zip(row, columns, strict=True)]
        return self.model.from_db(connection.alias, [name for name, *_how in columns], values)

    def play(self, around, values):
        made = self.made.get(connection.vendor) or self.prepare()
        parameters = [adapted(values[p.place]) if isinstance(p, Place) else p for p in made.parameters]
        with connection.cursor() as cursor:
            cursor.execute(around.format(made.sql), parameters)
            return cursor.fetchall()

    def prepare(self):
        values = [stand_in(example, n) for n, example in enumerate(self.examples)]
        places = [adapted(value) for value in values]
        query = self.make(*values).query
        compiler = query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        shown = [expression for expression, _sql, _alias in compiler.select]
        how = compiler.get_converters(shown)
        self.model = query.model
        self.made[connection.vendor] = made = Made(
            sql,
            [Place(places.index(p)) if p in places else p for p in parameters],
            [(attribute(each), how.get(n, ((), each))[0], each) for n, each in enumerate(shown)],
        )
        return made


def stand_in(example, number):
    """A value of the example's type that no question has."""
    if isinstance(example, UUID):
        return UUID(int=number + 1)
    return -(10**9) - number if example == 0 else f"value {number}"


def adapted(value):
    """A value as the database wants it."""
    return value.hex if isinstance(value, UUID) and not connection.features.has_native_uuid_field else value


def attribute(expression):
    """The name of a column on its model; empty when it is computed."""
    return getattr(getattr(expression, "target", None), "attname", "")


def converted(value, converters, expression):
    for convert in converters:
        value = convert(value, expression, connection)
    return value
