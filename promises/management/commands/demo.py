"""The demonstration: an invented company, its facilitator, and workshops made by playing the method's rules.

manage.py demo                  one finished workshop whose review is due, one left at step 4, two rounds of the
                                reciprocal table six months apart; once only
manage.py demo --step ways      one more workshop, or one more round, brought to a step
"""

import secrets

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from promises.demo import company, story
from promises.demo.play import play
from promises.demo.room import open_room
from promises.models import ReciprocalTable
from workshop import method
from workshop.models import Facilitator, Organisation, Team, Workshop

UNFINISHED = " …"  # ends the title of a workshop while it is played: an interrupted one is played anew


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--step", choices=list(method.BY_SLUG))
        parser.add_argument("--people", type=int, default=9, choices=range(2, 19), metavar="2…18")

    def handle(self, step, people, **options):
        with override("fr"):
            if step:
                self.stdout.write(brought_to(step, people).key)
            else:
                stand()


def facilitator():
    """The demonstration's facilitator, with an account whose password is kept in the data folder."""
    told = story("room")["facilitator"]
    known = Facilitator.objects.filter(email=told["email"]).first()
    return known or Facilitator.objects.create_user(told["email"], password(), name=told["name"])


def password():
    """The facilitator's password: made once, readable by this machine's user alone."""
    kept = settings.DATA / "demo-password"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text("-".join(secrets.token_hex(3) for _each in range(3)))
    return kept.read_text().strip()


def organisation():
    """The invented company and its services."""
    invented, _is_new = Organisation.objects.get_or_create(name=story("room")["organisation"])
    for name in story("room")["teams"]:
        Team.objects.get_or_create(organisation=invented, name=name)
    return invented


def stand():
    """What a first start shows, unless it stands already; the addresses that are said are those of the last one."""
    Workshop.objects.filter(team__organisation=organisation(), title__endswith=UNFINISHED).delete()
    workshop_of("finished", "review", arrive_only=True)
    if not ReciprocalTable.objects.filter(workshop__team__organisation=organisation()).exists():
        tables()
    workshop_of("continued", "postits", arrive_only=False)


def workshop_of(chapter, step, arrive_only):
    told = story("room")[chapter]
    if not Workshop.objects.filter(team__organisation=organisation(), title=told["title"]).exists():
        finished(told["team"], told["title"], told["people"], step, arrive_only)


def tables():
    """Both rounds of the reciprocal table; they take their titles when all was played."""
    for workshop in company.play(facilitator(), organisation(), begun=begin):
        call(workshop, workshop.title.removesuffix(UNFINISHED))


def begin(workshop):
    call(workshop, workshop.title + UNFINISHED)


def brought_to(step, people):
    """One more workshop in a step, or one more round."""
    if method.BY_SLUG[step] in method.TABLE:
        table = company.open_first(facilitator(), organisation(), begin)
        company.first_round(table, step)
        call(table.workshop, table.workshop.title.removesuffix(UNFINISHED))
        return table.workshop
    told = story("room")
    names = (told["finished"]["people"] + told["continued"]["people"])[:people]
    title = f"{told['finished']['team']}, {method.BY_SLUG[step].name}"
    return finished(told["finished"]["team"], title, names, step)


def finished(team, title, names, step, arrive_only=False):
    """A workshop played to a step; it takes its title when all was played."""
    room = open_room(facilitator(), organisation(), team, names)
    call(room.workshop, title + UNFINISHED)
    play(room, step, arrive_only)
    call(room.workshop, title)
    return room.workshop


def call(workshop, title):
    Workshop.objects.filter(pk=workshop.pk).update(title=title)
    workshop.refresh_from_db()
