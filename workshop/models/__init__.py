"""The room: who is in it, where it stands, and what keeps it true. It knows no content."""

from .anyway import Anyway
from .guards import Failure, Link, Operation
from .knocks import Knock
from .organisation import EN, FR, LANGUAGES, Facilitator, Organisation, Team
from .people import Finished, MissionOpinion, Participant, Participants, Seat
from .room import CROCKFORD, UNDOABLE, Facilitation, Gesture, Handover, Workshop, new_key
from .timings import Timing

__all__ = [
    "CROCKFORD",
    "EN",
    "FR",
    "LANGUAGES",
    "UNDOABLE",
    "Anyway",
    "Facilitation",
    "Facilitator",
    "Failure",
    "Finished",
    "Gesture",
    "Handover",
    "Knock",
    "Link",
    "MissionOpinion",
    "Operation",
    "Organisation",
    "Participant",
    "Participants",
    "Seat",
    "Team",
    "Timing",
    "Workshop",
    "new_key",
]
