"""Private links: hashed at rest, opened by a POST under an address without secret, revocable, dated."""

import secrets
from datetime import timedelta
from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from . import limits
from .access import sha256
from .change import Refused, change
from .models import Link
from .posts import operated, played

PAGES = {Link.CONTACT: "contact", Link.MANAGER: "manager", Link.REVIEW: "counterpart"}


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


@require_http_methods(["GET", "HEAD", "POST"])
def landing(request, secret):
    try:
        link = link_of(secret)
    except Gone:
        return render(request, "gone.html", status=410)
    if request.method == "POST":
        request.session[f"link:{link.pk}"] = True
        opened(link)
        return redirect(reverse(PAGES[link.purpose], args=[link.pk]))
    response = render(request, "landing.html", {"link": link})
    response["Referrer-Policy"] = "strict-origin"
    return response


def opened(link):
    """Keep when somebody first opened it: told by the POST, since mail scanners follow every link they see."""
    if link.opened_at is None:
        with change(link.workshop):
            Link.objects.filter(pk=link.pk, opened_at=None).update(opened_at=timezone.now())
