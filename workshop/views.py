"""The screens, what keeps them true over HTTP, and the pages for when something is wrong."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from . import access, limits, live, method, watching
from .models import Workshop


def show(request, workshop, view, **mine):
    """A live screen's page: the shell around one rendering."""
    values = {
        "workshop": workshop,
        "view": view,
        "method": method.of(workshop),
        "revision": workshop.revision,  # before the content, as in live.render
        "now": timezone.now(),
        "screen": live.page(workshop, view, **mine),
    }
    with override(view.language):
        return render(request, "live.html", values)


@access.participant_page
@gzip_page  # a page carries no secret that others could make it repeat; its tokens are masked anew each time
def phone(request, person):
    view = live.View("phone", "", get_language())
    step = live.shown_step(person.workshop, view)
    return show(request, person.workshop, view, **own(person, step.module))


def own(person, module):
    """What one person's part of a step needs: never in a live context."""
    more = getattr(module, "mine", None)
    return {"person": person, **(more(person) if more else {})}


@access.participant_page
@gzip_page
def mine(request, person, step):
    return own_part(request, person, step)


def own_part(request, person, slug=None):
    """The person's own part (`#mine`) of a step: the answer to each of that person's POSTs."""
    row = method.BY_SLUG.get(slug or request.resolver_match.namespace) or live.shown_step(
        person.workshop, live.View("phone", "", "")
    )
    values = {
        "workshop": person.workshop,
        "step": row,
        **own(person, row.module),
    }
    return render(request, f"steps/{row.slug}/mine.html", values)


@require_safe
def watch(request, token):
    """The room's screen: exchange the watch link for this browser's session, so that the address holds no secret."""
    workshop = watching.watched(token)
    if workshop is None:
        raise Http404
    request.session[f"watch:{workshop.key}"] = workshop.watch_epoch
    return redirect("board", key=workshop.key)


@require_safe
def board(request, key):
    workshop = get_object_or_404(Workshop.objects.select_related("team"), key=key)
    if not watching.may_watch(request.session, request.user, workshop):
        raise Http404
    return show(request, workshop, live.View("board", "", workshop.language))


@access.facilitator_page
def console(request, workshop, step=""):
    if step and not method.own_step(workshop, step):
        raise Http404
    return show(request, workshop, live.View("console", step, get_language()), user=request.user)


@require_safe
def since(request, key, audience):
    """What a screen missed since its revision: 204, or one frame with every part it shows."""
    workshop, view = viewer(request, key, audience)
    if request.GET.get("revision") == str(workshop.revision) and request.GET.get("shown") == workshop.current_step:
        return HttpResponse(status=204)
    return HttpResponse(live.catch_up(workshop, view, request.GET.get("step", "")))


def viewer(request, key, audience):
    """(workshop, view) of a live screen that asks; 404 for whoever may not see it."""
    language = request.GET.get("language")
    if audience not in live.AUDIENCES or language not in dict(settings.LANGUAGES):
        raise Http404
    if audience == "phone":
        person = access.participant_of(request, key)
        access.slow_down(limits.LOOKS, person.pk)
        return person.workshop, live.View(audience, "", language)
    workshop = get_object_or_404(Workshop.objects.select_related("team"), key=key)
    if audience == "board" and watching.may_watch(request.session, request.user, workshop):
        return workshop, live.View(audience, "", language)
    if audience == "console" and request.user.is_authenticated:
        pinned = request.GET.get("pinned", "")
        workshop = access.facilitated(request.user, key)
        return workshop, live.View(audience, pinned if method.own_step(workshop, pinned) else "", language)
    raise Http404


def not_found(request, exception):
    return render(request, "wrong/404.html", status=404)


def forbidden(request, exception=None):
    return render(request, "wrong/403.html", status=403)


def stale(request, reason=""):
    """A POST without a valid CSRF token: nearly always a page that stayed open too long."""
    return render(request, "wrong/stale.html", status=403)


def bad_request(request, exception=None):
    if isinstance(exception, RequestDataTooBig):
        return render(request, "wrong/413.html", status=413)
    return render(request, "wrong/400.html", status=400)


def broken(request):
    return render(request, "wrong/500.html", status=500)
