"""When somebody who was written to and stays silent is written to again: three days and seven days after the first mail
left, and the day before the day to answer by. Three times at most, never two days running, by day only.

Whoever writes reminders (interfaces, promises) says who is silent, and what they are asked.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Letter
from .templatetags.typography import full_date

AFTER = [timedelta(days=3), timedelta(days=7)]  # the first mail
BEFORE = timedelta(days=1)  # the day to answer by
MOST = 3
FROM, TO = 8, 19  # o'clock: nobody is reminded at night


def plan(invited, answer_by):
    """The days on which somebody first written to on a day is reminded, earliest first."""
    last = answer_by - BEFORE
    days = sorted({day for day in (*(invited + wait for wait in AFTER), last) if invited < day <= last})
    return [day for index, day in enumerate(days) if day + timedelta(days=1) not in days[index + 1 :]][:MOST]


def is_day(now):
    return FROM <= timezone.localtime(now).hour < TO


def due_today(waits, today):
    """Those of these Waits whom a reminder is due to today."""
    return [each for each in waits if each.next and each.next <= today]


def next_day(waits):
    """When the next reminder leaves, as a list of one sentence; of none when there is nobody to remind."""
    days = [each.next for each in waits if each.next]
    return [_("The next reminder leaves on %s.") % full_date(min(days))] if days else []


def waiting(kind):
    """Reminders of a kind that are written and have not left."""
    return Letter.objects.filter(kind=kind, sent_at=None).exclude(sealed="")


@dataclass
class Wait:
    """Somebody who was written to and is silent: the day of the first mail, those of the reminders since."""

    invited: date
    reminded: list
    answer_by: date

    @property
    def next(self):
        """The day of the next reminder, or one that was missed; None after the last."""
        days = self.after(self.reminded[-1] if self.reminded else self.invited)
        return days[0] if days and len(self.reminded) < MOST else None

    def after(self, day):
        """The days of reminders after a day."""
        return [each for each in plan(self.invited, self.answer_by) if each > day]


def days_of(letters):
    """The days on which these mails, oldest first, left: the first one's, then the reminders'.

    None while the last one waits or was withdrawn: one mail at a time.
    """
    if not letters or letters[-1].sent_at is None:
        return None
    return [timezone.localdate(each.sent_at) for each in letters]
