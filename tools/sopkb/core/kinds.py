"""The seven kinds of record, with the sections each one's page has."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    Args:
        name: as written in ``kind:``.
        prefix: of its ids.
        plural: the name of its folder, and of its listing page.
        answers: what the kind is for, in the words of a reader.
        sections: headings of the body, in order.
        steps_in: the section whose numbered list an agent follows, if there is one.
    """

    name: str
    prefix: str
    plural: str
    answers: str
    sections: tuple[str, ...]
    steps_in: str | None = None


KINDS: tuple[Kind, ...] = (
    Kind(
        "sop",
        "SOP",
        "sops",
        "the approved way to do a task",
        (
            "When to use",
            "Before you start",
            "Steps",
            "Confirm it worked",
            "If it does not work",
            "Tell the user",
        ),
        steps_in="Steps",
    ),
    Kind(
        "workaround",
        "WKA",
        "workarounds",
        "what to do now about a known bug",
        (
            "Who is affected",
            "Do this now",
            "Confirm it worked",
            "If it does not work",
            "Do not",
            "Undo",
            "Cause and fix",
        ),
        steps_in="Do this now",
    ),
    Kind(
        "escalation",
        "ESC",
        "escalations",
        "who to escalate to, how fast, with what evidence",
        ("When", "Evidence", "Route", "Follow-up", "Do not"),
    ),
    Kind("macro", "MAC", "macros", "the reply to paste", ("Use when", "Text", "Do not use when")),
    Kind(
        "troubleshooter",
        "TRB",
        "troubleshooters",
        "which record applies: a decision tree",
        ("Start", "Tree"),
    ),
    Kind(
        "lookup",
        "LKP",
        "lookups",
        "which saved query answers a question",
        ("When to use", "Query", "How to read it", "Do not"),
    ),
    Kind(
        "track",
        "ONB",
        "tracks",
        "what a role learns, in order, with a quiz",
        ("Outcome", "Modules", "Sign-off"),
    ),
)

KIND_BY_NAME = {kind.name: kind for kind in KINDS}
KIND_BY_PREFIX = {kind.prefix: kind for kind in KINDS}

ID_PATTERN = r"(?:" + "|".join(kind.prefix for kind in KINDS) + r")-\d{4}"
ID = re.compile(ID_PATTERN)


def kind_of_id(record_id: str) -> Kind | None:
    """The kind that an id's prefix names, or None where the text is no id."""
    return KIND_BY_PREFIX[record_id[:3]] if ID.fullmatch(record_id) else None
