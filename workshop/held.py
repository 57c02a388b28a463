"""The mails of a workshop that came from a file: none is written, none leaves, before whoever leads it says so.

Its contacts were named elsewhere, by somebody else, and what was due meanwhile would leave within a minute.
"""

from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from . import access
from .change import Refused, change

# Rules


def let_leave(workshop, by):
    """From now on mails leave; those that were due before are not written afterwards, but for the last of a review."""
    with change(workshop, by=by):
        if not access.is_lead(by, workshop):
            raise Refused(_("Only the lead of this workshop lets its mails leave."), status=403)
        workshop.mails_held = False


def check(workshop):
    """Refuse to write a mail that somebody asked for. Call it inside a change."""
    if workshop.mails_held:
        raise Refused(_("This workshop came from a file: let its mails leave first, on the console at the right."))


def free(way=""):
    """Conditions of a filter: workshops whose mails leave, no rehearsal and none held; `way` leads to them."""
    return {f"{way}is_rehearsal": False, f"{way}mails_held": False}


# Screen


@access.facilitator_verb
def let(request, workshop):
    let_leave(workshop, by=request.user)
    return None if request.htmx else redirect("home")


urlpatterns = [path("w/<slug:key>/mails/let-leave/", let, name="let-leave")]
