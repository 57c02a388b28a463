"""The two files that this server takes: a workshop's, the lines of a table; of a bounded size, never on disk."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.urls import Resolver404, resolve

PLACES = ("arrive", "table:intake-look")  # names of the addresses that take a file
MOST = 2_500_000  # bytes: ten times a full workshop


class OneFile(MemoryFileUploadHandler):
    """Refuses a form with a file before it is read, wherever no file is asked for, or when it is too large."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.activated = content_length <= MOST and takes_a_file(self.request.path)
        if content_length > MOST:
            raise RequestDataTooBig

    def new_file(self, *words, **options):
        if not self.activated:
            raise RequestDataTooBig
        super().new_file(*words, **options)


def takes_a_file(path):
    """Whether one is asked for at this address."""
    try:
        return resolve(path).view_name in PLACES
    except Resolver404:
        return False
