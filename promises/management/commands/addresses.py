"""Say where to go: console, board and phones of the workshop that was opened last, with a QR for the phones."""

import io
import os
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from promises.demo import story
from workshop import codes, method, watching
from workshop.models import Facilitator, Workshop

HERE = ("localhost", "127.0.0.1")


def terminal_language():
    """`en` for an English terminal, `fr` otherwise."""
    said = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "fr")
    return "en" if said.startswith("en") else "fr"


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        workshop = Workshop.objects.exclude(code=None).filter(is_rehearsal=False).order_by("-pk").first()
        with override(terminal_language()):
            said = list(lines(workshop))
            width = max(len(label) for label, text in said if text)
            for label, text in said:
                self.stdout.write(f"  {label:<{width}}  {text}" if text else f"\n  {label}\n")
            if workshop:
                self.stdout.write(qr(join_address(workshop), self.stdout.isatty()))


def qr(address, in_colour):
    """The QR of an address as text, two modules a character; white on black whatever the terminal's own colours."""
    drawn = io.StringIO()
    segno.make(address, error="l").terminal(out=drawn, compact=True, border=2)
    rows = drawn.getvalue().splitlines()
    return "\n" + "\n".join(f"  \033[97;40m{row}\033[0m" if in_colour else f"  {row}" for row in rows)


def lines(workshop):
    """What is said, as (label, text); a line without text stands alone."""
    yield _("Promesse is ready. Ctrl+C stops it."), ""
    if is_alone():
        yield _("No network was found: phones will not reach this machine. PROMESSE_ORIGINS can name its address."), ""
    if workshop is None:
        yield _("Sign in"), settings.ORIGINS[0] + reverse("home")
        return
    step = method.BY_SLUG[workshop.current_step]
    yield (
        _("%(title)s, step %(number)d: %(step)s")
        % {
            "title": workshop.title,
            "number": step.number,
            "step": step.name,
        },
        "",
    )
    yield _("Console"), settings.ORIGINS[0] + reverse("console", args=[workshop.key])
    yield from account()
    yield _("Board"), settings.ORIGINS[0] + reverse("watch", args=[watching.watch_token(workshop)])
    yield _("Phones"), join_address(workshop)
    yield _("Code"), workshop.shown_code


def is_alone():
    return urlsplit(settings.ORIGINS[0]).hostname in HERE


def join_address(workshop):
    return settings.ORIGINS[0] + reverse("join", args=[codes.seal(workshop.code)])


def account():
    """The demonstration's facilitator, as long as the first password was not changed."""
    kept = settings.DATA / "demo-password"
    facilitator = Facilitator.objects.filter(email=story("room")["facilitator"]["email"]).first()
    if facilitator and kept.exists() and facilitator.check_password(kept.read_text().strip()):
        yield _("E-mail"), facilitator.email
        yield _("Password"), kept.read_text().strip()
