"""Step 9, the review: six months later, was the promise kept? Both sides score each commitment, then the team decides.

The pair in charge scores for the team; the client service answers by a private link; neither reads the other before it
has answered (see scores.py). Over when each line has its decision and the next version is opened.
"""

from django import forms
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interfaces.models import Echo
from interfaces.spotlight import lit_service
from promises import actions, counterpart, dates, decisions, mirrored, movement, scores, versions
from promises.actions import act, finish_action
from promises.counterpart import answer, invite_counterpart, revoke_counterpart
from promises.dates import review_on
from promises.decisions import ask_for, decide, drop_addition, next_version
from promises.models import Commitment, Decision, Review, Score
from workshop import access, posts
from workshop.change import Refused, change
from workshop.templatetags.typography import full_date
from workshop.text import TextField

__all__ = ["act", "answer", "ask_for", "decide", "drop_addition", "finish_action", "invite_counterpart"]
__all__ += ["next_version", "review_on", "revoke_counterpart"]  # rules of this step that live beside it

SLUG = "review"
ON_THE_BOARD, BESIDE, SERVICES = 8, 5, 10  # lines that can be read from afar: alone, beside so many client services

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
        check_charge(person, line.promise.interface)
        said = {"verdict": verdict, "comment": comment, "participant": person}
        Score.objects.update_or_create(commitment=line, side=Score.TEAM, defaults=said)


def guess(person, pk, answer):
    """Say, for the team, what the client service would answer to a sentence of the mirror."""
    with change(person.workshop, by=person, during=SLUG) as workshop:
        sentence = mirrored.asked(workshop, pk)
        check_charge(person, sentence.interface)
        mirrored.keep_guess(workshop, sentence, answer)


def uncover(workshop, by):
    """Wait no longer: show what one side says of a line although the other has not said."""
    with change(workshop, by=by):
        review = scores.standing(workshop)
        review.shown_at = timezone.now()
        review.save()


def check_charge(person, interface):
    if not in_charge(person, interface):
        raise Refused(_("The pair in charge of this client service scores it."), status=403)


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
    rows = scores.now(workshop)
    return [sentence % count for count, sentence in lacks(rows) if count] + [_("The next version is not opened yet.")]


def lacks(rows):
    team = sum(Score.TEAM not in row.said for row in rows)
    client = sum(Score.CLIENT not in row.said for row in rows)
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


class GuessForm(forms.Form):
    answer = forms.ChoiceField(choices=Echo.ANSWERS)


def context(workshop):
    version, review = versions.in_force(workshop), scores.review_of(workshop)
    rows = scores.now(workshop)
    seen = mirrored.seen(version) if review else {}
    groups = [(of, sorted(own, key=urgent), seen.get(of.pk, [])) for of, own in scores.by_interface(rows)]
    return {
        "version": version,
        "review": review,
        "groups": groups,
        "own_stamp": scores.own_stamp(groups),
        "tallies": scores.tallies(rows),
        "is_due": bool(version and version.review_on <= timezone.localdate()),
    }


def urgent(row):
    return row.urgency


def board(workshop):
    """What is to be talked about first: as many lines as can be read, and how many more there are."""
    version = versions.in_force(workshop)
    rows = scores.now(workshop)
    lit = workshop.interfaces.standing().filter(pk=lit_service(workshop)).first()
    rows = [row for row in rows if lit is None or row.line.promise.interface == lit]
    first, ordered = (ON_THE_BOARD if lit else BESIDE), sorted(rows, key=urgent)
    values = {"urgent": ordered[:first], "rest": len(ordered[first:]), "lit": lit, "spot_here": bool(lit)}
    values |= {"standings": [] if lit else standings(rows)}
    return values | {"trend": scores.trend(version) if version else None}


def standings(rows):
    """What each side says of each client service, the most urgent first when they are more than can be read."""
    groups = scores.by_interface(rows)
    if len(groups) > SERVICES:
        groups = sorted(groups, key=lambda group: min(map(urgent, group[1])))[:SERVICES]
    return [(interface, scores.tallies(own)) for interface, own in groups]


def console(workshop):
    version, review = versions.in_force(workshop), scores.review_of(workshop)
    seats = review.counterparts.select_related("link") if review else []
    return {
        "missing": missing(workshop),
        "lit_service": lit_service(workshop),
        "draft": versions.draft(workshop),
        "trend": scores.trend(version) if version else None,
        "seats": {seat.promise_id: seat for seat in seats},
        "additions": additions(review),
        "actions": actions.of(workshop),
        "choices": Decision.CHOICES,
        "review_day": dates.shown(workshop),
        "covered": sum(bool(row.waiting) for row in scores.now(workshop)),
    }


def additions(review):
    """{promise's primary key: [Addition]}"""
    grouped = {}
    for each in review.additions.all() if review else []:
        grouped.setdefault(each.promise_id, []).append(each)
    return grouped


def mine(person):
    """The lines and the sentences that this member answers for the team."""
    now = context(person.workshop)
    own = [group for group in now["groups"] if in_charge(person, group[0])]
    values = {"review": now["review"], "own": own, "verdicts": Score.VERDICTS, "answers": Echo.ANSWERS}
    return values | {"version": now["version"]}


def line_of(workshop, pk):
    lines = Commitment.objects.select_related("promise__interface")
    return get_object_or_404(lines, pk=pk, promise__version=versions.in_force(workshop))


@access.participant_page
def comment(request, person, pk):
    """The sheet in which a member of the pair says more than a verdict."""
    line = line_of(person.workshop, pk)
    check_charge(person, line.promise.interface)
    values = {"workshop": person.workshop, "line": line, "row": scores.row(line), "verdicts": Score.VERDICTS}
    return render(request, "steps/review/comment.html", values)


@access.participant_verb
def say(request, person, pk):
    """A verdict by one tap leaves the comment as it was."""
    line, data = line_of(person.workshop, pk), posts.checked(VerdictForm(request.POST))
    before = line.scores.filter(side=Score.TEAM).first()
    kept = before.comment if before and "comment" not in request.POST else data["comment"]
    score(person, line, data["verdict"], kept)


@access.participant_verb
def reflect(request, person, pk):
    guess(person, pk, posts.checked(GuessForm(request.POST))["answer"])


@access.facilitator_verb
def show(request, workshop):
    uncover(workshop, by=request.user)


@access.facilitator_verb
def start(request, workshop):
    open_review(workshop, by=request.user)


urlpatterns = [
    path("start/", start, name="start"),
    path("show/", show, name="show"),
    path("line/<int:pk>/comment/", comment, name="comment"),
    path("line/<int:pk>/say/", say, name="say"),
    path("sentence/<int:pk>/guess/", reflect, name="guess"),
    *counterpart.urlpatterns,
    *decisions.urlpatterns,
    *dates.urlpatterns,
    *movement.urlpatterns,
    *actions.urlpatterns,
]
