"""What this app gives the worker when it starts: the reminders of step 7."""

from django.apps import AppConfig


class InterfacesConfig(AppConfig):
    name = "interfaces"

    def ready(self):
        from workshop import letters

        from . import reminders

        letters.register(reminders.due)
