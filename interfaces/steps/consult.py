"""Step 7, consult: each member presents the reflection to the contact of an interface and gathers opinions.

A responsibility matrix (RACI) says who does what. The contact answers by a private link, or to a member who types the
answers in; it lasts days or weeks, away from the room. Over when every contact has answered.
"""

from django import forms
from django.shortcuts import render
from django.urls import include, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interfaces import answers, handed, invitations, raci, reminders, wished
from interfaces.answers import AnswerForm, asked, check_charge, consulted, keep
from interfaces.contact import answer
from interfaces.fit import grid
from interfaces.models import Consultation
from interfaces.raci import letter
from interfaces.shares import interface_of
from workshop import access, mailbox, posts
from workshop.change import Refused, change
from workshop.parts import stamp

__all__ = ["answer", "letter"]  # rules of this step that live beside it

SLUG = "consult"

# Rules


def invite(workshop, interface, by):
    """Make the private link of an interface's contact, the one before revoked. Returns its secret, told only now.

    The first one settles the mirror, when nobody has. Once answers were collected, it is the contact's copy of them.
    """
    with change(workshop, by=by):
        return invitations.link_for(workshop, interface_of(workshop, interface))[1]


def hand_over(person, interface):
    """For those in charge: a first link, or one more secret of the open one, as what was sent before still works."""
    with change(person.workshop, by=person, during=SLUG) as workshop:
        interface = interface_of(workshop, interface)
        check_charge(person, interface)
        return invitations.secret_for(workshop, interface, person.name)


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
        if consultation.answered_at and (consultation.confirmed_at or not consultation.collected_by_id):
            raise Refused(_("The contact has answered in person: those words stay as they are."))
        if version not in (None, consultation.version):
            raise Refused(_("Somebody typed in answers meanwhile. Close this form and open it again to see them."))
        keep(consultation, verdicts, expects, commits, echoes, collector=person)
        invitations.post_copy(consultation)


# What is missing


def missing(workshop):
    if not asked(workshop):
        return [_("No client service is chosen yet: choose them in step 3.")]
    columns, rows = raci.matrix(workshop)
    wrong = sum(bool(row.problems) for row in rows)
    heavy = sum(bool(column.too_much) for column in columns)
    waiting = [one.status for one in asked(workshop)]
    away = waiting.count(answers.TO_CONTACT)
    silent = waiting.count(answers.SENT) + waiting.count(answers.OPENED)
    mute = sum(one.interface.pk not in wished.mirrors(workshop) for one in asked(workshop))
    lacks = [
        (wrong, ngettext("%d row of the matrix is to be checked.", "%d rows of the matrix are to be checked.", wrong)),
        (
            heavy,
            ngettext("%d person carries too much of the matrix.", "%d people carry too much of the matrix.", heavy),
        ),
        (mute, ngettext("%d client service has no mirror.", "%d client services have no mirror.", mute)),
        (away, ngettext("%d client service is still to contact.", "%d client services are still to contact.", away)),
        (silent, ngettext("%d contact has not answered yet.", "%d contacts have not answered yet.", silent)),
    ]
    return (
        [sentence % count for count, sentence in lacks if count]
        + reminders.next_one(workshop)
        + mailbox.lacks(workshop)
    )


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
    letters = raci.given(workshop).exclude(participant=None).order_by("pk")
    given = list(letters.values_list("interface", "process__name", "participant", "letter"))
    pairs = [(one.interface.pk, [person.pk for person in one.people]) for one in asked(workshop)]
    return {"charge": stamp(given, pairs)}


def console(workshop):
    columns, rows = raci.matrix(workshop)
    asked_back = {"mirrors": wished.mirrors(workshop), "proposed": wished.proposed(workshop)}
    said = {"said": answers.answered(workshop), "missing": missing(workshop), "reminded": reminders.told(workshop)}
    return {"columns": columns, "rows": rows} | asked_back | said


def mine(person):
    given = list(person.responsibilities.select_related("process"))
    letters = {each.interface_id: each for each in given if each.interface_id}
    processes = [each for each in given if each.process_id]
    carried = {pk for pk, each in letters.items() if each.letter in raci.CARRIES}
    every = asked(person.workshop)
    own = [one for one in every if person in one.people or one.interface.pk in carried]
    told = {"said": answers.answered(person.workshop), "reminded": reminders.told(person.workshop)}
    return {"own": own, "letters": letters, "processes": processes} | told


# Private links


@access.facilitator_verb
def link(request, workshop, pk):
    """Make the link, and show it this once, with a message to send."""
    return handed.shown(request, workshop, interface_of(workshop, pk), invite(workshop, pk, by=request.user))


@access.participant_verb
def share(request, person, pk):
    """The same, for those in charge: on their phone, to be sent or scanned."""
    workshop = person.workshop
    return handed.shown(request, workshop, interface_of(workshop, pk), hand_over(person, pk), is_shared=True)


@access.facilitator_verb
def shut(request, workshop, pk):
    revoke(workshop, pk, by=request.user)


# Answers typed in for a contact


@access.participant_page
def form(request, person, pk):
    """The sheet in which a member types a contact's answers."""
    interface, consultation = consulted(person.workshop, pk)
    check_charge(person, interface)
    values = {"workshop": person.workshop, "interface": interface, "consultation": consultation}
    return render(request, "steps/consult/collect.html", values | {"form": AnswerForm(consultation)})


@access.participant_verb
def gather(request, person, pk):
    interface, consultation = consulted(person.workshop, pk)
    typed = CollectForm(consultation, request.POST)
    posts.checked(typed)
    collect(person, interface, version=typed.version, **typed.answers())


urlpatterns = [
    path("form/<int:pk>/", form, name="form"),
    path("form/<int:pk>/collect/", gather, name="collect"),
    path("link/<int:pk>/", link, name="link"),
    path("link/<int:pk>/share/", share, name="share"),
    path("link/<int:pk>/revoke/", shut, name="revoke"),
    path("", include("interfaces.invitations")),
    path("", include("interfaces.matrix")),
    path("", include("interfaces.telling")),
    path("", include("interfaces.wished")),
]
