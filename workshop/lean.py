"""Django's ASGI handler with its middlewares as one synchronous chain, played in one hop by a thread that stays.

Django's own makes a thread and a database connection for each request, and hops between them twice per middleware:
`bin/bench` shows what that costs a POST. POSTs have threads of their own, so that a page which takes long, a booklet
waiting for the press, never delays a post-it. Answers are whole: nothing here is too large for memory.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.urls import set_script_prefix

WRITERS, READERS = 2, 8  # threads: of POSTs, which the database plays one after the other, and of pages


class LeanHandler(ASGIHandler):
    def __init__(self):
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self.writers, self.readers = ThreadPoolExecutor(WRITERS, "post"), ThreadPoolExecutor(READERS, "page")

    async def __call__(self, scope, receive, send):
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        threads = self.writers if scope["method"] == "POST" else self.readers
        start, content = await asyncio.get_running_loop().run_in_executor(threads, self.answer, scope, body)
        await send(start)
        await send({"type": "http.response.body", "body": content})

    def answer(self, scope, body):
        """(ASGI's response start, the whole content as bytes) of one request."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, response = self.create_request(scope, body)
        response = response or self.get_response(request)
        try:
            content = b"".join(response.streaming_content) if response.streaming else response.content
            start = {"type": "http.response.start", "status": response.status_code, "headers": headers(response)}
            return start, content
        finally:
            response.close()
            body.close()


def headers(response):
    """A response's headers and cookies as ASGI's pairs of bytes."""
    fields = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    return fields + [(b"Set-Cookie", cookie.output(header="").strip().encode()) for cookie in response.cookies.values()]
