"""The thread of a line: from the post-its it was written from to what was said of it at the review.

Upwards it follows what the team linked (Source), and from there what those came from themselves: the post-its of a
rule, the category of a post-it. Downwards, what became of the line in each version. No name is in it, nor a reason.
"""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import ngettext

from interfaces import mirror
from interfaces.models import Category, PostIt
from workshop import access
from workshop.reading import read_once

from . import references, scores, sentence, versions
from .models import Commitment, Source

AROUND = (
    "sources__postit__category",
    "sources__category__postits",
    "sources__way__postits__category",
    "sources__way__categories",
    "sources__way__feedback",
    "sources__feedback__way__postits__category",
    "sources__feedback__way__categories",
    "sources__consultation",
    "sources__sentence__echoes",
    "sources__sentence__postit__category",
    "sources__sentence__category",
    "sources__expected",
)
ORDER = list(Source.COLUMNS)

# Where a line comes from


def kept(workshop, lines, number_of):
    """The threads of a version for its record: [{"line", "reference", "strands"}], see content.py."""
    prefetch_related_objects(lines, *AROUND)
    return [{"line": line.pk, "reference": number_of[line.pk], "strands": strands(line, workshop)} for line in lines]


def strands(line, workshop):
    """What a line comes from, in the order of the steps: [{"kind", "words", "sign", "taken"}].

    `kind` is one of Source.COLUMNS, `sign` a polarity, `acceptable`, `unacceptable`, a verdict or empty; `taken` says
    that the team linked it to the line itself, otherwise it is what a taken one came from or was answered.
    """
    rows = {}
    for each in line.sources.all():
        note(rows, each.kind, each.of, True)
        for kind, row in upstream(each):
            note(rows, kind, row, False)
    known = [each for each in rows.items() if may_be_shown(each[1][0], workshop, line)]
    return [
        {"kind": kind, "words": words(kind, row), "sign": sign(kind, row), "taken": taken}
        for (kind, _pk), (row, taken) in sorted(known, key=lambda each: ORDER.index(each[0][0]))
    ]


def note(rows, kind, row, taken):
    """Remember a row once; taken if any link says so."""
    known = rows.get((kind, row.pk), (row, False))
    rows[kind, row.pk] = row, taken or known[1]


def words(kind, row):
    if kind == Source.FEEDBACK:
        return row.text
    return getattr(row, kind) if kind in (Source.EXPECTS, Source.COMMITS) else str(row)


def sign(kind, row):
    """What stands beside the words, in the code's own terms: templates say it in the reader's language."""
    if kind == Source.WAY:
        return "acceptable" if row.acceptable else "unacceptable"
    if kind == Source.MIRROR:
        echo = mirror.reflection(row, mirror.CONSULT).echo
        return echo.answer if echo else ""
    return getattr(row, {Source.POSTIT: "polarity", Source.FEEDBACK: "verdict"}.get(kind, ""), "")


def upstream(source):
    """[(kind, row)] of what a source came from, and of what a rule was answered."""
    way = source.way or (source.feedback and source.feedback.way)
    made = [each for each in (source, source.sentence) if each]
    postits = [each.postit for each in made if each.postit] + (list(way.postits.all()) if way else [])
    found = [(Source.POSTIT, each) for each in postits]
    found += [(Source.CATEGORY, each.category) for each in (*postits, *made) if each.category]
    if source.category:
        found += [(Source.POSTIT, each) for each in source.category.postits.all()]
    if way:
        found += [(Source.WAY, way), *((Source.FEEDBACK, each) for each in feedback_of(source))]
        found += [(Source.CATEGORY, each) for each in way.categories.all()]
    return found


def feedback_of(source):
    return source.way.feedback.all() if source.way else []


def may_be_shown(row, workshop, line):
    """Whether a row is on the wall, for this client service: hidden means absent."""
    if isinstance(row, PostIt):
        ours = row.interface_id in (None, line.promise.interface_id)
        return ours and row.set_aside_at is None and workshop.revealed_at is not None
    return not isinstance(row, Category) or workshop.revealed_at is not None


# What became of it


