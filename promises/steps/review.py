"""Step 9, the review: six months later, was the promise kept? Both sides score each commitment, then the team decides.

The pair in charge scores for the team; the client service answers by a private link. Over when each line has its
decision and the next version is opened.
"""

from django import forms
from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interfaces.models import Interface
from interfaces.spotlight import lit_service
from promises import actions, scores, versions
from promises.actions import act, finish_action
from promises.counterpart import answer, invite_counterpart, revoke_counterpart
from promises.models import Action, Commitment, Decision, Review, Score
from workshop import access, posts
from workshop.change import Refused, change
from workshop.gestures import close, gesture
from workshop.templatetags.typography import full_date
from workshop.text import TextField

__all__ = [
    "act",
    "answer",
    "finish_action",
    "invite_counterpart",
    "revoke_counterpart",
]  # rules of this step that live beside it

SLUG = "review"
ON_THE_BOARD = 8  # lines that can be read from afar

# Rules


def open_review(workshop, by):
    """Open the review of the version in force. Returns the Review; opening it twice changes nothing."""
    with change(workshop, by=by):
        version = versions.in_force(workshop)
        if version is None:
            raise Refused(_("There is no sealed promise yet: seal one in step 8."))
        return Review.objects.get_or_create(version=version)[0]


def score(person, commitment, verdict, comment=""):
    """Say, for the team, whether a commitment was kept: the pair in charge of its client service does."""
    with change(person.workshop, by=person, during=SLUG) as workshop:
        line = scores.judged(workshop, commitment.pk)
        if not in_charge(person, line.promise.interface):
            raise Refused(_("The pair in charge of this client service scores it."), status=403)
        said = {"verdict": verdict, "comment": comment, "participant": person}
        Score.objects.update_or_create(commitment=line, side=Score.TEAM, defaults=said)


def decide(workshop, commitment, choice, by):
    """Keep, reword or drop a commitment in the next version."""
    decisions = Decision.objects.filter(commitment=commitment)
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Decided on a commitment"), decisions):
        line = scores.judged(workshop, commitment.pk)
        Decision.objects.update_or_create(commitment=line, defaults={"choice": choice, "by": by})


def next_version(workshop, by):
    """Close the review and open the next version: all lines but those dropped are carried over. Returns it."""
    with change(workshop, by=by):
        review = scores.standing(workshop)
        dropped = Commitment.objects.filter(promise__version=review.version, decision__choice=Decision.DROP)
        version = versions.draft(workshop) or workshop.versions.create(number=review.version.number + 1)
        versions.carry(review.version, version, leave=dropped)
        review.closed_at = timezone.now()
        review.save()
        close(workshop, Decision)
    return version


def in_charge(person, interface):
    """Whether this member scores for the team: the pair in charge does, anybody while there is none."""
    pairing = getattr(person, "pairing", None)
    return interface.pair_id is None or bool(pairing and pairing.pair_id == interface.pair_id)


# What is missing


def missing(workshop):
    review, version = scores.review_of(workshop), versions.in_force(workshop)
    if version is None:
        return [_("There is no sealed promise yet: seal one in step 8.")]
    if review is None:
        return [_("The review is due on %s.") % full_date(version.review_on)]
    if review.closed_at:
        return []
    rows = scores.rows(version)
    return [sentence % count for count, sentence in lacks(rows) if count] + [_("The next version is not opened yet.")]


def lacks(rows):
    team = sum(row.team is None for row in rows)
    client = sum(row.client is None for row in rows)
    open_ = sum(row.decision is None for row in rows)
    return [
        (team, ngettext("%d line is not scored by the team.", "%d lines are not scored by the team.", team)),
        (
            client,
            ngettext(
                "%d line is not scored by its client service.",
                "%d lines are not scored by their client service.",
                client,
            ),
        ),
        (open_, ngettext("%d line has no decision.", "%d lines have no decision.", open_)),
    ]


# Screens


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(choices=Score.VERDICTS)
    comment = TextField(limit=600, max_length=600, lines=8, required=False)


class ChoiceForm(forms.Form):
    choice = forms.ChoiceField(choices=Decision.CHOICES)


