"""`manage.py facilitator e-mail "first name"`: an account for a facilitator, or a new password for one."""

import secrets

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from workshop.models import Facilitator

WORDS = 4  # groups of five letters: 20 letters of 25, 92 bits
LETTERS = "abcdefghijkmnopqrstuvwxyz"


class Command(BaseCommand):
    help = "Make an account for a facilitator, or give one a new password; prints the password once."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name", nargs="?", default="")

    def handle(self, *, email, name, **options):
        password = "-".join("".join(secrets.choice(LETTERS) for _letter in range(5)) for _word in range(WORDS))
        known = Facilitator.objects.filter(email=email.strip().lower()).first()
        if known:
            known.set_password(password)
            known.save()
        else:
            Facilitator.objects.create_user(email, password, name=name or email.split("@")[0])
        self.stdout.write(f"{_('E-mail address')}  {email}\n{_('Password')}  {password}")
