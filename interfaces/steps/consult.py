"""Step 7, consult: each member presents the reflection to the contact of an interface and gathers opinions.

A responsibility matrix (RACI) says who does what. The contact answers by a private link, or to a member who types the
answers in; it lasts days or weeks, away from the room. Over when every contact has answered.
"""

from datetime import timedelta
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.shortcuts import render
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, override

from interfaces import answers, invitations, raci
from interfaces.answers import AnswerForm, asked, keep
from interfaces.contact import answer
from interfaces.fit import grid
from interfaces.models import Consultation, Responsibility
from interfaces.raci import letter
from interfaces.shares import interface_of, looks_after
from workshop import access, posts
from workshop.change import Refused, change
from workshop.parts import stamp
from workshop.templatetags.typography import full_date

__all__ = ["answer", "letter"]  # rules of this step that live beside it

SLUG = "consult"
LETTER = gettext_noop(
    "The team “%(team)s” is deciding how it wants to work with the teams it serves, yours among them. We wrote down "
    "what we find acceptable and what we do not; please tell us what works for you, what you would change and what is "
    "impossible.\n\nIt takes three minutes on this page, without account or password:\n%(url)s\n\nThis link is yours "
    "alone and works until %(date)s.\n\nThank you!\n%(team)s"
)

# Rules


def invite(workshop, interface, by):
    """Make the private link of an interface's contact, the one before revoked. Returns its secret, told only now."""
    with change(workshop, by=by):
        return invitations.link_for(workshop, interface_of(workshop, interface))[1]


def revoke(workshop, interface, by):
    """Close the private link of an interface's contact, whatever became of that interface; what was answered stays."""
    with change(workshop, by=by):
        found = workshop.interfaces.filter(pk=getattr(interface, "pk", interface)).first()
        if found is None or not answers.close(found):
            raise Refused(_("There is no open link to close."))


def collect(person, interface, verdicts, expects, commits, echoes=None, version=None):
    """Type in what a contact said by word of mouth; `version` is the one seen. See answers.keep for the rest."""
    with change(person.workshop, by=person, during=SLUG) as workshop:
        interface = interface_of(workshop, interface)
        check_charge(person, interface)
        consultation = Consultation.objects.get_or_create(interface=interface)[0]
        if consultation.answered_at and not consultation.collected_by_id:
            raise Refused(_("The contact has answered in person: those words stay as they are."))
        if version not in (None, consultation.version):
            raise Refused(_("Somebody typed in answers meanwhile. Close this form and open it again to see them."))
        keep(consultation, verdicts, expects, commits, echoes, collector=person)


def check_charge(person, interface):
    """The pair in charge consults, and whoever carries the interface in the matrix."""
    carries = Responsibility.objects.filter(interface=interface, participant=person, letter__in=raci.CARRIES)
    if not looks_after(person, interface) and not carries.exists():
        raise Refused(_("Only those in charge of this client service type in its answers."), status=403)


# What is missing


def missing(workshop):
    _people, rows = raci.matrix(workshop)
    wrong = sum(bool(row.problems) for row in rows)
    waiting = [one.status for one in asked(workshop)]
    away = waiting.count(answers.TO_CONTACT)
    silent = waiting.count(answers.SENT) + waiting.count(answers.OPENED)
    lacks = [
        (wrong, ngettext("%d row of the matrix is to be checked.", "%d rows of the matrix are to be checked.", wrong)),
        (away, ngettext("%d client service is still to contact.", "%d client services are still to contact.", away)),
        (silent, ngettext("%d contact has not answered yet.", "%d contacts have not answered yet.", silent)),
    ]
    return [sentence % count for count, sentence in lacks if count]


# Screens


class CollectForm(AnswerForm):
    version = forms.IntegerField(required=False)

    def clean(self):
        self.version = self.cleaned_data.pop("version", None)
        super().clean()


def context(workshop):
    every = asked(workshop)
    return {"asked": every, "answered_count": sum(one.is_answered for one in every)}


def board(workshop):
    return {"columns": grid(workshop.interfaces.treated().count())[0]}


def phone(workshop):
    """What decides whose interfaces are whose, so that phones know when to ask again."""
    letters = Responsibility.objects.filter(interface__workshop=workshop).order_by("pk")
    given = list(letters.values_list("interface", "participant", "letter"))
    pairs = [(one.interface.pk, [person.pk for person in one.people]) for one in asked(workshop)]
    return {"charge": stamp(given, pairs)}


def console(workshop):
    people, rows = raci.matrix(workshop)
    return {"people": people, "rows": rows, "said": answers.answered(workshop), "missing": missing(workshop)}


def mine(person):
    given = person.responsibilities.select_related("interface")
    letters = {each.interface_id: each for each in given}
    carried = {pk for pk, each in letters.items() if each.letter in raci.CARRIES}
    every = asked(person.workshop)
    own = [one for one in every if person in one.people or one.interface.pk in carried]
    return {"own": own, "letters": letters, "said": answers.answered(person.workshop)}


@access.participant_page
def form(request, person, pk):
    """The sheet in which a member types a contact's answers."""
    interface = interface_of(person.workshop, pk)
    check_charge(person, interface)
    consultation = Consultation.objects.filter(interface=interface).first() or Consultation(interface=interface)
    values = {"workshop": person.workshop, "interface": interface, "consultation": consultation}
    return render(request, "steps/consult/collect.html", values | {"form": AnswerForm(consultation)})


@access.participant_verb
def gather(request, person, pk):
    interface = interface_of(person.workshop, pk)
    found = Consultation.objects.filter(interface=interface).first() or Consultation(interface=interface)
    typed = CollectForm(found, request.POST)
    posts.checked(typed)
    collect(person, interface, version=typed.version, **typed.answers())


@access.facilitator_verb
def link(request, workshop, pk):
    """Make the link, and show it this once, with a message to send."""
    interface = interface_of(workshop, pk)
    path_of_link = reverse("link", args=[invite(workshop, interface, by=request.user)])
    url = settings.ORIGINS[0] + path_of_link
    values = {"workshop": workshop, "interface": interface, "path": path_of_link, "url": url}
    return render(request, "steps/consult/link.html", values | {"mail": mail(workshop, interface, url)})


def mail(workshop, interface, url):
    """A `mailto:` address with a written message, in the contact's language."""
    contact = getattr(interface, "contact", None)
    with override(contact.language if contact else workshop.language):
        until = full_date(timezone.localdate() + timedelta(days=invitations.DAYS))
        facts = {"team": workshop.team.name, "service": interface.name, "url": url, "date": until}
        hello = _("Hello %s,") % contact.name if contact else _("Hello,")
        subject = _("Three minutes to talk about the work between %(team)s and %(service)s") % facts
        body = f"{hello}\n\n" + _(LETTER) % facts
    return f"mailto:{quote(contact.email if contact else '', '@')}?subject={quote(subject)}&body={quote(body)}"


@access.facilitator_verb
def shut(request, workshop, pk):
    revoke(workshop, pk, by=request.user)


urlpatterns = [
    path("form/<int:pk>/", form, name="form"),
    path("form/<int:pk>/collect/", gather, name="collect"),
    path("link/<int:pk>/", link, name="link"),
    path("link/<int:pk>/revoke/", shut, name="revoke"),
    path("", include("interfaces.raci")),
    path("", include("interfaces.wished")),
    path("", include("interfaces.invitations")),
]
