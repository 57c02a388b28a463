"""Invitations by mail, shown before one or all are sent, to who has an address and no link yet. Part of step 7."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.db.models import F
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from workshop import access, calendars, held, letters, links, posts
from workshop.change import Refused, change
from workshop.gestures import gesture
from workshop.models import Letter, Link

from . import answers, mirror, wished
from .models import Asking, Consultation
from .shares import interface_of

TO_ANSWER = timedelta(days=14)  # from the first mail, unless the facilitator says otherwise
WHILE = timedelta(minutes=10)  # before a copy leaves
INVITATION, REMINDER, COPY = "invitation", "reminder", "copy"

# Rules


def send(workshop, interface, by):
    """Write to the contact of one interface; the link sent before stops working."""
    with change(workshop, by=by):
        write(workshop, interface_of(workshop, interface))


def send_all(workshop, by):
    """Write to every contact whom nothing was sent to yet. Returns how many."""
    with change(workshop, by=by):
        fresh = [each for each in recipients(workshop) if each.is_fresh]
        if not fresh:
            raise Refused(_("There is nobody left to write to: all are invited, or have no address."))
        for each in fresh:
            write(workshop, each.interface)
    return len(fresh)


def ask_by(workshop, day, by):
    """Say until when contacts are asked to answer."""
    with change(workshop, by=by), gesture(workshop, by, lambda: _("Set the day to answer by"), known(workshop)):
        if day <= timezone.localdate():
            raise Refused(_("Choose a day to come."), field="answer_by")
        Asking.objects.update_or_create(workshop=workshop, defaults={"answer_by": day})


def write(workshop, interface):
    """Make the link of an interface's contact, and the mail that carries it. Call it inside a change."""
    held.check(workshop)
    contact = getattr(interface, "contact", None)
    if contact is None or not contact.email:
        raise Refused(_("“%s” has no contact with an address: name one in step 3.") % interface.name)
    consultation, secret = link_for(workshop, interface, keeps_draft=keeps_draft(workshop, interface))
    day = Asking.objects.get_or_create(workshop=workshop, defaults={"answer_by": answer_by(workshop)})[0].answer_by
    letter(consultation, secret, INVITATION, str(consultation.link_id), day)


def post_copy(consultation):
    """Send the contact what a member typed in for them, in a while: corrections made until then are in it.

    None without an address, or while mails are held. Call it inside a change.
    """
    interface = consultation.interface
    contact = getattr(interface, "contact", None)
    if contact is None or not contact.email or interface.workshop.mails_held:
        return None
    interface.workshop.letters.filter(kind=COPY, link=consultation.link, sent_at=None).update(sealed="")
    if consultation.link and consultation.link.is_open and is_theirs(consultation.link, contact):
        secret, consultation.copied_at = links.another_secret(consultation.link), timezone.now()
        consultation.save(update_fields=["copied_at"])
    else:
        consultation, secret = link_for(interface.workshop, interface)
    said = {"heard": consultation, "lines": consultation.feedback.select_related("way")}
    said["echoed"] = [each for each in mirror.reflections(interface, mirror.CONSULT) if each.echo]
    key = f"{interface.pk}.{consultation.version}"
    written = letter(consultation, secret, COPY, key, answer_by(interface.workshop), **said)
    Letter.objects.filter(pk=written.pk).update(next_try_at=timezone.now() + WHILE)
    return written


def link_for(workshop, interface, keeps_draft=False):
    """(Consultation, secret) of a new private link for an interface's contact; the one before is closed.

    The first one settles the mirror, when nobody has. Call it inside a change.
    """
    if not Consultation.objects.filter(interface=interface).exclude(link=None).exists():
        wished.fill(workshop, interface)
    return answers.renew(interface, keeps_draft)


def keeps_draft(workshop, interface):
    """Whether what is begun behind the link may be found behind a new one: it goes to them, unread by anybody."""
    before = Consultation.objects.filter(interface=interface).exclude(link=None).select_related("link").first()
    return bool(before) and letters.sends(workshop) and is_theirs(before.link, interface.contact)


def is_theirs(link, contact):
    """Whether a link was sent to nobody else: undoing a change of contact gives back the one before, not their link."""
    return all(each.address == contact.email for each in link.letters.all())


