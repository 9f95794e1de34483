"""What bringing an index up to date came to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What an update did; the value is the word a report shows."""

    UP_TO_DATE = "up to date"
    CONFIRMED = "confirmed"
    """No record has changed, but something else of the base: only the manifest was written."""
    UPDATED = "updated"
    REBUILT = "rebuilt"


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an update did.

    Args:
        outcome: the kind of update.
        records: how many records the index now holds.
        added: ids that came, sorted.
        changed: ids whose text changed, or what other records lend to it (a title, a successor), sorted.
        removed: ids that went, sorted.
        reason: why it was built anew; ``""`` otherwise.
    """

    outcome: Outcome
    records: int
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    reason: str = ""
