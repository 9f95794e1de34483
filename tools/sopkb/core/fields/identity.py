"""What a record is, whose it is, and since when: the fields that stand first."""

from __future__ import annotations

from sopkb.core.fields import shapes
from sopkb.core.fields.field import ALL, Field, Need
from sopkb.core.kinds import ID_PATTERN
from sopkb.core.types import (
    Choice,
    Date,
    ListOf,
    PolicyInteger,
    Text,
    Vocabulary,
)
from sopkb.core.version import VERSION_PATTERN

IDENTITY: tuple[Field, ...] = (
    Field(
        "id",
        ALL,
        Text(pattern=f"^{ID_PATTERN}$", form="a record id, for example SOP-0112"),
        Need.ALWAYS,
        "Permanent identity; never reused, and it says nothing but the kind.",
        "SOP-0112",
    ),
    Field("kind", ALL, Choice(ALL), Need.ALWAYS, "Kind of record; agrees with the id and the folder.", "sop"),
    Field(
        "title",
        ALL,
        Text(15, 70, by_width=True),
        Need.ALWAYS,
        'What the result row shows. SOPs and workarounds: "Product: problem or task".',
        '"Portal: restore a locked account"',
    ),
    Field(
        "summary",
        ALL,
        Text(1, 120),
        Need.ALWAYS,
        "Second line of the result row: says the answer, not the topic.",
        '"Verify the requester, find the lock type, unlock or route."',
    ),
    Field("status", ALL, Choice(shapes.STATUSES), Need.ALWAYS, "The stored state; all others are computed.", "active"),
    Field(
        "confidence",
        ALL,
        Choice(("unverified", "verified")),
        Need.ACTIVE,
        "Whether somebody other than the author has seen it work (KCS: validated).",
        "verified",
    ),
    Field(
        "version",
        ALL,
        Text(pattern=VERSION_PATTERN, form='a quoted version "x.y.z"'),
        Need.ALWAYS,
        "Major: yesterday's text is now wrong. Minor: read. Patch: nothing to do.",
        '"2.1.0"',
    ),
    Field("area", ALL, Vocabulary("areas"), Need.ALWAYS, "Main facet.", "access"),
    Field("owner", ALL, Vocabulary("teams"), Need.ALWAYS, "Team that keeps it true.", "operations"),
    Field(
        "approver",
        ALL,
        Vocabulary("people"),
        Need.ACTIVE,
        "Role that signed; never the author.",
        "team-lead",
    ),
    Field(
        "audience",
        ALL,
        ListOf(Vocabulary("audiences"), shortest=1),
        Need.ALWAYS,
        "Who it is written for: a label and a facet, not access control.",
        "[agents, engineers]",
    ),
    Field("created", ALL, Date(), Need.ALWAYS, "First merged.", '"2026-03-04"'),
    Field(
        "effective_from",
        ("sop", "escalation", "track"),
        Date(),
        Need.ACTIVE,
        "From when it is in force; before that it is SCHEDULED.",
        '"2026-11-10"',
    ),
    Field(
        "last_reviewed",
        ALL,
        Date(),
        Need.ACTIVE,
        "When somebody last confirmed it, by review or by use.",
        '"2026-11-03"',
    ),
    Field(
        "review_days",
        ("sop", "escalation", "macro", "troubleshooter", "lookup", "track"),
        PolicyInteger("review_days"),
        Need.ACTIVE,
        "Review is due this many days after `last_reviewed`.",
        "180",
    ),
)
