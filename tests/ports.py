"""Ports of this machine for the servers that tests start: free ones, and when somebody listens."""

import socket
import time
from contextlib import ExitStack


def free_ports(number):
    """Ports that nobody listens on, all different."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _each in range(number)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def free_port():
    return free_ports(1)[0]


def is_opened(port, process, seconds=30):
    """Wait until somebody listens on a port; False when the process (a Popen) ended, or took too long."""
    until = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.05)
    return False
