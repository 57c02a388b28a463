"""The door: the welcome page, the code, the name, and the facilitator's sign-in."""

from django import forms
from django.contrib.auth.views import LoginView
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import access, limits
from .change import Refused
from .models import Seat, Workshop
from .steps import gather
from .text import TextField

LOOK_ALIKES = str.maketrans("OIL", "011")


class NameForm(forms.Form):
    name = TextField(
        label=gettext_lazy("Your first name"),
        limit=40,
        error_messages={
            "required": gettext_lazy("Give a name of 1 to 40 characters. A first name or a nickname will do.")
        },
    )


@require_safe
def welcome(request):
    return render(request, "welcome.html", {"seats": seats_here(request)})


def seats_here(request):
    """The workshops in which this device has a seat, newest first."""
    hashed = access.sha256(access.device_of(request))
    seats = Seat.objects.filter(device_hash=hashed, participant__removed_at=None)
    return seats.select_related("workshop", "participant").order_by("-since")[:5]


def tidy(code):
    """A code as people type it, to the eight characters we keep: `k7qm 2xtd` → `K7QM2XTD`."""
    return "".join(c for c in code.upper() if c.isalnum()).translate(LOOK_ALIKES)[:16]


@require_POST
def code(request):
    tidied = tidy(request.POST.get("code", ""))
    return redirect("join", code=tidied) if tidied else redirect("welcome")


def opened(request, code):
    """The workshop whose door this code opens. Failures alone are counted."""
    address = request.META.get("REMOTE_ADDR", "")
    wait = limits.WRONG_CODES.is_empty(address) or limits.WRONG_CODES_HERE.is_empty("all")
    workshop = None if wait else Workshop.objects.select_related("team").filter(code=tidy(code)).first()
    if workshop is None and not wait:
        limits.WRONG_CODES.take(address)
        limits.WRONG_CODES_HERE.take("all")
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
        sentence = too_many(wait // 60 + 1) if wait else ""
        status = 429 if wait else 404
        return render(request, "welcome.html", {"wrong": True, "sentence": sentence, "code": code}, status=status)
    if request.method == "POST":
        return enter(request, workshop)
    return name_page(request, workshop, NameForm())


def name_page(request, workshop, form, status=200, **values):
    values |= {"workshop": workshop, "form": form, "people": gather.seats_to_return_to(workshop)}
    return render(request, "join.html", values, status=status)


def enter(request, workshop):
    """Take a seat: a new one by first name, or one's own again."""
    device = access.device_of(request)
    form = NameForm(request.POST)
    try:
        if request.POST.get("seat"):
            gather.come_back(workshop, request.POST["seat"], device)
        elif form.is_valid():
            gather.join(workshop, form.cleaned_data["name"], device)
        else:
            return name_page(request, workshop, form, status=422)
    except Refused as refused:
        form.add_error("name", refused.sentence)
        return name_page(request, workshop, form, status=409)
    return access.remember_device(HttpResponseRedirect(reverse("phone", args=[workshop.key])), device)


class SignIn(LoginView):
    """Django's sign-in, slowed down by failures: 20 a day and account, 20 an hour and address."""

    template_name = "sign_in.html"
    redirect_authenticated_user = True

    def post(self, request, *args, **kwargs):
        account, address = request.POST.get("username", "").strip().lower(), request.META.get("REMOTE_ADDR", "")
        if limits.WRONG_PASSWORDS.is_empty(account) or limits.SIGN_INS.is_empty(address):
            return self.form_invalid(self.get_form_class()(request, data=None), slow=True)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form, slow=False):
        if not slow:
            limits.WRONG_PASSWORDS.take(self.request.POST.get("username", "").strip().lower())
            limits.SIGN_INS.take(self.request.META.get("REMOTE_ADDR", ""))
        return self.render_to_response(self.get_context_data(form=form, slow=slow))
