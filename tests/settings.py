"""The product's settings, with what tests need: plain static names, quick passwords, known addresses."""

import os
import tempfile

os.environ.setdefault("PROMESSE_DATA", os.path.join(tempfile.gettempdir(), f"promesse-tests-{os.getuid()}"))
os.environ.setdefault("PROMESSE_ORIGINS", "http://testserver")

from workshop.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATABASE["CONN_MAX_AGE"] = 0  # noqa: F405 -- a database that somebody is still connected to cannot be dropped
