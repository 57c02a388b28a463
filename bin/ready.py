"""Wait until the process on a port says that it is ready: `bin/ready.py 8001`. Fails after half a minute.

Asks as the proxy does, for the first of PROMESSE_ORIGINS: any other name would be refused.
"""

import os
import sys
import time
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit


def status(port):
    """What /readyz answers, 0 when nothing does."""
    origin = urlsplit(os.environ.get("PROMESSE_ORIGINS", "").split(",")[0] or f"http://localhost:{port}")
    line = HTTPConnection("127.0.0.1", int(port), timeout=3)
    try:
        line.request("GET", "/readyz", headers={"Host": origin.netloc, "X-Forwarded-Proto": origin.scheme})
        return line.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        line.close()


def main(port, seconds=30):
    until = time.monotonic() + seconds
    while (answer := status(port)) != 200:
        if time.monotonic() > until:
            sys.exit(f"port {port}: not ready ({answer or 'no answer'})")
        time.sleep(0.1)


if __name__ == "__main__":
    main(sys.argv[1])
