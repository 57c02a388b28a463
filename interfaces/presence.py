"""Who of one's pair is here, and at which line: signs that last seconds (workshop/whispers.py). Part of step 6."""

from django import forms
from django.shortcuts import render
from django.urls import path

from workshop import access, posts, whispers
from workshop.models import Participant


def partners_of(person):
    """The others of one's pair."""
    mine = Participant.objects.filter(pairing__pair__members__participant=person, removed_at=None)
    return list(mine.exclude(pk=person.pk).order_by("pk"))


def presence(partners):
    """[(partner, is here, where)]: a line `way-12`, a field for new ones `add-5-yes`, or nothing."""
    signs = whispers.heard(partner.pk for partner in partners)
    return [(partner, partner.pk in signs, signs.get(partner.pk, "")) for partner in partners]


class SignForm(forms.Form):
    at = forms.RegexField(rf"^(?:way-\d{{1,19}}|add-\d{{1,19}}-(?:yes|no)|{whispers.GONE})$", required=False)


@access.participant_sign
def sign(request, person):
    partners = partners_of(person)
    where = posts.checked(SignForm(request.POST))["at"]
    whispers.say(person.workshop, person.pk, where, [partner.pk for partner in partners])
    values = {"workshop": person.workshop, "presence": presence(partners)}
    return render(request, "steps/ways/presence.html", values)


urlpatterns = [path("sign/", sign, name="sign")]
