"""Step 6, ways of working: pairs share the interfaces out, and say for each what is acceptable and what is not.

Pairs are drawn among those present (one trio when the count is odd), composed by the facilitator, or choose each other.
Only the pair in charge of an interface writes its two lists, from its phones. Over when every interface has both lists.
"""

from django import forms
from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import include, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interfaces import choosing, expectations, fit, origins
from interfaces.absent import away
from interfaces.models import WayOfWorking
from interfaces.pairs import assign, draw, draw_rest, pair_up, pairs, redraw, share_out, unpaired
from interfaces.presence import presence
from interfaces.shares import charged, interface_of, shares
from interfaces.spotlight import lit_service
from interfaces.wishes import kept_apart, names_of, strangers
from workshop import access, posts
from workshop.attendance import finished_count, has_finished, present_count
from workshop.change import Refused, change, claim
from workshop.parts import stamp
from workshop.text import TextField
from workshop.views import own_part

__all__ = ["assign", "draw", "draw_rest", "pair_up", "redraw", "share_out"]  # rules of this step that live beside it

SLUG = "ways"
LENGTH = 280  # characters of one line
MOST = 40  # lines of one list

# Rules: the pair's


def write(person, interface, acceptable, text, postits=(), categories=()):
    """Add a line to one of the two lists; `postits` and `categories` are those (primary keys) it was made from."""
    with change(person.workshop, by=person, during=SLUG) as workshop:
        interface = charged(person, interface_of(workshop, interface))
        lines = interface.ways.filter(acceptable=acceptable)
        if lines.count() >= MOST:
            raise Refused(_("This list has %d lines, the most there can be. Merge some first.") % MOST)
        last = lines.last()
        position = last.position + 1 if last else 0
        way = WayOfWorking.objects.create(interface=interface, acceptable=acceptable, text=text, position=position)
        origins.link(way, [getattr(each, "pk", each) for each in postits], categories)
        return way


def edit(person, pk, text, version):
    """Change a line; `version` is the one that was seen, so that no partner's words are lost."""
    with change(person.workshop, by=person, during=SLUG):
        way = own(person, pk)
        claim(way, version, "text", text)
        way.save()


def remove(person, pk):
    with change(person.workshop, by=person, during=SLUG):
        way = own(person, pk)
        if way.feedback.exists():
            raise Refused(_("A contact has already answered this line. Change its words rather than deleting it."))
        way.delete()


def own(person, pk):
    """A line of an interface that this person looks after; Refused otherwise, and when it is gone."""
    way = WayOfWorking.objects.select_related("interface").filter(interface__workshop=person.workshop, pk=pk).first()
    if way is None:
        raise Refused(_("Somebody in your pair deleted this line meanwhile."))
    charged(person, way.interface)
    return way


# What is missing


def missing(workshop):
    """Sentences: what the lists lack, then who is not yet where they should be."""
    lacks = [*lists_lacking(workshop), *people_lacking(workshop)]
    return [sentence % count for count, sentence in lacks if count]


def lists_lacking(workshop):
    lists = Count("ways", filter=Q(ways__acceptable=True)), Count("ways", filter=Q(ways__acceptable=False))
    rows = list(workshop.interfaces.treated().annotate(yes=lists[0], no=lists[1]).values_list("pair", "yes", "no"))
    orphans, no_yes, no_no = (sum(not row[column] for row in rows) for column in range(3))
    yield orphans, ngettext("%d client service has no pair.", "%d client services have no pair.", orphans)
    yield (
        no_yes,
        ngettext(
            "%d client service has nothing acceptable yet.", "%d client services have nothing acceptable yet.", no_yes
        ),
    )
    yield (
        no_no,
        ngettext(
            "%d client service has nothing unacceptable yet.",
            "%d client services have nothing unacceptable yet.",
            no_no,
        ),
    )


def people_lacking(workshop):
    alone, foreign = len(unpaired(workshop)), len(strangers(workshop, shares(workshop)))
    yield alone, ngettext("%d person is in no pair.", "%d people are in no pair.", alone)
    yield (
        foreign,
        ngettext(
            "%d client service is with a pair that does not work with it.",
            "%d client services are with pairs that do not work with them.",
            foreign,
        ),
    )


