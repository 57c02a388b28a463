"""Who is asking, and whether they may.

Facilitators have an account and a role in the workshop, participants a seat on their device. The device's secret is in
its cookie only, its SHA-256 in the database. Private links are in links.py, the room's screen in watching.py.
"""

import hashlib
import re
import secrets
from functools import wraps
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from . import limits
from .change import Refused
from .models import Facilitation, Participant, Workshop
from .posts import operated, played
from .prepared import Prepared

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
            back = quote(urlsplit(request.META.get("HTTP_REFERER", "")).path)
            return HttpResponse(status=401, headers={"HX-Redirect": f"/sign-in/?next={back}"})
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
    """The secret of this device, made now when it has none of ours (43 characters, 256 bits)."""
    device = request.COOKIES.get(settings.DEVICE_COOKIE, "")
    return device if re.fullmatch(r"[\w-]{43}", device, re.ASCII) else secrets.token_urlsafe(32)


def remember_device(response, device):
    response.set_cookie(
        settings.DEVICE_COOKIE, device, max_age=DEVICE_AGE, httponly=True, samesite="Lax", secure=settings.HTTPS
    )
    return response


SEATED = Prepared(
    lambda key, hashed: Participant.objects.filter(seats__workshop__key=key, seats__device_hash=hashed).order_by(),
    "",
    "",
)
NAMED = Prepared(lambda key: Workshop.objects.filter(key=key), "")


def seated(device, key):
    """The participant who sits on this device in this workshop, None when nobody does."""
    person = SEATED.first(key, sha256(device or ""))
    if person is None:
        return None
    person.workshop = NAMED.first(key)
    person.device = device  # proves which post-its are this device's; stored nowhere
    return person


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


def slow_down(bucket, key):
    """Take one from a bucket of limits.py; Refused (429) when it is empty."""
    wait = bucket.take(key)
    if wait:
        raise Refused(too_fast(wait + 1), status=429, wait=wait)


def too_fast(seconds):
    sentence = ngettext(
        "You are going very fast: this will leave in %d second.",
        "You are going very fast: this will leave in %d seconds.",
        seconds,
    )
    return sentence % seconds


def participant_verb(view):
    """POST, for a seated participant: `view(request, person, …)`; the answer is that person's own part of the step."""
    return seated_post(view, "POSTS", "POSTS_HERE")


def participant_sign(view):
    """The same for a sign of life, which takes nothing from what the person may send."""
    return seated_post(view, "SIGNS", "SIGNS_HERE")


def seated_post(view, own, everybodys):
    """A participant's POST that takes from two buckets of limits.py, by name."""

    @require_POST
    @wraps(view)
    def act(request, key, **where):
        from .views import own_part  # views need this module's decorators

        person = participant_of(request, key)
        slow_down(getattr(limits, own), person.pk)
        slow_down(getattr(limits, everybodys), person.workshop_id)
        with operated(request) as op_id:
            answer = played(view, request, person, **where) or own_part(request, person)
        answer["X-Ack"] = op_id
        return answer

    act.door = "participant_verb"
    return act
