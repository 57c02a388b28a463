"""A mail server written as one address, as Django's settings. No import of Django: the settings read this."""

from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465}
HERE = ("localhost", "127.0.0.1", "::1")
TIMEOUT = 10  # seconds


def settings_of(address):
    """`smtp://user:password@host:587` begins in clear and encrypts at once; `smtps://` is encrypted from the start.

    `?tls=no`, or a server on this machine, goes without. {} for an empty address; ValueError for another kind.
    """
    if not address:
        return {}
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("PROMESSE_SMTP is smtp://user:password@host:port or smtps://user:password@host:port")
    plain = parts.hostname in HERE or parse_qs(parts.query).get("tls") == ["no"]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and not plain,
        "EMAIL_TIMEOUT": TIMEOUT,
    }
