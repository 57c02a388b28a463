"""The cast: a facilitator and her deputy, alice and bob in the room, eve in another one, and browsers for all."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import activate

from interfaces.models import Contact, Interface
from workshop import access, failures, home, limits
from workshop.models import Facilitation, Facilitator
from workshop.steps import gather

from . import screens, tables

PASSWORD = "la patience est longue"


@pytest.fixture(autouse=True)
def english():
    """Sentences are asserted in the language they are written in; French has its own tests."""
    activate("en")
    yield
    activate("en")


@pytest.fixture(autouse=True)
def fresh_limits():
    for bucket in (*vars(limits).values(), *vars(failures).values()):
        bucket = getattr(bucket, "alone", bucket)
        if isinstance(bucket, limits.Bucket):
            bucket.levels.clear()


def account(name):
    return Facilitator.objects.create_user(f"{name}@example.org", PASSWORD, name=name.title())


@pytest.fixture
def facilitator(db):
    return account("claire")


@pytest.fixture
def stranger(db):
    """A facilitator of another workshop."""
    return account("sven")


@pytest.fixture
def workshop(facilitator):
    return home.open_workshop(facilitator, "Logistique", "fr")


@pytest.fixture
def deputy(workshop):
    person = account("denis")
    Facilitation.objects.create(workshop=workshop, facilitator=person, role=Facilitation.DEPUTY)
    return person


@pytest.fixture
def elsewhere(stranger):
    return home.open_workshop(stranger, "Ventes", "en")


def member(workshop, name):
    """A participant who joined from a device of their own."""
    device = f"device-of-{name}".ljust(43, "x")
    person = gather.join(workshop, name, device)
    return access.seated(device, workshop.key) or person


def client_service(workshop, **more):
    """A client service, Ventes, and its contact, Inès."""
    interface = Interface.objects.create(workshop=workshop, name="Ventes", **more)
    Contact.objects.create(interface=interface, name="Inès", email="ines@example.org", language="fr")
    return interface


@pytest.fixture
def table(facilitator):
    """A round of the reciprocal table with three services; each has a voice: see tables.py."""
    return tables.laid(facilitator, ["Comptabilité", "Ventes", "Logistique"])


@pytest.fixture
def alice(workshop):
    return member(workshop, "Alice")


@pytest.fixture
def bob(workshop):
    return member(workshop, "Bob")


@pytest.fixture
def eve(elsewhere):
    return member(elsewhere, "Eve")


@pytest.fixture
def as_(db):
    """A test client for a facilitator, a participant, or nobody; it speaks English."""

    def client(who=None):
        browser = Client()
        browser.cookies["django_language"] = "en"
        if isinstance(who, Facilitator):
            browser.force_login(who)
        elif who is not None:
            browser.cookies[settings.DEVICE_COOKIE] = who.device
        return browser

    return client


@pytest.fixture
def at(workshop, facilitator):
    """Bring the room to a step, as a facilitator does."""
    return lambda slug: screens.bring(workshop, slug, facilitator)


@pytest.fixture
def assert_screens_follow(workshop):
    return lambda verb: screens.assert_follow(workshop, verb)


def pytest_collection_modifyitems(config, items):
    """What asks for no database is the same on any: on PostgreSQL, only the tests that do are run again."""
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        ways = {"db", "transactional_db"}
        asking = [each for each in items if ways & {*each.fixturenames} or each.get_closest_marker("django_db")]
        config.hook.pytest_deselected(items=[item for item in items if item not in asking])
        items[:] = asking
