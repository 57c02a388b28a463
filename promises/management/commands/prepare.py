"""Make ready to serve: the port, the database, the static files, the demonstration on the very first start.

A second time only what has changed is done. Ends by saying where to go.
"""

import hashlib
import socket

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from workshop.models import Facilitator, Workshop

from .addresses import terminal_language
from .demo import UNFINISHED


class Command(BaseCommand):
    help = __doc__
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, port, **options):
        with override(terminal_language()):
            check_port(port)
            call_command("migrate", verbosity=0, skip_checks=False)
            collect()
            if is_first_start():
                self.stdout.write(_("Playing the demonstration: nine steps…"))
                call_command("demo")
            call_command("addresses", stdout=self.stdout)


def check_port(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))  # noqa: S104  # phones are on the network
        except OSError:
            sentence = _("Something else already serves on port %(port)d. Try: PORT=%(other)d ./bin/run")
            raise CommandError(sentence % {"port": port, "other": port + 1}) from None


def is_first_start():
    """Nobody has an account here, or the demonstration was interrupted."""
    return not Facilitator.objects.exists() or Workshop.objects.filter(title__endswith=UNFINISHED).exists()


def collect():
    """Collect the static files under their hashed names, unless none has changed since the last time."""
    kept = settings.DATA / "static.digest"
    now = digest()
    if not kept.exists() or kept.read_text() != now:
        call_command("collectstatic", interactive=False, verbosity=0)
        kept.write_text(now)


def digest():
    """SHA-256 (hex) of every static file's name, size and date."""
    lines = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            lines.append(f"{name} {storage.size(name)} {storage.get_modified_time(name).timestamp()}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
