"""One POST, one operation: named by its client, checked by its form, played once, refused in a sentence."""

from contextlib import contextmanager
from math import ceil
from uuid import UUID

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext as _

from . import outage
from .change import Refused, Repeated, digest, operation


@contextmanager
def operated(request):
    """Name the POST's operation for the door; yields its id. 400 without one."""
    try:
        op_id = str(UUID(request.headers.get("X-Op") or request.POST.get("op", "")))
    except ValueError:
        raise Refused(_("This page is out of date. Reload it: your text is kept."), status=400) from None
    body = "&".join(
        f"{k}={v}"
        for k, values in sorted(request.POST.lists())
        for v in values
        if k not in ("op", "csrfmiddlewaretoken")
    )
    token = operation.set((op_id, digest(f"{request.path}?{body}".encode())))
    try:
        yield op_id
    finally:
        operation.reset(token)


def played(view, *arguments, **where):
    """Call the view; an operation that was played before is answered as if it had just been."""
    try:
        return view(*arguments, **where)
    except Repeated:
        return None


class KeyField(forms.IntegerField):
    """A row's primary key: no number that a database could not hold."""

    def __init__(self, **options):
        super().__init__(min_value=1, max_value=2**63 - 1, **options)


def checked(form):
    """The form's cleaned data, or Refused with the first field's sentence."""
    if form.is_valid():
        return form.cleaned_data
    field, errors = next(iter(form.errors.items()))
    raise Refused(errors[0], field=field, status=422)


def refusals(get_response):
    """A refusal becomes an answer: the sentence, beside what was typed, which stays in its field. So does an outage."""

    def middleware(request):
        return get_response(request)

    def process_exception(request, error):
        refused = Refused(outage.sentence(error), status=503, wait=outage.AGAIN) if outage.is_outage(error) else error
        if not isinstance(refused, Refused):
            return None
        response = render(request, shape(request, refused.status), {"refused": refused}, status=refused.status)
        response["HX-Retarget"], response["HX-Reswap"] = "#notice", "innerHTML"
        response["X-Field"] = refused.field
        if refused.version is not None:
            response["X-Version"] = refused.version
        return hold_on(response, refused.wait)

    middleware.process_exception = process_exception
    return middleware


def hold_on(response, wait):
    """An answer that says in how many seconds trying again makes sense, if it is to be tried again."""
    if wait:
        response["Retry-After"] = ceil(wait)
    return response


def shape(request, status):
    """The template of a refusal: a notice in the page that asked, or a page."""
    if request.htmx or "X-Op" in request.headers:
        return "parts/notice.html"
    return "wrong/503.html" if status == 503 and request.method in ("GET", "HEAD") else "refused.html"
