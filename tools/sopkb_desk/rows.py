"""A delimited file, row by row: whatever it is, it is read as text, refused with a reason, or left out by line.

Nothing here knows what the columns mean; tickets, surveys and sheets of samples are read the same way.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from itertools import islice
from pathlib import Path

from sopkb.core.diagnostics import shown
from sopkb.core.errors import UsageError
from sopkb_desk.columns import PLAIN, TicketMapping

LONGEST_CELL = 100_000
"""Characters. What is longer is a quotation mark that was never closed."""
_LONGEST_LINE = 1_000_000
LARGEST_FILE = 2_000_000_000
"""Bytes; beyond that it is no export of tickets."""
_LOOKED_AT = 2_000
"""Rows after which a file with too many undecodable bytes is taken for one of another encoding."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out: where, and why. It never repeats what may be private."""

    file: str
    line: int
    reason: str


@dataclass
class Rows:
    """The rows of a file as they are read.

    Args:
        name: of the file.
        bad: rows that were left out so far.
        unknown: columns of the file that nobody asked for.
    """

    name: str
    bad: list[BadRow] = field(default_factory=list)
    unknown: tuple[str, ...] = ()

    def refuse(self, line: int, reason: str) -> None:
        """Leave a row out."""
        self.bad.append(BadRow(self.name, line, reason))


def read_rows(
    path: Path, rows: Rows, needed: Mapping[str, str], more: Mapping[str, str], mapping: TicketMapping = PLAIN
) -> Iterator[tuple[int, dict[str, str]]]:
    """Every row of a file, as (line, cell by column); a row that is none goes to ``rows.bad``.

    Args:
        path: the file.
        rows: where what is left out is told.
        needed: columns that must be there, unless the mapping says that they are not.
        more: columns that may be there.
        mapping: what the file calls things.

    Raises:
        UsageError: the file is no such table: its encoding, its header or its size.
    """
    if not path.is_file():
        raise UsageError(f"No file {path}.", "Name an export: a CSV file.")
    if path.stat().st_size > LARGEST_FILE:
        raise UsageError(f"{path.name} is larger than 2 GB.", "Export a shorter time.")
    csv.field_size_limit(LONGEST_CELL)
    with path.open("r", encoding=_encoding(path, mapping), errors="surrogateescape", newline="") as file:
        try:
            head = file.readline(LONGEST_CELL)
        except UnicodeError as error:
            raise _other_encoding(path.name, mapping) from error
        delimiter, places, rows.unknown = _header(head, path.name, needed, more, mapping)
        width = len(next(csv.reader([head], delimiter=delimiter)))
        # Read in pieces of bounded size: a file may be one line of a gigabyte.
        lines = iter(partial(file.readline, _LONGEST_LINE), "")
        reader = csv.reader(lines, delimiter=delimiter)
        yield from _read(reader, rows, places, width, mapping)


def _read(
    reader: Iterator[list[str]], rows: Rows, places: Mapping[str, int], width: int, mapping: TicketMapping
) -> Iterator[tuple[int, dict[str, str]]]:
    undecodable = seen = 0
    lines = _Lines(reader)
    for line, cells, trouble in lines:
        seen += 1
        if trouble:
            rows.refuse(line, trouble)
        elif any("\0" in cell for cell in cells):
            rows.refuse(line, "it holds a NUL, which no text has")
        elif any(not cell.isprintable() and not _is_text(cell) for cell in cells):
            undecodable += 1
            if undecodable * 50 > seen and (seen >= _LOOKED_AT or undecodable >= 20):
                raise _other_encoding(rows.name, mapping)
            rows.refuse(line, "it holds bytes that are no text in this encoding")
        elif len(cells) != width:
            rows.refuse(line, f"it has {len(cells)} cells, the header {width}")
        else:
            yield line, {name: cells[place].strip() for name, place in places.items()}
    if undecodable and undecodable * 50 > seen:
        raise _other_encoding(rows.name, mapping)


class _Lines:
    """Rows with the line that each begins in; what the reader refuses is a row with a reason."""

    def __init__(self, reader: Iterator[list[str]]) -> None:
        self._reader = reader

    def __iter__(self) -> Iterator[tuple[int, list[str], str]]:
        before = 1
        while True:
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error:
                line, before = before + 1, self._line()
                yield line, [], "a quotation mark in it is never closed, or a cell is far too long"
                continue
            except UnicodeError as error:
                raise UsageError("The file stops being text in the middle.", "Export it again.") from error
            line, before = before + 1, self._line()
            if cells:
                yield line, cells, ""

    def _line(self) -> int:
        number: int = getattr(self._reader, "line_num", 0)
        return number + 1  # the header was read before


def _is_text(cell: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" or character == "\ufffd" for character in cell)


def _encoding(path: Path, mapping: TicketMapping) -> str:
    if mapping.encoding:
        return mapping.encoding
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start.count(b"\0") * 5 > len(start):  # every second byte, as in UTF-16 without its mark
        raise _other_encoding(path.name, mapping)
    if b"\0" in start.partition(b"\n")[0]:
        raise UsageError(f"{path.name} holds a NUL in line 1, its header.", "Export it again; the file is damaged.")
    return "utf-8-sig"


def _other_encoding(name: str, mapping: TicketMapping) -> UsageError:
    was = mapping.encoding or "UTF-8"
    return UsageError(
        f"{name} is no text in {was}.",
        'Export it as "CSV UTF-8", or write its encoding into a mapping: `encoding: cp1252` (--map).',
    )


def _header(
    head: str, name: str, needed: Mapping[str, str], more: Mapping[str, str], mapping: TicketMapping
) -> tuple[str, dict[str, int], tuple[str, ...]]:
    """The delimiter, the place of each column, and what else the header names."""
    called = {column: mapping.columns.get(column, column) for column in (*needed, *more)}
    best: tuple[int, str, list[str]] = (-1, ",", [])
    for delimiter in [mapping.delimiter] if mapping.delimiter else [",", ";", "\t", "|"]:
        try:
            cells = [cell.strip().lstrip("\ufeff") for cell in next(csv.reader([head], delimiter=delimiter), [])]
        except csv.Error:
            continue
        found = sum(theirs in cells for theirs in called.values())
        if found > best[0]:
            best = (found, delimiter, cells)
    _, delimiter, cells = best
    missing = [column for column in needed if called[column] is not None and called[column] not in cells]
    twice = [theirs for theirs in called.values() if theirs and cells.count(theirs) > 1]
    if twice:
        raise UsageError(f"{name} has the column {shown(twice[0])} twice.", "Rename one of them.")
    if missing:
        raise _missing(name, missing, [cell for cell in cells if cell not in called.values()], called)
    places = {column: cells.index(theirs) for column, theirs in called.items() if theirs and theirs in cells}
    return delimiter, places, tuple(cell for cell in cells if cell and cell not in called.values())


def _missing(name: str, missing: list[str], others: list[str], called: Mapping[str, str | None]) -> UsageError:
    lines = []
    for column in missing:
        near = get_close_matches(column, others, 1, 0.4)
        lines.append(f"  {column}: {shown(near[0]) if near else 'null'}")
    guess = "\n".join(lines)
    listed = ", ".join(shown(cell) for cell in islice(others, 20)) or "none"
    names = ", ".join(
        f"{column} (as `{shown(called[column])}`)" if called[column] != column else column for column in missing
    )
    return UsageError(
        f"{name} lacks columns: {names}. Its other columns: {listed}.",
        f"Say what they are called, or null, in a mapping (--map FILE):\n\ncolumns:\n{guess}\n",
    )
