"""The product as bin/run starts it: a process to kill, to end, to start again, on the same port and data."""

import asyncio
import os
import resource
import signal
import subprocess
import time
from pathlib import Path

from tests.bench.servers import ROOT, daphne

from .ports import quiet_port
from .wire import Way, fetch

READY = 15  # seconds to start at most


class Server:
    database, processes = "sqlite", 1

    def __init__(self, data, origin, application="workshop.asgi:application"):
        self.port, self.data, self.log = quiet_port(), Path(data), Path(data) / "server.log"
        self.origin, self.application, self.process = origin, application, None

    async def start(self):
        """Start; returns once it is ready, with the seconds that took."""
        began = time.monotonic()
        with self.log.open("a") as log:
            self.process = await asyncio.to_thread(
                subprocess.Popen,
                daphne(self.port, self.application),
                cwd=ROOT,
                env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
                stdout=log,
                stderr=log,
            )
        while not await self.is_ready():
            if self.process.poll() is not None or time.monotonic() - began > READY:
                raise RuntimeError(f"the server did not start: {self.log.read_text()[-2000:]}")
            await asyncio.sleep(0.05)
        return time.monotonic() - began

    async def is_ready(self):
        try:
            answer = await fetch(Way(self.origin, self.port), "GET", "/readyz", "", patience=2)
        except (OSError, TimeoutError):
            return False
        return answer.status == 200

    async def kill(self):
        self.process.kill()
        await asyncio.to_thread(self.process.wait)

    async def end(self, patience=10):
        """SIGTERM; (seconds until it was gone, whether it had to be killed)."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            await asyncio.to_thread(self.process.wait, patience)
        except subprocess.TimeoutExpired:
            await self.kill()
            return time.monotonic() - began, True
        return time.monotonic() - began, False

    def fill_disk(self, full=True):
        """No file may grow: as on a full disk, for this process alone."""
        hard = resource.RLIM_INFINITY
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (4096 if full else hard, hard))

    def rss(self):
        """Resident memory, MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def said(self):
        return self.log.read_text()

    def kept(self):
        """The bytes of the database and of its journal, as text."""
        return b"".join(path.read_bytes() for path in self.data.glob("db.sqlite3*")).decode("latin-1")

    async def stop(self):
        if self.process.poll() is None:
            await self.end()

    def files(self):
        """Open file descriptors."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))
