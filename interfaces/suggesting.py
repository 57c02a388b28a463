"""Step 5, what the computer suggests: read from what is on the wall, accepted or refused by the facilitator one by one.

Nothing of it is in a live context: the panel is asked for over HTTP by the console alone, so that no screen and no
gesture waits for it. The finding itself is in interfaces/suggestions/.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from workshop import access, posts
from workshop.change import Refused, change
from workshop.gestures import gesture
from workshop.parts import stamp
from workshop.reading import read_once
from workshop.text import TextField

from . import groups, stacks, wall
from .likeness import fold
from .models import Refusal
from .suggestions import cues, propose
from .suggestions.propose import MORE, SAME, THEME
from .suggestions.words import FRENCH

LENGTH = 60  # characters of a category's name

# Rules


def accept(workshop, theme, name, pks, left_out, by):
    """Put the loose post-its of a theme in the category of this name, made if there is none; `left_out` stay loose."""
    with change(workshop, by=by):
        groups.check(workshop)
        chosen = loose(workshop, pks)
        target = next((each for each in workshop.categories.all() if fold(each.name) == fold(name)), None)
        n, rows = chosen.count(), (workshop.categories.all(), chosen, workshop.refusals.all())
        with gesture(workshop, by, lambda: told(n, target, name), *rows):
            target = target or groups.add(workshop, name, groups.last(workshop) + 1)
            groups.put(chosen, target)
            refused(workshop, left_out, theme=theme, category=target)


def told(n, target, name):
    """The sentence of `n` post-its put in a category, or in a new one of that name."""
    return groups.told(n, target) if target else _("Made the category “%s”") % name


def extend(workshop, category, pks, left_out, by):
    """Put loose post-its in a category (primary key) that holds others like them."""
    with change(workshop, by=by):
        groups.check(workshop)
        target, chosen = groups.found(workshop, category), loose(workshop, pks)
        n = chosen.count()
        with gesture(workshop, by, lambda: groups.told(n, target), chosen, workshop.refusals.all()):
            groups.put(chosen, target)
            refused(workshop, left_out, category=target)


def refuse(workshop, kind, about, pks, by):
    """Never suggest this again: a theme here, these post-its for a category (primary key), or as one idea."""
    with change(workshop, by=by):
        groups.check(workshop)
        with gesture(workshop, by, lambda: _("Refused a suggestion"), workshop.refusals.all()):
            if kind == THEME:
                Refusal.objects.get_or_create(workshop=workshop, theme=about, postit=None)
            elif kind == MORE:
                refused(workshop, pks, category=groups.found(workshop, about))
            else:
                stacks.apart(workshop, pks[:1], pks[1:])


def loose(workshop, pks):
    """These post-its, if they are still in the tray."""
    chosen = groups.these(workshop, pks, category=None)
    if not chosen:
        raise Refused(_("These post-its have found a place meanwhile."))
    return chosen


def refused(workshop, pks, **what):
    """Keep that these post-its were refused for something. Call it inside a change."""
    rows = [Refusal(workshop=workshop, postit=card, **what) for card in workshop.postits.filter(pk__in=pks)]
    Refusal.objects.bulk_create(rows, ignore_conflicts=True)


# What is suggested


@read_once
def suggestions(workshop):
    """Suggestions (propose.py) with their `cards`, in the order in which they are shown; none before reveal."""
    shown, language = groups.with_cards(workshop), workshop.language
    known = {card.pk: card for card in wall.cards(workshop)}
    held = tuple(propose.Group(each.pk, each.name, noted(each.piles)) for each in shown["categories"])
    found = propose.propose(noted(shown["loose_piles"]), held, language, kept(workshop))
    return [(each, [known[pk] for pk in each.pks]) for each in found]


def noted(piles):
    return tuple(propose.Note(card.pk, card.text, card.polarity) for card in piles)


def kept(workshop):
    """What was refused in this workshop."""
    themes, twins, themed, placed = set(), set(), set(), set()
    for theme, category, postit, twin in workshop.refusals.values_list("theme", "category", "postit", "twin"):
        if postit is None:
            themes.add(theme)
        elif twin:
            twins.add(frozenset((postit, twin)))
        else:
            themed.add((theme, postit))
            placed.add((category, postit))
    return propose.Refused(*map(frozenset, (themes, twins, themed, placed)))


# Screens


class AskForm(forms.Form):
    """Which suggestion is looked at, and what the panel showed."""

    shown = forms.CharField(required=False, max_length=60)
    place = forms.IntegerField(required=False, min_value=0)
    stamp = forms.CharField(required=False, max_length=20)


class AnswerForm(AskForm):
    """An answer to one suggestion: `offered` are all its post-its, `postit` those that were kept."""

    kind = forms.ChoiceField(choices=[(each, each) for each in (SAME, MORE, THEME)])
    about = forms.SlugField(max_length=40)
    offered = forms.RegexField(r"^(?:\d{1,15} )*\d{1,15}$")

    def clean_offered(self):
        return [int(number) for number in self.cleaned_data["offered"].split()]

    def clean_about(self):
        about, is_theme = self.cleaned_data["about"], self.cleaned_data.get("kind") == THEME
        if about.partition("-")[0] not in cues.themes(FRENCH) if is_theme else not about.isdecimal():
            raise ValidationError(_("This page is out of date. Reload it: your text is kept."))
        return about if is_theme else int(about)


class AcceptForm(AnswerForm):
    name = TextField(limit=LENGTH, required=False)

    def clean(self):
        if self.cleaned_data.get("kind") == THEME and not self.cleaned_data.get("name"):
            self.add_error("name", _("Nothing is written yet. Write at least one word."))


def panel(request, workshop, asked):
    """The panel: the suggestion asked for, or the one that took its place, and a button for each other."""
    found = suggestions(workshop)
    keys = [each.key for each, _cards in found]
    place = keys.index(asked["shown"]) if asked["shown"] in keys else min(asked["place"] or 0, max(len(found) - 1, 0))
    seen = str(stamp(found, place, workshop.revealed_at))
    if request.method == "GET" and asked["stamp"] == seen:
        return HttpResponse(status=204)
    values = {
        "workshop": workshop,
        "found": found,
        "place": place,
        "stamp": seen,
        "total": wall.counts(workshop)["total"],
    }
    if found:
        values |= {"suggestion": found[place][0], "cards": found[place][1]}
    return render(request, "steps/categories/suggestions.html", values)


@access.facilitator_page
def show(request, workshop):
    return panel(request, workshop, posts.checked(AskForm(request.GET)))


@access.facilitator_verb
def yes(request, workshop):
    data = posts.checked(AcceptForm(request.POST))
    chosen = [pk for pk in data["offered"] if str(pk) in request.POST.getlist("postit")]
    left_out = [pk for pk in data["offered"] if pk not in chosen]
    if not chosen:
        raise Refused(_("Keep at least one post-it, or refuse the suggestion."))
    answered(workshop, data, chosen, left_out, request.user)
    return panel(request, workshop, data)


def answered(workshop, data, chosen, left_out, by):
    """Accept a suggestion of any kind."""
    if data["kind"] == SAME:
        stacks.stack(workshop, chosen, by=by, left_out=left_out)
    elif data["kind"] == MORE:
        extend(workshop, data["about"], chosen, left_out, by=by)
    else:
        accept(workshop, data["about"], data["name"], chosen, left_out, by=by)


@access.facilitator_verb
def no(request, workshop):
    data = posts.checked(AnswerForm(request.POST))
    refuse(workshop, data["kind"], data["about"], data["offered"], by=request.user)
    return panel(request, workshop, data)


urlpatterns = [
    path("", show, name="suggestions"),
    path("yes/", yes, name="accept-suggestion"),
    path("no/", no, name="refuse-suggestion"),
]
