"""The contact's page, by private link: three minutes, on a phone, without script. It shows one interface only.

What is filled in is kept as it goes, and found again through the same link on another device; it is an answer once it
is sent, and may be corrected until the link closes. What a member typed in for the contact is shown to be confirmed.
"""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from workshop import links
from workshop.change import Refused, change
from workshop.models import Link
from workshop.text import normalise

from . import drafts, mirror
from .answers import LONG, AnswerForm, keep
from .models import Consultation, Interface

# Rules


def answer(link, verdicts, expects, commits, echoes=None, handed_by=""):
    """Answer, or answer again, as the contact: until the link closes. See answers.keep."""
    with change(link.workshop):
        keep(standing(link), verdicts, expects, commits, echoes, handed_by=handed_by)


def put_by(link, fields, handed_by=""):
    """Keep what is filled in and not sent. See drafts.put."""
    with change(link.workshop, unlinked=True):
        drafts.put(standing(link), fields, bool(handed_by))


def confirm(link, handed_by=""):
    """Say, as the contact, that what a member typed in is right."""
    with change(link.workshop):
        consultation = standing(link)
        if not consultation.collected_by_id:
            raise Refused(_("There is nothing to confirm: you answered yourself."))
        consultation.confirmed_at, consultation.handed_by = timezone.now(), handed_by
        consultation.version += 1
        consultation.save()


def asked_by(link):
    """The consultation of a link, as long as its client service is treated."""
    treated = Interface.objects.treated().filter(workshop=link.workshop)
    found = Consultation.objects.select_related("interface__pair", "collected_by")
    return found.filter(link=link, interface__in=treated)


def standing(link):
    consultation = asked_by(link).filter(link__revoked_at=None).first()
    if consultation is None:
        raise Refused(_("This link was replaced by a newer one. Use the last one you received."))
    return consultation


# The page


@links.link_page(Link.CONTACT)
def page(request, link):
    """GET shows; POST answers, confirms, or puts by what is not sent yet."""
    consultation = asked_by(link).first()
    if consultation is None:
        raise links.Gone
    with override(language(request, consultation)):
        if request.method == "POST":
            return posted(request, link, consultation)
        wants_form = {"correct", "later"} & set(request.GET)
        begun = drafts.found(consultation, links.handed_by(request, link))
        if consultation.answered_at and not wants_form and not begun:
            return render(request, "interfaces/thanks.html", shown(link, consultation))
        values = shown(link, consultation, AnswerForm(consultation, typed=begun))
        return render(request, "interfaces/contact.html", values | {"later": "later" in request.GET})


def posted(request, link, consultation):
    handed = links.handed_by(request, link)
    if "confirm" in request.POST:
        return confirm(link, handed)
    form = AnswerForm(consultation, request.POST)
    if "later" in request.POST:
        fields = {name: normalise(request.POST[name])[:LONG] for name in form.fields if name in request.POST}
        put_by(link, fields, handed)
        return HttpResponse(status=204) if "X-Op" in request.headers else redirect(f"{request.path}?later=1")
    if form.is_valid():
        return answer(link, **form.answers(), handed_by=handed)
    return render(request, "interfaces/contact.html", shown(link, consultation, form), status=422)


def language(request, consultation):
    """The contact's own, unless they chose another on this page."""
    contact = getattr(consultation.interface, "contact", None)
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    return get_language() if chosen or contact is None else contact.language


def shown(link, consultation, form=None):
    pair = consultation.interface.pair
    values = {"link": link, "team": link.workshop.team.name, "consultation": consultation, "form": form}
    values |= {"interface": consultation.interface, "people": pair.people if pair else []}
    values["told"] = consultation.interface.expected.all()
    if form is None:
        feedback = list(consultation.feedback.select_related("way"))
        return values | {"feedback": feedback, "echoed": mirror.reflections(consultation.interface, mirror.CONSULT)}
    done, every = form.progress()
    return values | {"done": done, "every": every}
