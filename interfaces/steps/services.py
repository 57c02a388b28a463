"""Step 3, client services: who uses what our team produces?

All propose from their phones, the facilitator settles: merges what is said twice, renames, orders, names the contacts,
and chooses which services this workshop treats. Over when the list of interfaces stands.
"""

from django import forms
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interfaces import answers, clients, expectations
from interfaces.clients import counted, found, place, rows, sort
from interfaces.contacts import ContactForm, name_contact
from interfaces.doubles import keep_apart, merge, possible_doubles
from interfaces.models import Interface, Naming
from workshop import access, posts
from workshop.change import change, claim
from workshop.gestures import gesture
from workshop.models import LANGUAGES
from workshop.text import TextField

SLUG = "services"
LENGTH = 80  # characters of a name

# Rules


def propose(person, name):
    """Name a client service: a new card, or one more person on the card that says it already. Returns the Interface."""
    with change(person.workshop, by=person, during=SLUG) as workshop:
        interface = clients.named(workshop, name) or clients.add(workshop, name)
        Naming.objects.get_or_create(interface=interface, participant=person)
    return interface


def second(person, pk):
    """Say "me too" to a card, or take it back."""
    with change(person.workshop, by=person, during=SLUG) as workshop:
        naming, is_new = Naming.objects.get_or_create(interface=found(workshop, pk), participant=person)
        if not is_new:
            naming.delete()


def offer(workshop, name, by):
    """Put a service in the list oneself. Undone, it is dropped rather than deleted: others may point to it."""
    with change(workshop, by=by):
        clients.check_new(workshop, name)
        interface = clients.add(workshop, name, dropped_at=timezone.now())
        with gesture(workshop, by, lambda: _("Added “%s”") % name, rows(interface)):
            rows(interface).update(dropped_at=None)
    return Interface.objects.get(pk=interface.pk)


def rename(workshop, pk, name, version, by):
    """Correct a name; `version` is the one that was seen."""
    with change(workshop, by=by):
        interface = found(workshop, pk)
        clients.check_new(workshop, name, interface)
        said = {"old": interface.name, "new": name}
        with gesture(workshop, by, lambda: _("Renamed “%(old)s” to “%(new)s”") % said, rows(interface)):
            claim(interface, version, "name", name)
            interface.client = clients.client_of(workshop, name) if interface.treated else interface.client
            interface.save()


def drop(workshop, pk, by):
    """Take a service off the list. What was written about it stays, and comes back with it; its link is closed."""
    with change(workshop, by=by):
        interface = found(workshop, pk)
        with gesture(workshop, by, lambda: _("Dropped “%s”") % interface.name, rows(interface)):
            rows(interface).update(dropped_at=timezone.now())
            answers.close(interface)


def treat(workshop, pk, treated, by):
    """Choose whether this workshop deals with a service; treated, it is tied to a lasting team of the organisation."""
    with change(workshop, by=by):
        interface = found(workshop, pk)
        with gesture(workshop, by, lambda: told(treated) % interface.name, rows(interface)):
            if not treated:
                answers.close(interface)
            interface.treated = treated
            interface.client = clients.client_of(workshop, interface.name) if treated else interface.client
            interface.save()


def told(treated):
    return _("Chose to treat “%s”") if treated else _("Chose not to treat “%s”")


def treat_all(workshop, by):
    standing = workshop.interfaces.standing()
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Chose to treat the whole list"), standing):
        for interface in standing:
            rows(interface).update(treated=True, client=clients.client_of(workshop, interface.name))


# What is missing


def missing(workshop):
    standing = list(workshop.interfaces.standing().select_related("contact"))
    treated = [each for each in standing if each.treated]
    mute = sum(not hasattr(each, "contact") for each in treated)
    doubles = len(possible_doubles(workshop, standing))
    sentences = [
        (not treated, _("No client service is chosen yet: say which ones you treat.")),
        (mute, ngettext("%d service treated has no contact.", "%d services treated have no contact.", mute) % mute),
        (doubles, ngettext("%d pair of names may be one.", "%d pairs of names may be one.", doubles) % doubles),
    ]
    return [sentence for is_missing, sentence in sentences if is_missing]


