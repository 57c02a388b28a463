"""The plan in minutes: what each step may take, how late the room is, and a new plan that is offered, never imposed.

Steps 1 to 6 fill one session: lateness is what their plan and the time used (pace.py) make of its end. A step that the
room did not visit, or only crossed, before where it stands says nothing of its pace and is left out.
"""

from datetime import timedelta
from typing import NamedTuple

from django import forms
from django.db.models import F
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from . import access, clock, method, pace, posts
from .change import Refused, change
from .gestures import gesture
from .models import Timing
from .parts import stamp
from .prepared import Prepared

SESSION = 6  # steps of the first session
WORTH = 5  # minutes of lateness from which a new plan is offered
MINUTE = timedelta(minutes=1)
MOST = 240  # minutes of one step

MINUTES = Prepared(lambda room: Timing.objects.filter(workshop=room).values_list("step", "minutes"), 0)


class Leg(NamedTuple):
    """One step of the way: minutes planned at first, minutes it may take now, whole minutes used."""

    step: method.Step
    planned: int
    minutes: int
    used: int

    @property
    def floor(self):
        """The minutes under which this step is not to be cut: what makes sense, and what is used already."""
        return max(self.step.least, self.used)

    @property
    def room(self):
        return max(0, self.minutes - self.floor)


class Offer(NamedTuple):
    """A new plan for what remains: [(leg, new minutes)], and the minutes that cannot be caught up."""

    cuts: list
    left: int


# Questions


def minutes(workshop):
    """{slug: minutes that each step may take}."""
    return {row.slug: row.minutes for row in method.of(workshop)} | dict(MINUTES.rows(workshop.pk))


def legs(workshop, now=None):
    """Every step of the method as a Leg."""
    rows = {row.step: row for row in workshop.timings.all()}
    return [leg(workshop, step, rows.get(step.slug), now or clock.now()) for step in method.of(workshop)]


def leg(workshop, step, row, now):
    planned, minutes = (row.planned, row.minutes) if row else (step.minutes, step.minutes)
    return Leg(step, planned, minutes, int(pace.used(workshop, row, step.slug, now) / MINUTE))


def late(workshop, legs):
    """By how many minutes the session will end late, negative when early; 0 outside the session."""
    here = method.BY_SLUG[workshop.current_step].number
    return sum(drift(each, here) for each in legs[:SESSION]) if here <= SESSION else 0


def drift(leg, here):
    if leg.step.number < here:
        return leg.used - leg.planned if leg.used else 0
    return max(leg.minutes, leg.used) - leg.planned


def offer(workshop, legs):
    """The lateness spread over what remains of the session, in proportion to what can be cut; None when it is small."""
    here, wanted = method.BY_SLUG[workshop.current_step].number, late(workshop, legs)
    ahead = [each for each in legs[here - 1 : SESSION] if each.room]
    if wanted < WORTH or not ahead:
        return None
    shares = spread(min(wanted, sum(each.room for each in ahead)), [each.room for each in ahead])
    cuts = [(each, each.minutes - cut) for each, cut in zip(ahead, shares, strict=True) if cut]
    return Offer(cuts, wanted - sum(shares))


def spread(total, rooms):
    """`total` whole minutes over places that hold so many each, in proportion to them."""
    shares = [total * room // sum(rooms) for room in rooms]
    by_need = sorted(range(len(rooms)), key=lambda n: shares[n] - total * rooms[n] / sum(rooms))
    for n in by_need[: total - sum(shares)]:
        shares[n] += 1
    return shares


# Rules


def plan(workshop, wanted, by):
    """Give steps other minutes: {slug: minutes}. The end that was announced moves with them."""
    with change(workshop, by=by):
        now = minutes(workshop)
        rows = timed(workshop, wanted)
        with gesture(workshop, by, lambda: _("Changed the plan"), rows):
            for slug, new in wanted.items():
                rows.filter(step=slug).update(minutes=new, planned=F("planned") + new - now[slug])


def replan(workshop, wanted, by):
    """Take an offer: these steps become shorter, so that the end that was announced holds."""
    with change(workshop, by=by):
        now = minutes(workshop)
        if not wanted or any(not method.BY_SLUG[slug].least <= new < now[slug] for slug, new in wanted.items()):
            raise Refused(_("The plan has changed meanwhile: look at the new proposal."))
        rows = timed(workshop, wanted)
        with gesture(workshop, by, lambda: _("Shortened what remains"), rows):
            for slug, new in wanted.items():
                rows.filter(step=slug).update(minutes=new)


def timed(workshop, slugs):
    """The workshop's timings, those of these steps among them. Call it inside a change."""
    for slug in slugs:
        pace.timed(workshop, slug)
    return workshop.timings.all()


# Screens


class PlanForm(forms.Form):
    """A number of minutes per step, by slug. Those left out stay as they are."""

    def __init__(self, workshop, *arguments):
        super().__init__(*arguments)
        for step in method.of(workshop):
            self.fields[step.slug] = forms.IntegerField(min_value=1, max_value=MOST, required=False)

    def wanted(self):
        return {slug: value for slug, value in posts.checked(self).items() if value}


def context(workshop):
    """What the live console shows of the plan; nothing that depends on the time it is."""
    planned = minutes(workshop)
    return {"minutes": planned, "plan_stamp": f" {stamp(planned)}"}


@access.facilitator_page
def used_so_far(request, workshop, step):
    """The pace as it is now: time passes without any change, so the console asks for this from time to time."""
    way = legs(workshop)
    here = next((each for each in way if each.step.slug == step), None)
    if here is None:
        raise Http404
    behind = late(workshop, way)
    values = {"workshop": workshop, "leg": here, "late": behind, "ahead": -behind, "worth": WORTH}
    return render(request, "parts/pace.html", values | {"offer": offer(workshop, way)})


@access.facilitator_page
def sheet(request, workshop):
    return render(request, "parts/plan.html", {"workshop": workshop, "legs": legs(workshop), "most": MOST})


@access.facilitator_verb
def save(request, workshop):
    plan(workshop, PlanForm(workshop, request.POST).wanted(), by=request.user)


@access.facilitator_verb
def shorten(request, workshop):
    replan(workshop, PlanForm(workshop, request.POST).wanted(), by=request.user)


urlpatterns = [
    path("pace/<slug:step>/", used_so_far, name="pace"),
    path("plan/", sheet, name="plan"),
    path("plan/save/", save, name="save-plan"),
    path("plan/shorten/", shorten, name="shorten"),
]