def secret_for(workshop, interface, handed_by):
    """One more secret of the link that is open, or of a new one, for whoever hands it over. Call it inside a change."""
    consultation = Consultation.objects.filter(interface=interface).select_related("link").first()
    if not (consultation and consultation.link and consultation.link.is_open):
        consultation = link_for(workshop, interface)[0]
    elif consultation.collected_by_id:
        Consultation.objects.filter(pk=consultation.pk).update(copied_at=timezone.now(), version=F("version") + 1)
    return links.another_secret(consultation.link, handed_by)


def letter(consultation, secret, kind, key, day, **more):
    """Post one mail about a consultation to its contact. Call it inside a change."""
    interface, link = consultation.interface, consultation.link
    contact, workshop = interface.contact, interface.workshop
    values = {"service": interface.name, "url": links.url(secret), "until": link.expires_at, "answer_by": day, **more}
    return letters.post(
        workshop,
        kind,
        key,
        (contact.name, contact.email),
        contact.language,
        kind,
        values,
        calendar=deadline(consultation, contact.language, day) if kind == INVITATION else None,
        link=link,
        reminds=kind == REMINDER,
    )


def deadline(consultation, language, day):
    """The day to answer by, as a calendar file in the contact's language; it holds no secret."""
    interface = consultation.interface
    with override(language):
        title = _("Answer the team “%s”") % interface.workshop.team.name
        text = _("The private link is in the mail that brought this date.")
    return calendars.event(f"answer-{interface.workshop.key}-{interface.pk}", day, title, text)


# Questions


def known(workshop):
    return Asking.objects.filter(workshop=workshop)


def answer_by(workshop):
    """The day by which contacts are asked to answer."""
    asking = known(workshop).first()
    return asking.answer_by if asking else timezone.localdate() + TO_ANSWER


@dataclass
class Recipient:
    """A contact as the list before sending shows it; `letter` is the last mail about the link that is open."""

    asked: answers.Asked
    letter: Letter | None

    @property
    def interface(self):
        return self.asked.interface

    @property
    def contact(self):
        return getattr(self.interface, "contact", None)

    @property
    def has_address(self):
        return bool(self.contact and self.contact.email)

    pk = property(lambda self: self.interface.pk)
    name = property(lambda self: self.interface.name)
    status = property(lambda self: self.asked.status)
    label = property(lambda self: self.asked.label)
    is_invited = replaces = property(lambda self: self.asked.has_link)  # another mail carries another link

    @property
    def is_fresh(self):
        """Whether sending to all sends to this one."""
        return self.has_address and self.asked.status == answers.TO_CONTACT


def recipients(workshop):
    """A Recipient for each treated interface, in the facilitator's order."""
    last = last_letters(workshop)
    return [Recipient(one, last.get(one.interface.pk)) for one in answers.asked(workshop)]


def last_letters(workshop):
    """{interface's primary key: the last mail about its link}."""
    about = Letter.objects.filter(workshop=workshop, link__purpose=Link.CONTACT).order_by("pk")
    rows = Consultation.objects.filter(interface__workshop=workshop).exclude(link=None)
    interfaces = dict(rows.values_list("link", "interface"))
    return {interfaces[each.link_id]: each for each in about if each.link_id in interfaces}


# Screens


class DayForm(forms.Form):
    answer_by = forms.DateField()


@access.facilitator_page
def sheet(request, workshop):
    """Who would get a mail, with name, address and language, before any is sent."""
    return render(request, "letters/recipients.html", listed(workshop))


def listed(workshop):
    every = recipients(workshop)
    fresh = sum(each.is_fresh for each in every)
    values = {"workshop": workshop, "recipients": every, "fresh": fresh, "answer_by": answer_by(workshop)}
    return values | {"space": "consult", "sends": letters.sends(workshop)}


@access.facilitator_verb
def one(request, workshop, pk):
    send(workshop, pk, by=request.user)
    return render(request, "letters/recipients.html", listed(workshop))


@access.facilitator_verb
def every(request, workshop):
    send_all(workshop, by=request.user)
    return render(request, "letters/recipients.html", listed(workshop))


@access.facilitator_verb
def until(request, workshop):
    ask_by(workshop, posts.checked(DayForm(request.POST))["answer_by"], by=request.user)
    return render(request, "letters/recipients.html", listed(workshop))


urlpatterns = [
    path("invitations/", sheet, name="invitations"),
    path("invitations/send/", every, name="invite-all"),
    path("invitations/until/", until, name="ask-by"),
    path("invitations/<int:pk>/send/", one, name="invite"),
]