# Screens


class NameForm(forms.Form):
    name = TextField(limit=LENGTH)


class RenameForm(NameForm):
    version = forms.IntegerField()


class NumberForm(forms.Form):
    number = forms.IntegerField(min_value=0, max_value=10**9)


def context(workshop):
    services = list(counted(workshop))
    return {
        "services": services,
        "treated_count": sum(each.treated for each in services),
        "suggestions": clients.suggestions(workshop, services),
    }


def board(workshop):
    """Biggest first, until the facilitator has ordered the list."""
    services = list(counted(workshop))
    ordered = any(each.position for each in services)
    density = next((level for level, most in enumerate((6, 12, 20, 35), 1) if len(services) <= most), 5)
    return {"services": services if ordered else clients.biggest_first(services), "density": density}


def console(workshop):
    services = list(counted(workshop).select_related("contact"))
    values = {"doubles": possible_doubles(workshop, services), "missing": missing(workshop)}
    return {"services": services, "expected": expectations.of(workshop), **values}


def mine(person):
    named_here = person.namings.filter(interface__dropped_at=None).values_list("interface", flat=True)
    return {"named": list(named_here)}


@access.participant_verb
def put(request, person):
    propose(person, posts.checked(NameForm(request.POST))["name"])


@access.participant_verb
def too(request, person, pk):
    second(person, pk)


@access.facilitator_page
def new(request, workshop):
    return render(request, "steps/services/new.html", {"workshop": workshop, **context(workshop)})


@access.facilitator_page
def sheet(request, workshop, pk, template):
    others = workshop.interfaces.standing().exclude(pk=pk)
    values = {"workshop": workshop, "service": found(workshop, pk), "others": others, "languages": LANGUAGES}
    return render(request, template, values)


@access.facilitator_verb
def offer_one(request, workshop):
    offer(workshop, posts.checked(NameForm(request.POST))["name"], by=request.user)


@access.facilitator_verb
def name(request, workshop, pk):
    data = posts.checked(RenameForm(request.POST))
    rename(workshop, pk, data["name"], data["version"], by=request.user)


@access.facilitator_verb
def into(request, workshop, pk):
    merge(workshop, pk, posts.checked(NumberForm(request.POST))["number"], by=request.user)


@access.facilitator_verb
def apart(request, workshop, pk):
    keep_apart(workshop, pk, posts.checked(NumberForm(request.POST))["number"], by=request.user)


@access.facilitator_verb
def move(request, workshop, pk):
    place(workshop, pk, posts.checked(NumberForm(request.POST))["number"], by=request.user)


@access.facilitator_verb
def order(request, workshop):
    sort(workshop, by=request.user)


@access.facilitator_verb
def out(request, workshop, pk):
    drop(workshop, pk, by=request.user)


@access.facilitator_verb
def choose(request, workshop, pk):
    treat(workshop, pk, bool(posts.checked(NumberForm(request.POST))["number"]), by=request.user)


@access.facilitator_verb
def choose_all(request, workshop):
    treat_all(workshop, by=request.user)


@access.facilitator_verb
def write(request, workshop, pk):
    data = posts.checked(ContactForm(request.POST))
    name_contact(workshop, pk, **data, by=request.user)


urlpatterns = [
    path("put/", put, name="put"),
    path("too/<int:pk>/", too, name="too"),
    path("new/", new, name="new"),
    path("offer/", offer_one, name="offer"),
    path("order/", order, name="order"),
    path("all/", choose_all, name="all"),
    path("<int:pk>/edit/", sheet, {"template": "steps/services/edit.html"}, name="edit"),
    path("<int:pk>/contact/", sheet, {"template": "steps/services/contact.html"}, name="contact"),
    path("<int:pk>/name/", name, name="name"),
    path("<int:pk>/into/", into, name="into"),
    path("<int:pk>/apart/", apart, name="apart"),
    path("<int:pk>/move/", move, name="move"),
    path("<int:pk>/out/", out, name="out"),
    path("<int:pk>/choose/", choose, name="choose"),
    path("<int:pk>/write/", write, name="write"),
]
