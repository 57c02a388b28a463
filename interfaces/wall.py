"""The wall of post-its: columns, one per client service and one for all. Counts always, texts only once revealed."""

from django.db.models import Count
from django.utils.translation import gettext as _

from .models import POLARITIES


def wall(workshop):
    """{columns: [{pk, name, sides: [{polarity, label, count, postits}], count}], density: 1 to 5}."""
    shown = list(workshop.postits.on_the_wall()) if workshop.revealed_at else []
    rows = workshop.postits.filter(set_aside_at=None).order_by().values("interface", "polarity").annotate(n=Count("pk"))
    counts = {(row["interface"], row["polarity"]): row["n"] for row in rows}
    columns = [column(None, _("All services"), counts, shown)]
    columns += [column(each.pk, each.name, counts, shown) for each in workshop.interfaces.treated()]
    fullest = max(each["count"] for each in columns)
    return {"columns": columns, "density": density(len(columns) * fullest)}


def column(pk, name, counts, shown):
    here = [postit for postit in shown if postit.interface_id == pk]
    sides = [side(polarity, label, counts.get((pk, polarity), 0), here) for polarity, label in POLARITIES]
    return {"pk": pk or 0, "name": name, "sides": sides, "count": sum(each["count"] for each in sides)}


def side(polarity, label, count, here):
    postits = [postit for postit in here if postit.polarity == polarity]
    return {"polarity": polarity, "label": label, "count": count, "postits": postits}


def density(load):
    """How tightly the board packs its cards, 1 (roomy) to 5; `load` is columns × post-its in the fullest one."""
    return next((level for level, most in enumerate((24, 60, 120, 240), 1) if load <= most), 5)
