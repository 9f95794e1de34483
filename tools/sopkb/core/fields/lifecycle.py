"""How a record stands to others and to the rules: relations, safety, retirement, history. These stand last."""

from __future__ import annotations

from sopkb.core.fields import shapes
from sopkb.core.fields.field import ALL, Field, Need
from sopkb.core.types import (
    Boolean,
    Choice,
    ListOf,
    OneOrMany,
    Ref,
    Text,
    Vocabulary,
)

STANDING: tuple[Field, ...] = (
    Field(
        "prerequisite",
        ("sop", "track"),
        ListOf(Ref(("sop", "track"))),
        Need.NEVER,
        "What the reader must know first; no cycles.",
        "[SOP-0025]",
    ),
    Field(
        "overrides",
        ("workaround",),
        ListOf(Ref(("sop",))),
        Need.NEVER,
        "Puts a banner on that SOP.",
        "[SOP-0007]",
    ),
    Field(
        "escalates_to",
        ("sop", "workaround", "troubleshooter", "lookup"),
        OneOrMany(Ref(("escalation",))),
        Need.ALWAYS,
        "Where it goes when it does not work.",
        "ESC-0003",
    ),
    Field(
        "replies_with",
        ("sop", "workaround", "escalation"),
        ListOf(Ref(("macro",))),
        Need.NEVER,
        "Replies to paste.",
        "[MAC-0008]",
    ),
    Field(
        "supersedes",
        ALL,
        ListOf(Ref()),
        Need.NEVER,
        "Replaces these (same kind, or an SOP over a workaround); the inverse is derived.",
        "[WKA-0003]",
    ),
    Field("related", ALL, ListOf(Ref()), Need.NEVER, "See also.", "[TRB-0002]"),
    Field("aliases", ALL, ListOf(Text()), Need.NEVER, "Old names, wiki titles, old ids.", '["Unlock guide"]'),
    Field(
        "emergency",
        ("sop",),
        Boolean(),
        Need.NEVER,
        "A major in force within three days, briefed at once.",
        "true",
    ),
    Field(
        "language",
        ALL,
        Vocabulary("languages"),
        Need.NEVER,
        "Language of the body (BCP 47); default en.",
        "en",
    ),
    Field(
        "sensitivity",
        ALL,
        Choice(("none", "mentions")),
        Need.ALWAYS,
        "`mentions` puts the advisory first. Anything stronger does not belong here.",
        "none",
    ),
    Field(
        "harm_topics",
        ALL,
        ListOf(Vocabulary("harm_topics"), shortest=1),
        Need.MENTIONS,
        "Which advisory and which safety route.",
        "[self_harm]",
    ),
    Field(
        "harm_checked",
        ALL,
        ListOf(shapes.HARM_CHECKED, shortest=1),
        Need.IMAGES,
        "Who looked at each image.",
        "[{image: grid.png, by: puo-lead-apac}]",
    ),
    Field(
        "retired",
        ALL,
        shapes.RETIRED,
        Need.RETIRED,
        "Why and when.",
        '{reason: fixed, on: "2026-12-01"}',
    ),
    Field(
        "waive",
        ALL,
        ListOf(shapes.WAIVER, shortest=1),
        Need.NEVER,
        "Recorded exceptions to rules; never S, I, A01, A02, A03.",
        '[{rule: P02, reason: "…", by: puo-lead-apac, until: "2027-01-31"}]',
    ),
    Field(
        "changelog",
        ALL,
        ListOf(shapes.CHANGE, shortest=1),
        Need.ALWAYS,
        "One entry a version, newest first, back to the last major at least.",
        '[{version: "2.0.0", date: "2026-09-01", training: retrain, change: "…"}]',
    ),
)
