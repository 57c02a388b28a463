"""What is promised across interfaces, and its judgement six months later."""

from .judgement import Action, Addition, Counterpart, Decision, Review, Score
from .processes import Process
from .promise import Commitment, Consent, Promise, Version, Wording
from .signatures import Signatory, Signature
from .strands import Source

__all__ = [
    "Action",
    "Addition",
    "Commitment",
    "Consent",
    "Counterpart",
    "Decision",
    "Process",
    "Promise",
    "Review",
    "Score",
    "Signatory",
    "Signature",
    "Source",
    "Version",
    "Wording",
]
