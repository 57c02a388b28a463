"""The manager's private link: the promise in force and the ones before it, to read, to download, to approve."""

from django import forms
from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from workshop import access, links, posts
from workshop.change import Refused, change
from workshop.models import Link
from workshop.text import TextField

from . import content, versions
from .models import Signatory, Signature

GRACE, LONGEST = 30, 13 * 31  # days that the link outlives the review, and lives at most

# Rules


def invite_manager(workshop, by):
    """A private link on the promise in force, open until a month after its review. Returns its secret.

    There is one at a time: the one before is closed.
    """
    with change(workshop, by=by):
        version = versions.in_force(workshop)
        if version is None:
            raise Refused(_("Seal the promise first: a manager reads what is promised, not a draft."))
        links.revoke(made(workshop))
        version.link, secret = links.make_link(workshop, Link.MANAGER, days_open(version))
        version.save()
    return secret


def days_open(version):
    """How many days a link on a version in force is open: until a month after its review."""
    days = (version.review_on - timezone.localdate()).days + GRACE
    return min(max(days, GRACE), LONGEST)


def revoke_manager(workshop, by):
    """Close the manager's link; what was approved stays."""
    with change(workshop, by=by):
        if not links.revoke(made(workshop)):
            raise Refused(_("There is no open link to close."))


def made(workshop):
    """The links that were ever made for the workshop's manager."""
    return workshop.links.filter(purpose=Link.MANAGER)


def has_link(workshop):
    return any(link.is_open for link in made(workshop))


def approve(link, name, role="", number=None):
    """Sign the version in force, once per link; `number` is the one that was read."""
    with change(link.workshop) as workshop:
        version = versions.in_force(workshop)
        if number not in (None, version.number):
            raise Refused(_("Version %d has been sealed meanwhile. Read it, then approve.") % version.number)
        if version.signatures.filter(name__iexact=name, party=Signatory.MANAGER).exists():
            raise Refused(_("%s has already approved this version.") % name, field="name")
        if version.signatures.filter(link=link).exists():
            raise Refused(_("Version %d was already approved by this link.") % version.number)
        Signature.objects.create(version=version, party=Signatory.MANAGER, name=name, role=role, link=link)


# The facilitator's side


@access.facilitator_verb
def link(request, workshop):
    """The manager's link, shown this once."""
    address = settings.ORIGINS[0] + reverse("link", args=[invite_manager(workshop, by=request.user)])
    return render(request, "steps/promise/link.html", {"workshop": workshop, "address": address})


@access.facilitator_verb
def shut(request, workshop):
    revoke_manager(workshop, by=request.user)


urlpatterns = [
    path("link/", link, name="link"),
    path("link/revoke/", shut, name="unlink"),
]


# The page


class ApprovalForm(forms.Form):
    name = TextField(limit=80, max_length=80)
    role = TextField(limit=80, max_length=80, required=False)
    number = forms.IntegerField()


@links.link_page(Link.MANAGER)
def page(request, link):
    """GET shows the version in force, or an earlier one by its number; POST approves the one in force."""
    if request.method == "POST":
        approve(link, **posts.checked(ApprovalForm(request.POST)))
        return redirect(request.path)
    sealed = list(link.workshop.versions.exclude(sealed_at=None).prefetch_related("signatures"))
    wanted = [each for each in sealed if str(each.number) == request.GET.get("version")]
    return render(request, "promises/manager.html", shown(link, sealed, (wanted or sealed)[-1]))


def shown(link, sealed, version):
    return content.of(version) | {
        "link": link,
        "workshop": link.workshop,
        "version": version,
        "in_force": sealed[-1],
        "sealed": sealed,
        "signed": version.signatures.filter(link=link).first(),
    }
