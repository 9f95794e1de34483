"""The least bump that each kind of edit needs: the content model's *Version*, as a table.

MAJOR: following yesterday's text is now wrong (step, order, decision, permission, route, SLA, safety). MINOR: a
symptom, a code, a clarification. PATCH: a typo, a link, a review, a renewal. ``docs/reference/changes.md`` shows this
table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sopkb.core.version import Level

_MAJOR = ("permissions", "escalates_to", "route", "next_level", "how_to_raise", "nodes", "system")
_MINOR = (
    "kind",
    "area",
    "audience",
    "symptoms",
    "error_codes",
    "bug",
    "incident",
    "severity",
    "fix_status",
    "known",
    "waits_for",
    "affected",
    "evidence",
    "channel",
    "placeholders",
    "role",
    "mandatory",
    "pass_mark",
    "modules",
    "quiz",
    "prerequisite",
    "overrides",
    "replies_with",
    "aliases",
    "sensitivity",
    "harm_topics",
    "retired",
)
_PATCH = (
    "title",
    "summary",
    "user_impact",
    "confidence",
    "owner",
    "approver",
    "created",
    "effective_from",
    "last_reviewed",
    "review_days",
    "started",
    "expires",
    "fixed_in",
    "fixed_on",
    "est_minutes",
    "related",
    "supersedes",
    "conversion",
    "settled",
    "emergency",
    "language",
    "harm_checked",
    "questions_to_review",
)
_NONE = ("id", "status", "version", "changelog", "waive")

FIELD_LEVELS: Mapping[str, Level | None] = {
    name: level
    for level, names in (
        (Level.MAJOR, _MAJOR),
        (Level.MINOR, _MINOR),
        (Level.PATCH, _PATCH),
        (None, _NONE),
    )
    for name in names
}
"""By field. A status, an id and a version have rules of their own (L01, I03, C01); a waiver changes no text."""

PROSE_FIELDS = frozenset({"title", "summary", "user_impact"})
"""Fields whose words are judged as prose: a typo, or more."""

SAFETY_SECTION = "Do not"
"""An item more or fewer in this section is a change in safety."""

_LINK_TARGET = re.compile(r"\]\([^()\s]*\)")
_WORD = re.compile(r"\w+")
_SHORTEST_MISSPELT = 4


def prose_level(before: str, after: str) -> Level:
    """PATCH where only spelling, punctuation or a link's address differ; MINOR where words or numbers do."""
    old, new = (_WORD.findall(_LINK_TARGET.sub("]", text).casefold()) for text in (before, after))
    if len(old) != len(new):
        return Level.MINOR
    return Level.PATCH if all(_is_typo(*pair) for pair in zip(old, new, strict=True)) else Level.MINOR


def _is_typo(old: str, new: str) -> bool:
    """Whether two words are one, with a letter more, less, other or exchanged with its neighbour.

    Short words ("on", "in", "not", "now") and digits are never a matter of spelling.
    """
    if old == new:
        return True
    if min(len(old), len(new)) < _SHORTEST_MISSPELT or any(letter.isdigit() for letter in old + new):
        return False
    start = _alike(old, new)
    old, new = old[start:], new[start:]
    end = _alike(old[::-1], new[::-1])
    old, new = old[: len(old) - end], new[: len(new) - end]
    return max(len(old), len(new)) <= 1 or (len(old) == 2 and old == new[::-1])


def _alike(old: str, new: str) -> int:
    """How many letters two words begin with in common."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(old), len(new)))
