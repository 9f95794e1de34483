"""What an analysis finds, as data: figures, what stands out, tables. Text, JSON, CSV and pages are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Cell = str | int | float | None


class Sort(StrEnum):
    """What kind of thing stands out."""

    SITE = "incomplete export"
    NEW_RECORD = "new record"
    SYMPTOM = "missing symptom"
    STEP = "wrong step"
    UNHAPPY = "unhappy users"
    TRAINING = "training"
    BUG = "bug"
    DEFECT = "defect without a bug"


class Why(StrEnum):
    """Why something cannot be judged."""

    EMPTY = "empty"
    ROWS = "rows"
    BEGIN = "begin"
    END = "end"
    SITE = "site"
    STATUS = "status"
    UNDATED = "ended_at"
    PRIORITY = "priority"
    FIRST_REPLY = "first_response_at"
    NEXT_UPDATE = "next_update_at"


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A part of an export about which nothing can be said.

    Args:
        why: the reason, for programs.
        count: how many tickets or rows; 0 where it is about a stretch of time.
        text: what it is and why, for people: a phrase that can follow "Not judged: ".
        words: the export's own words that are not known, each with the number of its tickets.
    """

    why: Why
    count: int
    text: str
    words: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Standout:
    """Something that somebody should act on.

    Args:
        sort: which kind of thing.
        name: in the tickets' own words, or an id with its title.
        tickets: how many are behind it.
        minutes: what they cost, tickets times the median of each.
        why: the figures that make it stand out.
        do: what to do now.
        record: id of the record that it is about; ``""`` where there is none.
        sites: how many sites are affected.
        first: the first of its tickets.
        last: the last one.
        lines: what such tickets say.
        product: what most of them are about.
        area: which most of them are of.
        counted: what is counted, in the plural.
        ids: of its tickets, where it is a proposal; for the sheet of proposals alone.
    """

    sort: Sort
    name: str
    tickets: int
    minutes: float
    why: str
    do: str
    record: str = ""
    sites: int = 0
    first: datetime | None = None
    last: datetime | None = None
    lines: tuple[str, ...] = ()
    product: str = ""
    area: str = ""
    counted: str = "tickets"
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of a table: ``kind`` is ``text``, ``count``, ``share``, ``minutes``, ``days`` or ``day``."""

    key: str
    title: str
    kind: str = "text"


@dataclass(frozen=True)
class Table:
    """Figures in rows.

    Args:
        key: its name in JSON and of its CSV file.
        title: what a reader is shown.
        note: how to read it.
        columns: in order.
        rows: a cell for each column; a :class:`~sopkb_desk.count.NotKnown` where there is no figure.
        empty: what no rows mean, as a phrase that can follow the title: what was looked at, or why that is not known.
    """

    key: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "none"


@dataclass(frozen=True)
class Figure:
    """One figure of the whole: ``kind`` as in :class:`Column`; where there is none, the value says why."""

    key: str
    title: str
    value: Cell
    kind: str
    note: str = ""


@dataclass(frozen=True)
class Insights:
    """All that an analysis finds.

    Args:
        base: name of the knowledge base.
        since: first moment that counts.
        until: first moment that counts no more.
        tickets: how many tickets count.
        figures: of the whole.
        standouts: what to act on, the costliest first; exports that are incomplete lead.
        tables: in the order of a reader's questions.
        unjudged: what could not be judged.
        blind: why something that stands out may not have been seen; where it is empty, "nothing stands out" is true.
        remarks: what was left out, and what a reader must know.
    """

    base: str
    since: datetime
    until: datetime
    tickets: int
    figures: tuple[Figure, ...]
    standouts: tuple[Standout, ...]
    tables: tuple[Table, ...]
    unjudged: tuple[Unjudged, ...] = ()
    blind: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def table(self, key: str) -> Table:
        """The table of a name."""
        return next(table for table in self.tables if table.key == key)
