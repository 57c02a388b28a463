"""The walk of step 3: which ordered pair stands on the board, which one comes next, and the rules that say so.

Like what is large on the board (workshop/spotlight.py), a pair is no gesture: it is not undone, another one follows.
"""

from django.utils.translation import gettext as _

from workshop.change import Refused, change
from workshop.prepared import Prepared
from workshop.reading import read_once_for_all

from ..models import ReciprocalTable
from .grid import between, grid
from .matrix import in_order

FACING = Prepared(
    lambda room: ReciprocalTable.objects.filter(workshop=room).values_list("facing_asker", "facing_giver"), 0
)

# Rules


def face(workshop, asker, giver, by):
    """Put one ordered pair on the board: what the first service expects from the second."""
    with change(workshop, by=by):
        here = workshop.parties.standing().filter(pk__in=[asker, giver])
        if asker == giver or here.count() != 2:
            raise Refused(_("This service has left the table meanwhile."))
        show(workshop, asker, giver)


def turn_away(workshop, by):
    """Give the board back to the matrix; done twice, as good as once."""
    with change(workshop, by=by):
        show(workshop, None, None)


def show(workshop, asker, giver):
    """Call it inside a change."""
    ReciprocalTable.objects.filter(workshop=workshop).update(facing_asker=asker, facing_giver=giver)


# Questions


@read_once_for_all
def facing(workshop):
    """(asker, giver), the primary keys of the pair that stands on the board; None when none does."""
    pair = next(iter(FACING.rows(workshop.pk)), (None, None))
    return pair if all(each in grid(workshop).by_pk for each in pair) else None


@read_once_for_all
def both_ways(workshop):
    """The two Pairs of the services on the board, the one that is discussed first; None when none is."""
    pair = facing(workshop)
    if pair is None:
        return None
    table = between(workshop, *pair)
    return table.pair(*pair), table.pair(*pair[::-1])


class Walk:
    """Where the room stands among the pairs that are to be discussed: `number` of `all`, the ones before and after.

    `number` is None while the pair on the board is none of them, or none is there.
    """

    def __init__(self, services, marks, pair):
        place = {service.pk: n for n, service in enumerate(services)}
        where = [in_order(place, mark.asker.pk, mark.giver.pk) for mark in marks]
        here = in_order(place, *pair) if pair else (-1,)
        self.all, self.pair = len(marks), pair
        self.number = where.index(here) + 1 if here in where else None
        self.next = next(
            (mark for mark, at in zip(marks, where, strict=True) if at > here), marks[0] if marks else None
        )
        before = [mark for mark, at in zip(marks, where, strict=True) if at < here]
        self.previous = (before or marks)[-1] if marks else None

    @property
    def stamp(self):
        return hash((self.all, self.number, self.pair, *(mark and mark[:2] for mark in (self.next, self.previous))))


@read_once_for_all
def walk(workshop):
    table = grid(workshop)
    return Walk(table.services, table.matrix.to_discuss, facing(workshop))
