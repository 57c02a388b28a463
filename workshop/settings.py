"""The one settings file; everything a host may choose comes from the environment.

PROMESSE_ORIGINS   the addresses people type, comma-separated, scheme and port included
PROMESSE_DATA      folder of the database, the secret key and the collected static files
PROMESSE_SECRET    secret key; made once in PROMESSE_DATA when absent
PROMESSE_ROOM      people in one workshop, at most
PROMESSE_DEBUG     never on a network
PROMESSE_PROXIED   behind a proxy of ours, which writes X-Forwarded-For
PROMESSE_SMTP      the mail server as an address; without it, mails wait in each workshop's outbox
PROMESSE_MAIL_FROM whom mails come from
DATABASE_URL       PostgreSQL instead of SQLite
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from environs import Env

from . import smtp

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()
DEBUG = env.bool("PROMESSE_DEBUG", False)
DATA = Path(env.str("PROMESSE_DATA", str(BASE_DIR / ".data")))
DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
with suppress(PermissionError):  # somebody else prepared the folder
    DATA.chmod(0o700)


def secret_key():
    """The secret key: from the environment, else made once and kept beside the database."""
    kept = DATA / "secret"
    if not kept.exists():
        fresh = DATA / f"secret.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # another process was first: one key for all
            os.link(fresh, kept)
        fresh.unlink()
    return kept.read_text().strip()


SECRET_KEY = env.str("PROMESSE_SECRET", "") or secret_key()

ROOM = env.int("PROMESSE_ROOM", 200)  # people in one workshop; limits.py scales with it

# Addresses. One list decides hosts, trusted origins, sockets and whether cookies are secure.
ORIGINS = env.list("PROMESSE_ORIGINS", ["http://localhost:8000", "http://127.0.0.1:8000"])
ALLOWED_HOSTS = sorted({urlsplit(origin).hostname for origin in ORIGINS})
CSRF_TRUSTED_ORIGINS = ORIGINS
HTTPS = all(origin.startswith("https://") for origin in ORIGINS)
PROXIED = env.bool("PROMESSE_PROXIED", False)

INSTALLED_APPS = [
    "daphne",
    "workshop",
    "interfaces",
    "promises",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "workshop.headers.headers",
    "workshop.headers.utf_8_only",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "workshop.posts.refusals",
]
ROOT_URLCONF = "workshop.urls"
ASGI_APPLICATION = "workshop.asgi.application"
CHANNEL_LAYERS = {}  # nothing travels by a channel layer: see workshop/hub.py
AUTH_USER_MODEL = "workshop.Facilitator"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "workshop.templatetags.screens",
                "workshop.templatetags.kept",
                "workshop.templatetags.typography",
            ],
        },
    }
]

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA / 'db.sqlite3'}")}
DATABASE = DATABASES["default"]
POSTGRESQL = DATABASE["ENGINE"].endswith("postgresql")
# The threads stay, and so does what they opened: see lean.py. A connection that died is replaced before it is used.
DATABASE |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": POSTGRESQL}
if POSTGRESQL:
    DATABASE["OPTIONS"] = {"connect_timeout": 2} | DATABASE.get("OPTIONS", {})
else:
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,  # seconds: said before a phone gives up and asks again
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    DATABASE["TEST"] = {"NAME": str(DATA / "test.sqlite3")}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
TIME_ZONE = env.str("PROMESSE_TIME_ZONE", "Europe/Paris")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_MAX_AGE = 31536000
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "workshop.assets.Assets"},
}

# Sign-in of facilitators. Participants, contacts and managers have no account.
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "welcome"
PASSWORD_HASHERS = ["workshop.passwords.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600

# Cookies: `__Host-` names need https, which a laptop on the room's Wi-Fi does not have.
HOST_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = HOST_PREFIX + "sid"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_NAME = HOST_PREFIX + "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "workshop.views.stale"
DEVICE_COOKIE = HOST_PREFIX + "device"
KNOWN_COOKIE = HOST_PREFIX + "known"

SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preloading a domain is its owner's decision
# The largest forms: a contact's (80 rules of two fields, 600 characters each in any script), and a roll of the room.
DATA_UPLOAD_MAX_MEMORY_SIZE = 640 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = max(400, ROOM + 50)
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["workshop.uploads.OneFile"]  # a workshop's, nothing else

# Mails. Without a server they are written, shown in each workshop's outbox, and sent by hand.
SMTP = env.str("PROMESSE_SMTP", "")
DEFAULT_FROM_EMAIL = env.str("PROMESSE_MAIL_FROM", "") or f"Promesse <promesse@{urlsplit(ORIGINS[0]).hostname}>"
vars().update(smtp.settings_of(SMTP))

SOCKETS = ["ws" + origin.removeprefix("http") for origin in ORIGINS]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF, *SOCKETS],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Content never reaches a log: ids and sizes only.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "workshop.logs.Discreet"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["discreet"]}},
    "root": {"handlers": ["console"], "level": env.str("PROMESSE_LOG", "WARNING")},
    "loggers": {"django": {"handlers": [], "propagate": True}, "django.server": {"handlers": [], "propagate": True}},
}
