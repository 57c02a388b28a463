"""Post-its on paper, for when the network fails or somebody has no phone: printed blank and numbered, typed back later.

A number is given once, to a phone's post-it or to a blank one; the card that is typed back keeps it, so that the wall
and the paper can be laid side by side.
"""

from collections import Counter

from django import forms
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import override

from workshop import access, posts
from workshop.change import Refused, change
from workshop.prepared import Prepared
from workshop.text import TextField

from .clients import treated
from .entered import service, stick
from .models import LIKE, POLARITIES, Paper, PostIt
from .written import HARD

SHEET = 6  # blank post-its of an A4 page
SHEETS = 20  # pages at once
ROWS = 30  # of a grid: a form has 200 fields at most

# Rules


def lay_out(workshop, sheets, by):
    """Give numbers to as many pages of blank post-its. Returns the Paper to print."""
    with change(workshop, by=by):
        first = workshop.last_number + 1
        workshop.last_number += sheets * SHEET
        return Paper.objects.create(workshop=workshop, first=first, last=workshop.last_number)


def type_back(workshop, entries, by):
    """Stick what was written on paper: (number, polarity, interface pk or None, text), all of them or none."""
    with change(workshop, by=by):
        check_numbers(workshop, [entry[0] for entry in entries])
        stick(workshop, entries, by, on_paper=True)


def check_numbers(workshop, numbers):
    papers = list(workshop.papers.all())
    taken = set(workshop.postits.filter(number__in=numbers).values_list("number", flat=True))
    for number, times in sorted(Counter(numbers).items()):
        if times > 1:
            raise Refused(_("Number %d is there twice: look at the paper again.") % number)
        if not any(number in paper for paper in papers):
            raise Refused(_("Number %d was never printed: look at the paper again.") % number)
        if number in taken:
            raise Refused(_("Number %d is on the wall already.") % number)


# Screens

PAPERS = Prepared(
    lambda room: Paper.objects.filter(workshop=room).order_by("first").values_list("pk", "first", "last"), 0
)
TYPED = Prepared(lambda room: PostIt.objects.filter(workshop=room, on_paper=True).values_list("number"), 0)


class SheetsForm(forms.Form):
    sheets = forms.IntegerField(min_value=1, max_value=SHEETS)


class RowForm(forms.Form):
    number = forms.IntegerField(min_value=1, max_value=10**6)
    polarity = forms.ChoiceField(choices=POLARITIES)
    interface = posts.KeyField(required=False)
    text = TextField(limit=HARD, points=2000)


def printed(workshop):
    """{papers: [{pk, first, last, left}]}: in order, and how many numbers of each are not typed back."""
    papers = PAPERS.rows(workshop.pk)
    typed = [number for (number,) in TYPED.rows(workshop.pk)] if papers else []
    return {"papers": [row(*paper, typed) for paper in papers]}


def row(pk, first, last, typed):
    left = last - first + 1 - sum(first <= number <= last for number in typed)
    return {"pk": pk, "first": first, "last": last, "left": left}


def entries(request, workshop):
    """The rows of the grid that say something; Refused, naming the number, when one cannot be read."""
    columns = [request.POST.getlist(name) for name in RowForm.base_fields]
    rows = [dict(zip(RowForm.base_fields, row, strict=False)) for row in zip(*columns, strict=False)]
    return [entry(row, workshop) for row in rows if row["text"].strip()] or nothing()


def entry(row, workshop):
    try:
        data = posts.checked(RowForm(row))
        service(workshop, data["interface"])
    except Refused as refused:
        sentence = _("Give each post-it its sign, + or −.") if refused.field == "polarity" else refused.sentence
        raise Refused(_("Number %(n)s: %(what)s") % {"n": row["number"], "what": sentence}, status=422) from None
    return data["number"], data["polarity"], data["interface"], data["text"]


def nothing():
    raise Refused(_("Nothing is written yet. Write at least one word."), status=422)


def grid(request, workshop, paper, **values):
    """Rows for the numbers of a paper that are not typed back yet, as many as a form holds."""
    typed = set(workshop.postits.filter(number__range=(paper.first, paper.last)).values_list("number", flat=True))
    left = [number for number in range(paper.first, paper.last + 1) if number not in typed]
    values |= {"workshop": workshop, "paper": paper, "left": left, "rows": left[:ROWS], "services": treated(workshop)}
    return render(request, "steps/postits/paper_grid.html", values | {"polarities": POLARITIES, "LIKE": LIKE})


@access.facilitator_page
def choose(request, workshop):
    values = {"workshop": workshop, "each": SHEET, "most": SHEETS}
    return render(request, "steps/postits/paper_new.html", values)


@access.facilitator_verb
def reserve(request, workshop):
    lay_out(workshop, posts.checked(SheetsForm(request.POST))["sheets"], by=request.user)


@access.facilitator_page
def sheets(request, workshop, pk):
    """The pages to print, in the workshop's language: a plain page that any browser prints."""
    paper = get_object_or_404(workshop.papers, pk=pk)
    starts = range(paper.first, paper.last + 1, SHEET)
    pages = [range(start, min(start + SHEET, paper.last + 1)) for start in starts]
    with override(workshop.language):
        values = {"workshop": workshop, "paper": paper, "pages": pages, "services": treated(workshop)}
        return render(request, "steps/postits/paper.html", values | {"polarities": POLARITIES, "LIKE": LIKE})


@access.facilitator_page
def back(request, workshop, pk):
    return grid(request, workshop, get_object_or_404(workshop.papers, pk=pk))


@access.facilitator_verb
def type_rows(request, workshop, pk):
    paper = get_object_or_404(workshop.papers, pk=pk)
    rows = entries(request, workshop)
    type_back(workshop, rows, by=request.user)
    return grid(request, workshop, paper, typed=len(rows))


urlpatterns = [
    path("paper/", choose, name="paper"),
    path("paper/reserve/", reserve, name="reserve"),
    path("paper/<int:pk>/", sheets, name="sheets"),
    path("paper/<int:pk>/back/", back, name="paper-back"),
    path("paper/<int:pk>/type/", type_rows, name="paper-type"),
]
