"""Servers under measure: started like the product, on a free port, alone on one core where there are two."""

import json
import os
import re
import resource
import shlex
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from tests.ports import free_port, is_opened

from .broken import Broken

ROOT = Path(__file__).parent.parent.parent
HERE = Path(__file__).parent
CORES = sorted(os.sched_getaffinity(0))
CLUSTERS = {f"PostgreSQL, {n} process{'es' * (n > 1)}": n for n in (1, 2, 4)}
FILES = 8192  # open at once: a thousand sockets at each end


def daphne(port, application):
    """The command of bin/run, with another port, address and application."""
    words = shlex.split((ROOT / "bin/run").read_text().split("exec .venv/bin/daphne")[1].replace("\\\n", " "))
    words[words.index("-b") + 1], words[words.index("-p") + 1] = "127.0.0.1", str(port)
    return [sys.executable, "-m", "daphne", *words[:-1], application]


def limit(port, sizes, folder):
    """The bare broadcast server, compiled when it is first wanted."""
    program = Path(folder) / "limit"
    if not program.exists():
        subprocess.run(["cc", "-O2", "-o", program, HERE / "limit.c"], check=True)
    return [program, str(port), *map(str, sizes)]


class Server:
    """A running server: where it answers, its processes by part (`{"server": [pid, …], …}`), who makes its rooms."""

    def __init__(self, port, parts, log, stage=None):
        self.port, self.parts, self.log, self.stage = port, parts, log, stage
        self.origin = f"http://127.0.0.1:{port}"

    def cpu(self):
        """{part: seconds of processor since it started}, children included, by the kernel's clock of each process."""
        return {part: sum(map(spent, pids)) for part, pids in self.parts.items()}

    def rss(self):
        """Resident memory of the server's own processes, kB."""
        return sum(int(field(pid, "VmRSS").split()[0]) for pid in self.parts["server"])


def field(pid, name):
    return re.search(rf"^{name}:\s+(.+)$", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)[1]


def spent(pid):
    """Seconds of processor of a process, of its children, and of those that have ended."""
    with suppress(OSError):  # it ended meanwhile: its parent knows
        ended = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[13:15]
        children = [
            child for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
        ]
        own = time.clock_gettime((~pid << 3) | 2)
        return own + sum(map(int, ended)) / os.sysconf("SC_CLK_TCK") + sum(spent(int(child)) for child in children)
    return 0


class Stage:
    """The process that makes rooms: see room.py."""

    def __init__(self, process):
        self.process = process

    def __call__(self, function, **arguments):
        self.process.stdin.write(json.dumps([function, arguments]) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise Broken(f"no room could be made: {function} failed")
        return json.loads(answer)


def ready():
    """This process becomes the clients': the last core is theirs, and files enough for a thousand sockets."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    pin(0, CORES[-1:])


def pin(pid, cores):
    if len(CORES) > 1:
        os.sched_setaffinity(pid, cores)


@contextmanager
def staged(environment):
    """A Stage on the database that `environment` names."""
    words = [sys.executable, "-m", "tests.bench.room"]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, cwd=ROOT, env=os.environ | environment, stdin=pipe, stdout=pipe, text=True) as process:
        yield Stage(process)
        process.stdin.close()


@contextmanager
def serving(name, folder, sizes, free=False):
    """Start a server by its name; `free` lets it use every core. Yields a Server."""
    if name in CLUSTERS:
        with clustered(CLUSTERS[name], folder) as server:
            yield server
        return
    port = free_port()
    environment = {
        "PROMESSE_ORIGINS": f"http://127.0.0.1:{port}",
        "BENCH_DATABASE": f"{folder}/textbook-{port}.sqlite3",
        "BENCH_BYTES": " ".join(map(str, sizes)),
    }
    command = {
        "limit": lambda: limit(port, sizes, folder),
        "limit at 1.3 kB": lambda: limit(port, (1300, 1300, 1300), folder),
        "textbook": lambda: daphne(port, "tests.bench.textbook:application"),
        "plain": lambda: daphne(port, "tests.bench.plain:application"),
        "ours": lambda: daphne(port, "workshop.asgi:application"),
    }[name]()
    with ExitStack() as stack:
        stage = stack.enter_context(staged(environment)) if name in ("ours", "plain") else None
        path = Path(folder, "log")
        log = stack.enter_context(path.open("w"))
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stdout=log, stderr=log)
        stack.callback(end, process)
        pin(process.pid, CORES if free else CORES[:1])
        wait_for(process, port)
        yield Server(port, {"server": [process.pid]}, path.read_text, stage)


@contextmanager
def clustered(processes, folder):
    """PostgreSQL, so many processes and nginx, from the files of deploy/; they share every core that is not ours."""
    from tests.many import house

    pin(0, CORES[:-1] if len(CORES) > 2 else CORES)  # what it starts inherits it
    try:
        with house.opened(processes=processes, spare=0) as home:
            pin(0, CORES[-1:])
            parts = {"server": home.processes, "database": [home.database.process], "nginx": [home.proxy.process]}
            parts = {part: [process.pid for process in group] for part, group in parts.items()}
            with staged(home.env) as stage:
                try:
                    yield Server(home.proxy.port, parts, home.logs, stage)
                finally:
                    Path(folder, "log").write_text(home.logs())
    finally:
        pin(0, CORES[-1:])


def end(process):
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_for(process, port):
    if is_opened(port, process):
        return
    if process.poll() is not None:
        raise Broken(f"{process.args[0]} ended at once")
    raise Broken("the server does not answer")
