"""What a contact has filled in and not sent: it lives as long as their link, and no screen of the team shows it.

Through a link that somebody of the team handed over, only what was filled in that way is found: whoever handed it over
can open it too, and must not read there what the contact began elsewhere.
"""

from django.db.models import Q
from django.utils import timezone

from workshop.change import change
from workshop.models import Workshop

from .models import Draft

# Rules


def put(consultation, fields, handed):
    """Keep {name of a field: text}; those that are not given stay as they were. Call it inside a change."""
    known = {"consultation": consultation, "handed": handed}
    draft = Draft.objects.get_or_create(**known, defaults={"at": timezone.now()})[0]
    draft.fields, draft.at = draft.fields | fields, timezone.now()
    draft.save()


def sent(consultation, handed):
    """It is an answer now: what was begun elsewhere stays when the answer came by a link that was handed over.

    Call it inside a change.
    """
    own = consultation.drafts.filter(handed=True)
    (own if handed else consultation.drafts.all()).delete()


def forget(interface):
    """Nobody may find it any more. Call it inside a change."""
    Draft.objects.filter(consultation__interface=interface).delete()


def sweep(now):
    """Forget what was filled in behind links that are past their date; called every minute."""
    over = Q(consultation__link__expires_at__lte=now) | Q(consultation__link=None)
    over |= Q(consultation__link__revoked_at__isnull=False)
    rooms = Draft.objects.filter(over).values("consultation__interface__workshop")
    for workshop in Workshop.objects.filter(pk__in=rooms):
        with change(workshop):
            Draft.objects.filter(over, consultation__interface__workshop=workshop).delete()


# Question


def found(consultation, handed):
    """{name of a field: text} that this page may show; what came by a mail stands before what came by hand."""
    rows = consultation.drafts.order_by("-handed")
    fields = (row.fields for row in (rows.filter(handed=True) if handed else rows))
    return {name: text for each in fields for name, text in each.items()}
