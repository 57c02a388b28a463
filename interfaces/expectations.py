"""What client services said they expect of the team at a reciprocal table, before this workshop: shown, never changed.

It is shown where it helps and biases nobody: to the facilitator who chooses the client services, to the pair that
writes for one, beside the promise, to the contact. No post-it is written with it in sight.
"""

from workshop.reading import read_once

from .models import Expected


@read_once
def of(workshop):
    """{interface's primary key: [Expected]}"""
    found = {}
    for each in Expected.objects.filter(interface__workshop=workshop):
        found.setdefault(each.interface_id, []).append(each)
    return found
