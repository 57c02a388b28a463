"""What this app does when it starts: it has mails around a review written when they are due."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "promises"

    def ready(self):
        from workshop import letters  # models are loaded only now

        from . import reminders

        letters.register(reminders.remind)
