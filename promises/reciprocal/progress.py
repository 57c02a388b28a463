"""How far each row of the table is, without a word of what is in it: what a room may know before it meets."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from workshop.parts import stamp

from .grid import Service, grid
from .seats import speakers


class Progress(NamedTuple):
    """How far a row is, without a word of it: to how many other services it says something, and who writes it."""

    service: Service
    begun: int
    voices: list
    cells: list  # [lines towards each service of the table, None towards itself]

    @property
    def pk(self):
        return self.service.pk

    @property
    def state(self):
        return "filled" if self.service.filled else "writing" if self.begun else "silent"

    @property
    def word(self):
        return {"filled": _("complete"), "writing": _("writing"), "silent": _("nothing yet")}[self.state]

    @property
    def sign(self):
        return {"filled": "✓", "writing": "✎", "silent": "○"}[self.state]

    @property
    def stamp(self):
        return stamp(self)


def progress(workshop):
    """[Progress] in the order of the services."""
    table, heard = grid(workshop), speakers(workshop)
    rows, written = [], table.matrix.written
    for service in table.services:
        pks = [other.pk for other in table.services]
        cells = [None if pk == service.pk else written(service.pk, pk) for pk in pks]
        rows.append(Progress(service, sum(bool(n) for n in cells), heard.get(service.pk, []), cells))
    return rows
