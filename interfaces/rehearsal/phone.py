"""A phone that is played: it keeps its cookies, reads pages, sends forms. It knows only what its pages say."""

import re
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from django.conf import settings

PATIENCE = 10  # seconds for one answer


@dataclass
class Answer:
    status: int
    place: str  # where a redirection leads, "" without one
    wait: int  # seconds after which trying again makes sense
    text: str


class Line:
    """The way to this very process: where it listens, called by the name that phones use.

    `server` is ASGI's (host, port) of the request being answered, so it is right for each process behind a proxy; on
    a Unix socket there is none, and the public address is called.
    """

    def __init__(self, server=None):
        public = urlsplit(settings.ORIGINS[0])
        usual = 443 if public.scheme == "https" else 80
        direct = bool(server and server[1])
        self.host, self.port = server if direct else (public.hostname, public.port or usual)
        self.kind = HTTPSConnection if public.scheme == "https" and not direct else HTTPConnection
        self.headers = {"Host": public.netloc, "Origin": settings.ORIGINS[0], "Referer": settings.ORIGINS[0] + "/"}
        if settings.HTTPS:
            self.headers["X-Forwarded-Proto"] = "https"
        if settings.PROXIED:
            self.headers["X-Forwarded-For"] = "127.0.0.1"

    def send(self, method, path, body, headers):
        """(status, [(header, value)], text) of one request. Raises OSError, HTTPException."""
        connection = self.kind(self.host, self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, self.headers | headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read().decode()
        finally:
            connection.close()


class Phone:
    def __init__(self, line, language):
        self.line, self.language, self.cookies = line, language, {}

    def get(self, path):
        return self.send("GET", path)

    def post(self, path, **fields):
        return self.send("POST", path, urlencode(fields))

    def send(self, method, path, body=None):
        headers = {"Accept-Language": self.language, "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if method == "POST":
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-CSRFToken": self.cookies.get(settings.CSRF_COOKIE_NAME, ""),
                "X-Op": str(uuid4()),
                "HX-Request": "true",
            }
        status, told, text = self.line.send(method, path, body, headers)
        return self.heard(status, told, text)

    def heard(self, status, told, text):
        for name, value in told:
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        known = {name.lower(): value for name, value in told}
        return Answer(status, known.get("location", ""), int(known.get("retry-after", 0)), text)


def in_page(pattern, page):
    """What a pattern's group finds in a page, "" when it is not there."""
    found = re.search(pattern, page)
    return found[1] if found else ""
