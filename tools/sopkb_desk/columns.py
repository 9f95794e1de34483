"""The columns of an export, and the mapping file that says what another platform calls them."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sopkb.core.diagnostics import shown
from sopkb.core.errors import UsageError
from sopkb.core.load.files import read_text
from sopkb.core.positioned_yaml import read
from sopkb_desk.formats.model import UNITS
from sopkb_desk.formats.moments import zone_of

TICKET_COLUMNS: Mapping[str, str] = {
    "ticket_id": "id of the ticket",
    "created_at": "when it was opened, UTC",
    "first_response_at": "when somebody first answered, UTC",
    "resolved_at": "when it was answered for the last time, UTC",
    "closed_at": "when it was closed, UTC",
    "channel": "where it came in",
    "requester_role": "what the person who asked does",
    "site": "of the person who asked",
    "region": "of the site",
    "product": "that it is about",
    "category": "as the platform sorts it",
    "priority": "as the platform has it",
    "status": "where it stands",
    "reopened_count": "how often it was opened again",
    "escalated_to": "where it was passed on to",
    "kb_ids": "ids of the records that were linked",
    "summary": "what the person said, in a line",
}
"""Every one of these must be there, or the mapping must say that it is not."""

MORE_COLUMNS: Mapping[str, str] = {
    "minutes": "minutes of work; without it, time from opening to answer counts",
    "next_update_at": "when the next message is promised, UTC; without it, the clock of the priority counts",
    "satisfied": "whether the person who asked was satisfied, yes or no; empty where nobody said",
    "agent_id": "a pseudonym; never read, whatever it holds",
}
"""These may be there."""
MOMENTS = ("created_at", "first_response_at", "resolved_at", "closed_at", "next_update_at")
"""The columns that hold points in time."""
WORDS = (
    "channel", "requester_role", "site", "region", "product", "category", "priority", "status", "escalated_to",
    "summary",
)  # fmt: skip
"""The columns that hold words."""

DELIMITERS = {",": ",", ";": ";", "|": "|", "tab": "\t", "\t": "\t"}
_MAPS = ("columns", "values", "durations")
_KEYS = ("format", "encoding", "delimiter", "decimal", "dates", "zone", "utc_offset", "columns", "durations", "values")


@dataclass(frozen=True)
class TicketMapping:
    """One mapping file.

    Args:
        columns: for a column of ours the export's own name; None where the export does not have it.
        values: for a column of ours, what a word of the export (folded) stands for.
        encoding: of the file, as Python names it; ``""`` for UTF-8, or UTF-16 with a byte-order mark.
        delimiter: between two cells; ``""`` for whichever fits the header.
        decimal: ``,`` where numbers are written ``12,5``.
        dates: how moments are written, as ``strptime`` has it; or ``day-first`` or ``month-first`` where nothing else
            in the file tells; ``""`` for whatever is understood.
        utc_offset: minutes that the export's clock is ahead of UTC, where its moments do not say so themselves.
        format: name of the format; ``""`` for whichever the header shows.
        zone: of moments that do not say theirs, as the IANA names it; ``""`` for ``utc_offset``.
        durations: for a column of ours that holds how long after the opening, what it is counted in.
        says_clock: whether it names a zone or an offset at all.
    """

    columns: Mapping[str, str | None] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""
    decimal: str = "."
    dates: str = ""
    utc_offset: int = 0
    format: str = ""
    zone: str = ""
    durations: Mapping[str, str] = field(default_factory=dict)
    says_clock: bool = False

    def over(self, other: TicketMapping) -> TicketMapping:
        """Both in one; where both say something of a thing, this one holds."""
        return TicketMapping(
            {**other.columns, **self.columns},
            {
                name: {**other.values.get(name, {}), **self.values.get(name, {})}
                for name in {*other.values, *self.values}
            },
            self.encoding or other.encoding,
            self.delimiter or other.delimiter,
            self.decimal if self.decimal != "." else other.decimal,
            self.dates or other.dates,
            self.utc_offset if self.says_clock else other.utc_offset,
            self.format or other.format,
            self.zone if self.says_clock else other.zone,
            {**other.durations, **self.durations},
            self.says_clock or other.says_clock,
        )


PLAIN = TicketMapping()


def load_ticket_mapping(path: Path) -> TicketMapping:
    """Read a mapping file.

    Raises:
        UsageError: it cannot be read, or says something that makes no sense; every mistake with its line.
    """
    source = read_text(path, path.parent)
    if source.text is None:
        raise UsageError(f"The mapping {path.name} cannot be read: {source.faults[-1].kind.value}.")
    meta = read(source.text)
    mistakes = [f"line {fault.at.line}: {fault.kind.value}" for fault in meta.faults]
    if not mistakes:
        mistakes = [f"line {meta.positions.value(*place).line}: {text}" for place, text in _mistakes(meta.data)]
    if mistakes:
        lines = "\n".join(f"{path.name}, {mistake}" for mistake in mistakes)
        raise UsageError(lines, "\n`kb docs desk` tells more.")
    return _mapping(meta.data)


def settings_mapping(data: Mapping[str, Any]) -> TicketMapping:
    """The mapping that ``desk.export`` of a ``kb.yml`` is.

    Raises:
        UsageError: it says something that makes no sense.
    """
    mistakes = [f"kb.yml, desk.export, {'.'.join(place)}: {text}" for place, text in _mistakes(data)]
    if mistakes:
        raise UsageError("\n".join(mistakes), "`kb docs desk` tells more.")
    return _mapping(data)


def _mapping(data: Mapping[str, Any]) -> TicketMapping:
    return TicketMapping(
        columns=dict(data.get("columns", {})),
        values={
            name: {str(theirs).casefold(): str(ours) for theirs, ours in words.items()}
            for name, words in data.get("values", {}).items()
        },
        encoding=data.get("encoding", ""),
        delimiter=DELIMITERS.get(data.get("delimiter", ""), ""),
        decimal=data.get("decimal", "."),
        dates=data.get("dates", ""),
        utc_offset=_offset(data.get("utc_offset", "+00:00")) or 0,
        format=data.get("format", ""),
        zone=data.get("zone", ""),
        durations=dict(data.get("durations", {})),
        says_clock="zone" in data or "utc_offset" in data,
    )


def _mistakes(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    known = {**TICKET_COLUMNS, **MORE_COLUMNS, "score": "of a survey", "comment": "of a survey"}
    for key, value in data.items():
        if key not in _KEYS:
            yield (key,), f"`{shown(key)}` is no key of a mapping. Known: {', '.join(_KEYS)}."
        elif key in _MAPS and not isinstance(value, dict):
            yield (key,), f"`{key}` is a map, one line a column."
        elif key not in _MAPS and not isinstance(value, str):
            yield (key,), f"`{key}` is a text in quotation marks."
    for key in _MAPS:
        part = data.get(key)
        for name, value in part.items() if isinstance(part, dict) else ():
            if name not in known:
                yield (key, name), f"`{shown(name)}` is no column of ours. Ours: {', '.join(known)}."
            elif key == "columns" and not (value is None or isinstance(value, str)):
                yield (key, name), f"`{name}` is the export's name for it, or null where it has none."
            elif key == "values" and not isinstance(value, dict):
                yield (key, name), f"`{name}` is a map from the export's word to ours."
            elif key == "durations" and (name not in MOMENTS[1:] or value not in UNITS):
                yield (key, name), f"`durations` says of {', '.join(MOMENTS[1:])}: {', '.join(UNITS)}."
    if isinstance(data.get("encoding"), str) and not _is_encoding(data["encoding"]):
        yield ("encoding",), "no such encoding. Write for example cp1252, gb18030 or utf-16."
    if isinstance(data.get("delimiter"), str) and data["delimiter"] not in DELIMITERS:
        yield ("delimiter",), 'the delimiter is ",", ";", "|" or "tab".'
    if data.get("decimal", ".") not in (".", ","):
        yield ("decimal",), 'the decimal mark is "." or ",".'
    if isinstance(data.get("utc_offset"), str) and _offset(data["utc_offset"]) is None:
        yield ("utc_offset",), 'an offset looks like "+08:00".'
    zone = data.get("zone")
    if isinstance(zone, str) and zone_of(zone) is None:
        yield ("zone",), "no such zone. Write for example Europe/Dublin, Asia/Manila or UTC."


def _is_encoding(name: str) -> bool:
    try:
        return bool(codecs.lookup(name)._is_text_encoding)
    except (LookupError, ValueError):
        return False


def _offset(text: str) -> int | None:
    """``+08:00`` in minutes."""
    sign, hours, minutes = text[:1], text[1:3], text[4:6]
    if len(text) != 6 or sign not in "+-" or text[3] != ":" or not (hours + minutes).isdigit():
        return None
    total = int(hours) * 60 + int(minutes)
    return (total if sign == "+" else -total) if total <= 14 * 60 else None
