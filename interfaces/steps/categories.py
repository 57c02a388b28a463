"""Step 5, synthesise: the revealed post-its are grouped by category.

The facilitator groups, helped by the room: what belongs together, and what do we call it? Every gesture can be undone.
Over when the tray of loose post-its is empty and each category has a name that the team would say.
"""

from django import forms
from django.shortcuts import render
from django.urls import include, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interfaces import dots, groups, helping, rounds, stacks, suggesting, wall
from interfaces.groups import check, colour, content, counted, found, place, put, these, with_cards
from workshop import access, posts
from workshop.change import Refused, change, claim
from workshop.gestures import gesture
from workshop.text import TextField

SLUG = "categories"
LENGTH = 60  # characters of a name

# Rules


def create(workshop, name, postits, by):
    """Make a category of some post-its (primary keys), maybe none. Returns the Category."""
    with change(workshop, by=by):
        check(workshop, name)
        chosen = these(workshop, postits)
        with gesture(workshop, by, lambda: _("Made the category “%s”") % name, workshop.categories.all(), chosen):
            category = groups.add(workshop, name, groups.last(workshop) + 1)
            put(chosen, category)
    return category


def group(workshop, postits, category, by):
    """Put post-its in a category (primary key), or back in the tray (None)."""
    with change(workshop, by=by):
        check(workshop)
        target, chosen = category and found(workshop, category), these(workshop, postits)
        if not chosen:
            raise Refused(_("Select post-its first."))
        with gesture(workshop, by, lambda: groups.told(len(chosen), target), chosen):
            put(chosen, target)


def rename(workshop, pk, name, version, by):
    """Find a better name; `version` is the one that was seen."""
    with change(workshop, by=by):
        category = found(workshop, pk)
        check(workshop, name, category)
        said, own = {"old": category.name, "new": name}, workshop.categories.filter(pk=pk)
        with gesture(workshop, by, lambda: _("Renamed “%(old)s” to “%(new)s”") % said, own):
            claim(category, version, "name", name)
            category.save()


def merge(workshop, pk_from, pk_into, by):
    """Make two categories one, under the name of the second."""
    with change(workshop, by=by):
        gone, kept = found(workshop, pk_from), found(workshop, pk_into)
        if gone == kept:
            raise Refused(_("A category cannot be merged with itself: choose another one."), field="number")
        said, own = {"gone": gone.name, "kept": kept.name}, workshop.categories.filter(pk=gone.pk)
        held, said_of = content(gone), groups.said_of(gone)
        with gesture(workshop, by, lambda: _("Merged “%(gone)s” into “%(kept)s”") % said, own, held, *said_of):
            put(held, kept)
            for rows in said_of:
                rows.update(category=kept)
            gone.delete()


def split(workshop, pk, postits, name, by):
    """Take some of a category's post-its out into a new one, placed beside it. Returns the new Category."""
    with change(workshop, by=by):
        check(workshop, name)
        source, chosen = found(workshop, pk), these(workshop, postits, category=pk)
        if not chosen:
            raise Refused(_("Select some post-its of this category first."))
        said, every = {"name": name, "source": source.name}, workshop.categories.all()
        with gesture(workshop, by, lambda: _("Split “%(name)s” out of “%(source)s”") % said, every, chosen):
            category = groups.add(workshop, name, source.position)  # same place, newer: right after it
            put(chosen, category)
    return category


def remove(workshop, pk, by):
    """Take a category away; its post-its go back to the tray."""
    with change(workshop, by=by):
        category = found(workshop, pk)
        held, own = content(category), workshop.categories.filter(pk=pk)
        with gesture(workshop, by, lambda: _("Removed the category “%s”") % category.name, own, held):
            put(held, None)
            category.delete()


# What is missing


def missing(workshop):
    loose, empty = loose_count(workshop), sum(not category.count for category in counted(workshop))
    sentences = [
        (not workshop.revealed_at, _("The post-its are still hidden.")),
        (loose, ngettext("%d post-it is still loose.", "%d post-its are still loose.", loose) % loose),
        (empty, ngettext("%d category is empty.", "%d categories are empty.", empty) % empty),
    ]
    return [sentence for is_missing, sentence in sentences if is_missing]


# Screens


class NameForm(forms.Form):
    name = TextField(limit=LENGTH)


class RenameForm(NameForm):
    version = forms.IntegerField()


