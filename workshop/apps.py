"""What Django asks of this app when it starts: its check of the database."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from .durability import lasting


class WorkshopConfig(AppConfig):
    name = "workshop"

    def ready(self):
        register(lasting, Tags.database)
