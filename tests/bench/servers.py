"""Servers under measure: started like the product, on a free port, alone on one core where there are two."""

import os
import re
import shlex
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
HERE = Path(__file__).parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def daphne(port, application):
    """The command of bin/run, with another port, address and application."""
    words = shlex.split((ROOT / "bin/run").read_text().split("exec .venv/bin/daphne")[1].replace("\\\n", " "))
    words[words.index("-b") + 1], words[words.index("-p") + 1] = "127.0.0.1", str(port)
    return [sys.executable, "-m", "daphne", *words[:-1], application]


def limit(port, size, folder):
    """The bare broadcast server, compiled; None without a compiler."""
    program = Path(folder) / "limit"
    try:
        subprocess.run(["cc", "-O2", "-o", program, HERE / "limit.c"], check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return [program, str(port), str(size)]


class Server:
    """A running process and what it has used."""

    def __init__(self, process, port):
        self.process, self.port = process, port
        self.origin = f"http://127.0.0.1:{port}"

    def cpu(self):
        """Seconds of processor since it started, from the kernel's clock of the process."""
        return time.clock_gettime((~self.process.pid << 3) | 2)

    def rss(self):
        """Resident memory, kB."""
        return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.process.pid}/status").read_text())[1])


@contextmanager
def serving(command, port, **environment):
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment)
    try:
        pin(process.pid, 0)
        wait_for(process, port)
        yield Server(process, port)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def pin(pid, core):
    if os.cpu_count() > 1:
        os.sched_setaffinity(pid, {core})


def wait_for(process, port):
    for _each in range(300):
        if process.poll() is not None:
            raise SystemExit(f"{process.args[0]} ended at once")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server does not answer")
