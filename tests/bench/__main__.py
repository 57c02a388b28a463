"""`bin/bench [--quick] [--rounds N] [--phones 1000] [--json FILE]`: one table of the live room's figures.

Every server is measured in the same run, in turn, by the same clients: the *limit* (limit.c stores nothing), *ours*
(what bin/run starts), the *textbook* (textbook.py), and *plain* (ours on Django's own handler).
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from pathlib import Path
from statistics import median

from .servers import daphne, free_port, limit, pin, serving

COLUMNS = "server", "load", "answer", "median", "last screen", "lost", "µs/delivery", "ms/POST", "kB/socket", "B/phone"


def options():
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one round, short loads: about a minute")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--phones", type=int, nargs="+", default=[20, 200])
    parser.add_argument("--servers", nargs="+", default=["limit", "ours", "textbook", "plain"])
    parser.add_argument("--json", default=".bench.json")
    return parser.parse_args()


def loads(phones, server, quick):
    """(rate, seconds) of each load; the textbook drowns in more than these, and plain is asked for its POSTs only."""
    if server == "plain":
        return [(20, 3 if quick else 8)]
    steady = [(5, 3 if quick else 10), (20, 3 if quick else 8), (0, 2)]
    return steady[:1] if server == "textbook" and (quick or phones > 200) else steady


def main():
    asked = options()
    with tempfile.TemporaryDirectory(prefix="promesse-bench-") as folder:
        prepare(folder)
        pin(0, 1)
        results = []
        for turn in range(1 if asked.quick else asked.rounds):
            for phones in asked.phones:
                for name in asked.servers:
                    results += measure(name, phones, asked.quick, folder, turn)
    Path(asked.json).write_text(json.dumps(results, indent=1))
    table(results)


def prepare(folder):
    """The product's own data folder, database and static files."""
    os.environ |= {"PROMESSE_DATA": folder, "DJANGO_SETTINGS_MODULE": "workshop.settings", "PROMESSE_SECRET": "x" * 64}
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def measure(name, phones, quick, folder, turn):
    """Start one server, open its screens, play its loads."""
    if name == "plain" and phones != 20:
        return []
    port = free_port()
    command = {
        "limit": lambda: limit(port, 700, folder),
        "textbook": lambda: daphne(port, "tests.bench.textbook:application"),
        "plain": lambda: daphne(port, "tests.bench.plain:application"),
        "ours": lambda: daphne(port, "workshop.asgi:application"),
    }[name]()
    if command is None:
        sys.stderr.write("no C compiler: the limit is not measured\n")
        return []
    variables = {
        "BENCH_DATABASE": f"{folder}/textbook-{turn}-{phones}.sqlite3",
        "BENCH_BYTES": "700",
        "PROMESSE_ORIGINS": f"http://127.0.0.1:{port}",
    }
    found = []
    for rate, seconds in loads(phones, name, quick):
        with serving(command, port, **variables) as server:
            found.append(asyncio.run(one(name, server, phones, rate, seconds)))
        sys.stderr.write(f"{name}: {row(found[-1])}\n")
    return found


async def one(name, server, phones, rate, seconds):
    from .load import Load, connect, play
    from .room import Room

    room = await asyncio.to_thread(Room, phones) if name in ("ours", "plain") else None
    where = list(room.screens()) if room else [("/", "")] * (phones + 2)
    screens, memory = await connect(server, where)
    await play(server, Load(phones, 5, 0.6), screens, room)  # warm
    found = await play(server, Load(phones, rate, seconds), screens, room)
    for screen in screens:
        screen.transport.close()
    return {"server": name, "memory": memory} | found


def row(one):
    two = ["{0[0]:.1f} / {0[1]:.1f}".format(one[name]) for name in ("answer", "middle", "last")]
    costs = f"{one['cpu_per_delivery']:.0f}", f"{one['cpu_per_post']:.1f}"
    return [
        one["server"],
        one["load"],
        *two,
        str(one["lost"] + one["cards_missing"]),
        *costs,
        f"{one['memory']:.0f}",
        f"{one['bytes_per_phone']:.0f}",
    ]


def merged(results):
    """Medians over the rounds; losses are added."""
    groups = {}
    for one in results:
        groups.setdefault((one["phones"], -one["rate"], one["server"]), []).append(one)
    for _key, group in sorted(groups.items()):
        middle = {k: median(one[k] for one in group) for k, v in group[0].items() if isinstance(v, float)}
        spreads = {
            k: [median(v) for v in zip(*(one[k] for one in group), strict=True)] for k in ("answer", "middle", "last")
        }
        yield (
            group[0]
            | middle
            | spreads
            | {"lost": sum(one["lost"] for one in group), "cards_missing": sum(one["cards_missing"] for one in group)}
        )


def table(results):
    rows = [COLUMNS, *(row(one) for one in merged(results))]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(each, widths, strict=True)).rstrip() for each in rows]
    sys.stdout.write("\n".join(lines) + "\nmilliseconds are p50 / p95 from submitting\n")
    sys.stdout.write(f"the clients used at most {max(one['client'] for one in results):.0%} of their core\n")


if __name__ == "__main__":
    main()
