"""Two cards of the list that say one service: found by their names, settled by the facilitator."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from workshop.change import Refused, change
from workshop.gestures import gesture

from . import answers
from .clients import client_of, found, rows
from .likeness import look_alikes
from .models import Acquaintance, Contact, KeptApart, Naming, PostIt, WayOfWorking


def possible_doubles(workshop, interfaces):
    """Pairs of interfaces whose names are alike, those the facilitator kept apart left out."""
    apart = KeptApart.objects.filter(first__workshop=workshop)
    known = {frozenset(pair) for pair in apart.values_list("first", "second")}
    return [(a, b) for a, b in look_alikes(interfaces) if frozenset((a.pk, b.pk)) not in known]


def merge(workshop, pk_from, pk_into, by):
    """Make two cards one: the second takes over whoever named the first, its post-its and its rules."""
    with change(workshop, by=by):
        gone, kept = found(workshop, pk_from), found(workshop, pk_into)
        if gone == kept:
            raise Refused(_("A service cannot be merged with itself: choose another one."), field="number")
        said = {"gone": gone.name, "kept": kept.name}
        held = [listed(model, gone) for model in (Naming, Acquaintance, PostIt, WayOfWorking, Contact)]
        with gesture(workshop, by, lambda: _("Merged “%(gone)s” into “%(kept)s”") % said, rows(gone, kept), *held):
            take_over(workshop, gone, kept, *held)


def listed(model, interface):
    """What an interface has of a model, as a queryset that still finds the same rows once they are moved."""
    return model.objects.filter(pk__in=list(model.objects.filter(interface=interface).values_list("pk", flat=True)))


def take_over(workshop, gone, kept, namings, acquaintances, postits, ways, contacts):
    """Give what one interface has to another, and drop it. Call it inside a change."""
    for said in (namings, acquaintances):
        already = said.model.objects.filter(interface=kept)
        said.filter(participant__in=list(already.values_list("participant", flat=True))).delete()
        said.update(interface=kept)
    for moved in (postits, ways):
        moved.update(interface=kept, version=F("version") + 1)
    if not Contact.objects.filter(interface=kept).exists():
        contacts.update(interface=kept)
    if gone.treated and not kept.treated:
        rows(kept).update(treated=True, client=client_of(workshop, kept.name))
    answers.close(gone)
    rows(gone).update(dropped_at=timezone.now())


def keep_apart(workshop, pk, other, by):
    """Say that two cards whose names are alike are two services."""
    with change(workshop, by=by):
        first, second = sorted([found(workshop, pk), found(workshop, other)], key=lambda each: each.pk)
        said, known = {"first": first.name, "second": second.name}, KeptApart.objects.filter(first=first, second=second)
        with gesture(workshop, by, lambda: _("Kept “%(first)s” and “%(second)s” apart") % said, known):
            KeptApart.objects.get_or_create(first=first, second=second)
