"""The client service's private link at the review: score each commitment, look into the mirror, wish for more.

Three minutes on a phone, without script, in its language. The team's own scores are not in the page before the client
service has said what it thinks of that line, so that it answers for itself rather than to please, and the team's pair
answers before it can read the client service (scores.py): only two opinions given apart make a gap worth talking about.
"""

from django import forms
from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from interfaces import mirror
from interfaces.mirror import MirrorForm
from interfaces.models import Interface
from workshop import access, held, letters, links
from workshop.change import Refused, change
from workshop.models import Link
from workshop.text import TextField

from . import scores
from .models import Counterpart, Promise, Score

LINK_DAYS = 60  # to answer

# Rules


def invite_counterpart(workshop, interface, by, mail=False):
    """A private link by which a client service scores its promise. Returns its secret; the one before is void.

    With `mail`, its contact is written to.
    """
    with change(workshop, by=by):
        review = scores.standing(workshop)
        promise = get_object_or_404(Promise, version=review.version, interface=interface)
        contact = getattr(interface, "contact", None)
        if mail and not (contact and contact.email):
            raise Refused(_("“%s” has no contact with an address: name one in step 3.") % interface.name)
        if mail:
            held.check(workshop)
        seat, _new = Counterpart.objects.get_or_create(review=review, promise=promise)
        links.revoke(Link.objects.filter(pk=seat.link_id))
        seat.link, secret = links.make_link(workshop, Link.REVIEW, LINK_DAYS)
        seat.save()
        if mail:
            write(seat, contact, secret)
    return secret


def write(seat, contact, secret):
    """The mail that carries a link. Call it inside a change."""
    workshop, link = seat.link.workshop, seat.link
    known = {"service": seat.promise.interface.name, "url": links.url(secret), "until": link.expires_at}
    known |= {"number": seat.review.version.number}
    whom = (contact.name, contact.email)
    letters.post(workshop, "review-asks", str(link.pk), whom, contact.language, "review-asks", known, link=link)


def revoke_counterpart(workshop, interface, by):
    """Close the private link of a client service; what it answered stays."""
    with change(workshop, by=by):
        asked = Counterpart.objects.filter(review=scores.review_of(workshop), promise__interface=interface)
        if not links.revoke(Link.objects.filter(counterparts__in=asked)):
            raise Refused(_("There is no open link to close."))


def answer(link, verdicts, echoes=None, wishes=None):
    """What a client service says of its promise: {commitment key: (verdict, comment)}; the rest is left as it was.

    `echoes` is {sentence key: answer}; `wishes` what it would like to be promised next, None to leave it.
    """
    with change(link.workshop) as workshop:
        review = scores.standing(workshop)
        seat = link.counterparts.get()
        for line in seat.promise.commitments.promised().filter(pk__in=verdicts):
            verdict, comment = verdicts[line.pk]
            said = {"verdict": verdict, "comment": comment}
            Score.objects.update_or_create(commitment=line, side=Score.CLIENT, defaults=said)
        mirror.keep_echoes(seat.promise.interface, mirror.review_moment(review.version.number), echoes or {})
        seat.wishes = seat.wishes if wishes is None else wishes
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


class WholeForm(MirrorForm):
    """The mirror, and what is wished for: the questions that are not about a line."""

    wishes = TextField(limit=600, max_length=600, lines=8, required=False)

    def __init__(self, seat, data=None):
        moment = mirror.review_moment(seat.review.version.number)
        super().__init__(seat.promise.interface, moment, data, {"wishes": seat.wishes})


@links.link_page(Link.REVIEW)
def page(request, link):
    """GET shows the promise and what was answered so far; POST saves what is answered, and may be sent again."""
    seats = Counterpart.objects.select_related("review__version", "promise__interface")
    seat = get_object_or_404(seats, link=link)
    with override(language_of(request, seat.promise.interface)):
        posted = request.POST if request.method == "POST" else None
        lines = [(row, form_for(row, posted)) for row in rows_of(seat)]
        whole = WholeForm(seat, posted)
        if posted is not None and all([whole.is_valid(), *(form.is_valid() for _row, form in lines)]):
            return answer(link, judged(lines), whole.echoes(), whole.cleaned_data["wishes"])
        values = {"link": link, "workshop": link.workshop, "seat": seat, "lines": lines, "form": whole}
        values |= {"wrong": posted is not None}
        return render(request, "promises/counterpart.html", values, status=422 if values["wrong"] else 200)


def rows_of(seat):
    lines = seat.promise.commitments.promised().select_related("before").prefetch_related("scores", "before__scores")
    return [scores.row(line, scores.is_uncovered(seat.review)) for line in lines]


def form_for(row, posted):
    """The form of one line: what was posted, else what the client service said before."""
    score = row.said.get(Score.CLIENT)
    initial = {"verdict": score.verdict, "comment": score.comment} if score else {}
    return ScoreForm(posted, prefix=str(row.line.pk), initial=initial)


def judged(lines):
    """{commitment key: (verdict, comment)} of the lines that were scored."""
    said = {row.line.pk: (form.cleaned_data["verdict"], form.cleaned_data["comment"]) for row, form in lines}
    return {pk: given for pk, given in said.items() if given[0]}


def language_of(request, interface):
    """The contact's language, unless another one was chosen in this browser."""
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    contact = getattr(interface, "contact", None)
    return contact.language if contact and not chosen else get_language()


# The console


def interface_of(workshop, pk):
    return get_object_or_404(Interface, workshop=workshop, pk=pk)


@access.facilitator_verb
def link(request, workshop, pk):
    """The client service's link, shown this once."""
    interface = interface_of(workshop, pk)
    secret = invite_counterpart(workshop, interface, by=request.user)
    values = {"interface": interface, "address": links.url(secret), "path": reverse("link", args=[secret])}
    return render(request, "steps/review/link.html", values)


@access.facilitator_verb
def mail(request, workshop, pk):
    """The same, by mail: nobody reads the address here."""
    invite_counterpart(workshop, interface_of(workshop, pk), by=request.user, mail=True)


@access.facilitator_verb
def shut(request, workshop, pk):
    revoke_counterpart(workshop, interface_of(workshop, pk), by=request.user)


urlpatterns = [
    path("service/<int:pk>/link/", link, name="link"),
    path("service/<int:pk>/mail/", mail, name="mail"),
    path("service/<int:pk>/link/revoke/", shut, name="unlink"),
]
