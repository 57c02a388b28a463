"""Asking to come in: at a door in the state *ask*, a first name waits until the facilitator accepts or declines.

A device that has a seat enters as ever; any other one asks, whoever it says it is. Of a declined one nothing stays but
the device’s hash, for AWAY, and as long again for its page to say that one may ask again. Somebody without cookies can
knock again and again: what waits is bounded, per workshop.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from . import access, codes, limits
from .change import Refused, change
from .models import Knock, Workshop
from .seats import arrive, check_door, expected, has_seat, somebody_in, was_removed

MOST = 40  # who wait at once
AWAY = timedelta(minutes=10)  # before a declined device may ask again

# Rules


def knock(workshop, device, name="", seat=None):
    """Ask to come in under a first name, or as somebody who is in already (`seat`, a primary key)."""
    wait = limits.KNOCKS.take(workshop.pk)
    if wait:
        raise Refused(_("Many people are asking at once: try again in a few seconds."), status=429, wait=wait)
    with change(workshop):
        check_door(workshop, device)
        if not workshop.asks:
            raise Refused(_("The door is open now: send your name again."))
        hashed, here = access.sha256(device), somebody_in(workshop, seat) if seat else None
        name = here.name if here else name
        check_knock(workshop, name, hashed, returns=bool(here))
        asked = {"name": name, "participant": here, "at": timezone.now(), "declined_at": None}
        Knock.objects.update_or_create(workshop=workshop, device_hash=hashed, defaults=asked)


def check_knock(workshop, name, hashed, returns):
    """Refuse what the facilitator could not accept, or has just declined. Call it inside a change."""
    workshop.knocks.filter(declined_at__lte=timezone.now() - AWAY).delete()
    if workshop.knocks.filter(device_hash=hashed).exclude(declined_at=None).exists():
        raise Refused(_("The facilitator did not let you in. Talk to them; you can ask again in ten minutes."))
    others = workshop.knocks.filter(declined_at=None).exclude(device_hash=hashed)
    if others.count() >= MOST:
        raise Refused(_("Many people are waiting already. Tell the facilitator aloud."))
    if not returns:
        expected(workshop, name, hashed)
        taken = others.filter(participant=None).values_list("name", flat=True)
        if name.casefold() in map(str.casefold, taken):
            raise Refused(_("Somebody is already waiting under this name. Add a letter."))


def ask_first(workshop, by):
    """Let in only whom the facilitator accepts; a closed door is opened with a new code."""
    with change(workshop, by=by):
        workshop.code, workshop.asks = workshop.code or codes.new_code(), True


def admit(workshop, pk, by):
    """Seat somebody who waits."""
    with change(workshop, by=by):
        seat(found(workshop, pk))


def admit_all(workshop, by):
    """Seat all who wait; those whose name was taken meanwhile go on waiting."""
    with change(workshop, by=by):
        let_in(workshop)


def decline(workshop, pk, by):
    """Turn somebody away: the name goes at once, the device's hash after AWAY."""
    with change(workshop, by=by):
        found(workshop, pk)
        workshop.knocks.filter(pk=pk).update(name="", participant=None, declined_at=timezone.now())


def send_off(workshop):
    """Nobody waits any more: names go, and each may ask again at once. Call it inside a change."""
    workshop.knocks.filter(declined_at=None).update(name="", participant=None, declined_at=timezone.now() - AWAY)


def give_up(workshop, device):
    """Stop asking: nothing stays. A device that was declined stays declined."""
    with change(workshop):
        workshop.knocks.filter(device_hash=access.sha256(device), declined_at=None).delete()


def forget():
    """Nothing stays of those who were declined long ago, in any workshop; called by the hub’s clock."""
    old = Q(declined_at__lte=timezone.now() - 2 * AWAY)
    for workshop in Workshop.objects.filter(pk__in=Knock.objects.filter(old).values("workshop")):
        with change(workshop):
            workshop.knocks.filter(old).delete()


def let_in(workshop):
    """Seat all who wait and can be. Call it inside a change."""
    for each in waiting(workshop):
        try:
            seat(each)
        except Refused:
            continue


def seat(asked):
    """Give a seat to the device that asked. Call it inside a change."""
    if was_removed(asked.workshop, asked.device_hash) or (asked.participant and asked.participant.removed_at):
        raise Refused(_("This person was taken out of the room meanwhile."))
    person = asked.participant or expected(asked.workshop, asked.name, asked.device_hash)
    arrive(asked.workshop, person, asked.name, asked.device_hash)
    asked.delete()


# Questions


def waiting(workshop):
    """Those who wait for an answer, first come first, each told whether they are `is_expected`."""
    asked = list(workshop.knocks.filter(declined_at=None).select_related("participant", "workshop"))
    absent = workshop.participants.expected().filter(joined_at=None).values_list("name", flat=True) if asked else []
    names = {name.casefold() for name in absent}
    for each in asked:
        each.is_expected = each.name.casefold() in names
    return asked


def found(workshop, pk):
    asked = next((each for each in waiting(workshop) if each.pk == pk), None)
    if asked is None:
        raise Refused(_("This person is no longer waiting."))
    return asked


# Screens: whoever waits


@require_safe
def wait(request, key):
    """The page on which one waits: it asks again by itself, and says what became of it."""
    device = request.COOKIES.get(settings.DEVICE_COOKIE, "")
    workshop = Workshop.objects.filter(key=key).first()
    asked = workshop and workshop.knocks.filter(device_hash=access.sha256(device)).first()
    if workshop and has_seat(workshop, device) and not (asked and asked.declined_at is None):
        return HttpResponse() if "shown" in request.GET else redirect("phone", key=key)  # the page reloads itself
    if not asked:
        raise Http404
    if request.GET.get("shown") == state(asked):
        return HttpResponse(status=204)
    return render(request, "wait.html", {"workshop": workshop, "asked": asked, "state": state(asked)})


def state(asked):
    """What a page that waits says: `waiting`, `closed`, `declined` a moment ago, or `again`: one may ask again."""
    if asked.declined_at is None:
        return "waiting"
    if not asked.workshop.code:
        return "closed"
    return "declined" if asked.declined_at > timezone.now() - AWAY else "again"


@require_POST
def leave(request, key):
    workshop = Workshop.objects.filter(key=key).first()
    device = request.COOKIES.get(settings.DEVICE_COOKIE, "")
    if workshop and workshop.knocks.filter(device_hash=access.sha256(device), declined_at=None).exists():
        give_up(workshop, device)
    return redirect("welcome")


doors = [
    path("w/<slug:key>/wait/", wait, name="wait"),
    path("w/<slug:key>/wait/leave/", leave, name="leave"),
]

# Screens: the facilitator's


@access.facilitator_verb
def yes(request, workshop, pk):
    admit(workshop, pk, by=request.user)


@access.facilitator_verb
def no(request, workshop, pk):
    decline(workshop, pk, by=request.user)


@access.facilitator_verb
def all_of_them(request, workshop):
    admit_all(workshop, by=request.user)


urlpatterns = [
    path("<int:pk>/yes/", yes, name="admit"),
    path("<int:pk>/no/", no, name="decline"),
    path("yes/", all_of_them, name="admit-all"),
]
