"""The door: the welcome page, the code, the name, and the facilitator's sign-in."""

import secrets
import unicodedata

from django import forms
from django.conf import settings
from django.contrib.auth.views import LoginView
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import access, codes, failures, knocks, limits, posts, seats
from .change import Refused
from .models import Seat, Workshop
from .steps import gather
from .text import TextField


class NameForm(forms.Form):
    name = TextField(
        label=gettext_lazy("Your first name"),
        limit=40,
        sentence=gettext_lazy("Give a name of 1 to 40 characters. A first name or a nickname will do."),
    )


class SeatForm(forms.Form):
    seat = forms.IntegerField(min_value=1, max_value=2**63 - 1)


@require_safe
def welcome(request):
    return render(request, "welcome.html", {"seats": seats_here(request)})


def seats_here(request):
    """The workshops in which this device has a seat, newest first."""
    hashed = access.sha256(access.device_of(request))
    seats = Seat.objects.filter(device_hash=hashed, participant__removed_at=None)
    return seats.select_related("workshop", "participant").order_by("-since")[:5]


@require_POST
def code(request):
    tidied = codes.tidy(request.POST.get("code", ""))
    return redirect("join", code=tidied) if tidied else redirect("welcome")


def opened(request, code):
    """(workshop that this code opens or None, seconds to wait). A QR is never slowed; failures alone are counted."""
    typed, address = codes.tidy(code), limits.address(request)
    sealed = codes.is_sealed(typed)
    wait = 0 if sealed else failures.WRONG_CODES.is_empty(address) or failures.WRONG_CODES_HERE.is_empty("all")
    known = Workshop.objects.select_related("team").filter(code=typed[: codes.LENGTH] if sealed else typed)
    workshop = None if wait else known.first()
    if workshop is None and not wait:
        failures.WRONG_CODES.take(address)
        failures.WRONG_CODES_HERE.take("all")
    return workshop, wait


def too_many(minutes):
    sentence = ngettext(
        "Too many attempts. Wait %d minute, or scan the QR code.",
        "Too many attempts. Wait %d minutes, or scan the QR code.",
        minutes,
    )
    return sentence % minutes


@require_http_methods(["GET", "HEAD", "POST"])
def join(request, code):
    workshop, wait = opened(request, code)
    if workshop is None:
        sentence = too_many(int(wait // 60) + 1) if wait else ""
        status = 429 if wait else 404
        values = {"wrong": True, "sentence": sentence, "code": code}
        return posts.hold_on(render(request, "welcome.html", values, status=status), wait)
    if request.method == "POST":
        return enter(request, workshop)
    return name_page(request, workshop, NameForm())


def name_page(request, workshop, form, status=200, wait=0):
    values = {"workshop": workshop, "form": form, "people": gather.seats_to_return_to(workshop)}
    return posts.hold_on(render(request, "join.html", values, status=status), wait)


def enter(request, workshop):
    """Take a seat, a new one by first name or one's own again; at a door that asks, knock and wait."""
    device, form = access.device_of(request), NameForm(request.POST)
    try:
        seat = posts.checked(SeatForm(request.POST))["seat"] if request.POST.get("seat") else None
        if not (seat or form.is_valid()):
            return name_page(request, workshop, form, status=422)
        screen = come_in(workshop, device, seat, form)
    except Refused as refused:
        form.add_error("name", refused.sentence)
        return name_page(request, workshop, form, status=refused.status, wait=refused.wait)
    return access.remember_device(HttpResponseRedirect(reverse(screen, args=[workshop.key])), device)


def come_in(workshop, device, seat, form):
    """The name of the page on which somebody now is: `phone`, or `wait`."""
    name = "" if seat else form.cleaned_data["name"]
    if workshop.asks and not seats.is_own(workshop, device, name, seat):
        knocks.knock(workshop, device, name, seat)
        return "wait"
    if seat:
        gather.come_back(workshop, seat, device)
    else:
        gather.join(workshop, name, device)
    return "phone"


class SignIn(LoginView):
    """Django's sign-in, slowed down by failures, per account and per address.

    A browser that signed in before has a count of its own, so that nobody can keep the owner of an account out.
    """

    template_name = "sign_in.html"
    redirect_authenticated_user = True

    def account(self):
        """The account that is tried, as Django will read it, and the known browser that tries."""
        name = unicodedata.normalize("NFKC", self.request.POST.get("username", "")).strip().casefold()
        known = self.request.get_signed_cookie(settings.KNOWN_COOKIE, "", salt=name)
        return f"{name} {known}"

    def post(self, request, *args, **kwargs):
        if failures.WRONG_PASSWORDS.is_empty(self.account()) or failures.SIGN_INS.is_empty(limits.address(request)):
            return self.form_invalid(self.get_form_class()(request, data=None), slow=True)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form, slow=False):
        if not slow:
            failures.WRONG_PASSWORDS.take(self.account())
            failures.SIGN_INS.take(limits.address(self.request))
        return self.render_to_response(self.get_context_data(form=form, slow=slow))

    def form_valid(self, form):
        failures.WRONG_PASSWORDS.refill(self.account())
        response = super().form_valid(form)
        cookie = {"max_age": 365 * 24 * 3600, "httponly": True, "samesite": "Lax", "secure": settings.HTTPS}
        response.set_signed_cookie(settings.KNOWN_COOKIE, secrets.token_hex(8), salt=form.get_user().email, **cookie)
        return response
