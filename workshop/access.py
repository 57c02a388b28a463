"""Who is asking, and whether they may.

Facilitators have an account and a role in the workshop; participants a seat on their device; the room's screen a watch
link; contacts and managers a private link. Secrets are in cookies and addresses only, their SHA-256 in the database.
"""

import hashlib
import secrets
from contextlib import contextmanager
from datetime import timedelta
from functools import wraps
from http.cookies import SimpleCookie
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from . import limits
from .change import Refused, Repeated, digest, operation
from .models import Facilitation, Facilitator, Link, Seat, Workshop

DEVICE_AGE = 13 * 31 * 24 * 3600  # a workshop lives most of a year


def sha256(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


# Facilitators


def facilitated(user, key):
    """The workshop, for someone who facilitates it; 404 otherwise."""
    return get_object_or_404(
        Workshop.objects.filter(facilitations__facilitator_id=user.pk).select_related("team"), key=key
    )


def facilitator_page(view):
    """GET, for the workshop's facilitators: `view(request, workshop, …)`."""

    @require_safe
    @wraps(view)
    def show(request, key, **where):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, facilitated(request.user, key), **where)

    show.door = "facilitator_page"
    return show


def facilitator_verb(view):
    """POST, for the workshop's facilitators: `view(request, workshop, …)`; 204 unless the view answers."""

    @require_POST
    @wraps(view)
    def act(request, key, **where):
        if not request.user.is_authenticated:
            return HttpResponse(
                status=401, headers={"HX-Redirect": f"/sign-in/?next={request.META.get('HTTP_REFERER', '')}"}
            )
        workshop = facilitated(request.user, key)
        with operated(request) as op_id:
            answer = played(view, request, workshop, **where) or HttpResponse(status=204)
        answer["X-Ack"] = op_id
        return answer

    act.door = "facilitator_verb"
    return act


def is_lead(user, workshop):
    return workshop.facilitations.filter(facilitator=user, role=Facilitation.LEAD).exists()


# Participants


def device_of(request):
    """The secret of this device, made now when it has none (43 characters, 256 bits)."""
    return request.COOKIES.get(settings.DEVICE_COOKIE) or secrets.token_urlsafe(32)


def remember_device(response, device):
    response.set_cookie(
        settings.DEVICE_COOKIE, device, max_age=DEVICE_AGE, httponly=True, samesite="Lax", secure=settings.HTTPS
    )
    return response


def seated(device, key):
    """The participant who sits on this device in this workshop, None when nobody does."""
    seats = Seat.objects.select_related("participant", "participant__workshop", "participant__workshop__team")
    seat = seats.filter(workshop__key=key, device_hash=sha256(device or "")).first()
    if seat is None:
        return None
    seat.participant.device = device  # proves which post-its are this device's; stored nowhere
    return seat.participant


def participant_of(request, key):
    """The participant who asks; 404 for a stranger, 403 for somebody who was removed."""
    person = seated(request.COOKIES.get(settings.DEVICE_COOKIE), key)
    if person is None:
        raise Http404
    if person.removed_at:
        raise PermissionDenied
    return person


def participant_page(view):
    """GET, for a seated participant: `view(request, person, …)`."""

    @require_safe
    @wraps(view)
    def show(request, key, **where):
        return view(request, participant_of(request, key), **where)

    show.door = "participant_page"
    return show


def participant_verb(view):
    """POST, for a seated participant: `view(request, person, …)`; the answer is that person's own part of the step."""

    @require_POST
    @wraps(view)
    def act(request, key, **where):
        from .views import own_part  # views need this module's decorators

        person = participant_of(request, key)
        wait = limits.POSTS.take(person.pk)
        if wait:
            raise Refused(_("You are going very fast: this will leave in %d seconds.") % (wait + 1), status=429)
        with operated(request) as op_id:
            answer = played(view, request, person, **where) or own_part(request, person)
        answer["X-Ack"] = op_id
        return answer

    act.door = "participant_verb"
    return act


# One POST, one operation


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


def checked(form):
    """The form's cleaned data, or Refused with the first field's sentence."""
    if form.is_valid():
        return form.cleaned_data
    field, errors = next(iter(form.errors.items()))
    raise Refused(errors[0], field=field, status=422)


