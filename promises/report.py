"""The review as a document: what both sides say of each line, gaps first, what was decided, what is to be done."""

from . import movement, scores
from .models import Review


def is_open(version):
    """Whether this version has a review to report, finished or not."""
    return Review.objects.filter(version=version).exists()


def context(version, words):
    """What the report's template reads: lines, the most urgent first, counts, the last time, the mirror, actions."""
    review, rows = Review.objects.get(version=version), scores.rows(version)
    mirror = movement.sentences(version)
    return {
        "review": review,
        "lines": sorted(numbered(rows, words["promises"]), key=lambda line: line["row"].urgency),
        "tallies": scores.tallies(rows),
        "trend": scores.trend(version),
        "mirror": mirror,
        "slopes": movement.slopes(mirror),
        "additions": list(review.additions.select_related("promise__interface")),
        "actions": list(review.actions.all()),
    }


def numbered(rows, promises):
    """Each row with the reference and the client service that the sealed words give it, in their order.

    A sealed line does not change: what its promise says tells which one it is, whatever became of the interface.
    """
    left = list(promises)
    for _interface, group in scores.by_interface(rows):
        said = [row.line.what for row in group]
        promise = next(each for each in left if [line["what"] for line in each["commitments"]] == said)
        left.remove(promise)
        for row, line in zip(group, promise["commitments"], strict=True):
            yield {"row": row, "reference": line["reference"], "client_service": promise["client_service"]}


def record(values):
    """The same report for machines, without anybody's name."""
    return {
        "closed_at": values["review"].closed_at and values["review"].closed_at.isoformat(),
        "lines": [judged(line) for line in values["lines"]],
        "mirror": [
            {"sentence": each.name, "client_service": each.side, "then": each.then, "now": each.now}
            for each in values["mirror"]
        ],
        "new": [{"what": each.what, "reason": each.reason} for each in values["additions"]],
        "actions": [
            {"text": each.text, "due": each.due.isoformat(), "done": bool(each.done_at)} for each in values["actions"]
        ],
    }


def judged(line):
    row = line["row"]
    said = {side: score and {"verdict": score.verdict, "comment": score.comment} for side, score in row.sides}
    return {"reference": line["reference"], "decision": row.decision and row.decision.choice, **said}
