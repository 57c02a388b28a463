"""What is promised across interfaces, and its judgement six months later."""

from .judgement import Action, Addition, Counterpart, Decision, Review, Score
from .processes import Process
from .promise import Commitment, Consent, Promise, Version, Wording
from .reciprocal import Entry, Party, ReciprocalTable, Reply, Speaker
from .signatures import Signatory, Signature
from .strands import Source

__all__ = [
    "Action",
    "Addition",
    "Commitment",
    "Consent",
    "Counterpart",
    "Decision",
    "Entry",
    "Party",
    "Process",
    "Promise",
    "ReciprocalTable",
    "Reply",
    "Review",
    "Score",
    "Signatory",
    "Signature",
    "Source",
    "Speaker",
    "Version",
    "Wording",
]
