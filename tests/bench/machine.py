"""The machine under the figures: what it is, and who used its processors meanwhile."""

import os
import platform
import re
import sqlite3
import time
from importlib.metadata import version
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
LIBRARIES = "django", "channels", "daphne", "twisted", "autobahn", "asgiref", "psycopg", "weasyprint"


def described():
    """What the figures were taken on; no name of a host, no path."""
    models = re.findall(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": models[0] if models else platform.machine(),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: version(name) for name in LIBRARIES},
    }


def busy():
    """Seconds of processor that the whole machine has used."""
    user, nice, system, _idle, _wait, irq, softirq, *_rest = map(
        int, Path("/proc/stat").read_text().split("\n")[0].split()[1:]
    )
    return (user + nice + system + irq + softirq) / TICK


class Meter:
    """From now to `read()`: processor of the server, of the clients, and of everybody else."""

    def __init__(self, server):
        self.server = server
        self.start = self.now()

    def now(self):
        return time.perf_counter(), busy(), time.process_time(), self.server.cpu()

    def read(self):
        end = self.now()
        wall, all_of_it, clients = (after - before for before, after in zip(self.start[:3], end[:3], strict=True))
        parts = {part: spent - self.start[3][part] for part, spent in end[3].items()}
        server = sum(parts.values())
        return {
            "seconds": wall,
            "server_cpu": server,
            "parts_cpu": parts,
            "server_load": server / wall,
            "client_load": clients / wall,
            "foreign": max(0, all_of_it - server - clients) / wall,
        }
