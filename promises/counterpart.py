"""The client service's private link at the review: score each commitment of its promise, in a page without script."""

from django import forms
from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from workshop import links
from workshop.change import Refused, change
from workshop.models import Link
from workshop.text import TextField

from . import scores
from .models import Counterpart, Promise, Score

LINK_DAYS = 60  # to answer

# Rules


def invite_counterpart(workshop, interface, by):
    """A private link by which a client service scores its promise. Returns its secret; the one before is void."""
    with change(workshop, by=by):
        review = scores.standing(workshop)
        promise = get_object_or_404(Promise, version=review.version, interface=interface)
        seat, _new = Counterpart.objects.get_or_create(review=review, promise=promise)
        links.revoke(Link.objects.filter(pk=seat.link_id))
        seat.link, secret = links.make_link(workshop, Link.REVIEW, LINK_DAYS)
        seat.save()
    return secret


def revoke_counterpart(workshop, interface, by):
    """Close the private link of a client service; what it answered stays."""
    with change(workshop, by=by):
        asked = Counterpart.objects.filter(review=scores.review_of(workshop), promise__interface=interface)
        if not links.revoke(Link.objects.filter(counterparts__in=asked)):
            raise Refused(_("There is no open link to close."))


def answer(link, verdicts):
    """What a client service says of its promise: {commitment key: (verdict, comment)}; the rest is left as it was."""
    with change(link.workshop) as workshop:
        scores.standing(workshop)
        seat = link.counterparts.get()
        for line in seat.promise.commitments.promised().filter(pk__in=verdicts):
            verdict, comment = verdicts[line.pk]
            said = {"verdict": verdict, "comment": comment}
            Score.objects.update_or_create(commitment=line, side=Score.CLIENT, defaults=said)
        seat.answered_at = timezone.now()
        seat.save()


# The page


class ScoreForm(forms.Form):
    verdict = forms.ChoiceField(choices=Score.VERDICTS, required=False)
    comment = TextField(limit=600, max_length=600, lines=8, required=False)

    def clean(self):
        if self.cleaned_data.get("comment") and not self.cleaned_data.get("verdict"):
            self.add_error("verdict", _("Choose kept, partly or not kept for the line you comment."))
        return self.cleaned_data


@links.link_page(Link.REVIEW)
def page(request, link):
    """GET shows the promise and what was answered so far; POST saves what is answered, and may be sent again."""
    seat = get_object_or_404(Counterpart.objects.select_related("review__version", "promise__interface"), link=link)
    with override(language_of(request, seat.promise.interface)):
        posted = request.POST if request.method == "POST" else None
        forms_by_line = [(line, form_for(line, posted)) for line in lines_of(seat)]
        valid = posted is not None and all(form.is_valid() for _line, form in forms_by_line)
        if valid:
            answer(link, {line.pk: said(form) for line, form in forms_by_line if form.cleaned_data["verdict"]})
            return redirect(request.path)
        values = {"link": link, "workshop": link.workshop, "seat": seat, "lines": forms_by_line}
        return render(request, "promises/counterpart.html", values, status=200 if posted is None else 422)


def lines_of(seat):
    return seat.promise.commitments.promised().prefetch_related("scores")


def form_for(line, posted):
    """The form of one line: what was posted, else what the client service said before."""
    score = scores.by_side(line).get(Score.CLIENT)
    initial = {"verdict": score.verdict, "comment": score.comment} if score else {}
    return ScoreForm(posted, prefix=str(line.pk), initial=initial)


def said(form):
    return form.cleaned_data["verdict"], form.cleaned_data["comment"]


def language_of(request, interface):
    """The contact's language, unless another one was chosen in this browser."""
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    contact = getattr(interface, "contact", None)
    return contact.language if contact and not chosen else get_language()
