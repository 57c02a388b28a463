"""What a device wrote, told by the device alone: a tag that proves it, and that names nobody where it is stored."""

import hmac
from hashlib import sha256


def owner_tag(device, what):
    """HMAC-SHA-256 (hex) of what was written under the secret of the device that wrote it."""
    name = str(what).replace("-", "")  # a UUID, as a database that has no such type keeps it
    return hmac.new(device.encode(), name.encode(), sha256).hexdigest()


def is_own(device, what, tag):
    return hmac.compare_digest(tag, owner_tag(device, what))
