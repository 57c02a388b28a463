"""What waits to be sent is encrypted at rest: it holds private links, whose secrets are in clear nowhere.

Fernet (AES-128-CBC and HMAC-SHA-256), under a key derived from the server's secret key: a copy of the database alone
opens nothing. What has left is erased, not kept.
"""

import base64
import hashlib
import hmac
import json

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

__all__ = ["InvalidToken", "seal", "unseal"]


def box():
    key = hmac.new(settings.SECRET_KEY.encode(), b"letters", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(content):
    """A dictionary of strings as one opaque string."""
    return box().encrypt(json.dumps(content).encode()).decode()


def unseal(sealed):
    """What `seal` took; raises InvalidToken when it was sealed under another key."""
    return json.loads(box().decrypt(sealed.encode()))
