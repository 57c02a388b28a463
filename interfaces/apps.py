"""What this app gives the worker when it starts: the reminders of step 7, and drafts whose link is over."""

from django.apps import AppConfig


class InterfacesConfig(AppConfig):
    name = "interfaces"

    def ready(self):
        from workshop import letters

        from . import drafts, reminders

        letters.register(reminders.due)
        letters.register(drafts.sweep)
