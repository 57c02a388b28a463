"""What has been written of whom: a heat strip, client services by polarity, and the sentence to say about its gaps."""

from django.utils.translation import gettext as _

from .models import LIKE
from .wall import wall

LEVELS = (0, 2, 5, 9)  # post-its of a cell, from cold to hot: none, a few, some, many
MOST = 8  # sentences in turn
ENOUGH = 2  # post-its after which a cell needs no sentence


def coverage(workshop):
    """{coverage: [{name, cells: [{polarity, label, count, heat}]}], sayings: [sentence]}: a row for each column."""
    columns = wall(workshop)["columns"]
    rows = [{"name": column["name"], "cells": [cell(side) for side in column["sides"]]} for column in columns]
    return {"coverage": rows, "sayings": sayings(columns)}


def cell(side):
    return {
        "polarity": side["polarity"],
        "label": side["label"],
        "count": side["count"],
        "heat": sum(side["count"] > level for level in LEVELS),
    }


def sayings(columns):
    """What to say aloud, the emptiest cell first; a service comes back only after the others."""
    cells = [(side, column) for column in columns if column["pk"] for side in column["sides"]]
    gaps = [(side["count"], column["count"], turn(column, side), column["name"], side) for side, column in cells]
    thin = [gap for gap in gaps if gap[0] < ENOUGH]
    return [saying(name, side) for _count, _all, _turn, name, side in sorted(thin, key=lambda gap: gap[:3])][:MOST]


def turn(column, side):
    """Which of the two sides of a service comes first: they alternate down the list."""
    return (column["pk"] + (side["polarity"] == LIKE)) % 2


def saying(name, side):
    like, none = side["polarity"] == LIKE, not side["count"]
    if none and like:
        return _("About %s, nothing yet on what we would like to hear. Who has an idea?") % name
    if none:
        return _("About %s, nothing yet on what we would not like to hear. What would sting?") % name
    if like:
        return _("About %s, a single post-it on what we would like to hear. What else?") % name
    return _("About %s, a single post-it on what we would not like to hear. What else?") % name
