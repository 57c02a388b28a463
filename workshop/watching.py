"""Who may watch: the room's screen by its watch link, and the socket of every live screen."""

import secrets
from importlib import import_module
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http.cookie import parse_cookie

from . import method
from .access import seated
from .models import Facilitator, Workshop


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


def admit_socket(scope):
    """(workshop pk, participant pk or None, step, language) for a socket that may listen, None otherwise."""
    where, query = scope["url_route"]["kwargs"], dict(parse_qsl(scope["query_string"].decode("latin-1")))
    workshop = Workshop.objects.filter(key=where["key"]).first()
    language = query.get("language")
    if workshop is None or language not in dict(settings.LANGUAGES):
        return None
    cookie = parse_cookie(dict(scope["headers"]).get(b"cookie", b"").decode("latin-1"))
    if where["audience"] == "phone":
        person = seated(cookie.get(settings.DEVICE_COOKIE), workshop.key)
        return (workshop.pk, person.pk, "", language) if person and not person.removed_at else None
    session = import_module(settings.SESSION_ENGINE).SessionStore(cookie.get(settings.SESSION_COOKIE_NAME))
    user = signed_in(session)
    if where["audience"] == "board" and may_watch(session, user, workshop):
        return (workshop.pk, None, "", language)
    if where["audience"] == "console" and user and workshop.facilitations.filter(facilitator=user).exists():
        pinned = query.get("step", "")
        return (workshop.pk, None, pinned if method.own_step(workshop, pinned) else "", language)
    return None


def signed_in(session):
    """The facilitator of a session, None when it is nobody's or the password has changed since."""
    user = Facilitator.objects.filter(pk=session.get("_auth_user_id"), is_active=True).first()
    valid = user and secrets.compare_digest(session.get("_auth_user_hash", ""), user.get_session_auth_hash())
    return user if valid else None