def refusals(get_response):
    """A refusal becomes an answer: the sentence, beside what was typed, which stays in its field."""

    def middleware(request):
        return get_response(request)

    def process_exception(request, refused):
        if not isinstance(refused, Refused):
            return None
        part = request.htmx or "X-Op" in request.headers
        template = "parts/notice.html" if part else "refused.html"
        response = render(request, template, {"refused": refused}, status=refused.status)
        response["HX-Retarget"], response["HX-Reswap"] = "#notice", "innerHTML"
        response["X-Field"] = refused.field
        return response

    middleware.process_exception = process_exception
    return middleware


# The room's screen


def watch_token(workshop):
    """Opens the board without a seat, until the watch link is renewed."""
    return Signer(salt="watch").sign(f"{workshop.key}.{workshop.watch_epoch}").replace(":", ".")


def watched(token):
    """The workshop of a watch token, None when it opens nothing (any more)."""
    key, _dot, rest = token.partition(".")
    epoch, _dot, signature = rest.partition(".")
    try:
        Signer(salt="watch").unsign(f"{key}.{epoch}:{signature}")
    except BadSignature:
        return None
    return Workshop.objects.filter(key=key, watch_epoch=epoch).first()


def may_watch(session, user, workshop):
    if session.get(f"watch:{workshop.key}") == workshop.watch_epoch:
        return True
    return workshop.facilitations.filter(facilitator_id=user.pk).exists() if user else False


# Sockets


def admit_socket(scope):
    """(workshop pk, participant pk or None, step, language) for a socket that may listen, None otherwise."""
    where, query = (
        scope["url_route"]["kwargs"],
        dict(pair.split("=", 1) for pair in scope["query_string"].decode().split("&") if "=" in pair),
    )
    workshop = Workshop.objects.filter(key=where["key"]).first()
    language = query.get("language")
    if workshop is None or language not in dict(settings.LANGUAGES):
        return None
    cookies = SimpleCookie(dict(scope["headers"]).get(b"cookie", b"").decode())
    cookie = {name: morsel.value for name, morsel in cookies.items()}
    if where["audience"] == "phone":
        person = seated(cookie.get(settings.DEVICE_COOKIE), workshop.key)
        return (workshop.pk, person.pk, "", language) if person and not person.removed_at else None
    session = import_module(settings.SESSION_ENGINE).SessionStore(cookie.get(settings.SESSION_COOKIE_NAME))
    user = signed_in(session)
    if where["audience"] == "board" and may_watch(session, user, workshop):
        return (workshop.pk, None, "", language)
    if where["audience"] == "console" and user and workshop.facilitations.filter(facilitator=user).exists():
        return (workshop.pk, None, query.get("step", "")[:20], language)
    return None


def signed_in(session):
    """The facilitator of a session, None when it is nobody's or the password has changed since."""
    user = Facilitator.objects.filter(pk=session.get("_auth_user_id"), is_active=True).first()
    valid = user and secrets.compare_digest(session.get("_auth_user_hash", ""), user.get_session_auth_hash())
    return user if valid else None


# Private links


def make_link(workshop, purpose, days):
    """A new private link: (Link, secret). Call it inside a change; the secret is shown once, in its address."""
    secret = secrets.token_urlsafe(32)
    expires = timezone.now() + timedelta(days=days)
    return Link.objects.create(
        workshop=workshop, purpose=purpose, secret_hash=sha256(secret), expires_at=expires
    ), secret


def link_of(secret):
    """The open link of a secret; 404 when unknown, Gone when it is over."""
    link = get_object_or_404(Link.objects.select_related("workshop", "workshop__team"), secret_hash=sha256(secret))
    if not link.is_open:
        raise Gone
    return link


class Gone(Exception):
    """A private link that was revoked or is past its date."""


def link_page(purpose):
    """For whoever opened a private link of this purpose in this browser: `view(request, link, …)`, GET and POST."""

    def decorate(view):
        @wraps(view)
        def show(request, pk, **where):
            if f"link:{pk}" not in request.session:
                raise Http404
            link = get_object_or_404(Link.objects.select_related("workshop", "workshop__team"), pk=pk, purpose=purpose)
            if not link.is_open:
                return render(request, "gone.html", status=410)
            return answered(view, request, link, **where) if request.method == "POST" else view(request, link, **where)

        return show

    return decorate


def answered(view, request, link, **where):
    """A POST by private link: one operation; the page again when it was played before."""
    if limits.ANSWERS.take(link.pk):
        raise Refused(_("You are going very fast. Wait a moment, then send again."), status=429)
    with operated(request) as op_id:
        answer = played(view, request, link, **where) or redirect(request.path)
    answer["X-Ack"] = op_id
    return answer
