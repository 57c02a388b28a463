"""What this app does when it starts: mails around a review, and reminders of a table, are written when due."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "promises"

    def ready(self):
        from workshop import letters  # models are loaded only now

        from . import reminders
        from .reciprocal import reminders as table_reminders

        letters.register(reminders.remind)
        letters.register(table_reminders.due)
