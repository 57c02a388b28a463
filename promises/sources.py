"""What a promise is written from: post-its on its client service, ways of working, the contact's answers.

A source is named by its key, `kind-pk` of Source.COLUMNS: `postit-12`, `way-3`, `expects-1`. To add a kind: a column in
models/strands.py, a row in OF_INTERFACE, a part in templates/steps/promise/sources.html.
"""

import re
from collections import defaultdict

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from interfaces import expectations, mirror
from interfaces.models import Category, Consultation, Expected, Feedback, PostIt, Sentence, WayOfWorking
from workshop.parts import stamp

from . import versions
from .models import Source

KEY = re.compile(rf"({'|'.join(Source.COLUMNS)})-([1-9][0-9]{{0,17}})")

# Which rows of each column may be sources of the promise to an interface.
OF_INTERFACE = {
    "postit": lambda interface: (
        PostIt.objects.on_the_wall()
        .filter(workshop=interface.workshop_id, workshop__revealed_at__isnull=False)
        .filter(Q(interface=interface) | Q(interface=None))
    ),
    "category": lambda interface: Category.objects.filter(
        workshop=interface.workshop_id, workshop__revealed_at__isnull=False
    ),
    "way": lambda interface: WayOfWorking.objects.filter(interface=interface),
    "feedback": lambda interface: Feedback.objects.filter(way__interface=interface),
    "sentence": lambda interface: Sentence.objects.filter(interface=interface),
    "expected": lambda interface: Expected.objects.filter(interface=interface),
    "consultation": lambda interface: Consultation.objects.filter(interface=interface).exclude(answered_at=None),
}


def of(workshop, interfaces, version=None):
    """{interface.pk: {groups, acceptable, unacceptable, answer, mirror, expected, taken}}, the sources of each.

    `mirror` are Reflections; `taken` is {key: [reference of each line of `version` that comes from it]}. Nine queries.
    """
    shown = workshop.postits.on_the_wall().select_related("category") if workshop.revealed_at else []
    ways = list(WayOfWorking.objects.filter(interface__in=interfaces).prefetch_related("feedback"))
    answers = Consultation.objects.filter(interface__in=interfaces).exclude(answered_at=None)
    answer_of = {answer.interface_id: answer for answer in answers}
    postits, taken, told = list(shown), taken_by(workshop, version), expectations.of(workshop)
    reflections = [mirror.reflection(each, mirror.CONSULT) for each in mirrored(interfaces)]
    return {
        interface.pk: {
            "groups": groups([each for each in postits if each.interface_id in (interface.pk, None)]),
            "acceptable": [way for way in ways if way.interface_id == interface.pk and way.acceptable],
            "unacceptable": [way for way in ways if way.interface_id == interface.pk and not way.acceptable],
            "answer": answer_of.get(interface.pk),
            "mirror": [each for each in reflections if each.sentence.interface_id == interface.pk],
            "expected": told.get(interface.pk, []),
            "taken": taken[interface.pk],
        }
        for interface in interfaces
    }


def stamp_of(source):
    """Differs as soon as anything that a desk shows of its sources does."""
    cards = [
        (category and (category.pk, category.name), [(each.pk, each.text, each.polarity) for each in postits])
        for category, postits in source["groups"]
    ]
    ways = [
        (way.pk, way.text, [(each.pk, each.verdict, each.text) for each in way.feedback.all()])
        for way in (*source["acceptable"], *source["unacceptable"])
    ]
    reflected = [(each.sentence.pk, each.sentence.text, each.depth) for each in source["mirror"]]
    answer = source["answer"] and (source["answer"].expects, source["answer"].commits)
    told = [(each.pk, each.text) for each in source["expected"]]
    return stamp(cards, ways, len(source["acceptable"]), reflected, answer, told, sorted(source["taken"].items()))


def mirrored(interfaces):
    return Sentence.objects.filter(interface__in=interfaces).prefetch_related("echoes")


def named_processes(workshop, pages):
    """{interface.pk: [name]}: what the responsibility matrix names for it and its promise does not describe yet."""
    named = defaultdict(list)
    known = {page.interface.pk: described(page) for page in pages}
    for each in workshop.named_processes.exclude(interface=None):
        if each.name.casefold() not in known.get(each.interface_id, ()):
            named[each.interface_id].append(each.name)
    return named


def described(page):
    return {each.name.casefold() for each in page.promise.processes.all()} if page.promise else set()


def taken_by(workshop, version):
    """{interface.pk: {key: [reference]}}: where each source has gone."""
    taken = defaultdict(lambda: defaultdict(list))
    number_of = versions.numbers(workshop, version) if version else {}
    links = Source.objects.filter(commitment__in=list(number_of)).select_related("commitment__promise")
    for link in links:
        taken[link.commitment.promise.interface_id][link.key].append(number_of[link.commitment_id])
    return taken


def groups(postits):
    """Post-its by category, in the categories' order, loose ones last: [(Category or None, [PostIt])]."""
    categories = {postit.category for postit in postits if postit.category}
    ordered = [*sorted(categories, key=lambda category: (category.position, category.pk)), None]
    sorted_out = [(category, [each for each in postits if each.category == category]) for category in ordered]
    return [(category, here) for category, here in sorted_out if here]


def link_of(interface, key):
    """An unsaved Source of that key, None when the interface has no such source (any more)."""
    matched = KEY.fullmatch(key)
    if not matched:
        return None
    kind, pk = matched[1], int(matched[2])
    column = Source.COLUMNS[kind]
    row = OF_INTERFACE[column](interface).filter(pk=pk).first()
    return row and Source(kind=kind, **{column: row})


def link(line, keys):
    """Make these the sources of a line; those that are gone meanwhile are left out. Call it inside a change."""
    known = {each.key: each for each in line.sources.all()}
    for key in known.keys() - set(keys):
        known[key].delete()
    for key in dict.fromkeys(keys):
        found = None if key in known else link_of(line.promise.interface, key)
        if found:
            found.commitment = line
            found.save()


class KeysField(forms.MultipleChoiceField):
    """Keys of an interface's sources; others are refused."""

    interface = None

    def validate(self, value):
        if self.interface is None or any(link_of(self.interface, key) is None for key in value):
            raise ValidationError(_("A source of this line is gone. Close this form and open it again."))
