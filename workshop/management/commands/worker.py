"""`manage.py worker`: send mails and write reminders, until told to leave."""

from django.core.management.base import BaseCommand

from workshop.worker import Worker


class Command(BaseCommand):
    help = "Send mails and write reminders, until told to leave."

    def add_arguments(self, parser):
        parser.add_argument("--beside", type=int, help="leave when this process has ended")

    def handle(self, *, beside, **options):
        Worker(beside).run()
