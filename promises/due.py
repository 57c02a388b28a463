"""What is due in workshops, for the facilitator's home: reviews, actions and rounds, near or late; three queries."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop.templatetags.typography import full_date

from .models import Action, ReciprocalTable, Version

NEAR = {"review": 30, "action": 14, "round": 30}  # days before it is due


@dataclass
class Due:
    """Something with a date: `days` until it is due, below 0 when it is late."""

    days: int
    sentence: str

    @property
    def is_late(self):
        return self.days < 0


def dues(workshops):
    """{workshop's primary key: [Due]}, the most urgent first, of what is late or near."""
    found, today = {}, timezone.localdate()
    for version in to_review(workshops):
        put(found, version.workshop_id, review_due(version, today), NEAR["review"])
    for action in to_do(workshops):
        put(found, action.review.version.workshop_id, action_due(action, today), NEAR["action"])
    for table in to_hold(workshops):
        put(found, table.workshop_id, round_due(table, today), NEAR["round"])
    return {pk: sorted(each, key=lambda due: due.days) for pk, each in found.items()}


def put(found, pk, due, near):
    if due.days <= near:
        found.setdefault(pk, []).append(due)


def to_review(workshops):
    """Versions in force whose review is not closed."""
    later = Version.objects.filter(workshop=OuterRef("workshop"), number__gt=OuterRef("number"), kept__isnull=False)
    sealed = Version.objects.filter(workshop__in=workshops, kept__isnull=False, review__closed_at=None)
    return sealed.filter(~Exists(later)).select_related("review")


def to_do(workshops):
    return Action.objects.filter(review__version__workshop__in=workshops, done_at=None).select_related(
        "review__version"
    )


def to_hold(workshops):
    """Rounds after which another one is to be held, and is not open yet."""
    return ReciprocalTable.objects.filter(workshop__in=workshops, following=None).exclude(next_on=None)


def review_due(version, today):
    days = (version.review_on - today).days
    if days < 0:
        return Due(days, _("Review overdue since %s") % full_date(version.review_on))
    if days == 0:
        return Due(days, _("Review due today"))
    return Due(days, ngettext("Review due in %d day", "Review due in %d days", days) % days)


def action_due(action, today):
    told = {"action": action.text, "owner": action.owner, "date": full_date(action.due)}
    days = (action.due - today).days
    sentence = (
        _("Late since %(date)s: %(action)s (%(owner)s)") if days < 0 else _("By %(date)s: %(action)s (%(owner)s)")
    )
    return Due(days, sentence % told)


def round_due(table, today):
    days = (table.next_on - today).days
    if days < 0:
        return Due(days, _("Next round overdue since %s") % full_date(table.next_on))
    if days == 0:
        return Due(days, _("Next round due today"))
    return Due(days, ngettext("Next round due in %d day", "Next round due in %d days", days) % days)
