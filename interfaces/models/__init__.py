"""What lies between two teams: interfaces, what is said of them, and who looks after them."""

from .consultation import Consultation, Feedback, Responsibility
from .postits import DISLIKE, LIKE, POLARITIES, Category, PostIt, PostIts, Withdrawn
from .services import Contact, Interface, Interfaces, KeptApart, Naming
from .suggestions import Refusal, Stack
from .ways import Pair, PairMember, WayOfWorking

__all__ = [
    "DISLIKE",
    "LIKE",
    "POLARITIES",
    "Category",
    "Consultation",
    "Contact",
    "Feedback",
    "Interface",
    "Interfaces",
    "KeptApart",
    "Naming",
    "Pair",
    "PairMember",
    "PostIt",
    "PostIts",
    "Refusal",
    "Responsibility",
    "Stack",
    "WayOfWorking",
    "Withdrawn",
]
