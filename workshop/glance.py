"""What a participant sees at a step, for the facilitator's eyes: the phone's own templates, as somebody just arrived.

Shown inert in the console. Nobody's personal part is in it: the participant it is made for does not exist.
"""

from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import access, live, method, views
from .models import Participant


def nobody(workshop):
    """A participant that no row stands for, so that nothing is found that is theirs."""
    person = Participant(pk=0, workshop=workshop, name=_("First name"))
    person.device = ""
    return person


@access.facilitator_page
def glance(request, workshop, step):
    row = method.own_step(workshop, step)
    if row is None:
        raise Http404
    values = live.context(workshop, live.View("phone", row.slug, get_language()))
    return render(request, "screens/glance.html", values | views.own(nobody(workshop), row.module))


urlpatterns = [path("glance/<slug:step>/", glance, name="glance")]
