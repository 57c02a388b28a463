"""The landing of a private link: GET shows what it is, the POST opens it under an address without secret."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from . import access
from .change import change
from .models import Link

PAGES = {Link.CONTACT: "contact", Link.MANAGER: "manager", Link.REVIEW: "counterpart"}


@require_http_methods(["GET", "HEAD", "POST"])
def landing(request, secret):
    try:
        link = access.link_of(secret)
    except access.Gone:
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
