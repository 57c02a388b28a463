"""Step 4, post-its: for each client service, what would we like, and not like, them to say of our service?

Each member writes alone and silently from the phone, one idea per post-it. Hidden by the server until the facilitator
reveals; anonymous unless the team chose otherwise before the first one. Second thoughts may still come, marked as late,
until the ways of working begin. Over when everybody has finished.
"""

from uuid import UUID

from django import forms
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interfaces import aside, entered, explaining, paper, voices
from interfaces.aside import set_aside  # noqa: F401 -- a rule of this step
from interfaces.clients import treated
from interfaces.coverage import coverage
from interfaces.models import LIKE, POLARITIES, PostIt, Withdrawn
from interfaces.wall import counts, silent, wall
from interfaces.written import HARD, OPEN, SOFT, check_room, is_own, number, own, own_postits  # noqa: F401 -- is_own too
from workshop import access, posts, tags
from workshop.attendance import finished_count, has_finished, present_count
from workshop.change import Refused, Repeated, change, claim, operation
from workshop.prepared import NO_ID, Prepared
from workshop.text import TextField

SLUG = "postits"

SENT = Prepared(lambda room, op_id: PostIt.objects.filter(workshop=room, op_id=op_id).values_list("digest"), 0, NO_ID)
WITHDRAWN = Prepared(
    lambda room, op_id: Withdrawn.objects.filter(workshop=room, op_id=op_id).values_list("pk"), 0, NO_ID
)

# Rules


def add(person, polarity, interface, text, anonymous=False):
    """Write one post-it. `interface` is a treated Interface of the workshop, or None for all of them.

    `anonymous` is what the person's screen promised: refused when the rule has become another one meanwhile.
    """
    op_id, body = operation.get()
    with change(person.workshop, by=person, during=OPEN, unlinked=SENT) as workshop:
        if is_withdrawn(workshop, op_id):
            raise Repeated
        if anonymous and not workshop.anonymous:
            raise Refused(_("First names are now kept with post-its. Read the new rule, then decide to send or not."))
        check_room(workshop)
        voices.hear(person, first=not workshop.wall_begun)
        workshop.wall_begun = True
        return PostIt.objects.create(
            workshop=workshop,
            op_id=op_id,
            digest=body,
            polarity=polarity,
            interface=interface,
            text=text,
            author=None if workshop.anonymous else person,
            number=number(workshop),
            late=bool(workshop.revealed_at),
            owner_tag=tags.owner_tag(person.device, op_id),
        )


def is_withdrawn(workshop, op_id):
    """Whether its author took back what this operation wrote."""
    return bool(WITHDRAWN.rows(workshop.pk, UUID(op_id)))


def edit(person, pk, polarity, interface, text, version):
    """Change one's own post-it, as long as it is on nobody else's hands: `version` is the one that was seen."""
    with change(person.workshop, by=person, during=OPEN, unlinked=True):
        postit = own(person, pk)
        if (postit.text, postit.polarity, postit.interface) == (text, polarity, interface):
            return
        claim(postit, version, "text", text)
        postit.polarity, postit.interface = polarity, interface
        postit.save()


def withdraw(person, pk):
    """Delete one's own post-it; one that is gone already is as good."""
    with change(person.workshop, by=person, during=OPEN, unlinked=True) as workshop:
        if workshop.postits.filter(pk=pk).exists():
            postit = own(person, pk)
            workshop.withdrawn.create(op_id=postit.op_id)
            postit.delete()


def reveal(workshop, by):
    """Show everybody's post-its, from now on."""
    with change(workshop, by=by):
        workshop.revealed_at = workshop.revealed_at or timezone.now()


def name_authors(workshop, named, by):
    """Keep authors, or not: decided before the first post-it, since what was promised to its writer stands."""
    with change(workshop, by=by):
        if workshop.wall_begun:
            raise Refused(_("There are post-its already: they were written under today’s rule, which cannot change."))
        workshop.anonymous = not named


# What is missing


