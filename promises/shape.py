"""What a sealed version says (content.py), as a shape that a file is held against: see faults.py.

An object has these keys, a list any number of what stands in it here. Keys of rows (`rows`) never leave the server.
"""

from .models import Commitment, Process, Promise

SHAPE = {
    "organisation": "",
    "team": "",
    "mission": "",
    "promises": [
        {
            "client_service": "",
            "code": "",
            **dict.fromkeys(Promise.SLOTS, ""),
            "commitments": [
                {"reference": "", **dict.fromkeys(Commitment.SLOTS, ""), "is_measurable": True, "ways": [""]},
            ],
            "processes": [{**dict.fromkeys(Process.SLOTS, ""), "steps": [""]}],
            **{key: [""] for key in ("acceptable", "unacceptable", "members")},
            "contact": "",
        }
    ],
    "matrix": {
        "people": [""],
        "rows": [{"client_service": "", "cells": [""], "contacts": [{"name": "", "letter": ""}]}],
    },
    "threads": [
        {"line": 0, "reference": "", "strands": [{"kind": "", "words": "", "sign": "", "taken": True}]},
    ],
    "anyway": [
        {**dict.fromkeys(("step", "to", "name", "at"), ""), "missing": {"fr": [""], "en": [""]}},
    ],
}

SINCE = {"ways", "threads", "anyway", "need"}  # keys that a version need not have: it may be older

SHAPES = {"kept": SHAPE, "missing": SHAPE["anyway"][0]["missing"]}  # of each column that holds JSON, by its name
