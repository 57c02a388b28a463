"""Medians over the rounds, as two Markdown tables: what must be met, and everything that was measured."""

from collections import defaultdict
from statistics import median

from .plan import FAT, PLAN
from .targets import verdicts

NOISE = 0.3  # cores used by others, beyond which milliseconds are theirs
TIMED = ("ms", "s", "×")
REFERENCES = ("limit", FAT, "textbook")
COLUMNS = ("load", "server", "answer", "median screen", "last screen", "lost", "doubled")
COLUMNS += ("µs/frame", "CPU ms/POST", "kB/socket", "B/phone")


def merged(rows):
    """One row per load and server: medians over the rounds, sums of what was lost or doubled."""
    groups = defaultdict(list)
    for row in rows:
        if "failed" in row:
            continue
        groups[row["load"], row["server"]].append(row)
    order = [row.key for row in PLAN]
    for key in sorted(groups, key=lambda key: (order.index(key[0]), list(groups).index(key))):
        yield middle(groups[key])


def middle(values):
    """The median of rows, figure by figure."""
    first = values[0]
    if isinstance(first, dict):
        return {
            name: sum(each[name] for each in values)
            if name in ("lost", "doubled", "gaps", "sightings")
            else middle([each[name] for each in values if name in each])
            for name in first
        }
    if isinstance(first, (int, float)) and not isinstance(first, bool) and None not in values:
        return median(values)
    return first


def told(value):
    """A number in three figures."""
    if value is None:
        return "–"
    if value == float("inf"):
        return "never"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2g}"


def three(spread):
    return " / ".join(told(spread[name]) for name in ("p50", "p95", "p99")) if spread else "–"


def cells(row):
    lost = row["lost"]
    share = f" ({lost / row['sightings']:.0%})" if lost and row.get("sightings") else ""
    costs = [told(row.get(name)) for name in ("cpu_per_frame", "cpu_per_post", "memory", "bytes_per_phone")]
    screens = [three(row.get("middle")), three(row.get("last") or row.get("board"))]
    return [row["server"], three(row["answer"]), *screens, f"{lost:,.0f}{share}", f"{row['doubled']:.0f}", *costs]


def markdown(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def targets(rows):
    head = ["what must hold", "figure", "against", "ours", "ratio", "target", ""]
    body = []
    for verdict in verdicts(rows):
        target, is_ratio = verdict.target, verdict.target.unit == "×"
        bound = f"≤ {told(target.most)} {target.unit}".strip() if target.most else "0"
        ratio = f"{told(verdict.value)} ×" if is_ratio else ""
        sign = ("met" if verdict.is_met else "**missed**") + " †" * (target.unit in TIMED and verdict.foreign > NOISE)
        other = f"{told(verdict.other)} ({target.against[0]})" if target.against else ""
        body.append([target.words, target.what, other, told(verdict.ours), ratio, bound, sign])
    return markdown(head, [*body, *whole(rows)])


def whole(rows):
    """Nothing may be lost or doubled, under any load."""
    here = [row for row in rows if row["server"] not in REFERENCES and "lost" in row]
    if here:
        lost, twice = (sum(row[name] for row in here) for name in ("lost", "doubled"))
        posts = sum(row["posts"] for row in here)
        sign = "**missed**" if lost or twice else "met"
        yield ["every load", f"lost, doubled of {posts:,} sent", "", f"{lost:,}, {twice:,}", "", "0", sign]


def everything(rows):
    words = {row.key: row.words for row in PLAN}
    loads = [row for row in merged(rows) if "answer" in row]
    return markdown(list(COLUMNS), [[words[row["load"]], *cells(row)] for row in loads])


def shares(rows):
    """What a post-it costs each part of a server that has several: how far one more machine carries."""
    head = ["load", "server", "frames/s", "ms of processes", "ms of PostgreSQL", "ms of nginx", "MB of processes"]
    words = {row.key: row.words for row in PLAN}
    many = [row for row in merged(rows) if len(row.get("parts_cpu", ())) > 1]
    body = [
        [
            words[row["load"]],
            row["server"],
            told(row["frames"] / row["seconds"]),
            *(told(row["parts_cpu"][part] * 1000 / row["posts"]) for part in ("server", "database", "nginx")),
            told(row["rss"] / 1000),
        ]
        for row in many
    ]
    return f"Processor per post-it, by part:\n\n{markdown(head, body)}\n" if body else ""


def suggested(rows):
    """Suggested groups against people's labels, ours and what costs nothing."""
    head = ["post-its", "way", "F1 of pairs", "precision", "recall", "purity", "coverage"]
    body = [
        [cards, way, *(f"{found[name]:.2f}" for name in ("f1", "precision", "recall", "purity", "coverage"))]
        for row in merged(rows)
        for cards, ways in row.get("sets", {}).items()
        for way, found in ways.items()
    ]
    return f"Suggested groups, against people's labels:\n\n{markdown(head, body)}\n" if body else ""


def notes(kept):
    """The machine, and what proves that neither the clients nor others decided the figures."""
    rows, turns = [row for row in kept["rows"] if "client_load" in row], {row["round"] for row in kept["rows"]}
    for row in kept["rows"]:
        if "failed" in row:
            yield f"**failed**: {row['load']} on {row['server']}, round {row['round'] + 1}: {row['failed']}"
    machine = kept["machine"]
    yield f"{machine['cores']} cores, {machine['processor']}; " + ", ".join(
        f"{name} {value}" for name, value in machine.items() if name not in ("cores", "processor")
    )
    yield f"rounds: {len(turns)}; milliseconds are p50 / p95 / p99 from submitting"
    if kept.get("sizes"):
        sizes = "phone {}, board {}, console {} B".format(*kept["sizes"])
        yield f"frames of the reference servers are as long as ours in this run: {sizes}"
        yield from bytes_cost(rows)
    if rows:
        foreign = [row["foreign"] for row in rows]
        yield f"others used {median(foreign):.2f} cores (at most {max(foreign):.2f}); †: more than {NOISE} in that row"
        yield "; ".join(ceiling(rows))


def bytes_cost(rows):
    fat = [row for row in rows if row["server"] == FAT]
    thin = [row for row in rows if row["server"] == "limit" and row["load"] in {each["load"] for each in fat}]
    if fat and thin:
        costs = [median(row["cpu_per_frame"] for row in each) for each in (fat, thin)]
        yield "a frame of 1.3 kB costs the limit {} µs, one of ours {} µs".format(*map(told, costs))


def ceiling(rows):
    """The clients' own load: ours against what they took from the limit."""
    for name in ("ours", "limit"):
        here = [row for row in rows if row["server"] == name and row.get("frames")]
        if here:
            busiest = max(here, key=lambda row: row["client_load"])
            fastest = max(here, key=lambda row: row["frames"] / row["seconds"])
            yield (
                f"clients of {name}: at most {busiest['client_load']:.0%} of their core ({busiest['load']}), "
                f"{fastest['frames'] / fastest['seconds']:,.0f} frames/s ({fastest['load']}), post-its left "
                f"{median(row['late']['p95'] for row in here):.1f} ms late (p95)"
            )
