"""What changes from one version of the promises to another: line by line, then word by word.

A line is followed from version to version by `Commitment.before`; one without that past, by its reference if at least
half of its words stay. A client service is followed by its row, else by its name; a process by its name. Both versions
are read as content.py keeps them, so that sealed words are compared as they were sealed.
"""

from dataclasses import dataclass, field

from . import content
from .models import Commitment, Process, Promise
from .wording import compared, is_changed, likeness

NEW, DROPPED, REWORDED, SAME = "new", "dropped", "reworded", "same"
ORDER = (REWORDED, NEW, DROPPED, SAME)
STEPS = "steps"


@dataclass
class Line:
    """A commitment or a process in two versions: what became of it, and its slots in runs of words, {slot: [Run]}."""

    kind: str
    reference: str
    was: str  # its reference before, when it was another one
    slots: dict


@dataclass
class Service:
    """What is promised to one client service in two versions: `texts` are the promise's own slots."""

    name: str
    kind: str
    texts: dict
    lines: list = field(default_factory=list)
    processes: list = field(default_factory=list)

    @property
    def counts(self):
        """[(kind, how many commitments)], those of which there are some."""
        kinds = [line.kind for line in self.lines]
        return [(kind, kinds.count(kind)) for kind in ORDER if kind in kinds]

    @property
    def is_changed(self):
        return self.kind != SAME or any(map(is_changed, self.texts.values())) or self.moved

    @property
    def moved(self):
        return any(line.kind != SAME for line in (*self.lines, *self.processes))


@dataclass
class Differences:
    mission: list  # of runs
    services: list

    @property
    def is_empty(self):
        return not is_changed(self.mission) and not any(service.is_changed for service in self.services)


def between(older, newer):
    """The Differences of two versions of a workshop, in at most a dozen queries."""
    old, new = content.of(older), content.of(newer)
    origins = origins_of(newer.workshop)
    pairs = matched(
        old["promises"], new["promises"], lambda one: service_key(one, old), lambda one: service_key(one, new), has_name
    )
    services = [service(before, after, old, new, origins) for before, after in pairs]
    return Differences(compared(old["mission"], new["mission"]), services)


def origins_of(workshop):
    """{line: the line of an earlier version that it comes from}."""
    lines = Commitment.objects.filter(promise__version__workshop=workshop, before__isnull=False)
    return dict(lines.values_list("pk", "before"))


def service_key(promise, words):
    return words.get("rows", {}).get("services", {}).get(promise["code"])


def matched(old, new, old_key, new_key, is_like):
    """[(before, after)] in the new order, None for what one side lacks: by key, then by likeness; gone ones last."""
    left, pairs = list(old), []
    for each in new:
        same = next((one for one in left if old_key(one) is not None and old_key(one) == new_key(each)), None)
        pairs.append([same, each])
        left = [one for one in left if one is not same]
    for pair in pairs:
        if pair[0] is None:
            pair[0] = next((one for one in left if is_like(one, pair[1])), None)
            left = [one for one in left if one is not pair[0]]
    return [*map(tuple, pairs), *((one, None) for one in left)]


def service(before, after, old, new, origins):
    said = after or before
    lines = paired_lines(before, after, old, new, origins)
    processes = matched(part(before, "processes"), part(after, "processes"), process_key, process_key, is_same)
    texts = {slot: compared(*(text(one, slot) for one in (before, after))) for slot in Promise.SLOTS}
    return Service(
        said["client_service"],
        kind_of(before, after, {}),
        {slot: runs for slot, runs in texts.items() if runs},
        [line(*pair, Commitment.SLOTS) for pair in lines],
        [line(*pair, Process.SLOTS) for pair in processes],
    )


def has_name(before, after):
    return before["client_service"] == after["client_service"]


def process_key(process):
    return process["name"]


def is_same(before, after):
    return before == after


def is_alike(before, after):
    """Whether two lines of one reference share half of their words; one that took a dropped one's number does not."""
    return before["reference"] == after["reference"] and likeness(before["what"], after["what"]) >= 0.5


def paired_lines(before, after, old, new, origins):
    """[(before, after)] of commitments: the new one's row comes, maybe over several versions, from the old one's."""
    known = {key_of(one, old) for one in part(before, "commitments")} - {None}
    return matched(
        part(before, "commitments"),
        part(after, "commitments"),
        lambda one: key_of(one, old),
        lambda one: traced(key_of(one, new), known, origins),
        is_alike,
    )


def key_of(commitment, words):
    return words.get("rows", {}).get("lines", {}).get(commitment["reference"])


def traced(key, known, origins):
    """The row among `known` that a row comes from, itself included; None for a new one."""
    while key is not None and key not in known:
        key = origins.get(key)
    return key


def line(before, after, slots):
    runs = {slot: compared(text(before, slot), text(after, slot)) for slot in slots}
    runs = {slot: said for slot, said in runs.items() if said}
    now, then = ((one or {}).get("reference", "") for one in (after, before))
    return Line(kind_of(before, after, runs), now or then, then if now and then and then != now else "", runs)


def kind_of(before, after, runs):
    if before is None or after is None:
        return NEW if before is None else DROPPED
    return REWORDED if any(map(is_changed, runs.values())) else SAME


def part(promise, name):
    return promise[name] if promise else []


def text(one, slot):
    """A slot's words; the steps of a process, which are a list, as lines."""
    said = (one or {}).get(slot, "")
    return "\n".join(said) if slot == STEPS and not isinstance(said, str) else said
