"""PostgreSQL, N processes and nginx on loopback, started from the very files of deploy/, with ports and paths changed.

    with house.opened(processes=2) as home:
        home.origin                          # where phones go: nginx
        home.env                             # the environment: for manage.py, or for Django in the caller's own process
        home.manage("facilitator", …)        # manage.py; returns what it printed
        home.processes[0].stop(SIGKILL)      # or stop(): SIGTERM, returns the seconds it took; then start() again
        home.processes[0].pid, .port, .log
        home.spare[0].start()                # ports that nginx knows and nobody listens on: one more process
        home.database.stop(postgres.CRASH)   # see tests/postgres.py

Imports nothing of Django's: it can be opened before settings are read.
"""

import os
import re
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests import postgres
from tests.ports import free_ports, is_opened

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
HOME = "/srv/promesse"  # where deploy/ supposes the project


def ended(process, patience=10):
    """Wait for the end; returns the seconds it took. A process that stays is killed, and it is said."""
    began = time.monotonic()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise AssertionError(f"process {process.pid} did not leave within {patience} s") from None
    return time.monotonic() - began


class Unit:
    """The lines of promesse@.service, for one port."""

    def __init__(self, port):
        self.text = (DEPLOY / "promesse@.service").read_text().replace("%i", str(port))

    def command(self, name):
        words = shlex.split(re.search(rf"^{name}=(.+)$", self.text, re.MULTILINE)[1])
        program = Path(words[0].removeprefix(HOME)).name  # run by the tests' own interpreter
        return [sys.executable, *([] if program == "python" else ["-m", program]), *words[1:]]


class Process:
    """One daphne, run by its unit's line."""

    def __init__(self, port, env, folder):
        self.port, self.env, self.log = port, env, folder / f"{port}.log"
        self.unit, self.process = Unit(port), None

    @property
    def pid(self):
        return self.process.pid

    def start(self):
        """Start, and wait until it is ready, as the unit does."""
        self.launch()
        return self.wait()

    def launch(self):
        with self.log.open("a") as log:
            command = self.unit.command("ExecStart")
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log)

    def wait(self):
        done = subprocess.run(
            self.unit.command("ExecStartPost"), cwd=ROOT, env=self.env, check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise AssertionError(f"{done.stderr}\n{self.log.read_text()}")
        return self

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        return ended(self.process)


def nginx():
    found = shutil.which("nginx") or shutil.which("nginx", path=f"/usr/sbin:{ROOT}/.venv/nginx/usr/sbin")
    assert found, "nginx is missing: ./bin/test fetches it."
    return found


class Proxy:
    """nginx with deploy/nginx.conf: other ports, other paths, and no TLS, which is nginx's own affair."""

    def __init__(self, folder, upstreams):
        self.folder, self.process = folder, None
        self.port, self.plain = free_ports(2)
        self.conf = folder / "nginx.conf"
        self.conf.write_text(self.moved((DEPLOY / "nginx.conf").read_text(), upstreams))

    def moved(self, text, upstreams):
        (servers,) = re.findall(r"(?:^ *server 127\.0\.0\.1:\d+ .*\n)+", text, re.MULTILINE)
        line = servers.splitlines()[0]
        text = text.replace(servers, "".join(re.sub(r":\d+", f":{port}", line) + "\n" for port in upstreams))
        text = re.sub(r"^ *ssl_.*\n", "", text, flags=re.MULTILINE)
        for there, here in {
            "listen 443 ssl": f"listen 127.0.0.1:{self.port}",
            "listen 80": f"listen 127.0.0.1:{self.plain}",
            "server_name promesse.example": "server_name 127.0.0.1",
            "/run/nginx.pid": f"{self.folder}/nginx.pid",
            "/var/log/nginx": str(self.folder),
            "/var/lib/nginx": str(self.folder),
            "user www-data;": "",
        }.items():
            assert there in text, there
            text = text.replace(there, here)
        return text

    def start(self):
        command = [nginx(), "-c", self.conf, "-p", self.folder, "-g", "daemon off;"]
        with (self.folder / "nginx.log").open("a") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        if not is_opened(self.port, self.process, seconds=5):
            raise AssertionError((self.folder / "nginx.log").read_text())


class House:
    """All of it. See the module's first lines."""

    def __init__(self, folder, database, processes, spare):
        ports = free_ports(processes + spare)
        self.database, self.proxy = database, Proxy(folder, ports)
        self.origin = f"http://127.0.0.1:{self.proxy.port}"
        self.env = (
            os.environ
            | settings_of_deploy()
            | {
                "DATABASE_URL": database.url,
                "PROMESSE_DATA": str(folder / "data"),
                "PROMESSE_ORIGINS": self.origin,
                "PROMESSE_SECRET": secrets.token_urlsafe(48),
                "DJANGO_SETTINGS_MODULE": "workshop.settings",
                "PYTHONDONTWRITEBYTECODE": "1",
            }
        )
        everyone = [Process(port, self.env, folder) for port in ports]
        self.processes, self.spare = everyone[:processes], everyone[processes:]

    def manage(self, *words):
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def prepare(self):
        """What promesse-prepare.service runs, then what each process runs first."""
        for words in re.findall(r"^ExecStart=\S+ manage\.py (.+)$", prepare_unit(), re.MULTILINE):
            self.manage(*shlex.split(words))
        self.manage(*self.processes[0].unit.command("ExecStartPre")[2:])

    def close(self):
        """Tell everybody to leave, then wait for each."""
        leaving = [each.process for each in (*self.processes, *self.spare, self.proxy) if each.process]
        with ExitStack() as stack:
            for process in leaving:
                process.terminate()
                stack.callback(ended, process)

    def logs(self):
        """All that the processes and nginx wrote."""
        return "".join(path.read_text() for path in sorted(self.proxy.folder.glob("*.log")))


def prepare_unit():
    return (DEPLOY / "promesse-prepare.service").read_text()


def settings_of_deploy():
    """The variables of promesse.env."""
    return dict(re.findall(r"^(\w+)=(.*)$", (DEPLOY / "promesse.env").read_text(), re.MULTILINE))


@contextmanager
def opened(processes=2, spare=1):
    """A House with its tables made, its processes ready and nginx before them; nothing of it is left afterwards."""
    with ExitStack() as stack:
        database = stack.enter_context(postgres.running())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="promesse-house-")))
        home = House(folder, database, processes, spare)
        stack.callback(home.close)
        home.prepare()
        for process in home.processes:
            process.launch()
        for process in home.processes:
            process.wait()
        home.proxy.start()
        yield home
