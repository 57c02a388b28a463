"""The contact of an interface: who is consulted in the client service, where to write, and in which language."""

from django import forms
from django.utils.translation import gettext as _

from workshop.change import change
from workshop.gestures import gesture
from workshop.models import LANGUAGES
from workshop.text import TextField

from . import answers
from .clients import found
from .models import Contact


class ContactForm(forms.Form):
    name = TextField(limit=60)
    email = forms.EmailField(required=False, max_length=254)
    language = forms.ChoiceField(choices=LANGUAGES)


def name_contact(workshop, pk, name, email, language, by):
    """Name the contact of an interface, or correct what is known of them.

    The link that was sent to another name or address is closed.
    """
    with change(workshop, by=by):
        interface = found(workshop, pk)
        former = Contact.objects.filter(interface=interface).first()
        if former and (former.name, former.email) != (name, email):
            answers.close(interface)
        known = Contact.objects.filter(interface=interface)
        with gesture(workshop, by, lambda: _("Named the contact of “%s”") % interface.name, known):
            values = {"name": name, "email": email, "language": language}
            Contact.objects.update_or_create(interface=interface, defaults=values)
