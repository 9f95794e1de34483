"""What was understood of an export, before anything is reported from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sopkb.core.config import Desk
from sopkb.core.diagnostics import shown
from sopkb.private import find_private, masked
from sopkb_desk.columns import MORE_COLUMNS, TICKET_COLUMNS, TicketMapping
from sopkb_desk.formats.find import ColumnPlace, Understood
from sopkb_desk.harmless import is_harmless
from sopkb_desk.rows import BadRow
from sopkb_desk.ticket import Ticket
from sopkb_desk.ticket_file import TicketFile
from sopkb_desk.unknown_words import unknown_words

_ROWS = 10


@dataclass(frozen=True)
class Inspection:
    """What was understood of one file.

    Args:
        file: its name.
        format: the name of the format, and its title.
        why: how it was found.
        tickets: how many rows are tickets.
        bad: rows that were left out.
        skipped: rows that are no tickets, by why.
        span: when the oldest and the newest were opened; None without a ticket.
        columns: for each column of ours where it comes from; ``""`` where the file does not have it.
        people: columns about persons, which are not read.
        unused: the other columns that are not read.
        words: for status, priority and every place, how often each word stands, as it is understood.
        unknown: lines about words that no report can judge.
        notes: what was assumed.
        rows: the first tickets, column by column, with what is private blacked out.
    """

    file: str
    format: tuple[str, str]
    why: str
    tickets: int
    bad: tuple[BadRow, ...]
    skipped: Mapping[str, int]
    span: tuple[datetime, datetime] | None
    columns: Mapping[str, str]
    people: tuple[str, ...]
    unused: tuple[str, ...]
    words: Mapping[str, Mapping[str, int]]
    unknown: tuple[str, ...]
    notes: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]


def inspect(path: Path, now: datetime, mapping: TicketMapping, desk: Desk) -> Inspection:
    """Read an export and say what was understood.

    Args:
        path: the file.
        now: no ticket is of later.
        mapping: what the team says about its exports.
        desk: whose priorities are known.

    Raises:
        UsageError: it is no export.
    """
    file = TicketFile(path, now, mapping)
    tickets = [ticket for _, ticket in file.tickets()]
    found = file.understood
    created = [ticket.created for ticket in tickets]
    return Inspection(
        file.rows.name,
        (found.format.name, found.format.title),
        found.why,
        len(tickets),
        tuple(file.rows.bad),
        dict(file.rows.skipped),
        (min(created), max(created)) if created else None,
        places_of(found),
        found.people,
        found.unused,
        {name: _counted(tickets, name) for name in ("status", "priority", "channel", "site", "category")},
        tuple(unknown_words(tickets, found.format.scale, desk)),
        tuple(note for note in file.notes() if "columns that are not used" not in note),
        tuple(map(_row, tickets[:_ROWS])),
    )


def places_of(found: Understood) -> Mapping[str, str]:
    """Where each column of ours stands in a file; ``""`` where it does not."""
    return {ours: _place(found.places.get(ours)) for ours in (*TICKET_COLUMNS, *MORE_COLUMNS) if ours != "agent_id"}


def _place(place: ColumnPlace | None) -> str:
    if place is None:
        return ""
    names = " + ".join(map(shown, place.names)) + (
        f" ({len(place.at)} columns)" if len(place.at) > len(place.names) else ""
    )
    zone = f", in {place.zone}" if place.zone else ""
    return f"created_at + {names}, {place.unit}" if place.unit else names + zone


def _counted(tickets: list[Ticket], name: str) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for ticket in tickets:
        word = str(getattr(ticket, name))
        word = word if is_harmless(word) else "(not shown)"
        counts[word] = counts.get(word, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _row(ticket: Ticket) -> Mapping[str, str]:
    def moment(value: datetime | None) -> str:
        return f"{value:%Y-%m-%d %H:%M:%S}" if value else ""

    cells = {
        "ticket_id": ticket.id,
        "created_at": moment(ticket.created),
        "first_response_at": moment(ticket.first_response),
        "ended": moment(ticket.resolved or ticket.closed),
        "status": ticket.status,
        "priority": ticket.priority,
        "site": ticket.site,
        "kb_ids": " ".join(ticket.kb_ids),
        "summary": ticket.summary,
    }
    return {name: masked(text, find_private(text)) for name, text in cells.items()}


def as_text(found: Inspection) -> Iterator[str]:
    """The lines of an inspection."""
    yield f"{found.file}: {found.format[1]} ({found.format[0]}), for {found.why}."
    span = f", opened from {found.span[0]:%Y-%m-%d %H:%M} to {found.span[1]:%Y-%m-%d %H:%M} UTC" if found.span else ""
    yield f"{found.tickets:,} tickets{span}; {len(found.bad):,} rows left out."
    yield from (f"{count:,} rows were not read: {why}." for why, count in found.skipped.items())
    yield from (f"Left out: line {row.line}, {row.reason}." for row in found.bad[:5])
    yield ""
    yield "Columns"
    width = max(map(len, found.columns))
    yield from (f"  {ours:<{width}}  {theirs}" for ours, theirs in found.columns.items() if theirs)
    gone = [ours for ours, theirs in found.columns.items() if not theirs]
    yield f"  not in the export, so not known: {', '.join(gone) or 'none'}"
    yield f"  about people, never read: {', '.join(map(shown, found.people)) or 'none'}"
    yield f"  not used: {', '.join(map(shown, found.unused)) or 'none'}"
    yield ""
    yield "Words, as they are understood"
    for name, counts in found.words.items():
        if found.columns[name]:
            listed = [f"{shown(word, 40) if word else 'empty'} {count:,}" for word, count in list(counts.items())[:12]]
            more = f", and {len(counts) - 12} more" if len(counts) > 12 else ""
            yield f"  {name}: {', '.join(listed)}{more}"
    yield ""
    yield from found.unknown or ("Every status and every priority is known.",)
    yield from found.notes
    yield ""
    yield f"The first {len(found.rows)} tickets"
    yield from _aligned(found.rows)


def _aligned(rows: tuple[Mapping[str, str], ...]) -> Iterator[str]:
    if not rows:
        return
    names = [name for name in rows[0] if any(row[name] for row in rows)]
    table = [names, *([shown(row[name], 44) for name in names] for row in rows)]
    widths = [max(len(row[place]) for row in table) for place in range(len(names))]
    for row in table:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
