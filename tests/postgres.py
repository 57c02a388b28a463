"""A PostgreSQL of the tests' own: made in a folder that goes away, reached by a socket in that folder alone.

python -m tests.postgres COMMAND…     runs a command with DATABASE_URL set
with postgres.running() as database:  database.url; database.stop(postgres.CRASH); database.start()
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

PROGRAMS = "/usr/lib/postgresql/*/bin"  # where Debian keeps them; elsewhere they are on the path
CONNECTIONS = 100  # PostgreSQL's own default
QUICKLY, CRASH = signal.SIGINT, signal.SIGQUIT  # its words for `stop -m fast` and `stop -m immediate`


def program(name):
    found = shutil.which(name) or max(map(str, Path("/").glob(f"{PROGRAMS[1:]}/{name}")), default=None)
    if not found:
        raise SystemExit("PostgreSQL is missing: ./bin/test installs it.")
    return found


def owner():
    """Whom it runs as: it refuses root."""
    if os.getuid():
        return {}
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


class Database:
    """One server, durable as a real one is. It may be stopped in any way and started again."""

    def __init__(self, folder):
        self.folder, self.process = folder, None
        self.url = f"postgresql://promesse@{quote(str(folder), safe='')}/promesse"
        if not os.getuid():
            shutil.chown(folder, "postgres", "postgres")
        words = ["-D", folder / "data", "-U", "promesse", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run([program("initdb"), *words], cwd=folder, **owner(), check=True, capture_output=True)

    def start(self):
        options = {
            "listen_addresses": "",
            "unix_socket_directories": self.folder,
            "max_connections": CONNECTIONS,
            "log_min_messages": "log",
        }
        words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                [program("postgres"), "-D", self.folder / "data", *words],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                **owner(),
            )
        self.wait()

    def wait(self):
        until = time.monotonic() + 30
        while self.process.poll() is None and time.monotonic() < until:
            try:
                return psycopg.connect(self.address("postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise SystemExit(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}")

    def address(self, name):
        """The URL of another database of this server."""
        return self.url.removesuffix("promesse") + name

    def create(self, name):
        """One more empty database; returns its URL."""
        self.ask(f'CREATE DATABASE "{name}"', of="postgres")
        return self.address(name)

    def ask(self, question, *values, of="promesse"):
        """Rows of one statement, on a connection of its own; None for a statement without rows."""
        with psycopg.connect(self.address(of), autocommit=True) as line:
            cursor = line.execute(question, values)
            return cursor.fetchall() if cursor.description else None

    def stop(self, how=QUICKLY):
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(20)


@contextmanager
def running():
    """A started Database with one empty database in it; nothing of it is left afterwards."""
    with tempfile.TemporaryDirectory(prefix="promesse-pg-") as folder:
        database = Database(Path(folder))
        try:
            database.start()
            database.create("promesse")
            yield database
        finally:
            database.stop()


if __name__ == "__main__":
    with running() as database:
        sys.exit(subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": database.url}, check=False).returncode)
