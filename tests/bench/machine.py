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
        return time.perf_counter(), busy(), self.server.cpu(), time.process_time()

    def read(self):
        wall, all_of_it, server, clients = (b - a for a, b in zip(self.start, self.now(), strict=True))
        return {
            "seconds": wall,
            "server_cpu": server,
            "server_load": server / wall,
            "client_load": clients / wall,
            "foreign": max(0, all_of_it - server - clients) / wall,
        }
