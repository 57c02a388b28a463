"""The room: who is in it, where it stands, and what keeps it true. It knows no content."""

from .anyway import Anyway
from .guards import Failure, Link, Operation, Secret
from .knocks import Knock
from .letters import Beat, Letter, Stopped
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
    "Beat",
    "Facilitation",
    "Facilitator",
    "Failure",
    "Finished",
    "Gesture",
    "Handover",
    "Knock",
    "Letter",
    "Link",
    "MissionOpinion",
    "Operation",
    "Organisation",
    "Participant",
    "Participants",
    "Seat",
    "Secret",
    "Stopped",
    "Team",
    "Timing",
    "Workshop",
    "new_key",
]