# Screens


class LineForm(forms.Form):
    text = TextField(limit=LENGTH)


class WriteForm(LineForm):
    acceptable = forms.TypedChoiceField(choices=[("yes", ""), ("no", "")], coerce=lambda value: value == "yes")
    postit = posts.KeyField(required=False)
    category = posts.KeyField(required=False)


class EditForm(LineForm):
    version = forms.IntegerField()


def context(workshop):
    return {
        "pairs": pairs(workshop),
        "choosing": choosing.is_open(workshop),
        "unpaired": unpaired(workshop),
        "finished_count": finished_count(workshop, SLUG),
        "present_count": present_count(workshop),
    }


def board(workshop):
    every = shares(workshop)
    alone = [share for share in every if share.interface.pk == lit_service(workshop)]
    return {"layout": fit.layout(alone or every), "spot_here": bool(alone)}


def phone(workshop):
    return {"shares": shares(workshop), "offers": choosing.offers_stamp(workshop)}


def console(workshop):
    every = shares(workshop)
    return {
        "shares": every,
        "missing": missing(workshop),
        "lit_service": lit_service(workshop),
        "knowing": names_of(workshop),
        "strangers": strangers(workshop, every),
        "apart_count": len(kept_apart(workshop)),
        "away": list(away(workshop)),
    }


def mine(person):
    workshop = person.workshop
    own_shares = [share for share in shares(workshop) if person in share.people]
    for share in own_shares:
        share.groups = origins.groups(workshop, share.interface)
    pair = next((pair for pair in pairs(workshop) if person in pair.people), None)
    partners = [other for other in pair.people if other != person] if pair else []
    chosen = choosing.choice(person)
    return {
        "pair": pair,
        "partners": partners,
        "presence": presence(partners),
        "choice": chosen,
        "services": list(workshop.interfaces.treated()),
        "known": set(person.acquaintances.values_list("interface", flat=True)),
        "own_shares": own_shares,
        "expected": expectations.of(workshop),
        "standing": standing(workshop, pair, own_shares, chosen),
        "done": has_finished(person, SLUG),
    }


def standing(workshop, pair, own_shares, chosen):
    """What a person's part rests on apart from lines: while it stands, only the lists are fetched again."""
    names = [person.name for person in pair.people] if pair else []
    cards = [[card.pk for group in share.groups for card in group.postits] for share in own_shares]
    rests = [(share.interface.pk, share.interface.name) for share in own_shares]
    return str(stamp(names, rests, cards, chosen, bool(workshop.revealed_at)))


@access.participant_page
def again(request, person):
    """What came while this person was here: only the lines as long as that is enough, so that no typing is lost."""
    values = mine(person)
    if request.GET.get("standing") != values["standing"]:
        return own_part(request, person)
    response = render(request, "steps/ways/again.html", values | {"workshop": person.workshop, "oob": True})
    response["HX-Reswap"] = "none"
    return response


@access.participant_verb
def add(request, person, interface):
    data = posts.checked(WriteForm(request.POST))
    postits, categories = ([data[kind]] if data[kind] else [] for kind in ("postit", "category"))
    write(person, interface, data["acceptable"], data["text"], postits, categories)


@access.participant_page
def line(request, person, pk):
    way = own(person, pk)
    categories, postits = origins.of_line(way)
    values = {"way": way, "categories": categories, "postits": postits, "workshop": person.workshop}
    return render(request, "steps/ways/line.html", values)


@access.participant_verb
def change_line(request, person, pk):
    data = posts.checked(EditForm(request.POST))
    edit(person, pk, data["text"], data["version"])


@access.participant_verb
def delete_line(request, person, pk):
    remove(person, pk)


urlpatterns = [
    path("again/", again, name="again"),
    path("add/<int:interface>/", add, name="add"),
    path("line/<int:pk>/", line, name="line"),
    path("line/<int:pk>/change/", change_line, name="change"),
    path("line/<int:pk>/delete/", delete_line, name="delete"),
    *(
        path("", include(f"interfaces.{noun}"))
        for noun in ("pairs", "choosing", "wishes", "absent", "origins", "presence")
    ),
]
