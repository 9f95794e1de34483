"""What a field of the front matter is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sopkb.core.kinds import KINDS
from sopkb.core.types import Type


class Need(StrEnum):
    """When a field must be there; the value is the sentence that documentation shows."""

    ALWAYS = "always"
    ACTIVE = "when active"
    RETIRED = "when retired"
    FIXED = "when retired as fixed"
    MENTIONS = "when sensitivity is mentions"
    IMAGES = "when the body has images"
    NEVER = "optional"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the front matter.

    Args:
        name: its key.
        kinds: the kinds that have it.
        type: what it may hold.
        need: when it must be there.
        meaning: what it is for, in a reader's words.
        example: a value as it stands in a file.
        offered: whether a new record's template asks for it although it is optional.
    """

    name: str
    kinds: tuple[str, ...]
    type: Type
    need: Need
    meaning: str
    example: str
    offered: bool = False


ALL = tuple(kind.name for kind in KINDS)
"""Names of all kinds."""

NOT_TRACK = tuple(name for name in ALL if name != "track")
