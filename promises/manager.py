"""The manager's private link: the promise in force and the ones before it, to read, to download, to approve."""

from django import forms
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from workshop import links, posts
from workshop.change import Refused, change
from workshop.models import Link
from workshop.text import TextField

from . import content, versions
from .models import Signature

GRACE, LONGEST = 30, 13 * 31  # days that the link outlives the review, and lives at most

# Rules


def invite_manager(workshop, by):
    """A private link on the promise in force, open until a month after its review. Returns its secret."""
    with change(workshop, by=by):
        version = versions.in_force(workshop)
        if version is None:
            raise Refused(_("Seal the promise first: a manager reads what is promised, not a draft."))
        days = (version.review_on - timezone.localdate()).days + GRACE
        version.link, secret = links.make_link(workshop, Link.MANAGER, min(max(days, GRACE), LONGEST))
        version.save()
    return secret


def approve(link, name, role="", number=None):
    """Sign the version in force; `number` is the one that was read."""
    with change(link.workshop) as workshop:
        version = versions.in_force(workshop)
        if number not in (None, version.number):
            raise Refused(_("Version %d has been sealed meanwhile. Read it, then approve.") % version.number)
        if version.signatures.filter(name__iexact=name).exists():
            raise Refused(_("%s has already approved this version.") % name, field="name")
        Signature.objects.create(version=version, name=name, role=role, link=link)


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
        "signed": version.signatures.filter(link=link).exists(),
    }