def missing(workshop):
    mute = len(silent(workshop))
    writing = present_count(workshop) - finished_count(workshop, SLUG)
    sentences = []
    if mute:
        sentences.append(
            ngettext("%d client service has no post-it.", "%d client services have no post-it.", mute) % mute
        )
    if writing > 0:
        sentences.append(ngettext("%d person has not finished.", "%d people have not finished.", writing) % writing)
    if not workshop.revealed_at:
        sentences.append(_("The post-its are still hidden."))
    return sentences


# Screens


class PostItForm(forms.Form):
    polarity = forms.ChoiceField(choices=POLARITIES)
    interface = posts.KeyField(required=False)
    text = TextField(limit=HARD, points=2000)


class WriteForm(PostItForm):
    """`anonymous` is the rule that the page shows; one that says nothing is held to have promised it."""

    anonymous = forms.BooleanField(required=False)

    def clean_anonymous(self):
        return self.data.get("anonymous") != "0"


class EditForm(PostItForm):
    version = forms.IntegerField()


class NamedForm(forms.Form):
    named = forms.BooleanField(required=False)


def asked(workshop, form):
    """The form's post-it: {polarity, interface, text}. Refused when its client service is no longer treated."""
    data = posts.checked(form)
    interface = workshop.interfaces.treated().filter(pk=data["interface"]).first() if data["interface"] else None
    if data["interface"] and interface is None:
        raise Refused(_("This client service is no longer in the list: choose another, or all."), field="interface")
    return {"polarity": data["polarity"], "interface": interface, "text": data["text"]}


def context(workshop):
    return {
        "services": treated(workshop),
        "present_count": present_count(workshop),
        "finished_count": finished_count(workshop, SLUG),
        **counts(workshop),
        "soft": SOFT,
        "hard": HARD,
    }


def board(workshop):
    return wall(workshop)


def console(workshop):
    told = {"missing": missing(workshop), "voices": voices.said(workshop), "LIKE": LIKE}
    return told | paper.printed(workshop) | wall(workshop) | coverage(workshop) | aside.unread(workshop)


def mine(person):
    written = own_postits(person)
    if written:
        voices.met(person)
    return {"own_postits": written, "done": has_finished(person, SLUG), "LIKE": LIKE}


@access.participant_verb
def write(request, person):
    form = WriteForm(request.POST)
    add(person, **asked(person.workshop, form), anonymous=form.cleaned_data["anonymous"])


@access.participant_page
def later(request, person):
    """In the next step: one more idea, and one's own post-its."""
    values = {"workshop": person.workshop, "elsewhere": True, "soft": SOFT, "hard": HARD, **mine(person)}
    return render(request, "steps/postits/later.html", values | {"services": treated(person.workshop)})


@access.participant_page
def sheet(request, person, pk):
    values = {"postit": own(person, pk), "workshop": person.workshop, "polarities": POLARITIES}
    values |= {"services": treated(person.workshop), "elsewhere": person.workshop.current_step != SLUG}
    return render(request, "steps/postits/edit.html", values)


@access.participant_verb
def change_own(request, person, pk):
    form = EditForm(request.POST)
    edit(person, pk, version=posts.checked(form)["version"], **asked(person.workshop, form))


@access.participant_verb
def delete_own(request, person, pk):
    withdraw(person, pk)


@access.facilitator_verb
def show(request, workshop):
    reveal(workshop, by=request.user)


@access.facilitator_verb
def named(request, workshop):
    name_authors(workshop, posts.checked(NamedForm(request.POST))["named"], by=request.user)


urlpatterns = [
    path("write/", write, name="write"),
    path("later/", later, name="later"),
    path("own/<int:pk>/", sheet, name="sheet"),
    path("own/<int:pk>/change/", change_own, name="change"),
    path("own/<int:pk>/delete/", delete_own, name="delete"),
    path("show/", show, name="show"),
    path("named/", named, name="named"),
    *aside.urlpatterns,
    *entered.urlpatterns,
    *paper.urlpatterns,
    *explaining.urlpatterns,
]
