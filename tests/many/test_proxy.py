"""nginx as deploy/nginx.conf has it: what it lets through, what it refuses, and what it writes down."""

import re
import socket
import subprocess
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from . import house
from .phone import Phone


def spoken(port, text, patience=5):
    """What comes back for these bytes, until the other side closes."""
    with socket.create_connection(("127.0.0.1", port), patience) as line:
        line.sendall(text.encode())
        answer = b""
        with suppress(ConnectionResetError):
            while piece := line.recv(65536):
                answer += piece
    return answer.decode()


def asked(home, path, host=None, headers="", port=None):
    host = host or home.origin.split("//")[1]
    return spoken(port or home.proxy.port, f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n")


def test_a_page_comes_through_with_the_products_own_headers(home):
    answer = asked(home, "/")
    assert answer.startswith("HTTP/1.1 200")
    assert "frame-ancestors 'none'" in answer


async def test_a_socket_is_upgraded(home, room_of):
    phone = Phone(home.origin, room_of(1), 0)
    status, _answer = await phone.ask(
        "GET",
        f"/ws/w/{phone.room['key']}/phone/?language=fr",
        headers={
            "Origin": home.origin,
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        },
        enough=b"101 Switching Protocols",
    )
    assert status == 101


def test_another_name_is_not_answered(home):
    assert asked(home, "/", host="evil.example") == ""
    assert asked(home, "/", host="evil.example", port=home.proxy.plain) == ""


def test_plain_http_is_told_where_to_go(home):
    answer = asked(home, "/j/?x=1", host="127.0.0.1", port=home.proxy.plain)
    assert answer.startswith("HTTP/1.1 301")
    assert "Location: https://promesse.example/j/?x=1" in answer


def test_a_body_larger_than_any_form_is_refused_in_a_sentence(home):
    host, most = home.origin.split("//")[1], settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1
    head = f"POST /j/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: {most}\r\n\r\n"
    answer = spoken(home.proxy.port, head + "x" * most)
    assert answer.startswith("HTTP/1.1 413")
    assert "trop long" in answer


def test_what_a_client_says_of_itself_is_not_believed(home):
    """Twenty wrong codes from one address, each pretending another one: the next must wait."""
    pretended = [f"X-Forwarded-For: 192.0.2.{n}\r\nForwarded: for=192.0.2.{n}\r\n" for n in range(21)]
    answers = [asked(home, "/j/ZZZZZZZZ/", headers=each).split()[1] for each in pretended]
    assert answers == ["404"] * 20 + ["429"]


def test_nobody_to_answer_is_said_in_a_sentence_and_forgotten_at_once(home):
    for process in home.processes:
        process.stop()
    answer = asked(home, "/")
    assert answer.startswith("HTTP/1.1 503")
    assert "Retry-After: 2" in answer
    assert "momentanément indisponible" in answer
    for process in home.processes:
        process.launch()
    for process in home.processes:
        process.wait()
    assert asked(home, "/").startswith("HTTP/1.1 200")


def test_logs_hold_no_secret_no_query_and_nobody(home):
    secrets = [f"secret-{n}" for n in range(4)]
    asked(home, f"/l/{secrets[0]}/")
    asked(home, f"/watch/{secrets[1]}/")
    asked(home, f"/j/{secrets[2]}/")
    asked(home, f"/healthz?seen={secrets[3]}")
    logs = "".join(path.read_text() for path in home.proxy.folder.glob("*.log"))
    assert [secret for secret in secrets if secret in logs] == []
    for kept in ("GET /l/... ", "GET /watch/... ", "GET /j/... ", "GET /healthz "):
        assert kept in logs, logs[-3000:]
    access = (home.proxy.folder / "access.log").read_text()
    assert not re.search(r"127\.0\.0\.1(?!:)", access)  # the processes' own have a port


def test_the_whole_file_is_one_that_nginx_accepts(tmp_path):
    """With TLS, which the other tests leave out."""
    certificate(tmp_path)
    text = (house.DEPLOY / "nginx.conf").read_text().replace("/etc/ssl/promesse", str(tmp_path))
    for there in ("/run", "/var/log/nginx", "/var/lib/nginx"):
        assert there in text
        text = text.replace(there, str(tmp_path))
    conf = tmp_path / "nginx.conf"
    conf.write_text(text)
    done = subprocess.run(
        [house.nginx(), "-t", "-c", conf, "-p", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def certificate(folder):
    """One that signs itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem))
    plain = serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
