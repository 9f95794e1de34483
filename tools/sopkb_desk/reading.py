"""From exports to tickets: every row that can be read, and for every other row its line and the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sopkb.core.errors import UsageError
from sopkb_desk.columns import MORE_COLUMNS, PLAIN, TICKET_COLUMNS, TicketMapping
from sopkb_desk.rows import BadRow
from sopkb_desk.ticket import Ticket
from sopkb_desk.ticket_file import TicketFile


@dataclass(frozen=True)
class Export:
    """What was read from one or more files.

    Args:
        tickets: by the moment they were opened, then by id.
        bad: rows that were left out.
        private: how many of these were left out because they held a personal datum or a secret.
        files: names of the files.
        absent: columns that no file has.
        notes: what was assumed, and what is not known.
        formats: of each file the format, and how it was found.
        scale: priorities of the product, the most urgent first, where its format says so.
        masked: how many summaries held a personal datum or a secret, which was blacked out.
    """

    tickets: tuple[Ticket, ...]
    bad: tuple[BadRow, ...] = ()
    private: int = 0
    files: tuple[str, ...] = ()
    absent: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()
    masked: int = 0

    @property
    def begins(self) -> datetime | None:
        """When its oldest ticket was opened; None where it has none."""
        return self.tickets[0].created if self.tickets else None

    def newest(self, until: datetime) -> datetime | None:
        """The last moment at which it says that something happened: it was made then or later.

        Args:
            until: what it says of later does not count.
        """
        moments = (
            moment
            for ticket in self.tickets
            for moment in (ticket.created, ticket.first_response, ticket.resolved, ticket.closed)
            if moment and moment <= until
        )
        return max(moments, default=None)


@dataclass
class _Reading:
    tickets: dict[str, Ticket] = field(default_factory=dict)
    bad: list[BadRow] = field(default_factory=list)
    private: int = 0
    masked: int = 0
    absent: set[str] = field(default_factory=lambda: {*TICKET_COLUMNS, *MORE_COLUMNS})
    notes: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    scale: tuple[str, ...] = ()


def read_tickets(paths: Iterable[Path], now: datetime, mapping: TicketMapping = PLAIN) -> Export:
    """Read exports. A ticket that stands in two files is as the later file has it.

    Args:
        paths: the files, oldest first.
        now: no ticket is of later.
        mapping: what the files call things.

    Raises:
        UsageError: a file is no export, or no row of it can be used.
    """
    reading = _Reading()
    names = []
    for path in paths:
        names.append(path.name)
        _read_file(TicketFile(path, now, mapping), reading)
    tickets = sorted(reading.tickets.values(), key=lambda ticket: (ticket.created, ticket.id))
    return Export(
        tuple(tickets),
        tuple(reading.bad),
        reading.private,
        tuple(names),
        frozenset(reading.absent),
        tuple(dict.fromkeys(reading.notes)),
        tuple(reading.formats),
        reading.scale,
        reading.masked,
    )


def _read_file(file: TicketFile, reading: _Reading) -> None:
    seen = 0
    for _, ticket in file.tickets():
        seen += 1
        reading.tickets[ticket.id] = ticket
    rows = file.rows
    reading.absent -= file.understood.places.keys()
    reading.bad += rows.bad
    reading.private += file.private
    reading.masked += file.masked
    reading.notes += file.notes()
    reading.formats.append(f"{rows.name}: {file.understood.format.title}, for {file.understood.why}.")
    reading.scale = file.understood.format.scale or reading.scale
    if not seen and rows.bad:
        first = file.wrong[0] if file.wrong else rows.bad[0].reason
        raise UsageError(f"No row of {rows.name} can be used: {first} (line {rows.bad[0].line}).", "See --map.")
