"""A room at step 4, its wall revealed, made by the product's rules in the house's database; says it as JSON.

python -m tests.many.room PHONES
"""

import json
import secrets
import sys

import django

django.setup()

from django.conf import settings

from interfaces.steps import postits, services
from tests.screens import bring
from workshop import home
from workshop.models import Facilitator
from workshop.steps import gather

CSRF = "c" * 32


def main(phones):
    facilitator = Facilitator.objects.create_user(f"{secrets.token_hex(4)}@example.org", None, name="Claire")
    workshop = home.open_workshop(facilitator, f"Logistique {secrets.token_hex(3)}", "fr")
    devices = [secrets.token_urlsafe(32) for _each in range(phones)]
    for number, device in enumerate(devices):
        gather.join(workshop, f"P{number}", device)
    bring(workshop, "services", facilitator)
    services.offer(workshop, "Achats", by=facilitator)
    bring(workshop, "postits", facilitator)
    postits.reveal(workshop, by=facilitator)
    cookies = [f"{settings.DEVICE_COOKIE}={device}; {settings.CSRF_COOKIE_NAME}={CSRF}" for device in devices]
    return {"key": workshop.key, "pk": workshop.pk, "csrf": CSRF, "cookies": cookies}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))))
