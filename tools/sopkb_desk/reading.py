"""From an export to tickets: every row that can be read, and for every other row its line and the reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from sopkb.core.codes import find_record_ids
from sopkb.core.diagnostics import shown
from sopkb.core.errors import UsageError
from sopkb.private import find_private
from sopkb_desk.columns import MORE_COLUMNS, PLAIN, TICKET_COLUMNS, TicketMapping
from sopkb_desk.rows import BadRow, Rows, read_rows
from sopkb_desk.ticket import STATES, Ticket

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_NOTHING = frozenset({"", "-", "--", "none", "null", "n/a", "na", "nan", "nat"})
_PLACES = ("channel", "requester_role", "site", "region", "product", "category")
_WORDS = (*_PLACES, "priority", "status", "escalated_to", "summary")
_LONGEST_ID = 64


class _BadCell(ValueError):
    """Why a row cannot be used."""


@dataclass(frozen=True)
class Export:
    """What was read from one or more files.

    Args:
        tickets: by the moment they were opened, then by id.
        bad: rows that were left out.
        private: how many of these were left out because they held a personal datum or a secret.
        files: names of the files.
        absent: columns that no file has.
        notes: what was assumed.
    """

    tickets: tuple[Ticket, ...]
    bad: tuple[BadRow, ...] = ()
    private: int = 0
    files: tuple[str, ...] = ()
    absent: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

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
    absent: set[str] = field(default_factory=lambda: {*TICKET_COLUMNS, *MORE_COLUMNS})
    notes: list[str] = field(default_factory=list)


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
        _read_file(path, now, mapping, reading)
    tickets = sorted(reading.tickets.values(), key=lambda ticket: (ticket.created, ticket.id))
    return Export(
        tuple(tickets),
        tuple(reading.bad),
        reading.private,
        tuple(names),
        frozenset(reading.absent),
        tuple(reading.notes),
    )


def _read_file(path: Path, now: datetime, mapping: TicketMapping, reading: _Reading) -> None:
    rows = Rows(path.name)
    cells = _Cells(mapping, now)
    lines: dict[str, int] = {}
    wrong: list[str] = []
    for line, row in read_rows(path, rows, TICKET_COLUMNS, MORE_COLUMNS, mapping):
        reading.absent -= row.keys()
        row.pop("agent_id", None)
        if find_private("\n".join(row[name] for name in _WORDS if row.get(name))):
            reading.private += 1
            rows.refuse(line, "it holds a personal datum or a secret, which is not repeated here")
            continue
        try:
            ticket = cells.ticket(row)
        except _BadCell as reason:
            wrong.append(str(reason))
            rows.refuse(line, str(reason))
            continue
        if ticket.id in lines:
            rows.refuse(line, f"its ticket_id stands in line {lines[ticket.id]} already")
            continue
        lines[ticket.id] = line
        reading.tickets[ticket.id] = ticket
    reading.bad += rows.bad
    if rows.unknown:
        reading.notes.append(f"{path.name}: columns that are not used: {', '.join(map(shown, rows.unknown[:12]))}.")
    if not lines and rows.bad:
        first = wrong[0] if wrong else rows.bad[0].reason
        raise UsageError(f"No row of {path.name} can be used: {first} (line {rows.bad[0].line}).", "See --map.")


class _Cells:
    """Cells to values, with what was read before kept: an export repeats its words a hundred thousand times."""

    def __init__(self, mapping: TicketMapping, now: datetime) -> None:
        self._mapping = mapping
        self._zone = timezone(timedelta(minutes=mapping.utc_offset))
        self._latest = now + timedelta(days=1)
        self._kept: dict[str, str] = {}

    def ticket(self, row: Mapping[str, str]) -> Ticket:
        ticket_id = row["ticket_id"]
        if not ticket_id or len(ticket_id) > _LONGEST_ID:
            raise _BadCell("ticket_id is empty" if not ticket_id else "ticket_id is too long")
        created = self._moment(row, "created_at")
        if created is None:
            raise _BadCell("created_at is empty")
        if not _EARLIEST <= created <= self._latest:
            raise _BadCell(f"created_at lies {'in the future' if created > self._latest else 'before 2000'}")
        moments = {name: self._moment(row, name) for name in ("first_response_at", "resolved_at", "closed_at")}
        for name, moment in moments.items():
            if moment and moment < created:
                raise _BadCell(f"{name} is before created_at")
        return Ticket(
            id=ticket_id,
            created=created,
            first_response=moments["first_response_at"],
            resolved=moments["resolved_at"],
            closed=moments["closed_at"],
            **{name: self._word(row, name) for name in _PLACES},
            escalated_to=self._word(row, "escalated_to") if "escalated_to" in row else None,
            priority=self._word(row, "priority").lower(),
            status=self._status(row),
            reopened=int(self._number(row, "reopened_count") or 0) if "reopened_count" in row else None,
            kb_ids=_ids(row.get("kb_ids", "")),
            summary=" ".join(row.get("summary", "").split()),
            minutes=self._number(row, "minutes"),
            next_update=self._moment(row, "next_update_at"),
            is_reply_known="first_response_at" in row,
            is_link_known="kb_ids" in row,
            alerts=(),
        )

    def _word(self, row: Mapping[str, str], name: str) -> str:
        text = row.get(name, "")
        mapped = self._mapping.values.get(name)
        if mapped:
            text = mapped.get(text.casefold(), text)
        text = "" if text.lower() in _NOTHING else text[:200]
        return self._kept.setdefault(text, text)

    def _status(self, row: Mapping[str, str]) -> str:
        """A state that is understood, else the export's own word: no report guesses what it means, each must say it."""
        own = self._word(row, "status").lower()
        word = re.sub(r"[\s-]+", "_", own)
        return self._kept.setdefault(word, word) if word in STATES else own

    def _moment(self, row: Mapping[str, str], name: str) -> datetime | None:
        text = row.get(name, "")
        if text.lower() in _NOTHING:
            return None
        try:
            read: Callable[[str], datetime] = datetime.fromisoformat
            found = datetime.strptime(text, self._mapping.dates) if self._mapping.dates else read(text)
            return (found if found.tzinfo else found.replace(tzinfo=self._zone)).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            how = "`dates:` of the mapping" if self._mapping.dates else "2026-11-22T10:00:00Z"
            raise _BadCell(f"{name} is not a date and time of the form {how}") from error

    def _number(self, row: Mapping[str, str], name: str) -> float | None:
        text = row.get(name, "")
        if text.lower() in _NOTHING:
            return None
        if self._mapping.decimal == ",":
            text = text.replace(".", "").replace(",", ".")
        if not re.fullmatch(r"\d{1,7}(?:\.\d{1,6})?", text):
            hint = ' (decimal commas need `decimal: ","` in a mapping)' if "," in text else ""
            raise _BadCell(f"{name} is no number{hint}")
        return float(text)


def _ids(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.normal for mention in find_record_ids(text))) if text else ()
