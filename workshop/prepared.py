"""Questions that every change asks again: their SQL is made once, by Django, and played with other values.

    names = Prepared(lambda workshop: Interface.objects.filter(workshop=workshop).values_list("pk", "name"), 0)
    names.rows(workshop.pk)

Making the SQL of a small question costs several times its answer. Values and columns are numbers and strings only:
rows come as the database driver gives them, nothing is converted.
"""

from typing import NamedTuple

from django.db import connection


class Prepared:
    """`make` gives the queryset (values_list) for one value per example; examples tell the types, 0 or ""."""

    def __init__(self, make, *examples):
        self.make, self.examples, self.made = make, examples, {}

    def rows(self, *values):
        """The answer as a list of tuples."""
        return self.play("{}", values)

    def count(self, *values):
        """How many rows the answer has."""
        return self.play("SELECT COUNT(*) FROM ({}) rows_to_count", values)[0][0]

    def play(self, around, values):
        sql, parameters = self.made.get(connection.vendor) or self.prepare()
        with connection.cursor() as cursor:
            cursor.execute(around.format(sql), [values[p.place] if isinstance(p, Place) else p for p in parameters])
            return cursor.fetchall()

    def prepare(self):
        places = [-(10**9) - n if example == 0 else f"value {n}" for n, example in enumerate(self.examples)]
        sql, parameters = self.make(*places).query.sql_with_params()
        known = [Place(places.index(p)) if p in places else p for p in parameters]
        self.made[connection.vendor] = sql, known
        return sql, known


class Place(NamedTuple):
    """Where one of the values goes."""

    place: int
