"""A round is opened: the first one of an organisation, or the next, with what stood in the last one taken over.

What is taken over is `as_before` until its words change, so that only changes are discussed. What was refused, or
answered otherwise without an agreement, comes back as open as if nobody had answered.
"""

from datetime import timedelta

from django import forms
from django.db import transaction
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop import access, codes, posts
from workshop.change import Refused, Repeated, change
from workshop.models import Facilitation, Team, Workshop
from workshop.prepared import Prepared
from workshop.reading import read_once
from workshop.templatetags.typography import full_date

from ..models import Entry, Party, ReciprocalTable, Reply

HALF_A_YEAR = timedelta(days=182)
REWORDED = Prepared(
    lambda room: (
        Entry.objects.standing()
        .filter(party__workshop=room, as_before=False, earlier__isnull=False)
        .exclude(text=F("earlier__text"))
        .values_list("pk", "earlier__text")
    ),
    0,
)

# Rules


def open_round(facilitator, organisation, held_on, language, previous=None):
    """A new round of an organisation's table, led by `facilitator`; `previous` (ReciprocalTable) is taken over.

    Returns the Workshop. Refused when another round follows the previous one already.
    """
    with transaction.atomic():
        if previous:  # two who open the next round at once, one on a console and one at home, take turns
            ReciprocalTable.objects.select_for_update().get(pk=previous.pk)
        check_next(previous, held_on)
        workshop = open_room(facilitator, organisation, language)
        ReciprocalTable.objects.create(
            workshop=workshop, previous=previous, held_on=held_on, next_on=held_on + HALF_A_YEAR
        )
        if previous:
            take_over(previous.workshop, workshop)
    return workshop


def open_room(facilitator, organisation, language):
    """The workshop of a round, without its ReciprocalTable: one of the whole organisation. In a transaction."""
    team, _is_new = Team.objects.get_or_create(
        organisation=organisation, whole=True, defaults={"name": organisation.name}
    )
    values = {"step": "parties", "step_before": "parties", "language": language, "code": codes.new_code()}
    workshop = Workshop.objects.create(team=team, title=organisation.name, **values)
    Facilitation.objects.create(workshop=workshop, facilitator=facilitator, role=Facilitation.LEAD)
    return workshop


def open_next(workshop, by, held_on=None):
    """The round after this one, led by `by`, on the day that was set for it unless another one is given.

    Returns its Workshop.
    """
    with change(workshop, by=by):
        if workshop.is_rehearsal:
            raise Refused(_("This is a rehearsal: begin from the workshop itself."))
        last = ReciprocalTable.objects.select_related("workshop__team__organisation").get(workshop=workshop)
        return open_round(by, last.workshop.team.organisation, held_on or day_after(last), workshop.language, last)


def day_after(table):
    """The day that was set for the round after this one; today when that day is past without a round."""
    return max(table.next_on or table.held_on + HALF_A_YEAR, timezone.localdate())


def check_next(previous, held_on):
    """One round follows another, and later than it."""
    following = previous.following.first() if previous else None
    if following:
        raise Refused(_("The round of %s follows this one already.") % full_date(following.held_on))
    if previous and held_on <= previous.held_on:
        sentence = _("The next round comes after this one, held on %s.") % full_date(previous.held_on)
        raise Refused(sentence, field="held_on", status=422)


def take_over(last, workshop):
    """Services, their contacts, every line that stood in the last round, and what was agreed. Call it in a change."""
    seats = list(last.parties.standing())
    kept = ("team_id", "name", "position", "contact", "email", "language")
    parties = copies(Party, seats, kept, lambda party: {"workshop": workshop})
    lines = list(Entry.objects.standing().filter(party__workshop=last))
    entries = copies(
        *(Entry, lines, ("kind", "text", "position")),
        lambda line: {
            **{"party": parties[line.party_id], "towards": parties[line.towards_id]},
            **{"earlier": line, "as_before": True},
        },
    )
    agreed = [each for each in Reply.objects.filter(expectation__in=lines) if stands(each, entries)]
    copies(
        *(Reply, agreed, ("answer", "text", "agreed_at")),
        lambda reply: {
            "expectation": entries[reply.expectation_id],
            "commitment": entries[reply.commitment_id],
        },
    )


def copies(model, rows, names, more):
    """{primary key of a row: its copy}, with these columns of it and what `more` says of it; one statement."""
    new = [model(**{name: getattr(row, name) for name in names}, **more(row)) for row in rows]
    model.objects.bulk_create(new)
    return {row.pk: copy for row, copy in zip(rows, new, strict=True)}


def stands(reply, entries):
    """Whether an answer is an agreement whose commitment is still there."""
    agreed = reply.declined_at is None and (reply.answer == Reply.ACCEPT or reply.agreed_at)
    return bool(agreed) and reply.commitment_id in entries


# Questions


def last_round(organisation):
    """The ReciprocalTable that was held last in an organisation, None before the first."""
    return ReciprocalTable.objects.filter(workshop__team__organisation=organisation).order_by("held_on", "pk").last()


def chain(table):
    """The rounds up to this one with their workshops, oldest first: one question per round."""
    rounds = [table]
    while rounds[0].previous_id:
        rounds.insert(0, ReciprocalTable.objects.select_related("workshop").get(pk=rounds[0].previous_id))
    return rounds


@read_once
def before(workshop):
    """{line's primary key: what it said in the last round}, of those that say something else now."""
    return dict(REWORDED.rows(workshop.pk))


# Screens


class DayForm(forms.Form):
    held_on = forms.DateField(error_messages=dict.fromkeys(("required", "invalid"), gettext_lazy("Choose a day.")))


@access.facilitator_page
def next_round(request, workshop):
    """The sheet that opens the round after this one, or leads to it when it is there."""
    table = get_object_or_404(ReciprocalTable, workshop=workshop)
    following = table.following.select_related("workshop").first()
    ours = following and following.workshop.facilitations.filter(facilitator=request.user).exists()
    values = {"workshop": workshop, "table": table, "following": following, "ours": ours, "day": day_after(table)}
    values["kept"] = Entry.objects.standing().filter(party__workshop=workshop).count()
    return render(request, "reciprocal/next.html", values)


@access.facilitator_verb
def open_it(request, workshop):
    table = get_object_or_404(ReciprocalTable, workshop=workshop)
    day = posts.checked(DayForm(request.POST))["held_on"]
    try:
        return leading_to(open_next(workshop, by=request.user, held_on=day))
    except Repeated:
        return leading_to(table.following.get().workshop)


def leading_to(workshop):
    """The answer that leads to a workshop's console."""
    return HttpResponse(status=204, headers={"HX-Redirect": reverse("console", args=[workshop.key])})


urlpatterns = [path("next/", next_round, name="next"), path("next/open/", open_it, name="open-next")]
