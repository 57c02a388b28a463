"""Give somebody an account: `manage.py facilitator claire@example.org "Claire Morel"`; the password is said once."""

import secrets

from django.core.management.base import BaseCommand, CommandError

from workshop.models import Facilitator


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, email, name, **options):
        if Facilitator.objects.filter(email__iexact=email).exists():
            raise CommandError(f"{email} has an account already.")
        password = secrets.token_urlsafe(15)
        Facilitator.objects.create_user(email, password, name=name)
        self.stdout.write(f"{email}  {password}")
