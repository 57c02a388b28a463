"""Stop the reminders of a workshop, by the address at the foot of each mail: GET shows, POST acts."""

from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from .change import change
from .letters import told
from .models import Stopped, Workshop
from .posts import operated, played

# Rule


def stop(workshop, who):
    """No more reminders of this workshop to somebody (letters.who of their address)."""
    with change(workshop):
        Stopped.objects.get_or_create(workshop=workshop, who=who)


# Page


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, token):
    try:
        pk, who, language = told(token)
    except BadSignature:
        raise Http404 from None
    workshop = Workshop.objects.select_related("team").filter(pk=pk).first()
    if workshop is None:
        raise Http404
    if request.method == "POST":
        with operated(request):
            played(stop, workshop, who)
        return redirect(request.path)
    with override(language):
        values = {"team": workshop.team.name, "done": workshop.stopped.filter(who=who).exists()}
        response = render(request, "stop.html", values)
    response["Referrer-Policy"] = "strict-origin"
    return response
