"""PostgreSQL, two processes behind nginx (tests/many/house.py), under the verbs of Server: harm befalls one of two."""

import asyncio
import signal
import time
from pathlib import Path

from django.db import connection

from .room import in_thread

LISTENERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE %s"


class Home:
    database, processes = "postgresql", 2

    def __init__(self, house, chance):
        self.house, self.chance, self.port = house, chance, house.proxy.port
        self.down = None

    async def start(self):
        """The process that was killed is started again; returns once it is ready, with the seconds that took."""
        began = time.monotonic()
        if self.down:
            await asyncio.to_thread(self.down.start)
            self.down = None
        return time.monotonic() - began

    async def kill(self):
        self.down = self.chance.choice(self.house.processes)
        await asyncio.to_thread(self.down.stop, signal.SIGKILL)

    async def end(self, patience=10):
        """One more process first, then one is ended for good: (seconds until it was gone, whether it was killed)."""
        old, new = self.chance.choice(self.house.processes), self.house.spare.pop()
        await asyncio.to_thread(new.start)
        took = await asyncio.to_thread(old.stop)
        self.house.processes[self.house.processes.index(old)] = new
        self.house.spare.append(old)
        return took, False

    # The database

    async def crash_database(self, seconds):
        await asyncio.to_thread(self.house.database.stop, signal.SIGQUIT)
        await asyncio.sleep(seconds)
        await asyncio.to_thread(self.house.database.start)

    async def cut_listeners(self):
        """End every line on which a process hears of the others' changes."""
        return len(await asyncio.to_thread(self.house.database.ask, LISTENERS, "promesse, listening"))

    # What it takes, says and keeps

    def rss(self):
        """Resident memory of the largest process, MB."""
        return max(int(self.status(each).split("VmRSS:")[1].split()[0]) for each in self.house.processes) / 1024

    def status(self, process):
        return Path(f"/proc/{process.pid}/status").read_text()

    def files(self):
        return max(len(list(Path(f"/proc/{each.pid}/fd").iterdir())) for each in self.house.processes)

    def said(self):
        return self.house.logs()

    @in_thread
    def kept(self):
        """Every row of every table, as text."""
        rows = []
        with connection.cursor() as cursor:
            for name in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT t::text FROM "{name}" t')  # noqa: S608 -- the database's own names
                rows += (row for (row,) in cursor.fetchall())
        return "\n".join(rows)

    def versions(self):
        ((postgresql,),) = self.house.database.ask("SHOW server_version")
        return {"postgresql": postgresql, "processes": self.processes}

    async def stop(self):
        """The house closes itself."""
