"""Join codes: eight characters people can type, and eight more that only a QR carries.

Typed codes (40 bits) are guarded by counting failures; the sealed code of a QR cannot be guessed (80 bits), so that a
room can always scan its way in, even while somebody guesses from the same network.
"""

import hashlib
import hmac
import secrets

from django.conf import settings

from .models import CROCKFORD, Workshop

LENGTH = 8  # characters: 40 bits
LOOK_ALIKES = str.maketrans("OIL", "011")


def new_code():
    """A join code that no open door has, of Crockford's alphabet, without look-alikes."""
    while True:
        code = "".join(secrets.choice(CROCKFORD) for _each in range(LENGTH))
        if not Workshop.objects.filter(code=code).exists():
            return code


def tidy(code):
    """A code as people type it, to the characters we keep: `k7qm 2xtd` → `K7QM2XTD`."""
    return "".join(c for c in code.upper() if c.isascii() and c.isalnum()).translate(LOOK_ALIKES)[: 2 * LENGTH]


def seal(code):
    """The code as a QR carries it: followed by HMAC-SHA-256 under the server's key, cut to 40 bits."""
    signed = hmac.new(settings.SECRET_KEY.encode(), f"join {code}".encode(), hashlib.sha256).digest()
    return code + "".join(CROCKFORD[byte % 32] for byte in signed[:LENGTH])


def is_sealed(code):
    return len(code) == 2 * LENGTH and hmac.compare_digest(seal(code[:LENGTH]), code)
