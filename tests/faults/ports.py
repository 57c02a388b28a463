"""Ports that stay ours between two starts of a server."""

import random
import socket

BELOW = range(15000, 32000)  # what the kernel gives to clients: on a dead port one of those could meet itself


def quiet_port():
    while True:
        port = random.choice(BELOW)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
