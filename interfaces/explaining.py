"""“It is mine, I will explain”: at the reveal, an author, and nobody else, may say so of a post-it.

Anonymous all the same: the wall says that its author will explain. The first name is kept, and shown, only when the
author chooses so; either is taken back with a tap.
"""

from django import forms
from django.db.models import F
from django.urls import path
from django.utils.translation import gettext as _

from workshop import access, posts
from workshop.change import Refused, change

from .models import Explanation, PostIt
from .written import OPEN, own

# Rules


def explain(person, pk, named):
    """Offer to explain one's own post-it, by name or without. Saying it again changes the choice."""
    with change(person.workshop, by=person, during=OPEN, unlinked=True) as workshop:
        if not workshop.revealed_at:
            raise Refused(_("The wall is still hidden: you can say so once it is revealed."))
        postit = own(person, pk)
        Explanation.objects.update_or_create(postit=postit, defaults={"by": person if named else None})
        seen_anew(postit)


def keep_quiet(person, pk):
    """Take the offer back, of a post-it that was set aside too; nothing is left of it."""
    with change(person.workshop, by=person, during=OPEN, unlinked=True):
        postit = own(person, pk, aside=True)
        Explanation.objects.filter(postit=postit).delete()
        seen_anew(postit)


def seen_anew(postit):
    """Its card says something else now. Call it inside a change."""
    PostIt.objects.filter(pk=postit.pk).update(version=F("version") + 1)


# Screens


class HowForm(forms.Form):
    how = forms.ChoiceField(choices=[(each, "") for each in ("named", "nameless", "quiet")])


@access.participant_verb
def say(request, person, pk):
    how = posts.checked(HowForm(request.POST))["how"]
    if how == "quiet":
        keep_quiet(person, pk)
    else:
        explain(person, pk, how == "named")


urlpatterns = [path("own/<int:pk>/explain/", say, name="explain")]
