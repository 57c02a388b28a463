"""Versions of a team's promises: the one being written, the one in force, and how the next grows out of the last."""

import calendar
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from interfaces.models import Interface
from workshop.change import Refused
from workshop.reading import read_once

from . import references
from .models import Commitment, Process, Promise, Source

REVIEW_AFTER = 6  # months


@read_once
def draft(workshop):
    """The version being written, None when there is none."""
    return workshop.versions.filter(sealed_at=None).first()


@read_once
def in_force(workshop):
    """The last sealed version, None before the first."""
    return workshop.versions.exclude(sealed_at=None).last()


def before(version):
    """The sealed version that this one replaced, None for the first."""
    return version.workshop.versions.filter(number__lt=version.number).exclude(sealed_at=None).last()


def opened(workshop):
    """The draft; opened now when there is none, with all that the version in force holds. Call it inside a change."""
    version, last = draft(workshop), in_force(workshop)
    if version is None:
        version = workshop.versions.create(number=last.number + 1 if last else 1)
        if last:
            carry(last, version)
    return version


def to_write_in(workshop):
    """The draft that a rule may change: a first one is opened by its first words. Call it inside a change."""
    version, last = draft(workshop), in_force(workshop)
    if version is None and last:
        raise Refused(_("Version %d is sealed: it no longer changes. Prepare the next version first.") % last.number)
    return version or workshop.versions.create(number=1)


def promise_to(workshop, interface):
    """The promise to a client service in the draft, begun now if need be. Call it inside a change."""
    return Promise.objects.get_or_create(version=to_write_in(workshop), interface=interface)[0]


def carry(source, version, leave=()):
    """Copy a version into a draft, without the commitments in `leave`; each copy knows the line it comes from.

    What the draft already holds of them stays as it is. Call it inside a change.
    """
    lines_of(version).filter(before__in=leave).delete()
    known = set(lines_of(version).values_list("before", flat=True))
    twins = {promise.pk: twin(promise, version) for promise in source.promises.all()}
    for line in lines_of(source).exclude(pk__in=known).prefetch_related("sources"):
        if line not in leave:
            again(line, twins[line.promise_id])


def twin(promise, version):
    """The same promise in another version, begun with its processes. Call it inside a change."""
    words = {slot: getattr(promise, slot) for slot in Promise.SLOTS}
    new, is_new = Promise.objects.get_or_create(version=version, interface_id=promise.interface_id, defaults=words)
    if is_new:
        for process in promise.processes.all():
            words = {slot: getattr(process, slot) for slot in Process.SLOTS}
            Process.objects.create(promise=new, position=process.position, **words)
    return new


def again(line, promise):
    """A commitment once more, in another version, to which nobody has consented yet. Call it inside a change."""
    words = {slot: getattr(line, slot) for slot in Commitment.SLOTS}
    copy = Commitment.objects.create(promise=promise, before=line, position=line.position, **words)
    Source.objects.bulk_create(each.again(copy) for each in line.sources.all())


def lines_of(version):
    return Commitment.objects.filter(promise__version=version)


@dataclass
class Page:
    """What one client service is promised in a version; `promise` is None while nothing was begun."""

    interface: Interface
    promise: Promise | None
    lines: list

    @property
    def agreed(self):
        """How many lines somebody can keep and nobody minds."""
        return sum(line.can > 0 and not line.reserved and not line.cannot for line in self.lines)

    @property
    def refused(self):
        return sum(line.cannot > 0 for line in self.lines)


def pages(version, interfaces):
    """One Page per client service, in order: commitments counted, what was left out is not there."""
    counted = Commitment.objects.counted().promised().select_related("before__decision").prefetch_related("sources")
    around = [Prefetch("commitments", counted, to_attr="counted"), "processes", "wordings"]
    promises = version.promises.prefetch_related(*around) if version else []
    by_interface = {promise.interface_id: promise for promise in promises}
    number_of = numbers(version.workshop, version) if version else {}
    for promise in promises:
        for line in promise.counted:
            line.reference = number_of.get(line.pk, "")
    chosen = [(interface, by_interface.get(interface.pk)) for interface in interfaces]
    return [Page(interface, promise, promise.counted if promise else []) for interface, promise in chosen]


@read_once
def numbers(_workshop, version):
    """{commitment.pk: its reference number}."""
    return references.numbered(version)


def review_day(version):
    """The day of a version's review: the one chosen when it is still to come, else six months from today."""
    chosen, today = version.review_on, timezone.localdate()
    return chosen if chosen and chosen > today else months_later(today, REVIEW_AFTER)


def months_later(day, months):
    """The same day some months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))
