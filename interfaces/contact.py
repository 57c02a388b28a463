"""The contact's page, by private link: three minutes, on a phone, without script. It shows one interface only."""

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from workshop import links
from workshop.change import Refused, change
from workshop.models import Link

from .answers import AnswerForm, keep
from .models import Consultation, Interface


def asked_by(link):
    """The consultation of a link, as long as its client service is treated."""
    treated = Interface.objects.treated().filter(workshop=link.workshop)
    return Consultation.objects.select_related("interface__pair").filter(link=link, interface__in=treated)


def answer(link, verdicts, expects, commits, echoes=None):
    """Answer, or answer again, as the contact: until the link closes. See answers.keep."""
    with change(link.workshop):
        consultation = asked_by(link).filter(link__revoked_at=None).first()
        if consultation is None:
            raise Refused(_("This link was replaced by a newer one. Use the last one you received."))
        keep(consultation, verdicts, expects, commits, echoes)


@links.link_page(Link.CONTACT)
def page(request, link):
    """GET shows, POST answers."""
    consultation = asked_by(link).first()
    if consultation is None:
        raise links.Gone
    with override(language(request, consultation)):
        form = AnswerForm(consultation, request.POST if request.method == "POST" else None)
        if form.is_valid():
            return answer(link, **form.answers())
        values = shown(link, consultation, form)
        return render(request, "interfaces/contact.html", values, status=422 if form.errors else 200)


def language(request, consultation):
    """The contact's own, unless they chose another on this page."""
    contact = getattr(consultation.interface, "contact", None)
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    return get_language() if chosen or contact is None else contact.language


def shown(link, consultation, form):
    pair = consultation.interface.pair
    return {
        "link": link,
        "team": link.workshop.team.name,
        "consultation": consultation,
        "interface": consultation.interface,
        "people": pair.people if pair else [],
        "form": form,
    }