class GroupForm(forms.Form):
    postits = forms.RegexField(r"^(?:\d{1,15} )*\d{0,15}$", required=False)  # primary keys, separated by spaces

    def clean_postits(self):
        return [int(number) for number in self.cleaned_data["postits"].split()]


class NewForm(NameForm, GroupForm):
    """A new category of the selected post-its."""


class NumberForm(forms.Form):
    number = forms.IntegerField(min_value=0, max_value=10**9)


def context(workshop):
    """Counts and names only: a phone fetches the texts of one category when it is asked to."""
    total, loose = wall.counts(workshop)["total"], loose_count(workshop)
    shown = {"categories": counted(workshop), "total": total, "loose_count": loose}
    return {**shown, **helping.context(workshop, loose)}


def loose_count(workshop):
    return wall.counts(workshop)["total"] - sum(category.count for category in counted(workshop))


def board(workshop):
    return {**with_cards(workshop), "density": groups.density(wall.cards(workshop))}


def console(workshop):
    return {**with_cards(workshop), "missing": missing(workshop), **helping.console(workshop, loose_count(workshop))}


mine = helping.mine


@access.participant_page
def cards(request, person, pk):
    """The texts of one category (0: the tray), for a phone that asks."""
    check(person.workshop)
    shown = with_cards(person.workshop)
    category = next((each for each in shown["categories"] if each.pk == pk), None)
    values = {"category": category, "cards": category.cards if category else shown["loose"]}
    return render(request, "steps/categories/cards.html", values)


@access.facilitator_page
def new(request, workshop):
    return render(request, "steps/categories/new.html", {"workshop": workshop})


@access.facilitator_page
def sheet(request, workshop, pk):
    others = workshop.categories.exclude(pk=pk)
    values = {"category": found(workshop, pk), "others": others, "colours": groups.COLOURS}
    return render(request, "steps/categories/edit.html", {"workshop": workshop, **values})


@access.facilitator_page
def where(request, workshop, pk):
    """Where to move one card."""
    check(workshop)
    card = workshop.postits.on_the_wall().filter(pk=pk).first()
    values = {"workshop": workshop, "card": card, "categories": counted(workshop)}
    return render(request, "steps/categories/where.html", values)


@access.facilitator_verb
def make(request, workshop):
    data = posts.checked(NewForm(request.POST))
    create(workshop, data["name"], data["postits"], by=request.user)


@access.facilitator_verb
def gather(request, workshop, pk):
    """Put post-its in a category; 0 is the tray."""
    group(workshop, posts.checked(GroupForm(request.POST))["postits"], pk or None, by=request.user)


@access.facilitator_verb
def name(request, workshop, pk):
    data = posts.checked(RenameForm(request.POST))
    rename(workshop, pk, data["name"], data["version"], by=request.user)


@access.facilitator_verb
def into(request, workshop, pk):
    merge(workshop, pk, posts.checked(NumberForm(request.POST))["number"], by=request.user)


@access.facilitator_verb
def part(request, workshop, pk):
    data = posts.checked(NewForm(request.POST))
    split(workshop, pk, data["postits"], data["name"], by=request.user)


@access.facilitator_verb
def paint(request, workshop, pk):
    colour(workshop, pk, posts.checked(NumberForm(request.POST))["number"], by=request.user)


@access.facilitator_verb
def move(request, workshop, pk):
    place(workshop, pk, posts.checked(NumberForm(request.POST))["number"], by=request.user)


@access.facilitator_verb
def out(request, workshop, pk):
    remove(workshop, pk, by=request.user)


urlpatterns = [
    *(path("", include(each.urlpatterns)) for each in (rounds, helping, dots)),
    path("suggestions/", include(suggesting.urlpatterns)),
    path("stacks/", include(stacks.urlpatterns)),
    path("<int:pk>/cards/", cards, name="cards"),
    path("new/", new, name="new"),
    path("make/", make, name="make"),
    path("where/<int:pk>/", where, name="where"),
    path("<int:pk>/", sheet, name="sheet"),
    path("<int:pk>/gather/", gather, name="gather"),
    path("<int:pk>/name/", name, name="name"),
    path("<int:pk>/into/", into, name="into"),
    path("<int:pk>/part/", part, name="part"),
    path("<int:pk>/paint/", paint, name="paint"),
    path("<int:pk>/move/", move, name="move"),
    path("<int:pk>/out/", out, name="out"),
]
