"""The facilitator's desk of each client service: its sources, and what is still to be said of its lines."""

from . import reading, sources, thread, versions
from .models import Consent


def of(workshop, version, pages):
    """All of it for the console; what concerns writing is empty once the `version` being written is None."""
    interfaces = [page.interface for page in pages]
    lines = [line for page in pages for line in page.lines] if version else []
    found = sources.of(workshop, interfaces, version or versions.in_force(workshop))
    return {
        "sources": found,
        "stamps": {pk: sources.stamp_of(source) for pk, source in found.items()},
        "named": sources.named_processes(workshop, pages),
        "orphans": thread.orphans(workshop, version) if version else {},
        "doubts": {line.pk: reading.doubts_of(line) for line in lines},
        "needs": {each.need for page in pages if page.promise for each in page.promise.processes.all()},
        "reasons": reasons(version),
    }


def reasons(version):
    """Why lines are difficult, without names and in no order of arrival: {commitment: [Consent]}."""
    said = Consent.objects.filter(commitment__promise__version=version, participant__removed_at=None)
    grouped = {}
    for each in said.exclude(reason="").order_by("answer", "reason"):
        grouped.setdefault(each.commitment_id, []).append(each)
    return grouped
