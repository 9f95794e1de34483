"""What can be written down, and the form of a store that does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

OUTCOMES = ("worked", "failed", "wrong", "gap")


@dataclass(frozen=True, slots=True)
class Search:
    """A search that was answered.

    Args:
        session: the client's pseudonym, as it sent it.
        source: where it was asked: ``site``, ``api``, ``chat``, ``mcp``.
        query: as typed.
        results: ids of the first hits, in order.
        total: how many records answered.
        filters: values by field.
    """

    session: str
    source: str
    query: str
    results: Sequence[str]
    total: int
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """A record that was opened from the results of the session's last search.

    Args:
        session: the client's pseudonym.
        record: the id.
        state: of the record at that moment, as the reader saw it.
    """

    session: str
    record: str
    state: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a reader says of a record, or of one that is missing.

    Args:
        session: the client's pseudonym.
        source: where it was said.
        outcome: one of :data:`OUTCOMES`.
        record: the id; ``""`` for a gap.
        version: of the record that was followed; ``""`` where it is not known.
        query: what was looked for; ``""`` for none.
        note: in their words; ``""`` for none.
    """

    session: str
    source: str
    outcome: str
    record: str = ""
    version: str = ""
    query: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A person has read a record at a version, and understood it.

    Args:
        session: the client's pseudonym.
        team: that they belong to; ``""`` where they did not say.
        record: the id.
        version: that they have read.
    """

    session: str
    team: str
    record: str
    version: str


@dataclass(frozen=True, slots=True)
class Alerted:
    """A query or a report told of danger. Of its text nothing is written, nor who, nor at what hour of the day.

    Args:
        session: the client's pseudonym, by which a search that it was still typing is taken back; ``""`` for none.
        source: where it was asked.
        topic: one of :data:`sopkb.danger.TOPICS`.
        record: id of the escalation that was shown.
    """

    session: str
    source: str
    topic: str
    record: str


Event = Search | Opened | Report | Acknowledged | Alerted


class Journal(Protocol):
    """Where events are written; another store has this form."""

    def write(self, events: Sequence[Event], at: datetime) -> None:
        """Write some events down, all or none; when this returns, they outlive a kill."""

    def close(self) -> None:
        """Let go of the store."""