def context(workshop):
    version, review = versions.in_force(workshop), scores.review_of(workshop)
    rows = scores.rows(version) if review else []
    return {
        "version": version,
        "review": review,
        "groups": scores.by_interface(rows),
        "tallies": scores.tallies(rows),
        "is_due": bool(version and version.review_on <= timezone.localdate()),
    }


def board(workshop):
    """What is to be talked about first: as many lines as can be read, and how many more there are."""
    version = versions.in_force(workshop)
    rows = scores.rows(version) if scores.review_of(workshop) else []
    lit = workshop.interfaces.standing().filter(pk=lit_service(workshop)).first()
    rows = [row for row in rows if lit is None or row.line.promise.interface == lit]
    urgent = sorted(rows, key=lambda row: row.urgency)
    values = {"urgent": urgent[:ON_THE_BOARD], "rest": len(urgent[ON_THE_BOARD:])}
    values |= {"lit": lit, "spot_here": bool(lit)}
    return values | {"trend": scores.trend(version) if version else None}


def console(workshop):
    version, review = versions.in_force(workshop), scores.review_of(workshop)
    seats = review.counterparts.select_related("link") if review else []
    return {
        "missing": missing(workshop),
        "lit_service": lit_service(workshop),
        "draft": versions.draft(workshop),
        "trend": scores.trend(version) if version else None,
        "seats": {seat.promise_id: seat for seat in seats},
        "actions": Action.objects.filter(review__version__workshop=workshop),
        "choices": Decision.CHOICES,
    }


def mine(person):
    """The lines that this member scores for the team."""
    now = context(person.workshop)
    own = [(interface, rows) for interface, rows in now["groups"] if in_charge(person, interface)]
    return {"review": now["review"], "own": own, "verdicts": Score.VERDICTS}


def line_of(workshop, pk):
    lines = Commitment.objects.select_related("promise__interface")
    return get_object_or_404(lines, pk=pk, promise__version=versions.in_force(workshop))


@access.participant_page
def comment(request, person, pk):
    """The sheet in which a member of the pair says more than a verdict."""
    line = line_of(person.workshop, pk)
    values = {"workshop": person.workshop, "line": line, "row": scores.row(line), "verdicts": Score.VERDICTS}
    return render(request, "steps/review/comment.html", values)


@access.participant_verb
def say(request, person, pk):
    """A verdict by one tap leaves the comment as it was."""
    line, data = line_of(person.workshop, pk), posts.checked(VerdictForm(request.POST))
    before = line.scores.filter(side=Score.TEAM).first()
    kept = before.comment if before and "comment" not in request.POST else data["comment"]
    score(person, line, data["verdict"], kept)


@access.facilitator_verb
def start(request, workshop):
    open_review(workshop, by=request.user)


@access.facilitator_verb
def link(request, workshop, pk):
    """The client service's link, shown this once."""
    interface = get_object_or_404(Interface, workshop=workshop, pk=pk)
    address = settings.ORIGINS[0] + reverse("link", args=[invite_counterpart(workshop, interface, by=request.user)])
    return render(request, "steps/review/link.html", {"interface": interface, "address": address})


@access.facilitator_verb
def shut(request, workshop, pk):
    revoke_counterpart(workshop, get_object_or_404(Interface, workshop=workshop, pk=pk), by=request.user)


@access.facilitator_verb
def choose(request, workshop, pk):
    decide(workshop, line_of(workshop, pk), posts.checked(ChoiceForm(request.POST))["choice"], by=request.user)


@access.facilitator_verb
def following(request, workshop):
    next_version(workshop, by=request.user)


urlpatterns = [
    path("start/", start, name="start"),
    path("service/<int:pk>/link/", link, name="link"),
    path("service/<int:pk>/link/revoke/", shut, name="unlink"),
    path("line/<int:pk>/comment/", comment, name="comment"),
    path("line/<int:pk>/say/", say, name="say"),
    path("line/<int:pk>/decide/", choose, name="decide"),
    path("next/", following, name="next"),
    *actions.urlpatterns,
]
