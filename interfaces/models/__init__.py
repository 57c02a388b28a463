"""What lies between two teams: interfaces, what is said of them, and who looks after them."""

from .consultation import Consultation, Draft, Feedback, NamedProcess, Responsibility
from .helping import Dots, Proposal, Round
from .invitations import Asking
from .mirror import Echo, Sentence
from .postits import DISLIKE, LIKE, POLARITIES, Category, Explanation, Paper, PostIt, PostIts, Withdrawn
from .rehearsals import Rehearsal
from .services import Contact, Expected, Interface, Interfaces, KeptApart, Naming
from .suggestions import Refusal, Stack
from .ways import Absent, Acquaintance, Choosing, NeverTogether, Pair, PairMember, PairOffer, WayOfWorking

__all__ = [
    "DISLIKE",
    "LIKE",
    "POLARITIES",
    "Absent",
    "Acquaintance",
    "Asking",
    "Category",
    "Choosing",
    "Consultation",
    "Contact",
    "Dots",
    "Draft",
    "Echo",
    "Expected",
    "Explanation",
    "Feedback",
    "Interface",
    "Interfaces",
    "KeptApart",
    "NamedProcess",
    "Naming",
    "NeverTogether",
    "Pair",
    "PairMember",
    "PairOffer",
    "Paper",
    "PostIt",
    "PostIts",
    "Proposal",
    "Refusal",
    "Rehearsal",
    "Responsibility",
    "Round",
    "Sentence",
    "Stack",
    "WayOfWorking",
    "Withdrawn",
]
