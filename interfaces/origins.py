"""What a way of working is made from: post-its and categories that speak of its interface. Part of step 6."""

from typing import NamedTuple

from django.shortcuts import get_object_or_404, render
from django.urls import path

from workshop import access

from .models import DISLIKE, LIKE, Category
from .shares import charged, interface_of, sources
from .wall import cards


class Group(NamedTuple):
    """A category, None for what is in none, and its post-its that speak of one interface or of all."""

    category: Category | None
    postits: list


def groups(workshop, interface):
    """The Groups of an interface, in the order of categories; none before the wall is revealed."""
    here = [card for card in cards(workshop) if card.interface_id in (interface.pk, None)]
    rows = [*workshop.categories.all(), None] if here else []
    every = [Group(row, [card for card in here if card.category_id == (row and row.pk)]) for row in rows]
    return [group for group in every if group.postits]


def link(way, postits, categories):
    """Keep what a line was made from (primary keys), as far as it speaks of its interface. Call it inside a change."""
    known = sources(way.interface.workshop, way.interface)
    way.postits.set(known.filter(pk__in=postits))
    way.categories.set(way.interface.workshop.categories.filter(pk__in=categories, postits__in=known).distinct())


def of_line(way):
    """(the categories, the post-its that are on the wall) a line was made from."""
    return list(way.categories.all()), list(way.postits.on_the_wall())


# Screens


@access.participant_page
def postit(request, person, interface, pk):
    """A post-it, about to become a line."""
    found = charged(person, interface_of(person.workshop, interface))
    said = get_object_or_404(sources(person.workshop, found), pk=pk)
    return sheet(request, person, found, {"postit": said, "acceptable": said.polarity == LIKE})


@access.participant_page
def category(request, person, interface, pk):
    """A category, about to become a line."""
    found = charged(person, interface_of(person.workshop, interface))
    said = sources(person.workshop, found).filter(category=pk)
    named = get_object_or_404(person.workshop.categories.filter(postits__in=said).distinct(), pk=pk)
    liked = said.exclude(polarity=DISLIKE).exists()
    return sheet(request, person, found, {"category": named, "postits": said, "acceptable": liked})


def sheet(request, person, interface, made_from):
    values = {"workshop": person.workshop, "interface": interface, **made_from}
    return render(request, "steps/ways/source.html", values)


urlpatterns = [
    path("source/<int:interface>/<int:pk>/", postit, name="source"),
    path("source/<int:interface>/category/<int:pk>/", category, name="source-category"),
]
