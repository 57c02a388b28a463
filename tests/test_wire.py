"""Frames reach real sockets of daphne straight, in their turn, and never pile up for a phone that does not read."""

import os
import socket
import subprocess
import sys
import time

import pytest
from websockets.frames import Frame, Opcode
from websockets.sync.client import connect

from tests.ports import free_port, is_opened
from workshop import wire


@pytest.mark.parametrize("text", ["", "é" * 62, "a" * 125, "a" * 126, "a" * 65535, "a" * 65536, "🌞" * 40000])
def test_a_frame_is_what_any_library_would_write(text):
    assert wire.encode(text) == Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


@pytest.fixture(scope="module")
def port():
    port = free_port()
    command = [sys.executable, "-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(port), "tests.wired:application"]
    process = subprocess.Popen(command, env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"})
    assert is_opened(port, process)
    yield port
    process.terminate()
    process.wait(10)


def test_no_upgrade_of_a_library_makes_everything_go_the_public_way(port):
    with connect(f"ws://127.0.0.1:{port}/straight") as phone:
        phone.send("here")
        assert phone.recv(5) == "tout droit, été 🌞"
        assert phone.recv(5) == "True"


def test_a_frame_never_passes_before_one_that_waits(port):
    with connect(f"ws://127.0.0.1:{port}/in-turn") as phone:
        phone.send("here")
        assert [phone.recv(5) for _each in range(100)] == [str(number) for number in range(100)]


def test_a_phone_that_does_not_read_is_let_go(port):
    with socket.create_connection(("127.0.0.1", port)) as deaf:
        deaf.sendall(
            b"GET /deaf HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        assert deaf.recv(4096).startswith(b"HTTP/1.1 101")
        deaf.sendall(b"\x81\x81\0\0\0\0x")
        time.sleep(1)
        assert received(deaf) < 1000 * 65000 / 2


def received(deaf):
    """Bytes until the line ends."""
    total = 0
    deaf.settimeout(10)
    try:
        while data := deaf.recv(1 << 20):
            total += len(data)
    except ConnectionResetError:
        pass
    return total


def test_another_server_goes_the_public_way():
    assert wire.protocol_of(print) is None
    assert wire.write(None, b"") is False