@dataclass
class Stage:
    """A line in one version: how it read, what the team said of it, how it was kept, what was decided."""

    version: object
    line: Commitment
    sides: list
    decision: object

    @property
    def said(self):
        """Whether anything was said of it at the review."""
        return bool(self.decision or any(score for _side, score in self.sides))

    @property
    def reads(self):
        return sentence.read_aloud({slot: getattr(self.line, slot) for slot in Commitment.SLOTS})


def stages(line):
    """The Stages of a line and of those it grew from and into, oldest first."""
    while line.before_id:
        line = line.before
    chain = []
    while line:
        chain.append(line.pk)
        line = line.after.first()
    known = Commitment.objects.counted().filter(pk__in=chain).order_by("promise__version__number")
    return [
        stage(each) for each in known.select_related("promise__version__review", "decision").prefetch_related("scores")
    ]


def stage(line):
    said = scores.row(line, scores.is_uncovered(getattr(line.promise.version, "review", None)))
    return Stage(line.promise.version, line, said.sides, said.decision)


# Both ways: what is not linked


@read_once
def orphans(workshop, version):
    """{"categories": those from which no line comes, "lines": how many come from nothing that was said,
    "bare": how many promises hold lines and no process that tells how they are kept}."""
    found = {"categories": unanswered(workshop, version), "lines": unsourced(version)}
    return found | {"bare": processless(version).count()}


def lacks(workshop, version):
    """What the thread lacks, as (count, sentence)."""
    found = orphans(workshop, version)
    lines, categories, bare = found["lines"], len(found["categories"]), found["bare"]
    return [
        (lines, ngettext("%d line comes from no source.", "%d lines come from no source.", lines)),
        (categories, ngettext("%d category has no promise.", "%d categories have no promise.", categories)),
        (bare, ngettext("%d promise has no process.", "%d promises have no process.", bare)),
    ]


def unsourced(version):
    return versions.lines_of(version).promised().filter(sources=None).count()


def unanswered(workshop, version):
    """The revealed categories from which no line of the version comes, in order."""
    if not workshop.revealed_at:
        return []
    told = told_categories(version)
    found = workshop.categories.filter(postits__set_aside_at=None, postits__isnull=False).distinct()
    return [category for category in found if category.pk not in told]


def processless(version):
    return version.promises.filter(commitments__left_out=False, processes=None).distinct()


def told_categories(version):
    """Keys of the categories that a line of the version leads to, itself or through what it comes from."""
    ways = ("way__postits__category", "way__categories")
    routes = ["category", "postit__category", "sentence__category", "sentence__postit__category"]
    routes += [*ways, *(f"feedback__{way}" for way in ways)]
    links = Source.objects.filter(commitment__promise__version=version, commitment__left_out=False)
    return {pk for row in links.values_list(*routes) for pk in row if pk}


# Screens


def story(workshop, line):
    """What the sheet of a line's thread shows; of a sealed line, the words that its version keeps."""
    version = line.promise.version
    record = (version.kept or {}).get("threads", [])
    own = next((each for each in record if each["line"] == line.pk), None)
    found = own["strands"] if own else strands(line, workshop)
    return {
        "workshop": workshop,
        "line": line,
        "interface": line.promise.interface,
        "reference": own["reference"] if own else references.numbered(version).get(line.pk, ""),
        "strands": found,
        "stages": stages(line),
    }


def shown(workshop, pk):
    rows = Commitment.objects.select_related("promise__version", "promise__interface").prefetch_related(*AROUND)
    return get_object_or_404(rows, pk=pk, promise__version__workshop=workshop)


@access.facilitator_page
def thread(request, workshop, pk):
    return render(request, "steps/promise/thread.html", story(workshop, shown(workshop, pk)))


@access.participant_page
def own_thread(request, person, pk):
    """The same on a member's phone, of a line that is written or in force."""
    line = shown(person.workshop, pk)
    if line.left_out:
        raise Http404
    return render(request, "steps/promise/thread.html", story(person.workshop, line))


urlpatterns = [
    path("line/<int:pk>/thread/", thread, name="thread"),
    path("line/<int:pk>/own-thread/", own_thread, name="own-thread"),
]
