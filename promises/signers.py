"""Who is to sign a version, and how far each of them is: the team's lead, each client service, the management."""

from dataclasses import dataclass, field

from interfaces.models import Contact
from workshop.models import Letter, Link

from . import manager
from .models import Signatory

NO_PROMISE = 0  # in the place of a promise's key: the team's lead signs for all of them


@dataclass
class Party:
    """Somebody who is to sign a version; `promise` is NO_PROMISE but for a contact."""

    party: str
    promise: int = NO_PROMISE
    service: str = ""
    contact: Contact | None = None
    link: Link | None = None
    signatures: list = field(default_factory=list)

    @property
    def key(self):
        return f"{self.party}-{self.promise}"

    @property
    def expected(self):
        """The name of the contact, empty when nobody is named."""
        return self.contact.name if self.contact else ""

    @property
    def has_address(self):
        return bool(self.contact and self.contact.email)

    @property
    def letter(self):
        """The last mail about the link, None when it went another way."""
        return Letter.objects.filter(link=self.link).first() if self.link else None

    @property
    def state(self):
        """`signed`, else how far the link is: `opened`, `sent`, `closed`, `none`."""
        if self.signatures or self.link is None:
            return "signed" if self.signatures else "none"
        if not self.link.is_open:
            return "closed"
        return "opened" if self.link.opened_at else "sent"

    @property
    def is_fresh(self):
        """Whether writing to all writes to this one."""
        return self.has_address and self.state in ("none", "closed")


def parties(version):
    """Who signs a version, as Party rows: the lead, each client service that is promised something, the management."""
    signed = list(version.signatures.order_by("at", "pk"))
    lead = version.signatories.filter(party=Signatory.LEAD).select_related("link").first()
    rows = [Party(Signatory.LEAD, link=lead.link if lead else None), *contacts(version)]
    rows += [Party(Signatory.MANAGER, link=version.link or managers(version.workshop))]
    for row in rows:
        row.signatures = [each for each in signed if (each.party, each.promise_id or 0) == (row.party, row.promise)]
    return rows


def contacts(version):
    for promise in promised(version):
        known, asked = getattr(promise.interface, "contact", None), getattr(promise, "signatory", None)
        yield Party(Signatory.CONTACT, promise.pk, promise.interface.name, known, asked.link if asked else None)


def promised(version):
    rows = version.promises.filter(commitments__left_out=False).select_related("interface__contact", "signatory__link")
    return rows.distinct().order_by("interface__position", "interface__pk")


def managers(workshop):
    """The link on an earlier version that a manager still holds: it opens the one in force, too."""
    return next((link for link in manager.made(workshop) if link.is_open), None)
