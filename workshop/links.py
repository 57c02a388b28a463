"""Private links: hashed at rest, opened by a POST under an address without secret, revocable, dated."""

import secrets
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from . import limits
from .access import sha256
from .change import Refused, change
from .models import Link, Secret
from .posts import operated, played

PAGES = {
    Link.CONTACT: "contact",
    Link.MANAGER: "manager",
    Link.REVIEW: "counterpart",
    Link.SIGN: "signing",
    Link.TABLE: "desk",
}


def make_link(workshop, purpose, days):
    """A new private link: (Link, secret). Call it inside a change; the secret is shown once, in its address."""
    secret = secrets.token_urlsafe(32)
    expires = timezone.now() + timedelta(days=days)
    return Link.objects.create(
        workshop=workshop, purpose=purpose, secret_hash=sha256(secret), expires_at=expires
    ), secret


def another_secret(link, handed_by=""):
    """One more secret that opens the same link and dies with it, for a mail to come, or shown to somebody by name.

    Call it inside a change.
    """
    secret = secrets.token_urlsafe(32)
    Secret.objects.create(link=link, secret_hash=sha256(secret), handed_by=handed_by)
    return secret


def url(secret):
    """The whole address of a private link."""
    return settings.ORIGINS[0] + reverse("link", args=[secret])


def revoke(rows):
    """Close those of these links that are open; says how many. Call it inside a change."""
    now = timezone.now()
    return rows.filter(revoked_at=None, expires_at__gt=now).update(revoked_at=now)


def link_of(secret):
    """The open link of a secret; 404 when unknown, Gone when it is over."""
    links = Link.objects.select_related("workshop", "workshop__team")
    hashed = sha256(secret)
    known = Q(secret_hash=hashed) | Q(pk__in=Secret.objects.filter(secret_hash=hashed).values("link"))
    return still_open(get_object_or_404(links.filter(known)))


class Gone(Exception):
    """A private link that was revoked or is past its date."""


def link_page(purpose):
    """For whoever opened a private link of this purpose in this browser: `view(request, link, …)`, GET and POST.

    The view may raise Gone: what the link was about is no longer there.
    """

    def decorate(view):
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def show(request, pk, **where):
            if f"link:{pk}" not in request.session:
                raise Http404
            link = get_object_or_404(Link.objects.select_related("workshop", "workshop__team"), pk=pk, purpose=purpose)
            answer = answered if request.method == "POST" else plain
            try:
                return answer(view, request, still_open(link), **where)
            except Gone:
                return render(request, "gone.html", status=410)

        show.door = "link_page"
        return show

    return decorate


def still_open(link):
    if not link.is_open:
        raise Gone
    return link


def plain(view, request, link, **where):
    return view(request, link, **where)


def answered(view, request, link, **where):
    """A POST by private link: one operation; the page again when it was played before."""
    wait = limits.ANSWERS.take(link.pk)
    if wait:
        raise Refused(_("You are going very fast. Wait a moment, then send again."), status=429, wait=wait)
    with operated(request) as op_id:
        answer = played(view, request, link, **where) or redirect(request.path)
    answer["X-Ack"] = op_id
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def landing(request, secret):
    """What an address with a secret shows: open or over, it tells nobody where one comes from."""
    try:
        response = landed(request, link_of(secret), secret)
    except Gone:
        response = render(request, "gone.html", status=410)
    response["Referrer-Policy"] = "strict-origin"
    return response


def landed(request, link, secret):
    if request.method != "POST":
        return render(request, "landing.html", {"link": link})
    enter(request, link, secret)
    opened(link)
    return redirect(reverse(PAGES[link.purpose], args=[link.pk]))


def enter(request, link, secret):
    """Remember that this browser may open a link, and who handed its secret over: nobody, once a mailed one came."""
    name = f"link:{link.pk}"
    handed = Secret.objects.filter(secret_hash=sha256(secret)).values_list("handed_by", flat=True).first()
    request.session[name] = "" if request.session.get(name) == "" else handed or ""


def handed_by(request, link):
    """The name of whoever handed over the secret by which this browser came in; empty when it came by mail."""
    return request.session[f"link:{link.pk}"]


def opened(link):
    """Keep when somebody first opened it: told by the POST, since mail scanners follow every link they see."""
    if link.opened_at is None:
        with change(link.workshop):
            Link.objects.filter(pk=link.pk, opened_at=None).update(opened_at=timezone.now())
