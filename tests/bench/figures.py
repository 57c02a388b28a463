"""What a run of post-its says: milliseconds from submitting to the answer and to the screens, losses, doubles.

A phone shows a post-it when the count it was told covers the post-it's rank in its room; a board or a console, and
every screen of the reference servers, when its card came.
"""

from bisect import bisect_left

from .broken import Broken

SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}


def figures(posts, screens):
    rooms = {}
    for screen in screens:
        rooms.setdefault(screen.room, []).append(screen)
    middle, last, lost, sightings = [], [], 0, 0
    seen = {room: [moments(screen) for screen in group] for room, group in rooms.items()}
    for post in posts if screens else ():
        came = sorted(at for find in seen[post.room] if (at := find(post)) is not None)
        lost, sightings = lost + len(seen[post.room]) - len(came), sightings + len(seen[post.room])
        middle.append((came[len(came) // 2] - post.began) * 1000 if came else float("inf"))
        last.append((came[-1] - post.began) * 1000 if came else float("inf"))
    return {
        "answer": spread([(post.ended - post.began) * 1000 for post in posts]),
        "middle": spread(middle),
        "last": spread(last),
        "late": spread([post.late * 1000 for post in posts]),
        "lost": lost + sum(screen.gaps for screen in screens),
        "gaps": sum(screen.gaps for screen in screens),
        "sightings": sightings,
        "doubled": doubled(posts, rooms),
    }


def moments(screen):
    """A function from a post-it to the moment this screen showed it, None when it never did."""
    shown = screen.note()
    if not screen.counts:
        return lambda post: shown.get(post.key)
    counts, times = list(shown), list(shown.values())
    if counts != sorted(counts):
        raise Broken("a phone counted backwards")

    def covered(post):
        at = bisect_left(counts, post.rank)
        return times[at] if at < len(counts) else None

    return covered


def doubled(posts, rooms):
    """Post-its that a phone counts beyond those there are, and cards that came for no post-it of this run."""
    total = 0
    for room, screens in rooms.items():
        here = [post for post in posts if post.room == room]
        if not here:
            continue
        first, last = min(post.key for post in here), max(post.rank for post in here)
        known = {post.key for post in here}
        for screen in screens:
            shown = screen.note()
            beyond = [n for n in shown if n > last] if screen.counts else [k for k in shown.keys() - known if k > first]
            total += len(beyond)
    return total


def spread(values):
    """{p50, p95, p99} of some values, empty when there is none."""
    values = sorted(values)
    return {name: values[min(len(values) - 1, int(len(values) * share))] for name, share in SHARES.items() if values}
