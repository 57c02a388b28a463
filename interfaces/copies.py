"""A new workshop from an earlier one: people, mission, client services, minutes; nothing of what was said.

KINDS is the one list of what can be taken along: another kind is one more row and one more function here.
"""

from django import forms
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop import access, home, method, posts
from workshop.change import Refused, Repeated, change
from workshop.models import Participant, Timing

from .models import Contact, Interface

# Rules


def open_again(workshop, kinds, by):
    """A new workshop of the same team, led by `by`, with these kinds (keys of KINDS) taken along. Returns it."""
    with change(workshop, by=by):
        check_copied(workshop)
        new = home.open_workshop(by, workshop.team.name, workshop.language, workshop.team.organisation)
        new.title = workshop.title
        take_along(workshop, new, kinds)
        new.save()
    return new


def check_copied(workshop):
    """Refuse what is never copied."""
    if workshop.is_rehearsal:
        raise Refused(_("This is a rehearsal: begin from the workshop itself."))
    check_method(workshop)


def check_method(workshop):
    if method.is_table(workshop):
        raise Refused(_("A round of the reciprocal table is not copied: open the next round from the home page."))


def take_along(workshop, new, kinds):
    """Copy these kinds, in the order of KINDS. Call it inside a change."""
    for kind in KINDS:
        if kind in kinds:
            COPIES[kind](workshop, new)


def people(workshop, new):
    """Those who were expected or came become expected. Call it inside a change."""
    names = workshop.participants.expected().values_list("name", flat=True)
    Participant.objects.bulk_create(Participant(workshop=new, name=name) for name in names)


def mission(workshop, new):
    new.mission, new.mission_version = workshop.mission, 1


def services(workshop, new):
    """The list as it stood: its order, what was treated, the lasting team behind each. Call it inside a change."""
    for each in workshop.interfaces.standing():
        same = {"name": each.name, "client": each.client, "position": each.position, "treated": each.treated}
        Interface.objects.create(workshop=new, **same)


def contacts(workshop, new):
    """Whom to write to, and in which language, in the services taken along. Call it inside a change."""
    known = {each.name: each for each in new.interfaces.all()}
    for each in Contact.objects.filter(interface__in=workshop.interfaces.standing()).select_related("interface"):
        if each.interface.name in known:
            same = {"name": each.name, "email": each.email, "language": each.language}
            Contact.objects.create(interface=known[each.interface.name], **same)


def processes(workshop, new):
    """Those that the matrix names, without letters; one that serves one client service comes along with it alone.

    Call it inside a change.
    """
    known = {each.name: each for each in new.interfaces.all()}
    for each in workshop.named_processes.select_related("interface"):
        served = each.interface and known.get(each.interface.name)
        if served or not each.interface:
            new.named_processes.create(name=each.name, position=each.position, interface=served)


def timings(workshop, new):
    """The minutes that were planned, not what became of them. Call it inside a change."""
    same = workshop.timings.values_list("step", "planned")
    Timing.objects.bulk_create(Timing(workshop=new, step=slug, planned=n, minutes=n) for slug, n in same)


KINDS = {
    "people": gettext_lazy("The people expected"),
    "mission": gettext_lazy("The wording of the mission"),
    "services": gettext_lazy("The client services, their order and which are treated"),
    "contacts": gettext_lazy("Their contacts, with the language of each"),
    "processes": gettext_lazy("The processes of the responsibility matrix, each with the client service it is for"),
    "timings": gettext_lazy("The minutes planned for each step"),
}
COPIES = {
    "people": people,
    "mission": mission,
    "services": services,
    "contacts": contacts,
    "processes": processes,
    "timings": timings,
}

# Screens


class KindsForm(forms.Form):
    kinds = forms.MultipleChoiceField(choices=KINDS.items(), required=False)

    def clean_kinds(self):
        kinds = self.cleaned_data["kinds"]
        if "contacts" in kinds and "services" not in kinds:
            raise Refused(_("Contacts come with their client services: tick both, or neither."), status=422)
        return kinds


def found(workshop):
    """What there is of each kind: [(key, label, words to show)]."""
    standing = workshop.interfaces.standing()
    words = {
        "people": workshop.participants.expected().values_list("name", flat=True),
        "mission": [workshop.mission] if workshop.mission else [],
        "services": standing.values_list("name", flat=True),
        "contacts": Contact.objects.filter(interface__in=standing).order_by("pk").values_list("name", flat=True),
        "processes": workshop.named_processes.values_list("name", flat=True),
        "timings": [
            _("%(step)s: %(minutes)d min") % {"step": method.BY_SLUG[slug].name, "minutes": n}
            for slug, n in workshop.timings.order_by("pk").values_list("step", "planned")
        ],
    }
    return [(kind, label, list(words[kind])) for kind, label in KINDS.items()]


@access.facilitator_page
def again(request, workshop):
    check_method(workshop)
    return render(request, "again.html", {"workshop": workshop, "found": found(workshop)})


@access.facilitator_verb
def open_one(request, workshop):
    kinds = posts.checked(KindsForm(request.POST))["kinds"]
    try:
        return redirect("console", key=open_again(workshop, kinds, by=request.user).key)
    except Repeated:
        return redirect("home")  # it is there, the newest


urlpatterns = [
    path("w/<slug:key>/again/", again, name="again"),
    path("w/<slug:key>/again/open/", open_one, name="open-again"),
]
