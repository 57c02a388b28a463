"""What does not travel in a workshop's file (archive.py), and why."""

SECRET, DEVICE, ACCOUNT = "a private link", "a device, or what only it can prove", "an account"
WHO = "who said what: screens show counts only"
HERE = "what this server is doing now"
LASTING = "what lasts longer than a workshop: the one who opens the file has their own"

MODELS = {
    "facilitator": ACCOUNT,
    "facilitation": ACCOUNT,
    "handover": ACCOUNT,
    "organisation": LASTING,
    "team": LASTING,
    "link": SECRET,
    "seat": DEVICE,
    "knock": DEVICE,
    "operation": DEVICE,
    "withdrawn": DEVICE,
    "finished": WHO,
    "missionopinion": WHO,
    "naming": WHO,
    "consent": WHO,
    "round": WHO,
    "proposal": WHO,
    "dots": WHO,
    "gesture": "rows as they were, to be undone where they are",
    "failure": HERE,
    "secret": SECRET,
    "letter": "mails: to whom they went, with private links in them",
    "stopped": "what only this server can tell: the file says it of its contacts, in `stopped`",
    "beat": HERE,
    "draft": "what a contact has not sent",
    "signatory": SECRET,
    "acquaintance": WHO,
    "absent": HERE,
    "nevertogether": "what a facilitator was told in confidence",
    "choosing": HERE,
    "pairoffer": WHO,
    "rehearsal": HERE,
    "workshop": "columns of their own: see WORKSHOP",
}
COLUMNS = {
    "participant": {"joined_at": DEVICE, "simulated": HERE},
    "interface": {"client": LASTING},
    "postit": {"op_id": DEVICE, "digest": DEVICE, "owner_tag": DEVICE, "entered_by": ACCOUNT},
    "consultation": {"link": SECRET, "copied_at": SECRET},
    "version": {"link": SECRET, "fingerprint": "the code on the copies of this one"},
    "anyway": {"by": ACCOUNT},
    "commitment": {"ways": "rows of source"},
    "wording": {"op_id": DEVICE, "digest": DEVICE},
    "signature": {"link": SECRET},
    "counterpart": {"link": SECRET},
    "score": {"participant": WHO},
    "decision": {"by": ACCOUNT},
    "reciprocaltable": {"previous": LASTING, "facing_asker": HERE, "facing_giver": HERE, "showing": HERE},
    "party": {"team": LASTING, "link": SECRET, "opened": LASTING},
    "entry": {"earlier": "the round before: a file is one round"},
    "workshop": dict.fromkeys(["key", "code", "asks", "watch_epoch"], SECRET)
    | dict.fromkeys(
        ["step_before", "stepped_at", "next_step", "moves_at", "timer_ends_at", "timer_left", "eyes_up"], HERE
    )
    | dict.fromkeys(["spotlight", "acted_at", "spent", "revision", "rights", "is_rehearsal", "mails_held"], HERE)
    | {"team": LASTING},
}
