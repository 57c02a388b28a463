"""The addresses of this machine as origins, comma-separated, the one that phones should use first.

The address of the network card that leads out is asked of the system by a UDP socket: connecting it sends nothing.
"""

import socket
import sys

SOMEWHERE = ("192.0.2.1", 9)  # reserved for documentation: never reached


def lan_address():
    """This machine's address on its network; the loopback address when it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as card:
        try:
            card.connect(SOMEWHERE)
        except OSError:
            return "127.0.0.1"
        return card.getsockname()[0]


def origins(port):
    hosts = dict.fromkeys([lan_address(), "localhost", "127.0.0.1", socket.gethostname().lower()])
    return [f"http://{host}:{port}" for host in hosts if host]


if __name__ == "__main__":
    sys.stdout.write(",".join(origins(sys.argv[1])) + "\n")
